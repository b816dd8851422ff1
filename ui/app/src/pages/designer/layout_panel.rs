//! The layout beside the form: tabs, sections, key figures, stages, related lists, the short form. Everything by keyboard.

use trellis_model::{
    Field, FieldKind, Label, Layout, Schema,
    expression::Type,
    layout::{RelatedList, Section, Tab},
};
use trellis_ui_kit::{
    Button, ButtonKind, Choice, Combobox, Dialog, Field as Shell, Icon, IconButton, Segment, SegmentedControl, Select, Size, Sortable,
    SortableItem, Switch, TextInput, t,
};
use trellis_ui_renderers::{Scope, use_scope};
use yew::prelude::*;

use super::{
    design::use_design,
    settings::{ExpressionInput, group},
};

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
enum Open {
    Section(Option<usize>, Section),
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
        Callback::from(move |picked: Vec<Choice>| {
            let mut layout = layout.clone();
            alter(&mut layout, picked.iter().map(|choice| choice.value.to_string()).collect());
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
    let chosen = |names: &[String]| {
        names.iter().filter_map(|name| fields.iter().find(|choice| choice.value == name.as_str()).cloned()).collect::<Vec<_>>()
    };
    let figures = set(|layout, names| layout.highlights = names.into_iter().take(FIGURES).collect());
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
                        <Shell label={t!(scope.i18n, "layout-figures")} help={t!(scope.i18n, "layout-figures-help", most = FIGURES)}>
                            <Combobox multiple={true} value={chosen(&layout.highlights)} options={fields.clone()} onchange={figures} />
                        </Shell>
                        <Shell label={t!(scope.i18n, "layout-path")}>
                            <Select options={stages} value={layout.path.clone().map(AttrValue::from)} onchange={path} clearable={true} placeholder={t!(scope.i18n, "layout-path-none")} />
                        </Shell>
                        <RelatedSetting layout={layout.clone()} onchange={props.onchange.clone()} />
                    </>
                }) }
                { group(t!(scope.i18n, "layout-short"), false, html! {
                    <Shell label={t!(scope.i18n, "layout-short-fields")} help={t!(scope.i18n, "layout-short-help")}>
                        <Combobox multiple={true} value={chosen(&layout.quick_create)} options={writable} onchange={short} />
                    </Shell>
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

/// A name that is not taken: `c_section`, `c_section_2`, …
fn fresh(taken: &[&str], word: &str) -> String {
    super::model::fresh_name(word, word, taken)
}

#[derive(Properties, PartialEq)]
struct SectionListProps {
    layout: Layout,
    onchange: Callback<Layout>,
    onedit: Callback<(usize, Section)>,
}

/// The sections in their order. One with fields in it stays: its fields are moved first.
#[component]
fn SectionList(props: &SectionListProps) -> Html {
    let scope = use_scope();
    let (layout, onchange) = (&props.layout, &props.onchange);
    let item = |(at, section): (usize, &Section)| {
        let label = scope.label(&section.label);
        let edit = {
            let section = section.clone();
            props.onedit.reform(move |_: MouseEvent| (at, section.clone()))
        };
        let remove = {
            let layout = layout.clone();
            onchange.reform(move |_: MouseEvent| {
                let mut layout = layout.clone();
                layout.sections.remove(at);
                layout
            })
        };
        let note = t!(scope.i18n, "layout-section-note", count = section.fields.len(), columns = section.columns);
        let content = html! {
            <div class="p-line">
                <button type="button" class="p-line__name u-ellipsis" onclick={edit}>
                    { &label }
                    <span class="u-muted p-line__note">{ note }</span>
                </button>
                if section.visible.is_some() {
                    <Icon name="eye" size={14} label={t!(scope.i18n, "layout-conditional")} />
                }
                if section.fields.is_empty() && layout.sections.len() > 1 {
                    <IconButton label={t!(scope.i18n, "kit-remove", name = &label)} icon="trash-2" size={Size::Small} onclick={remove} />
                }
            </div>
        };
        SortableItem { id: section.name.clone().into(), label, content: Some(content) }
    };
    let onmove = {
        let layout = layout.clone();
        onchange.reform(move |(name, to): (AttrValue, usize)| {
            let mut layout = layout.clone();
            moved(&mut layout.sections, |section| section.name == name.as_str(), to);
            layout
        })
    };
    let items: Vec<SortableItem> = layout.sections.iter().enumerate().map(item).collect();
    html! { <Sortable label={t!(scope.i18n, "layout-sections")} {items} {onmove} /> }
}

/// Puts the item that `is` the one at another place.
fn moved<T>(items: &mut Vec<T>, is: impl Fn(&T) -> bool, to: usize) {
    if let Some(from) = items.iter().position(is) {
        let item = items.remove(from);
        items.insert(to.min(items.len()), item);
    }
}

#[derive(Properties, PartialEq)]
struct TabListProps {
    layout: Layout,
    onchange: Callback<Layout>,
    onedit: Callback<(usize, Tab)>,
}

/// The tabs in their order. The sections of a removed one go to the first.
#[component]
fn TabList(props: &TabListProps) -> Html {
    let scope = use_scope();
    let (layout, onchange) = (&props.layout, &props.onchange);
    if layout.tabs.is_empty() {
        return Html::default();
    }
    let item = |(at, tab): (usize, &Tab)| {
        let label = scope.label(&tab.label);
        let edit = {
            let tab = tab.clone();
            props.onedit.reform(move |_: MouseEvent| (at, tab.clone()))
        };
        let remove = {
            let layout = layout.clone();
            onchange.reform(move |_: MouseEvent| without_tab(layout.clone(), at))
        };
        let content = html! {
            <div class="p-line">
                <button type="button" class="p-line__name u-ellipsis" onclick={edit}>{ &label }</button>
                <IconButton label={t!(scope.i18n, "kit-remove", name = &label)} icon="trash-2" size={Size::Small} onclick={remove} />
            </div>
        };
        SortableItem { id: tab.name.clone().into(), label, content: Some(content) }
    };
    let onmove = {
        let layout = layout.clone();
        onchange.reform(move |(name, to): (AttrValue, usize)| {
            let mut layout = layout.clone();
            moved(&mut layout.tabs, |tab| tab.name == name.as_str(), to);
            layout
        })
    };
    let items: Vec<SortableItem> = layout.tabs.iter().enumerate().map(item).collect();
    html! { <Sortable label={t!(scope.i18n, "layout-tabs")} {items} {onmove} /> }
}

fn without_tab(mut layout: Layout, at: usize) -> Layout {
    if at < layout.tabs.len() {
        let gone = layout.tabs.remove(at).name;
        for section in layout.sections.iter_mut().filter(|section| section.tab.as_deref() == Some(gone.as_str())) {
            section.tab = None;
        }
    }
    layout
}

#[derive(Properties, PartialEq)]
struct RelatedSettingProps {
    layout: Layout,
    onchange: Callback<Layout>,
}

/// Which records that look this one up are listed on its page.
#[component]
fn RelatedSetting(props: &RelatedSettingProps) -> Html {
    let scope = use_scope();
    let Some(design) = use_design() else { return Html::default() };
    let relations = design.relations(|label| scope.label(label));
    let options: Vec<Choice> = relations
        .iter()
        .filter(|(name, ..)| name.contains('.'))
        .map(|(name, label, _)| Choice::new(name.clone(), label.clone()).with_note(name.clone()))
        .collect();
    let lists = &props.layout.related;
    let value: Vec<Choice> =
        lists.iter().filter_map(|list| options.iter().find(|choice| choice.value == list.relation.as_str()).cloned()).collect();
    let onchange = {
        let (layout, onchange, design) = (props.layout.clone(), props.onchange.clone(), design.clone());
        Callback::from(move |picked: Vec<Choice>| {
            let known = |relation: &str| layout.related.iter().find(|list| list.relation == relation).cloned();
            let fresh = |relation: &str| {
                let object = relation.split_once('.').and_then(|(object, _)| design.object(object));
                let name = object.map_or("name", |object| object.name_field());
                RelatedList { relation: relation.to_owned(), label: None, columns: vec![name.to_owned(), "created_at".to_owned()] }
            };
            let related = picked.iter().map(|choice| known(&choice.value).unwrap_or_else(|| fresh(&choice.value))).collect();
            onchange.emit(Layout { related, ..layout.clone() });
        })
    };
    html! {
        <Shell label={t!(scope.i18n, "layout-related")} help={options.is_empty().then(|| t!(scope.i18n, "layout-related-none"))}>
            <Combobox multiple={true} {value} {options} {onchange} />
        </Shell>
    }
}

#[derive(Properties, PartialEq)]
struct PartDialogProps {
    what: Open,
    tabs: Vec<Tab>,
    onsave: Callback<Open>,
    onclose: Callback<()>,
}

/// Name and settings of a section or tab.
#[component]
fn PartDialog(props: &PartDialogProps) -> Html {
    let scope = use_scope();
    let draft = use_state_eq(|| props.what.clone());
    let label = match &*draft {
        Open::Section(_, section) => section.label.clone(),
        Open::Tab(_, tab) => tab.label.clone(),
    };
    let relabel = |alter: fn(&mut Label, String)| {
        let draft = draft.clone();
        Callback::from(move |typed: String| {
            let mut changed = (*draft).clone();
            match &mut changed {
                Open::Section(_, section) => alter(&mut section.label, typed),
                Open::Tab(_, tab) => alter(&mut tab.label, typed),
            }
            draft.set(changed);
        })
    };
    let save = {
        let (draft, onsave) = (draft.clone(), props.onsave.clone());
        Callback::from(move |_: MouseEvent| onsave.emit((*draft).clone()))
    };
    let named = !label.zh.trim().is_empty() || !label.en.trim().is_empty();
    let footer = html! {
        <>
            <Button label={t!(scope.i18n, "form-cancel")} onclick={props.onclose.reform(|_: MouseEvent| ())} />
            <Button label={t!(scope.i18n, "kit-apply")} kind={ButtonKind::Primary} disabled={!named} onclick={save} />
        </>
    };
    let more = match &*draft {
        Open::Section(at, section) => {
            let (at, section) = (*at, section.clone());
            let set = {
                let draft = draft.setter();
                Callback::from(move |section: Section| draft.set(Open::Section(at, section)))
            };
            section_settings(&scope, &section, &props.tabs, &set)
        }
        Open::Tab(..) => Html::default(),
    };
    let title = t!(scope.i18n, if matches!(props.what, Open::Section(..)) { "layout-section" } else { "layout-tab" });
    html! {
        <Dialog open={true} {title} onclose={props.onclose.clone()} {footer}>
            <div class="u-stack">
                <div class="r-form__fields">
                    <Shell label={t!(scope.i18n, "designer-label-zh")} required={true}><TextInput value={label.zh.clone()} oninput={relabel(|label, typed| label.zh = typed)} autofocus={true} /></Shell>
                    <Shell label={t!(scope.i18n, "designer-label-en")}><TextInput value={label.en.clone()} oninput={relabel(|label, typed| label.en = typed)} /></Shell>
                </div>
                { more }
            </div>
        </Dialog>
    }
}

fn section_settings(scope: &Scope, section: &Section, tabs: &[Tab], onchange: &Callback<Section>) -> Html {
    let change = |alter: fn(&mut Section, AttrValue)| {
        let section = section.clone();
        onchange.reform(move |value: AttrValue| {
            let mut section = section.clone();
            alter(&mut section, value);
            section
        })
    };
    let columns = [1, 2].map(|count: u8| Segment::new(count.to_string(), t!(scope.i18n, "layout-columns", count = count))).to_vec();
    let options: Vec<Choice> = tabs.iter().map(|tab| Choice::new(tab.name.clone(), scope.label(&tab.label))).collect();
    let tab = section.tab.clone().or_else(|| tabs.first().map(|tab| tab.name.clone())).map(AttrValue::from);
    let conditional = {
        let section = section.clone();
        onchange.reform(move |on: bool| Section { visible: on.then(String::new), ..section.clone() })
    };
    let condition = {
        let section = section.clone();
        onchange.reform(move |text: String| Section { visible: Some(text), ..section.clone() })
    };
    html! {
        <>
            <SegmentedControl label={t!(scope.i18n, "layout-column-count")} segments={columns} value={section.columns.to_string()} onchange={change(|section, count| section.columns = count.parse().unwrap_or(2))} />
            if !tabs.is_empty() {
                <Shell label={t!(scope.i18n, "layout-tab")}>
                    <Select {options} value={tab} onchange={change(|section, name| section.tab = Some(name.to_string())).reform(|name: Option<AttrValue>| name.unwrap_or_default())} />
                </Shell>
            }
            <Switch on={section.visible.is_some()} label={t!(scope.i18n, "setting-visible")} onchange={conditional} />
            if let Some(source) = &section.visible {
                <ExpressionInput label={t!(scope.i18n, "setting-visible-condition")} value={source.clone()} expect={Some(Type::Bool)} onchange={condition} />
            }
        </>
    }
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
