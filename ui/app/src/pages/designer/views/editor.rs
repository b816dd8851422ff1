//! The settings of a list view, or of what all lists share.

use std::rc::Rc;

use trellis_model::{ListView, view::ViewKind};
use trellis_ui_client::ApiError;
use trellis_ui_kit::{Button, ButtonKind, Field as Shell, Icon, Segment, SegmentedControl, TextInput, t};
use trellis_ui_renderers::{
    explain,
    filters::{FilterBuilder, Group, PathChoice, paths},
    use_scope,
};
use yew::prelude::*;

use super::{
    super::problems::told,
    columns::ColumnsSetting,
    model::{Faults, Shared},
    open::Open,
    order::OrderSetting,
    parts::{GroupSetting, RolesSetting, group_message, part, with},
    shared::{SharedSettings, SharedSettingsProps},
};

/// The parts of a declaration that show what the server says about them themselves.
pub const PARTS: [&str; 6] = ["label", "group", "filter", "columns", "sort", "roles"];

/// What is done in the editor.
#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    /// The view is changed, in this page only.
    View(Box<ListView>),
    /// What all lists share is changed, in this page only.
    Shared(Shared),
    /// It goes into the draft.
    Save,
    /// What was changed in this page is forgotten.
    Reset,
    /// The view is taken out of the draft.
    Remove,
}

/// Properties of [`Editor`].
#[derive(Properties, PartialEq)]
pub struct EditorProps {
    /// The object.
    pub object: AttrValue,
    /// What is edited.
    pub open: Open,
    /// What all lists share.
    pub shared: Shared,
    /// Whether the object's records have owners: without, there are no scenes but *all*.
    pub owned: bool,
    /// Whether it differs from the draft.
    pub dirty: bool,
    /// Whether what is wrong is shown: it was to be saved once.
    pub tried: bool,
    /// Why the draft does not take it.
    pub error: Option<ApiError>,
    /// It is being saved.
    pub busy: bool,
    /// The id of the heading, which takes the focus when another view is opened.
    pub heading: AttrValue,
    /// Hears what is done.
    pub onstep: Callback<Step>,
}

/// The settings at the right of the preview.
#[component]
pub fn Editor(props: &EditorProps) -> Html {
    let scope = use_scope();
    let known = use_memo((scope.clone(), props.object.clone()), |(scope, object)| Rc::<[PathChoice]>::from(paths(scope, object)));
    let (title, name, icon) = match &props.open {
        Open::Shared(_) => (t!(scope.i18n, "views-shared"), None, "sliders-horizontal"),
        Open::Scene(view) => (scope.label(&view.label), Some(view.name.clone()), "lock"),
        Open::View { view, is_new: true } => {
            let named = !view.label.zh.is_empty() || !view.label.en.is_empty();
            (if named { scope.label(&view.label) } else { t!(scope.i18n, "views-new") }, None, super::icon(view.kind))
        }
        Open::View { view, is_new: false } => (scope.label(&view.label), Some(view.name.clone()), super::icon(view.kind)),
    };
    let rest = props.error.as_ref().and_then(|error| match error.errors.is_empty() {
        true => Some(explain(&scope.i18n, error)),
        false => told(error, &PARTS, None),
    });
    let body = match &props.open {
        Open::Shared(shared) => html! { <SharedSettings shared={shared.clone()} paths={(*known).clone()} ..shared_props(props) /> },
        Open::Scene(_) => html! {
            <p class="u-row"><Icon name="info" />{ t!(scope.i18n, "views-scene-text") }</p>
        },
        Open::View { view, .. } => html! {
            <ViewSettings key={view.name.clone()} view={(**view).clone()} paths={(*known).clone()} ..view_props(props) />
        },
    };
    let step = |step: Step| props.onstep.reform(move |_: MouseEvent| step.clone());
    let is_new = matches!(&props.open, Open::View { is_new: true, .. });
    let can_remove = matches!(&props.open, Open::View { is_new: false, .. });
    html! {
        <aside class="p-properties" aria-label={t!(scope.i18n, "views-settings")}>
            <header class="p-properties__head">
                <span class="r-tile" data-color="gray"><Icon name={icon} /></span>
                <div class="u-grow">
                    <strong id={props.heading.clone()} tabindex="-1" class="u-ellipsis">{ title }</strong>
                    if let Some(name) = name {
                        <div class="u-muted u-ellipsis"><code>{ name }</code></div>
                    }
                </div>
            </header>
            <div class="p-properties__body">
                if let Some(error) = rest {
                    <p class="r-form__error" role="alert">{ error }</p>
                }
                { body }
            </div>
            if !matches!(&props.open, Open::Scene(_)) {
                <footer class="p-properties__foot">
                    if can_remove {
                        <Button label={t!(scope.i18n, "views-remove")} icon="trash-2" kind={ButtonKind::Ghost} onclick={step(Step::Remove)} />
                        <span class="u-grow" />
                    }
                    <Button label={t!(scope.i18n, "form-cancel")} disabled={!props.dirty && !is_new} onclick={step(Step::Reset)} />
                    <Button label={t!(scope.i18n, "designer-save-field")} kind={ButtonKind::Primary} disabled={!props.dirty} busy={props.busy} onclick={step(Step::Save)} />
                </footer>
            }
        </aside>
    }
}

