//! The page: what the address says, fetched and drawn.

use std::rc::Rc;

use trellis_model::{
    ListView,
    view::{Column, ViewKind},
};
use trellis_ui_client::{Row, records, use_query};
use trellis_ui_kit::{Button, ButtonKind, CursorPager, EmptyState, Icon, MenuItem, Pager, t};
use trellis_ui_renderers::{
    Failure, Scope,
    forms::CreateDrawer,
    use_scope,
    views::{Calendar, Kanban, RecordTable},
};
use yew::prelude::*;
use yew_router::{
    history::{BrowserHistory, History},
    prelude::*,
};

use super::{
    batch::Batch,
    columns,
    export::ExportDialog,
    peek::Peek,
    state::{ListState, SIZES, Trail},
    tools::Tools,
};
use crate::workspace::{Absent, import_path, list_path, use_crumbs};

/// Properties of [`ListPage`].
#[derive(Properties, PartialEq)]
pub struct ListPageProps {
    /// The object.
    pub object: AttrValue,
}

/// The records of an object.
#[component]
pub fn ListPage(props: &ListPageProps) -> Html {
    let scope = use_scope();
    match scope.meta.info(&props.object) {
        // Another object is another page: nothing of the last one stays.
        Some(_) => html! { <ListOf key={props.object.to_string()} object={props.object.clone()} /> },
        None => html! { <Absent /> },
    }
}

