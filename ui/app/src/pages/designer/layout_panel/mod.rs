//! The layout beside the form: tabs, sections, key figures, stages, related lists, the short form. Everything by keyboard.

mod dialog;
mod lists;
mod ordered;
mod related;

use trellis_model::{
    Field, FieldKind, Label, Layout,
    layout::{Section, Tab},
};
use trellis_ui_kit::{Button, Choice, Field as Shell, Icon, Select, Size, t};
use trellis_ui_renderers::use_scope;
use yew::prelude::*;

use self::{
    dialog::PartDialog,
    lists::{SectionList, TabList},
    ordered::Ordered,
    related::RelatedSetting,
};
use super::settings::group;

/// Key figures that a record's page has room for.
const FIGURES: usize = 4;

/// Properties of [`LayoutPanel`].
#[derive(Properties, PartialEq)]
pub struct LayoutPanelProps {
    /// The layout.
    pub layout: Layout,
    /// The fields of the draft.
    pub fields: Vec<Field>,
    /// Hears the layout after every change.
    pub onchange: Callback<Layout>,
}

/// What is being edited in a dialog.
#[derive(Clone, PartialEq)]
pub enum Open {
    /// A section, at its place; a new one has none yet.
    Section(Option<usize>, Section),
    /// A tab, likewise.
    Tab(Option<usize>, Tab),
}

/// The layout, part by part.
#[component]
pub fn LayoutPanel(props: &LayoutPanelProps) -> Html {
    let scope = use_scope();
    let open = use_state_eq(|| None::<Open>);
    let layout = &props.layout;
    let set = |alter: fn(&mut Layout, Vec<String>)| {
        let (layout, onchange) = (layout.clone(), props.onchange.clone());
        Callback::from(move |names: Vec<String>| {
            let mut layout = layout.clone();
            alter(&mut layout, names);
            onchange.emit(layout);
        })
    };
    let ask = |what: Open| {
        let open = open.setter();
        Callback::from(move |_: MouseEvent| open.set(Some(what.clone())))
    };
    let close = {
        let open = open.setter();
        Callback::from(move |()| open.set(None))
    };
    let save = {
        let (layout, onchange, close) = (layout.clone(), props.onchange.clone(), close.clone());
        Callback::from(move |what: Open| {
            close.emit(());
            onchange.emit(with(layout.clone(), what));
        })
    };
    let choice = |field: &Field| Choice::new(field.name.clone(), scope.label(&field.label)).with_icon(field.kind.rules().icon());
    let fields: Vec<Choice> =
        props.fields.iter().filter(|field| !matches!(field.name.as_str(), "id" | "version" | "deleted_at")).map(choice).collect();
    let figures = set(|layout, names| layout.highlights = names);
    let short = set(|layout, names| layout.quick_create = names);
    let writable: Vec<Choice> = props.fields.iter().filter(|field| field.is_writable() && !field.system).map(choice).collect();
    let stages: Vec<Choice> = props.fields.iter().filter(|field| field.kind == FieldKind::Picklist).map(choice).collect();
    let path = {
        let (layout, onchange) = (layout.clone(), props.onchange.clone());
        Callback::from(move |name: Option<AttrValue>| onchange.emit(Layout { path: name.map(|name| name.to_string()), ..layout.clone() }))
    };
    let next_section = Section {
        name: fresh(&layout.sections.iter().map(|section| section.name.as_str()).collect::<Vec<_>>(), "section"),
        label: Label::new("新分组", "New section"),
        columns: 2,
        fields: Vec::new(),
        tab: None,
        visible: None,
    };
    let next_tab = Tab {
        name: fresh(&layout.tabs.iter().map(|tab| tab.name.as_str()).collect::<Vec<_>>(), "tab"),
        label: Label::new("新页签", "New tab"),
    };
    html! {
        <aside class="p-properties" aria-label={t!(scope.i18n, "layout-title")}>
            <header class="p-properties__head">
                <span class="r-tile" data-color="gray"><Icon name="layout-list" /></span>
                <div class="u-grow">
                    <strong>{ t!(scope.i18n, "layout-title") }</strong>
                    <div class="u-muted">{ t!(scope.i18n, "designer-choose-field-text") }</div>
                </div>
            </header>
            <div class="p-properties__body">
                { group(t!(scope.i18n, "layout-sections"), true, html! {
                    <>
                        <SectionList layout={layout.clone()} onchange={props.onchange.clone()} onedit={{
                            let open = open.setter();
                            Callback::from(move |(at, section): (usize, Section)| open.set(Some(Open::Section(Some(at), section))))
                        }} />
                        <div class="u-row"><Button label={t!(scope.i18n, "layout-add-section")} icon="plus" size={Size::Small} onclick={ask(Open::Section(None, next_section))} /></div>
                    </>
                }) }
                { group(t!(scope.i18n, "layout-tabs"), !layout.tabs.is_empty(), html! {
                    <>
                        <TabList layout={layout.clone()} onchange={props.onchange.clone()} onedit={{
                            let open = open.setter();
                            Callback::from(move |(at, tab): (usize, Tab)| open.set(Some(Open::Tab(Some(at), tab))))
                        }} />
                        <p class="c-field__help">{ t!(scope.i18n, "layout-tabs-help") }</p>
                        <div class="u-row"><Button label={t!(scope.i18n, "layout-add-tab")} icon="plus" size={Size::Small} onclick={ask(Open::Tab(None, next_tab))} /></div>
                    </>
                }) }
                { group(t!(scope.i18n, "layout-page"), true, html! {
                    <>
                        <Ordered
                            label={t!(scope.i18n, "layout-figures")}
                            help={t!(scope.i18n, "layout-figures-help", most = FIGURES)}
                            names={layout.highlights.clone()}
                            options={fields.clone()}
                            most={FIGURES}
                            onchange={figures}
                        />
                        <Shell label={t!(scope.i18n, "layout-path")}>
                            <Select options={stages} value={layout.path.clone().map(AttrValue::from)} onchange={path} clearable={true} placeholder={t!(scope.i18n, "layout-path-none")} />
                        </Shell>
                        <RelatedSetting layout={layout.clone()} onchange={props.onchange.clone()} />
                    </>
                }) }
                { group(t!(scope.i18n, "layout-short"), false, html! {
                    <Ordered
                        label={t!(scope.i18n, "layout-short-fields")}
                        help={t!(scope.i18n, "layout-short-help")}
                        names={layout.quick_create.clone()}
                        options={writable}
                        onchange={short}
                    />
                }) }
            </div>
            if let Some(what) = (*open).clone() {
                <PartDialog {what} tabs={layout.tabs.clone()} onsave={save} onclose={close} />
            }
        </aside>
    }
}