fn shared_props(props: &EditorProps) -> SharedSettingsProps {
    SharedSettingsProps {
        shared: Shared::default(),
        paths: Rc::default(),
        owned: props.owned,
        error: props.error.clone(),
        onstep: props.onstep.clone(),
    }
}

fn view_props(props: &EditorProps) -> ViewSettingsProps {
    ViewSettingsProps {
        object: props.object.clone(),
        view: ListView::scenes(false, false).remove(0),
        shared: props.shared.clone(),
        is_new: matches!(&props.open, Open::View { is_new: true, .. }),
        paths: Rc::default(),
        tried: props.tried,
        error: props.error.clone(),
        onstep: props.onstep.clone(),
    }
}

#[derive(Properties, PartialEq)]
struct ViewSettingsProps {
    object: AttrValue,
    view: ListView,
    shared: Shared,
    is_new: bool,
    paths: Rc<[PathChoice]>,
    tried: bool,
    error: Option<ApiError>,
    onstep: Callback<Step>,
}

/// Everything that a view declares.
#[component]
fn ViewSettings(props: &ViewSettingsProps) -> Html {
    let scope = use_scope();
    let view = &props.view;
    // Unfinished conditions live here alone.
    let filter = use_state_eq(|| Group::read(view.filter.as_ref()));
    use_effect_with(view.filter.clone(), {
        let filter = filter.clone();
        move |json| {
            if filter.write() != *json {
                filter.set(Group::read(json.as_ref()));
            }
        }
    });
    let said = |part: &str| props.error.as_ref().and_then(|error| told(error, &PARTS, Some(part)));
    let faults = if props.tried { Faults::of(view) } else { Faults::default() };
    let fault = |is: bool, message: &str| is.then(|| t!(scope.i18n, message));
    let onfilter = {
        let (filter, change) = (filter.setter(), with(view, &props.onstep, |view, json| view.filter = json));
        Callback::from(move |group: Group| {
            let written = group.write();
            filter.set(group);
            change.emit(written);
        })
    };
    let kinds = KINDS.map(|kind| Segment::new(kind_name(kind), t!(scope.i18n, &format!("views-kind-{}", kind_name(kind)))));
    let onkind = with(view, &props.onstep, |view, name: AttrValue| {
        // The columns of a board are no days, and the other way round.
        view.group = None;
        view.kind = KINDS.into_iter().find(|kind| name == kind_name(*kind)).unwrap_or_default();
    });
    let ways = |own: &str| [Segment::new("shared", t!(scope.i18n, "views-as-shared")), Segment::new("own", t!(scope.i18n, own))].to_vec();
    let oncolumns = {
        let usual = props.shared.columns.clone();
        with(view, &props.onstep, move |view, way: AttrValue| view.columns = if way == "own" { usual.clone() } else { Vec::new() })
    };
    let onorder = {
        let usual = props.shared.sort.clone();
        with(view, &props.onstep, move |view, way: AttrValue| view.sort = (way == "own").then(|| usual.clone()))
    };
    let shown = t!(scope.i18n, if view.kind == ViewKind::Kanban { "views-cards" } else { "views-columns" });
    let own_columns = !view.columns.is_empty();
    let columns = html! {
        <SegmentedControl label={shown.clone()} segments={ways("views-own-columns")} value={if own_columns { "own" } else { "shared" }} onchange={oncolumns} />
    };
    let order = html! {
        <SegmentedControl label={t!(scope.i18n, "views-sort")} segments={ways("views-own-sort")} value={if view.sort.is_some() { "own" } else { "shared" }} onchange={onorder} />
    };
    let set_sort = with(view, &props.onstep, |view, sort: String| view.sort = Some(sort).filter(|sort| !sort.is_empty()));
    html! {
        <>
            <Shell label={t!(scope.i18n, "designer-label-zh")} required={true} error={fault(faults.label, "views-label-missing").or_else(|| said("label"))}>
                <TextInput value={view.label.zh.clone()} oninput={with(view, &props.onstep, |view, typed| view.label.set_chinese(typed))} autofocus={props.is_new} max_length={Some(60)} />
            </Shell>
            <Shell label={t!(scope.i18n, "designer-label-en")}>
                <TextInput value={view.label.en.clone()} oninput={with(view, &props.onstep, |view, typed| view.label.en = typed)} max_length={Some(60)} />
            </Shell>
            { part(t!(scope.i18n, "views-kind"), html! {
                <SegmentedControl label={t!(scope.i18n, "views-kind")} segments={kinds.to_vec()} value={kind_name(view.kind)} onchange={onkind} />
            }, None, Html::default()) }
            if view.kind != ViewKind::Table {
                <GroupSetting object={props.object.clone()} view={view.clone()} error={fault(faults.group, &group_message(view.kind, "missing")).or_else(|| said("group"))} onstep={props.onstep.clone()} />
            }
            { part(t!(scope.i18n, "views-filter"), Html::default(), said("filter"), html! {
                <div class="p-setting__filter"><FilterBuilder paths={props.paths.clone()} group={(*filter).clone()} onchange={onfilter} /></div>
            }) }
            // A calendar shows names, in the order of their days.
            if view.kind != ViewKind::Calendar {
                { part(shown.clone(), columns, said("columns").or_else(|| faults.columns.map(|message| t!(scope.i18n, message))), html! {
                    if own_columns {
                        <ColumnsSetting columns={view.columns.clone()} paths={props.paths.clone()} widths={view.kind == ViewKind::Table} onchange={with(view, &props.onstep, |view, columns| view.columns = columns)} />
                    }
                }) }
                { part(t!(scope.i18n, "views-sort"), order, said("sort"), html! {
                    if let Some(sort) = &view.sort {
                        <OrderSetting value={sort.clone()} paths={props.paths.clone()} onchange={set_sort} />
                    }
                }) }
            }
            <RolesSetting view={view.clone()} error={said("roles")} onstep={props.onstep.clone()} />
        </>
    }
}

/// The kinds on offer.
const KINDS: [ViewKind; 3] = [ViewKind::Table, ViewKind::Kanban, ViewKind::Calendar];

fn kind_name(kind: ViewKind) -> &'static str {
    match kind {
        ViewKind::Table => "table",
        ViewKind::Kanban => "kanban",
        ViewKind::Calendar => "calendar",
    }
}
