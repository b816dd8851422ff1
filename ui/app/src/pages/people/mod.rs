//! Departments and people: `/admin/people`.

mod add;
mod department;
mod hand_over;
mod list;
mod model;
mod person;

use std::rc::Rc;

use trellis_model::wire::DepartmentInfo;
use trellis_ui_client::{company, organization, use_query};
use trellis_ui_kit::{Button, ButtonKind, MenuButton, MenuItem, Size, Skeleton, Tree, TreeNode, t};
use trellis_ui_renderers::{Failure, use_scope};
use yew::prelude::*;

use crate::workspace::{holds, use_crumbs, use_me};
use add::AddPerson;
use department::{DepartmentDialog, DepartmentTask, use_move};
use list::PeopleList;
use model::{below, forest};

/// The id of the tree's top, which stands for the whole company.
const EVERYBODY: &str = "everybody";

/// The tree of departments at the left, the people of the chosen one at the right.
#[component]
pub fn PeoplePage() -> Html {
    let scope = use_scope();
    let me = use_me();
    let title = t!(scope.i18n, "people-title");
    use_crumbs(vec![(title.clone(), None)]);
    let found = use_query(organization::departments_key(), organization::departments);
    let mover = use_move(&scope.i18n);
    let seats = use_query(company::company_key(), company::company);
    let chosen = use_state_eq(|| AttrValue::from(EVERYBODY));
    let task = use_state_eq(|| None::<DepartmentTask>);
    let adding = use_state_eq(|| false);
    let may = |action: &str| me.as_deref().is_some_and(|me| holds(me, "users", action));
    let (creates, edits) = (may("create"), may("edit"));
    let departments: Rc<Vec<DepartmentInfo>> = match (found.data, found.error) {
        (Some(departments), _) => departments,
        (None, Some(error)) => return html! { <div class="p-page"><Failure {error} onretry={found.refetch} /></div> },
        (None, None) => return html! { <div class="p-page"><Skeleton lines={8} /></div> },
    };
    let company_name = me.as_ref().map(|me| me.company.name.clone()).unwrap_or_default();
    let total: usize = departments.iter().map(|department| department.people).sum();
    let top = TreeNode { children: forest(&departments), ..TreeNode::new(EVERYBODY, company_name) };
    let top = top.with_icon("building-2").with_count(total.to_string());
    let actions = edits.then(|| {
        let (task, i18n, departments) = (task.setter(), scope.i18n.clone(), departments.clone());
        Callback::from(move |id: AttrValue| {
            let department = departments.iter().find(|department| department.id == id.as_str()).cloned();
            let mut items = vec![MenuItem::new("add", t!(i18n, "people-department-add")).with_icon("plus")];
            if department.is_some() {
                items.push(MenuItem::new("edit", t!(i18n, "people-department-edit")).with_icon("pencil"));
                items.push(MenuItem::new("delete", t!(i18n, "people-department-delete")).with_icon("trash-2").danger());
            }
            let onpick = {
                let task = task.clone();
                Callback::from(move |step: AttrValue| {
                    let next = match (step.as_str(), department.clone()) {
                        ("edit", Some(department)) => DepartmentTask::Edit(department),
                        ("delete", Some(department)) => DepartmentTask::Delete(department),
                        (_, above) => DepartmentTask::Add(above.map(|above| above.id)),
                    };
                    task.set(Some(next));
                })
            };
            html! { <MenuButton label={t!(i18n, "people-department-more")} icon="ellipsis" size={Size::Small} {items} {onpick} /> }
        })
    });
    let onpick = {
        let chosen = chosen.setter();
        Callback::from(move |id: AttrValue| chosen.set(id))
    };
    let onmove = edits.then(|| mover.run.reform(|step: (AttrValue, AttrValue)| step));
    let here = departments.iter().find(|department| department.id == chosen.as_str());
    let name = here.map_or_else(|| t!(scope.i18n, "people-everybody"), |department| department.name.clone().into());
    let set_adding = |on: bool| {
        let adding = adding.setter();
        Callback::from(move |()| adding.set(on))
    };
    let add_department = {
        let task = task.setter();
        Callback::from(move |_: MouseEvent| task.set(Some(DepartmentTask::Add(None))))
    };
    html! {
        <div class="p-split p-people">
            <section class="p-index" aria-label={t!(scope.i18n, "people-departments")}>
                <div class="u-row">
                    <h1 class="p-index__title u-grow">{ title }</h1>
                    if edits {
                        <trellis_ui_kit::IconButton label={t!(scope.i18n, "people-department-add")} icon="plus" size={Size::Small} onclick={add_department} />
                    }
                </div>
                <div class="p-people__tree"><Tree label={t!(scope.i18n, "people-departments")} nodes={vec![top]} value={(*chosen).clone()} {onpick} {actions} {onmove} /></div>
                if edits {
                    <p class="p-people__hint u-muted">{ t!(scope.i18n, "people-department-move-hint") }</p>
                }
                if let Some(seats) = seats.data.as_ref().map(|company| company.seats) {
                    <SeatMeter used={seats.used} total={seats.total} />
                }
            </section>
            <section class="p-split__main p-people__main">
                <header class="p-head">
                    <h2 class="p-head__title">{ name }</h2>
                    <div class="p-head__actions">
                        if creates {
                            <Button label={t!(scope.i18n, "people-add")} icon="user-plus" kind={ButtonKind::Primary} onclick={set_adding(true).reform(|_: MouseEvent| ())} />
                        }
                    </div>
                </header>
                <PeopleList key={chosen.to_string()} departments={departments.clone()} within={here.map(|here| below(&departments, &here.id)).unwrap_or_default()} editable={edits} />
            </section>
            if *adding {
                <AddPerson departments={departments.clone()} department={here.map(|here| here.id.clone())} onclose={set_adding(false)} />
            }
            if let Some(now) = (*task).clone() {
                <DepartmentDialog task={now} {departments} onclose={{
                    let task = task.setter();
                    Callback::from(move |()| task.set(None))
                }} />
            }
        </div>
    }
}

/// Properties of [`SeatMeter`].
#[derive(Properties, PartialEq)]
pub struct SeatMeterProps {
    /// Seats that are taken.
    pub used: u64,
    /// Seats that there are.
    pub total: u64,
}

/// How many seats are taken.
#[component]
pub fn SeatMeter(props: &SeatMeterProps) -> Html {
    let scope = use_scope();
    let share = (props.used * 100 / props.total.max(1)).min(100);
    let text = t!(scope.i18n, "people-seats", used = props.used, total = props.total);
    html! {
        <div class="p-seats" data-full={(props.used >= props.total).then_some("")}>
            <span class="u-muted">{ text }</span>
            <span class="p-seats__meter" style={format!("--share:{share}%")} aria-hidden="true" />
        </div>
    }
}
