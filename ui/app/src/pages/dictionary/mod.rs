//! The dictionaries: `/dictionaries`.

mod editor;
mod options;

use trellis_ui_kit::{EmptyState, SearchInput, Size, t};
use trellis_ui_renderers::{Link, use_scope};
use yew::prelude::*;

use crate::workspace::use_crumbs;
pub use editor::DictionaryEditor;

/// Properties of [`DictionaryPage`].
#[derive(Properties, PartialEq)]
pub struct DictionaryPageProps {
    /// The dictionary that is open.
    #[prop_or_default]
    pub name: Option<AttrValue>,
}

/// All dictionaries at the left, the open one at the right.
#[component]
pub fn DictionaryPage(props: &DictionaryPageProps) -> Html {
    let scope = use_scope();
    let words = use_state_eq(String::new);
    let title = t!(scope.i18n, "dictionary-title");
    let open = props.name.as_ref().and_then(|name| scope.meta.picklists().iter().find(|it| it.name == name.as_str()));
    let mut crumbs = vec![(title.clone(), open.map(|_| AttrValue::from("/dictionaries")))];
    crumbs.extend(open.map(|picklist| (scope.label(&picklist.label), None)));
    use_crumbs(crumbs);
    let query = words.trim().to_lowercase();
    let fits = |text: &str| query.is_empty() || text.to_lowercase().contains(&query);
    let shown = scope.meta.picklists().iter().filter(|it| fits(&it.label.zh) || fits(&it.label.en) || fits(&it.name));
    let item = |picklist: &trellis_model::Picklist| {
        let here = open.is_some_and(|open| open.name == picklist.name);
        html! {
            <li key={picklist.name.clone()} aria-current={here.then_some("true")}>
                <Link href={format!("/dictionaries/{}", picklist.name)} class="p-index__item">
                    <span class="u-grow u-ellipsis">{ scope.label(&picklist.label) }</span>
                    <span class="u-muted">{ picklist.options.len() }</span>
                </Link>
            </li>
        }
    };
    let oninput = {
        let words = words.setter();
        Callback::from(move |typed: String| words.set(typed))
    };
    html! {
        <div class="p-split">
            <nav class="p-index" aria-label={title.clone()}>
                <h1 class="p-index__title">{ title }</h1>
                <SearchInput label={t!(scope.i18n, "dictionary-search")} size={Size::Small} value={(*words).clone()} {oninput} />
                <ul>{ for shown.map(item) }</ul>
            </nav>
            <section class="p-split__main">
                if let Some(picklist) = open {
                    <DictionaryEditor key={picklist.name.clone()} picklist={picklist.clone()} />
                } else {
                    <EmptyState icon="book-open" title={t!(scope.i18n, "dictionary-choose")} text={t!(scope.i18n, "dictionary-choose-text")} />
                }
            </section>
        </div>
    }
}
