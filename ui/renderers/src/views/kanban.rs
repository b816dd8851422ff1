//! Records as cards, in a column for each option of a picklist.

use std::{collections::HashMap, rc::Rc};

use serde_json::json;
use trellis_model::{Json, JsonMap, Schema, picklist::PicklistOption, view::Column as ViewColumn};
use trellis_ui_client::{ApiError, Row, invalidate, records, use_query};
use trellis_ui_kit::{Dot, DragItem, DropZone, Dropped, MenuButton, MenuItem, Placement, Size, Skeleton, t, use_toasts};
use yew::prelude::*;

use crate::{
    Failure, RecordLink, explain,
    fields::{Place, view},
    record_path, use_go, use_scope,
};

/// What is dragged on a board.
const CARD: &str = "card";
/// Cards of a column that are loaded.
const LOADED: u32 = 50;

/// Properties of [`Kanban`].
#[derive(Properties, PartialEq)]
pub struct KanbanProps {
    /// The object.
    pub object: AttrValue,
    /// The picklist field whose options are the columns.
    pub group: AttrValue,
    /// What a card shows, the name first.
    pub columns: Vec<ViewColumn>,
    /// Which records, and in which order.
    pub query: records::ListQuery,
    /// Hears a card that was opened; without, its page is opened.
    #[prop_or_default]
    pub onopen: Option<Callback<Row>>,
    /// Whether cards can be moved.
    #[prop_or(true)]
    pub editable: bool,
}

/// Cards that were moved and not yet seen in their new column.
type Moved = HashMap<String, (Row, String)>;

/// A board. A moved card is shown in its new column at once, and goes back when the server refuses.
#[component]
pub fn Kanban(props: &KanbanProps) -> Html {
    let scope = use_scope();
    let toasts = use_toasts();
    let moved = use_state(Moved::new);
    let latest = use_mut_ref(Moved::new);
    let change = {
        let (moved, latest) = (moved.setter(), latest.clone());
        Callback::from(move |alter: Box<dyn FnOnce(&mut Moved)>| {
            alter(&mut latest.borrow_mut());
            moved.set(latest.borrow().clone());
        })
    };
    let done = {
        let (object, toasts, i18n, change) = (props.object.clone(), toasts.clone(), scope.i18n.clone(), change.clone());
        Callback::from(move |result: Result<String, (String, ApiError)>| match result {
            Ok(id) => invalidate(&records::tags_of(&object, &id)),
            Err((id, error)) => {
                change.emit(Box::new(move |moved| drop(moved.remove(&id))));
                toasts.error(explain(&i18n, &error));
            }
        })
    };
    let send = {
        let (object, group) = (props.object.clone(), props.group.clone());
        Callback::from(move |(id, code): (String, String)| {
            let (object, group, done) = (object.clone(), group.clone(), done.clone());
            wasm_bindgen_futures::spawn_local(async move {
                let changes = JsonMap::from_iter([(group.to_string(), Json::String(code))]);
                let result = records::update(&object, &id, changes, None).await;
                done.emit(result.map(|_| id.clone()).map_err(|error| (id, error)));
            });
        })
    };
    let onmove = {
        let change = change.clone();
        Callback::from(move |(row, code): (Row, String)| {
            let (id, to) = (row.id().to_owned(), code.clone());
            change.emit(Box::new(move |moved| drop(moved.insert(row.id().to_owned(), (row, to)))));
            send.emit((id, code));
        })
    };
    let onarrived =
        change.reform(|ids: Vec<String>| -> Box<dyn FnOnce(&mut Moved)> { Box::new(move |moved| moved.retain(|id, _| !ids.contains(id))) });
    let known = use_mut_ref(HashMap::<String, Row>::new);
    let ondrop = {
        let (known, onmove) = (known.clone(), onmove.clone());
        Callback::from(move |dropped: Dropped| {
            let row = known.borrow().get(dropped.id.as_str()).cloned();
            if let Some(row) = row {
                onmove.emit((row, dropped.target.to_string()));
            }
        })
    };
    let field = scope.meta.field(&props.object, &props.group);
    let picklist = field.and_then(|field| scope.meta.picklist(field.picklist.as_deref()?));
    let options: Rc<[PicklistOption]> = picklist.map(|it| it.options.iter().filter(|it| it.active).cloned().collect()).unwrap_or_default();
    let column = |option: &PicklistOption| {
        html! {
            <KanbanColumn
                key={option.code.clone()}
                option={option.clone()}
                options={options.clone()}
                object={props.object.clone()}
                group={props.group.clone()}
                columns={props.columns.clone()}
                query={props.query.clone()}
                moved={(*moved).clone()}
                onmove={onmove.clone()}
                onarrived={onarrived.clone()}
                onopen={props.onopen.clone()}
                editable={props.editable && field.is_some_and(|field| field.is_writable())}
                onrows={Callback::from({
                    let known = known.clone();
                    move |rows: Vec<Row>| known.borrow_mut().extend(rows.into_iter().map(|row| (row.id().to_owned(), row)))
                })}
            />
        }
    };
    html! {
        <DropZone kind={CARD} {ondrop} scrolls={true} class="r-board">{ for options.iter().map(column) }</DropZone>
    }
}