/// The layout with a section or tab put where it belongs.
fn with(mut layout: Layout, what: Open) -> Layout {
    match what {
        Open::Section(at, section) => match at.and_then(|at| layout.sections.get_mut(at)) {
            // Its fields may have moved while the dialog was open.
            Some(known) => *known = Section { fields: known.fields.clone(), ..section },
            None => layout.sections.push(section),
        },
        Open::Tab(at, tab) => match at.and_then(|at| layout.tabs.get_mut(at)) {
            Some(known) => *known = tab,
            None => layout.tabs.push(tab),
        },
    }
    layout
}

/// A label in both languages, one of them standing in for the other; none without words.
pub fn in_both(label: &Label) -> Option<Label> {
    Some(label.filled()).filter(|label| *label != Label::default())
}

/// A name that is not taken: `c_section`, `c_section_2`, …
fn fresh(taken: &[&str], word: &str) -> String {
    super::model::fresh_name(word, word, taken)
}

/// Puts the item that `is` the one at another place.
pub fn moved<T>(items: &mut Vec<T>, is: impl Fn(&T) -> bool, to: usize) {
    if let Some(from) = items.iter().position(is) {
        let item = items.remove(from);
        items.insert(to.min(items.len()), item);
    }
}

/// The layout without the tab at a place; its sections go to the first.
pub fn without_tab(mut layout: Layout, at: usize) -> Layout {
    if at < layout.tabs.len() {
        let gone = layout.tabs.remove(at).name;
        for section in layout.sections.iter_mut().filter(|section| section.tab.as_deref() == Some(gone.as_str())) {
            section.tab = None;
        }
    }
    layout
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn layout() -> Layout {
        let section =
            |name: &str, tab: Option<&str>| json!({ "name": name, "label": { "zh-CN": name, "en": name }, "fields": [], "tab": tab });
        let tab = |name: &str| json!({ "name": name, "label": { "zh-CN": name, "en": name } });
        serde_json::from_value(json!({ "tabs": [tab("a"), tab("b")], "sections": [section("one", None), section("two", Some("b"))] }))
            .unwrap()
    }

    #[test]
    fn the_sections_of_a_removed_tab_stay() {
        let after = without_tab(layout(), 1);
        assert_eq!((after.tabs.len(), after.sections[1].tab.as_deref()), (1, None));
    }

    #[test]
    fn a_changed_section_keeps_the_fields_that_it_has_now() {
        let mut before = layout();
        let edited = Section { columns: 1, ..before.sections[0].clone() };
        before.sections[0].fields = vec!["name".into()];
        let after = with(before, Open::Section(Some(0), edited));
        assert_eq!((after.sections[0].columns, after.sections[0].fields.len()), (1, 1));
        assert_eq!(with(layout(), Open::Tab(None, layout().tabs[0].clone())).tabs.len(), 3);
    }

    #[test]
    fn order_follows_the_moves() {
        let mut items = vec!["a", "b", "c"];
        moved(&mut items, |item| *item == "c", 0);
        assert_eq!(items, ["c", "a", "b"]);
        moved(&mut items, |item| *item == "x", 0);
        assert_eq!(items, ["c", "a", "b"]);
    }
}
