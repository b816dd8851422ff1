//! The people of a department.

use std::rc::Rc;

use trellis_model::{Json, wire::DepartmentInfo};
use trellis_ui_client::{
    Row,
    organization::{self, PeopleQuery},
    roles, use_query,
};
use trellis_ui_kit::{
    Avatar, Button, Choice, Column, DataGrid, EmptyState, GridRow, Pill, SearchInput, Segment, SegmentedControl, Select, Size, dom, t,
};
use trellis_ui_renderers::{Failure, Scope, use_scope};
use yew::prelude::*;

use super::person::PersonDrawer;

/// How long typing must rest before a search, in milliseconds.
const REST: i32 = 250;

/// Properties of [`PeopleList`].
#[derive(Properties, PartialEq)]
pub struct PeopleListProps {
    /// All departments.
    pub departments: Rc<Vec<DepartmentInfo>>,
    /// The ids of the departments whose people are shown; everybody when empty.
    pub within: Vec<String>,
    /// Whether people may be changed.
    pub editable: bool,
}

/// Search, state, and the people as a table; one opens in a drawer.
#[component]
pub fn PeopleList(props: &PeopleListProps) -> Html {
    let scope = use_scope();
    let words = use_state_eq(String::new);
    let asked = use_state_eq(PeopleQuery::default);
    let before = use_state_eq(Vec::<Option<String>>::new);
    let open = use_state_eq(|| None::<String>);
    let query = PeopleQuery { departments: props.within.clone(), ..(*asked).clone() };
    let found = {
        let query = query.clone();
        use_query(organization::people_key(&query).keeping(), move || {
            let query = query.clone();
            async move { organization::people(&query).await }
        })
    };
    let known_roles = use_query(roles::roles_key(), roles::roles);
    let ask = {
        let (asked, before) = (asked.clone(), before.setter());
        Callback::from(move |alter: Box<dyn Fn(&mut PeopleQuery)>| {
            let mut next = PeopleQuery { cursor: None, ..(*asked).clone() };
            alter(&mut next);
            before.set(Vec::new());
            asked.set(next);
        })
    };
    let search = dom::use_debounced(REST, {
        let ask = ask.clone();
        Callback::from(move |words: String| ask.emit(Box::new(move |query| query.words.clone_from(&words))))
    });
    let oninput = {
        let words = words.setter();
        Callback::from(move |typed: String| {
            words.set(typed.clone());
            search.emit(typed);
        })
    };
    let onstatus = ask.reform(|status: AttrValue| {
        let status = Some(status.to_string()).filter(|status| status != "everyone");
        let alter: Box<dyn Fn(&mut PeopleQuery)> = Box::new(move |query| query.status.clone_from(&status));
        alter
    });
    let onrole = ask.reform(|role: Option<AttrValue>| {
        let role = role.map(|role| role.to_string());
        let alter: Box<dyn Fn(&mut PeopleQuery)> = Box::new(move |query| query.role.clone_from(&role));
        alter
    });
    let status = asked.status.clone().unwrap_or_else(|| "everyone".to_owned());
    let segments =
        ["everyone", "active", "inactive", "disabled"].map(|state| Segment::new(state, t!(scope.i18n, &format!("people-state-{state}"))));
    let rows: Rc<Vec<Row>> = Rc::new(found.data.as_ref().map(|page| page.items.clone()).unwrap_or_default());
    let role_names: Rc<Vec<(String, AttrValue)>> =
        Rc::new(known_roles.data.iter().flat_map(|roles| roles.iter().map(|role| (role.name.clone(), scope.label(&role.label)))).collect());
    let role_choices: Vec<Choice> = role_names.iter().map(|(name, label)| Choice::new(name.clone(), label.clone())).collect();
    let row = {
        let scope = scope.clone();
        use_callback((rows.clone(), role_names), move |index: usize, (rows, roles)| rows.get(index).map(|row| line(&scope, row, roles)))
    };
    let columns = vec![
        Column::new("name", t!(scope.i18n, "people-name"), 210.0).unsortable(),
        Column::new("roles", t!(scope.i18n, "people-roles"), 210.0).unsortable(),
        Column::new("department", t!(scope.i18n, "people-department"), 140.0).unsortable(),
        Column::new("account", t!(scope.i18n, "people-contact"), 210.0).unsortable(),
        Column::new("status", t!(scope.i18n, "people-state"), 110.0).unsortable(),
    ];
    let onopen = {
        let (open, rows) = (open.setter(), rows.clone());
        Callback::from(move |index: usize| open.set(rows.get(index).map(|row| row.id().to_owned())))
    };
    let next = found.data.as_ref().and_then(|page| page.next.clone()).filter(|_| !found.is_previous);
    let step = |forward: bool| {
        let (asked, before, next) = (asked.clone(), before.clone(), next.clone());
        Callback::from(move |_: MouseEvent| {
            let mut way = (*before).clone();
            let cursor = if forward {
                way.push(asked.cursor.clone());
                next.clone()
            } else {
                way.pop().flatten()
            };
            before.set(way);
            asked.set(PeopleQuery { cursor, ..(*asked).clone() });
        })
    };
    let empty = html! { <EmptyState icon="users" title={t!(scope.i18n, "people-none")} text={t!(scope.i18n, "people-none-text")} /> };
    let body = match (&found.data, found.error.clone()) {
        (None, Some(error)) => html! { <Failure {error} onretry={found.refetch.clone()} /> },
        _ => html! {
            <div class="p-table">
                <DataGrid
                    label={t!(scope.i18n, "people-title")}
                    {columns}
                    rows={rows.len()}
                    {row}
                    loading={found.is_pending()}
                    {empty}
                    {onopen}
                    current={(*open).clone().map(AttrValue::from)}
                    natural_height={true}
                />
            </div>
        },
    };
    let person = open.as_ref().and_then(|id| rows.iter().find(|row| row.id() == id)).cloned();
    html! {
        <>
            <div class="p-people__tools">
                <SearchInput label={t!(scope.i18n, "people-search")} value={(*words).clone()} {oninput} />
                <Select label={t!(scope.i18n, "people-role")} placeholder={t!(scope.i18n, "people-role-any")} options={role_choices} value={asked.role.clone().map(AttrValue::from)} clearable={true} onchange={onrole} />
                <SegmentedControl label={t!(scope.i18n, "people-state")} segments={segments.to_vec()} value={status} onchange={onstatus} />
            </div>
            { body }
            if next.is_some() || !before.is_empty() {
                <div class="p-pages">
                    <Button label={t!(scope.i18n, "kit-previous-page")} size={Size::Small} icon="chevron-left" disabled={before.is_empty()} onclick={step(false)} />
                    <Button label={t!(scope.i18n, "kit-next-page")} size={Size::Small} icon_after="chevron-right" disabled={next.is_none()} onclick={step(true)} />
                </div>
            }
            if let Some(person) = person {
                <PersonDrawer key={person.id().to_owned()} person={person.clone()} departments={props.departments.clone()} editable={props.editable} onclose={{
                    let open = open.setter();
                    Callback::from(move |()| open.set(None))
                }} />
            }
        </>
    }
}