#[derive(Properties, PartialEq)]
struct KanbanColumnProps {
    option: PicklistOption,
    options: Rc<[PicklistOption]>,
    object: AttrValue,
    group: AttrValue,
    columns: Vec<ViewColumn>,
    query: records::ListQuery,
    moved: Moved,
    onmove: Callback<(Row, String)>,
    onarrived: Callback<Vec<String>>,
    onopen: Option<Callback<Row>>,
    editable: bool,
    onrows: Callback<Vec<Row>>,
}

#[component]
fn KanbanColumn(props: &KanbanColumnProps) -> Html {
    let scope = use_scope();
    let code = props.option.code.clone();
    let own = json!({ props.group.as_str(): { "eq": code } });
    let filter = match &props.query.filter {
        Some(filter) => json!({ "and": [filter, own] }),
        None => own,
    };
    let query = records::ListQuery { filter: Some(filter), limit: LOADED, count: true, cursor: None, page: 0, ..props.query.clone() };
    let found = {
        let object = props.object.clone();
        let key = records::list_key(&object, &query).keeping();
        use_query(key, move || {
            let (object, query) = (object.clone(), query.clone());
            async move { records::list(&object, &query).await }
        })
    };
    use_effect_with(found.data.as_ref().map(|page| page.items.clone()), {
        let (onrows, onarrived, moved, code) = (props.onrows.clone(), props.onarrived.clone(), props.moved.clone(), code.clone());
        move |rows| {
            if let Some(rows) = rows {
                onrows.emit(rows.clone());
                let here = |id: &str| moved.get(id).is_some_and(|(_, to)| *to == code);
                let arrived: Vec<String> = rows.iter().map(|row| row.id().to_owned()).filter(|id| here(id)).collect();
                if !arrived.is_empty() {
                    onarrived.emit(arrived);
                }
            }
        }
    });
    let loaded: &[Row] = found.data.as_deref().map(|page| page.items.as_slice()).unwrap_or_default();
    let away = |row: &&Row| props.moved.get(row.id()).is_none_or(|(_, to)| *to == code);
    let stays: Vec<Row> = loaded.iter().filter(away).cloned().collect();
    let mut arriving: Vec<Row> = props.moved.values().filter(|(_, to)| *to == code).map(|(row, _)| row.clone()).collect();
    arriving.retain(|row| stays.iter().all(|other| other.id() != row.id()));
    let total = found.data.as_ref().and_then(|page| page.count).map_or(loaded.len(), |count| count.value);
    let shown_total = total + arriving.len() + stays.len() - loaded.len();
    let more = total.saturating_sub(loaded.len());
    html! {
        <section class="r-board__column" aria-label={scope.label(&props.option.label)}>
            <header class="r-board__head">
                <Dot color={props.option.color.clone().unwrap_or_else(|| "gray".into())} />
                <h3 class="u-ellipsis">{ scope.label(&props.option.label) }</h3>
                <span class="r-board__count">{ scope.i18n.decimal(&shown_total.to_string(), 0) }</span>
            </header>
            <DropZone kind={CARD} id={AttrValue::from(code)} class="r-board__cards">
                if let Some(error) = found.error.clone().filter(|_| found.data.is_none()) {
                    <Failure {error} onretry={found.refetch.clone()} small={true} />
                } else if found.is_pending() {
                    <Skeleton lines={4} />
                } else {
                    { for arriving.iter().chain(&stays).map(|row| html! { <Card key={row.id().to_owned()} row={row.clone()} ..card_props(props) /> }) }
                    if more > 0 {
                        <p class="r-board__more">{ t!(scope.i18n, "kanban-more", count = more) }</p>
                    }
                }
            </DropZone>
        </section>
    }
}

