//! Which actions a record offers.

use chrono::NaiveDate;
use trellis_model::{
    Action, Field, Filter, Object, Schema,
    action::Placement,
    filter::{Caller, ParseContext, parse},
    time::Zone,
};
use trellis_ui_client::{CompanyZone, Meta, Row, session, use_query};
use uuid::Uuid;
use yew::prelude::*;

/// Whoever looks at the page, as far as a condition in the browser needs to know. The server asks again.
struct Viewer {
    user: Uuid,
    today: NaiveDate,
    zone: CompanyZone,
}

impl Caller for Viewer {
    fn user(&self) -> Uuid {
        self.user
    }

    fn departments(&self) -> Vec<Uuid> {
        Vec::new()
    }

    fn today(&self) -> NaiveDate {
        self.today
    }

    fn zone(&self) -> &dyn Zone {
        &self.zone
    }

    fn may_ask(&self, _: &Object, _: &Field) -> bool {
        true
    }

    fn sees(&self, _: &Object) -> Filter {
        Filter::True
    }
}

/// The actions that a place offers for a record, the primary one first. A condition that cannot be judged here is left to
/// the server: the action is offered.
pub fn offered(meta: &Meta, object: &str, row: &Row, place: Placement, user: &str) -> Vec<Action> {
    let Some(object) = meta.object(object) else { return Vec::new() };
    let viewer = Viewer { user: Uuid::try_parse(user).unwrap_or_default(), today: meta.zone().today(), zone: meta.zone() };
    let record = row.to_record(object, &**meta);
    let holds = |action: &&Action| {
        let Some(when) = &action.when else { return true };
        let context = ParseContext { schema: &**meta, caller: &viewer };
        parse(when, object, context).map_or(true, |filter| filter.matches(&record, &()))
    };
    let mut actions: Vec<Action> = object.actions.iter().filter(|it| it.placement.contains(&place)).filter(holds).cloned().collect();
    actions.sort_by_key(|action| !action.primary);
    actions
}

/// The id of the person who looks at the page; empty until it is known.
#[hook]
pub fn use_me() -> AttrValue {
    let me = use_query(session::me_key(), session::me);
    let id = me.data.as_ref().and_then(|me| me.user.get("id").and_then(trellis_model::Json::as_str).map(str::to_owned));
    id.unwrap_or_default().into()
}
