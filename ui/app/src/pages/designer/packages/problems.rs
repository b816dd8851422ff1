//! What of the company's changes no longer fits what the product ships, after an upgrade of it.

use trellis_ui_client::{
    Tag, designer,
    packages::{self, Misfit},
    use_query,
};
use trellis_ui_kit::{Button, Icon, Size, t};
use trellis_ui_renderers::{Failure, Link, use_scope};
use yew::prelude::*;

use crate::{
    pages::designer::{draft_bar::DraftBar, place},
    workspace::{Saved, use_save},
};

/// The places, each with a way to mend it; nothing while everything fits.
#[component]
pub fn ProblemsPanel() -> Html {
    let scope = use_scope();
    let found = use_query(packages::problems_key(), packages::problems);
    let draft = use_query(designer::draft_key(), designer::draft);
    let mended = Saved { said: t!(scope.i18n, "package-mended"), tags: vec![Tag::Draft], then: Callback::noop(), tells: true };
    let mend =
        use_save(&scope.i18n, |(file, pointer): (String, String)| async move { designer::mend(&file, &pointer, None).await }, mended);
    let line = |misfit: &Misfit| {
        let mend = misfit.mend.clone().map(|pointer| {
            let (run, file) = (mend.run.clone(), misfit.file.clone());
            let onclick = Callback::from(move |_: MouseEvent| run.emit((file.clone(), pointer.clone())));
            html! { <Button label={t!(scope.i18n, "package-take-out")} icon="wrench" size={Size::Small} disabled={mend.busy} {onclick} /> }
        });
        let detail = match &misfit.suggestion {
            Some(name) => format!("{} ({name}?)", misfit.message),
            None => misfit.message.clone(),
        };
        html! {
            <li key={format!("{}{}", misfit.file, misfit.pointer)} class="p-package__problem">
                <div class="u-grow">
                    <strong>{ place::in_words(&scope, &misfit.file, &misfit.pointer) }</strong>
                    <p>{ detail }</p>
                    <p class="u-muted"><code>{ format!("{} {}", misfit.file, misfit.pointer) }</code></p>
                </div>
                { mend }
                if let Some(href) = place::address(&misfit.file) {
                    <Link {href} class="u-link">{ t!(scope.i18n, "package-open") }</Link>
                }
            </li>
        }
    };
    let changes = draft.data.as_ref().map(|draft| draft.changes).unwrap_or_default();
    let body = match (found.data, found.error) {
        (None, Some(error)) => html! { <Failure {error} onretry={found.refetch} small={true} /> },
        (None, None) => Html::default(),
        (Some(found), _) if found.items.is_empty() && found.published == 0 => Html::default(),
        (Some(found), _) => html! {
            <section class="p-panel p-package__problems" aria-labelledby="package-problems">
                <h2 id="package-problems" class="p-package__title"><Icon name="triangle-alert" />{ t!(scope.i18n, "package-problems", count = found.items.len()) }</h2>
                <p class="u-muted">{ t!(scope.i18n, if found.items.is_empty() { "package-problems-mended" } else { "package-problems-text" }) }</p>
                if !found.items.is_empty() {
                    <ul>{ for found.items.iter().map(line) }</ul>
                }
            </section>
        },
    };
    html! { <><DraftBar {changes} />{ body }</> }
}