/// The names of a person's roles.
pub fn roles_of(row: &Row) -> Vec<String> {
    row.get("roles").as_array().into_iter().flatten().filter_map(Json::as_str).map(str::to_owned).collect()
}

/// Whether this is the super administrator.
pub fn is_super(row: &Row) -> bool {
    row.get("super_admin").as_bool().unwrap_or_default()
}

/// A person's state as a pill.
pub fn state_pill(scope: &Scope, row: &Row) -> Html {
    let state = row.text("status").unwrap_or("inactive");
    let color = match state {
        "active" => "green",
        "disabled" => "gray",
        _ => "amber",
    };
    html! { <Pill label={t!(scope.i18n, &format!("people-state-{state}"))} {color} /> }
}

fn line(scope: &Scope, row: &Row, roles: &[(String, AttrValue)]) -> GridRow {
    let name = AttrValue::from(row.text("name").unwrap_or_default().to_owned());
    let label_of =
        |role: &String| roles.iter().find(|(name, _)| name == role).map_or_else(|| role.clone().into(), |(_, label)| label.clone());
    let held: Vec<AttrValue> = roles_of(row).iter().map(label_of).collect();
    let said: Vec<&str> = held.iter().map(AttrValue::as_str).collect();
    let names = match said.as_slice() {
        [] if is_super(row) => t!(scope.i18n, "people-super-role"),
        [] => t!(scope.i18n, "people-no-role"),
        said => said.join(scope.i18n.pick("、", ", ")).into(),
    };
    let contact = [row.text("email"), row.text("phone")].into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let cells = vec![
        html! {
            <>
                <Avatar name={name.clone()} size={24} decorative={true} />
                <span class="u-ellipsis">{ &name }</span>
                if is_super(row) {
                    <Pill label={t!(scope.i18n, "people-super")} color="violet" dot={false} />
                }
            </>
        },
        html! { <span class="u-ellipsis" title={names.clone()}>{ names }</span> },
        html! { <span class="u-ellipsis">{ row.text("department.name").unwrap_or("—").to_owned() }</span> },
        html! { <span class="u-ellipsis u-muted">{ contact }</span> },
        state_pill(scope, row),
    ];
    GridRow::new(row.id().to_owned(), name, cells)
}