#[component]
fn ListOf(props: &ListPageProps) -> Html {
    let scope = use_scope();
    let object = props.object.clone();
    let location = use_location();
    let state = ListState::read(location.as_ref().map(|location| location.query_str()).unwrap_or_default());
    let onstate = use_callback(object.clone(), |state: ListState, object| {
        BrowserHistory::new().push(format!("{}{}", list_path(object), state.write()));
    });
    let info = scope.meta.info(&object).cloned();
    let label = info.as_ref().map(|info| scope.label(&info.label)).unwrap_or_default();
    use_crumbs(vec![(label.clone(), None)]);
    let views = info.as_ref().map(|info| info.views.clone()).unwrap_or_default();
    let view = shown_view(&views, &state).unwrap_or_else(all);
    let chosen = use_state(|| None::<(String, Vec<Column>)>);
    let columns = match chosen.as_ref().filter(|(name, _)| *name == view.name) {
        Some((_, columns)) => columns.clone(),
        None => columns::chosen(&scope, &object, &view),
    };
    let oncolumns = {
        let (chosen, name) = (chosen.setter(), view.name.clone());
        Callback::from(move |columns| chosen.set(Some((name.clone(), columns))))
    };
    let selected = use_state_eq(Vec::<AttrValue>::new);
    use_effect_with((view.name.clone(), state.q.clone(), state.filter.clone(), state.deleted), {
        let selected = selected.setter();
        move |_| selected.set(Vec::new())
    });
    // Boards and calendars ask for their records by themselves; what was deleted is a table.
    let is_board = view.kind != ViewKind::Table && !state.deleted;
    let query = query(&scope, &object, &view, &state, &columns);
    let found = {
        let (object, query) = (object.clone(), query.clone());
        use_query(records::list_key(&object, &query).keeping().when(!is_board), move || {
            let (object, query) = (object.clone(), query.clone());
            async move { records::list(&object, &query).await }
        })
    };
    let trail = use_state_eq(Trail::default);
    use_effect_with(state.cursor.clone(), {
        let trail = trail.clone();
        move |cursor| trail.set((*trail).clone().at(cursor))
    });
    let creating = use_state_eq(|| false);
    let exporting = use_state_eq(|| false);
    let Some(info) = info else { return html! { <Absent /> } };
    let can = |verb: &str| info.can.iter().any(|can| can == verb);
    let rows: Rc<[Row]> = found.data.as_ref().map(|page| page.items.clone().into()).unwrap_or_default();
    let total = found.data.as_ref().and_then(|page| page.count);
    let count = total.filter(|_| !is_board).map(|count| {
        let number = scope.i18n.decimal(&count.value.to_string(), 0);
        AttrValue::from(if count.exact { number } else { format!("{number}+") })
    });
    let onpeek = {
        let (state, onstate) = (state.clone(), onstate.clone());
        Callback::from(move |id: Option<AttrValue>| onstate.emit(ListState { peek: id.map(|id| id.to_string()), ..state.clone() }))
    };
    let onopen = (!state.deleted).then(|| onpeek.reform(|row: Row| Some(AttrValue::from(row.id().to_owned()))));
    let set_creating = |open: bool| {
        let creating = creating.setter();
        Callback::from(move |()| creating.set(open))
    };
    let new_button = (can("create") && !info.options.system).then(|| {
        let onclick = set_creating(true).reform(|_: MouseEvent| ());
        html! { <Button label={t!(scope.i18n, "form-create-object", object = &label)} icon="plus" kind={ButtonKind::Primary} {onclick} /> }
    });
    let steps = [("import", "upload", can("import") && !info.options.system), ("export", "download", can("export"))];
    let steps: Vec<MenuItem> = steps
        .into_iter()
        .filter(|(.., can)| *can)
        .map(|(step, icon, _)| MenuItem::new(step, t!(scope.i18n, &format!("list-{step}"))).with_icon(icon))
        .collect();
    let onstep = {
        let (exporting, object) = (exporting.setter(), object.clone());
        Callback::from(move |step: AttrValue| match step.as_str() {
            "import" => BrowserHistory::new().push(import_path(&object)),
            _ => exporting.set(true),
        })
    };
    let is_all = view.name == ALL || info.views.iter().all(|view| view.name != ALL);
    let empty_steps = EmptySteps { create: new_button.clone().unwrap_or_default(), all: !is_all };
    let empty = empty(&scope, &state, &label, empty_steps, &onstate);
    let sort = if state.sort.is_empty() { view.sort.clone().unwrap_or_default() } else { state.sort.clone() };
    let onsort = {
        let (state, onstate) = (state.clone(), onstate.clone());
        Callback::from(move |sort: String| onstate.emit(ListState { sort, ..state.clone() }.restarted()))
    };
    let onselect = {
        let selected = selected.setter();
        Callback::from(move |ids: Vec<AttrValue>| selected.set(ids))
    };
    let body = if is_board {
        let group = view.group.clone().unwrap_or_default();
        html! {
            <div class="p-list__board">
                if view.kind == ViewKind::Calendar {
                    <Calendar object={object.clone()} {group} query={query.clone()} onopen={onopen.clone()} editable={can("edit")} />
                } else {
                    <Kanban object={object.clone()} {group} columns={columns.clone()} query={query.clone()} onopen={onopen.clone()} editable={can("edit")} />
                }
            </div>
        }
    } else if let Some(error) = found.error.clone().filter(|_| found.data.is_none()) {
        html! { <div class="p-list__state"><Failure {error} onretry={found.refetch.clone()} /></div> }
    } else {
        html! {
            <div class="p-list__grid" data-stale={found.is_previous.then_some("")}>
                <RecordTable
                    object={object.clone()}
                    label={label.clone()}
                    columns={columns.clone()}
                    rows={rows.clone()}
                    loading={found.is_pending()}
                    {sort}
                    {onsort}
                    selected={(*selected).clone()}
                    onselect={onselect.clone()}
                    {onopen}
                    current={state.peek.clone().map(AttrValue::from)}
                    {empty}
                />
            </div>
        }
    };
    let next = found.data.as_ref().and_then(|page| page.next.clone());
    let go_page = |cursor: Option<String>| {
        let (state, onstate) = (state.clone(), onstate.clone());
        Callback::from(move |()| onstate.emit(ListState { cursor: cursor.clone(), peek: None, ..state.clone() }))
    };
    // Back from the first page that has no number is the last that has one.
    let previous = trail.previous(&state.cursor);
    let onpage = {
        let (state, onstate) = (state.clone(), onstate.clone());
        Callback::from(move |page: usize| onstate.emit(ListState { page, cursor: None, peek: None, ..state.clone() }))
    };
    let onsize = {
        let (state, onstate) = (state.clone(), onstate.clone());
        Callback::from(move |size: usize| {
            let size = u32::try_from(size).ok();
            onstate.emit(ListState { size, ..state.clone() }.restarted());
        })
    };
    let exported = count.clone();
    let title = if state.deleted { t!(scope.i18n, "list-bin-of", object = &label) } else { label.clone() };
    let color = info.options.color.clone().unwrap_or_else(|| "blue".into());
    html! {
        <div class="p-list" data-peek={state.peek.as_ref().map(|_| "")}>
            <header class="p-head">
                <span class="r-tile" data-color={color}><Icon name={info.options.icon.clone()} size={20} /></span>
                <h1 class="p-head__title">{ title }</h1>
                <div class="p-head__actions">{ new_button }</div>
            </header>
            <Tools
                object={object.clone()}
                {views}
                view={view.clone()}
                state={state.clone()}
                onstate={onstate.clone()}
                columns={columns.clone()}
                {oncolumns}
                count={count.clone()}
                onrefresh={found.refetch.clone()}
                {steps}
                {onstep}
            />
            { body }
            if !is_board {
                <footer class="p-list__foot">
                    if state.cursor.is_some() {
                        <CursorPager
                            total={total.map(|count| count.value)}
                            exact={total.is_none_or(|count| count.exact)}
                            has_previous={previous.is_some()}
                            has_next={next.is_some()}
                            onprevious={go_page(previous.flatten())}
                            onnext={go_page(next)}
                        />
                    } else if let Some(total) = total {
                        <Pager
                            page={state.page.max(1)}
                            page_size={state.limit() as usize}
                            total={total.value}
                            exact={total.exact}
                            sizes={SIZES.map(|size| size as usize).to_vec()}
                            onsize={onsize}
                            onpage={onpage}
                            onbeyond={next.filter(|_| !total.exact).map(|next| go_page(Some(next)))}
                        />
                    }
                </footer>
            }
            <Batch info={info.clone()} selected={(*selected).clone()} deleted={state.deleted} onclear={onselect.reform(|()| Vec::new())} />
            if let Some(id) = state.peek.clone() {
                <Peek object={object.clone()} neighbours={neighbours(&rows, &id)} {id} {onpeek} />
            }
            if *exporting {
                <ExportDialog
                    object={object.clone()}
                    query={query.clone()}
                    columns={columns.iter().map(|column| column.field.clone()).collect::<Vec<_>>()}
                    count={exported}
                    onclose={{
                        let exporting = exporting.setter();
                        Callback::from(move |()| exporting.set(false))
                    }}
                />
            }
            if *creating {
                <CreateDrawer {object} onclose={set_creating(false)} oncreated={Callback::noop()} />
            }
        </div>
    }
}