fn card_props(props: &KanbanColumnProps) -> CardProps {
    CardProps {
        row: Row::default(),
        code: props.option.code.clone(),
        options: props.options.clone(),
        object: props.object.clone(),
        columns: props.columns.clone(),
        onmove: props.onmove.clone(),
        onopen: props.onopen.clone(),
        editable: props.editable,
    }
}

#[derive(Properties, PartialEq)]
struct CardProps {
    row: Row,
    code: String,
    options: Rc<[PicklistOption]>,
    object: AttrValue,
    columns: Vec<ViewColumn>,
    onmove: Callback<(Row, String)>,
    onopen: Option<Callback<Row>>,
    editable: bool,
}

#[component]
fn Card(props: &CardProps) -> Html {
    let scope = use_scope();
    let go = use_go();
    let row = &props.row;
    let name_field = scope.meta.info(&props.object).map_or("name", |info| info.options.name_field.as_str());
    let name = AttrValue::from(row.text(name_field).unwrap_or_default().to_owned());
    let line = |column: &ViewColumn| {
        let field = scope.meta.field(&props.object, &column.field).filter(|_| column.field != name_field)?;
        Some(html! {
            <div class="r-card__line"><span class="u-hidden">{ scope.label(&field.label) }</span>{ view(&scope, field, &column.field, row, Place::Cell) }</div>
        })
    };
    let items: Vec<MenuItem> = [MenuItem::Heading(t!(scope.i18n, "kanban-move-to"))]
        .into_iter()
        .chain(props.options.iter().map(|option| {
            let item = MenuItem::new(option.code.clone(), scope.label(&option.label)).checked(option.code == props.code);
            item.with_color(option.color.clone().unwrap_or_else(|| "gray".into()))
        }))
        .collect();
    let onpick = {
        let (onmove, row, own) = (props.onmove.clone(), row.clone(), props.code.clone());
        Callback::from(move |code: AttrValue| {
            if code != own.as_str() {
                onmove.emit((row.clone(), code.to_string()));
            }
        })
    };
    let onclick = {
        let (onopen, row, object) = (props.onopen.clone(), row.clone(), props.object.clone());
        Callback::from(move |_: MouseEvent| match &onopen {
            Some(onopen) => onopen.emit(row.clone()),
            None => go.to(record_path(&object, row.id())),
        })
    };
    let body = html! {
        <article class="r-card" {onclick}>
            <div class="r-card__head">
                <RecordLink object={props.object.clone()} id={row.id().to_owned()} label={name.clone()} />
                if props.editable {
                    <span class="r-card__menu" onclick={Callback::from(|event: MouseEvent| event.stop_propagation())}>
                        <MenuButton label={t!(scope.i18n, "kanban-move", name = &name)} icon="ellipsis" size={Size::Small} placement={Placement::End} {items} {onpick} />
                    </span>
                }
            </div>
            { for props.columns.iter().filter_map(line) }
        </article>
    };
    if props.editable {
        html! { <DragItem kind={CARD} id={row.id().to_owned()}>{ body }</DragItem> }
    } else {
        body
    }
}
