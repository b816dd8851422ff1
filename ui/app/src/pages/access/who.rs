//! Everybody who may see a record.

use std::rc::Rc;

use trellis_model::wire::WhoInfo;
use trellis_ui_client::{access, use_query};
use trellis_ui_kit::{Avatar, Column, DataGrid, EmptyState, GridRow, Pill, t};
use trellis_ui_renderers::{Failure, Scope, use_scope};
use yew::prelude::*;

use super::{clause_name, scope_name};
use crate::pages::roles::VERBS;

/// Properties of [`Who`].
#[derive(Properties, PartialEq)]
pub struct WhoProps {
    /// The record's object.
    pub object: String,
    /// The record.
    pub id: String,
}

/// The people as a table: what they may do, and by what.
#[component]
pub fn Who(props: &WhoProps) -> Html {
    let scope = use_scope();
    let found = {
        let (object, id) = (props.object.clone(), props.id.clone());
        use_query(access::who_key(&props.object, &props.id), move || {
            let (object, id) = (object.clone(), id.clone());
            async move { access::who(&object, &id).await }
        })
    };
    let people: Rc<Vec<WhoInfo>> = found.data.clone().unwrap_or_default();
    let row = {
        let (scope, object) = (scope.clone(), props.object.clone());
        use_callback(people.clone(), move |index: usize, people| people.get(index).map(|person| line(&scope, &object, person)))
    };
    let columns = vec![
        Column::new("name", t!(scope.i18n, "access-person"), 180.0).unsortable(),
        Column::new("because", t!(scope.i18n, "access-because"), 160.0).unsortable(),
        Column::new("actions", t!(scope.i18n, "access-can"), 560.0).unsortable(),
    ];
    if let (None, Some(error)) = (&found.data, found.error.clone()) {
        return html! { <Failure {error} onretry={found.refetch} /> };
    }
    html! {
        <div class="p-table">
            <DataGrid
                label={t!(scope.i18n, "access-who")}
                {columns}
                rows={people.len()}
                {row}
                loading={found.is_pending()}
                empty={html! { <EmptyState icon="users" title={t!(scope.i18n, "access-nobody")} small={true} /> }}
                natural_height={true}
            />
        </div>
    }
}

fn line(scope: &Scope, object: &str, person: &WhoInfo) -> GridRow {
    let known = scope.meta.info(object);
    let label = |action: &String| {
        let own = known.and_then(|info| info.actions.iter().find(|own| own.name == *action)).map(|own| scope.label(&own.label));
        own.unwrap_or_else(
            || if VERBS.contains(&action.as_str()) { t!(scope.i18n, &format!("verb-{action}")) } else { action.clone().into() },
        )
    };
    let mut actions: Vec<(&String, &String)> = person.actions.iter().collect();
    actions.sort_by_key(|(action, _)| VERBS.iter().position(|verb| *verb == action.as_str()).unwrap_or(VERBS.len()));
    let pill = |(action, reach): &(&String, &String)| {
        html! { <span title={scope_name(scope, reach)}><Pill label={label(action)} color={if *action == "view" { "blue" } else { "gray" }} dot={false} /></span> }
    };
    let name = AttrValue::from(person.name.clone());
    let cells = vec![
        html! { <><Avatar name={name.clone()} decorative={true} /><span class="u-ellipsis">{ &name }</span></> },
        html! { <span class="u-ellipsis">{ clause_name(scope, &person.because) }</span> },
        html! { <>{ for actions.iter().map(pill) }</> },
    ];
    GridRow::new(person.id.clone(), name, cells)
}