/// The view that the address names, or the first one.
fn shown_view(views: &[ListView], state: &ListState) -> Option<ListView> {
    let named = state.view.as_ref().and_then(|name| views.iter().find(|view| view.name == *name));
    named.or(views.first()).cloned()
}

/// A view of everything, for an object that declares none.
fn all() -> ListView {
    ListView::scenes(false, false).remove(0)
}

fn query(scope: &Scope, object: &str, view: &ListView, state: &ListState, columns: &[Column]) -> records::ListQuery {
    records::ListQuery {
        view: Some(view.name.clone()),
        filter: state.filter.clone(),
        q: state.q.clone(),
        sort: state.sort.clone(),
        fields: scope.meta.with_labels(object, columns.iter().map(|column| column.field.as_str())),
        limit: state.limit(),
        cursor: state.cursor.clone(),
        page: state.page,
        count: true,
        deleted: state.deleted,
    }
}

fn neighbours(rows: &[Row], id: &str) -> (Option<AttrValue>, Option<AttrValue>) {
    let at = rows.iter().position(|row| row.id() == id);
    let id = |at: Option<usize>| at.and_then(|at| rows.get(at)).map(|row| AttrValue::from(row.id().to_owned()));
    (id(at.and_then(|at| at.checked_sub(1))), id(at.map(|at| at + 1)))
}

/// The view of everything that a person sees.
const ALL: &str = "all";

/// What can be done about an empty list: begin it, or look at everybody's.
struct EmptySteps {
    create: Html,
    all: bool,
}

/// What an empty list says: nothing is in the bin, nothing fits, or nothing is there yet.
fn empty(scope: &Scope, state: &ListState, label: &str, steps: EmptySteps, onstate: &Callback<ListState>) -> Html {
    if state.deleted {
        return html! { <EmptyState icon="trash-2" title={t!(scope.i18n, "list-bin-empty")} /> };
    }
    if state.filter.is_some() || !state.q.is_empty() {
        let (state, onstate) = (state.clone(), onstate.clone());
        let clear =
            Callback::from(move |_: MouseEvent| onstate.emit(ListState { filter: None, q: String::new(), ..state.clone() }.restarted()));
        return html! {
            <EmptyState icon="search" title={t!(scope.i18n, "list-none-found")} text={t!(scope.i18n, "list-none-found-text")}>
                <Button label={t!(scope.i18n, "list-clear-filters")} onclick={clear} />
            </EmptyState>
        };
    }
    let all = steps.all.then(|| {
        let (state, onstate) = (state.clone(), onstate.clone());
        let onclick = Callback::from(move |_: MouseEvent| onstate.emit(state.in_view(ALL)));
        html! { <Button label={t!(scope.i18n, "list-show-all")} {onclick} /> }
    });
    html! {
        <EmptyState title={t!(scope.i18n, "list-empty", object = label)} text={t!(scope.i18n, "list-empty-text", object = label)}>
            { steps.create }
            { for all }
        </EmptyState>
    }
}
