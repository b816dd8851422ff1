//! Why a record is not in a person's list: the scope, or which condition of the list view.

use trellis_model::{
    Filter, Json, Object, Violation, filter,
    violation::Code,
    wire::{ConditionInfo, Missing},
};
use trellis_storage::{Conn, records::Deleted};
use uuid::Uuid;

use super::{asked, explain::on_record, subject};
use crate::{Cx, Error, Result, records::exists};

/// The list view that is meant when none is named.
const USUAL: &str = "all";

/// Why a record is missing from a person's list view, or that it is not.
///
/// # Errors
/// As [`super::explain`]; [`Error::Invalid`] for a list view that is not there.
pub async fn missing(cx: &Cx, conn: &mut Conn, user: Uuid, object: &str, id: Uuid, view: Option<&str>) -> Result<Missing> {
    let (object, record) = asked(cx, conn, object, id).await?;
    let name = view.unwrap_or(USUAL);
    let unknown = || Error::invalid(Violation::new("view", Code::UnknownReference).with("name", name));
    let view = object.view(name).ok_or_else(unknown)?;
    let (person, them) = subject(cx, user)?;
    let seen = on_record(cx, conn, (person, them.as_ref()), object, &record, "view").await?;
    let mut conditions = Vec::new();
    if let (Some(them), Some(json)) = (&them, &view.filter) {
        for condition in split(json) {
            conditions.push(one(cx, conn, them, object, id, condition).await?);
        }
    }
    let fails = conditions.iter().any(|condition| condition.held == Some(false));
    let unknown = conditions.iter().any(|condition| condition.held.is_none());
    let listed = if !seen.allowed || fails { Some(false) } else { (!unknown).then_some(true) };
    Ok(Missing { listed, view: seen, conditions })
}

/// The conditions that must all hold.
fn split(json: &Json) -> Vec<Json> {
    match json {
        Json::Object(map) if map.len() == 1 && map.contains_key("and") => {
            map["and"].as_array().into_iter().flatten().flat_map(split).collect()
        }
        Json::Object(map) if map.len() > 1 => {
            map.iter().map(|(field, test)| Json::Object([(field.clone(), test.clone())].into_iter().collect())).collect()
        }
        other => vec![other.clone()],
    }
}

/// A condition with that person's meaning of `$me`; what the asker may not read is not told.
async fn one(cx: &Cx, conn: &mut Conn, them: &Cx, object: &Object, id: Uuid, json: Json) -> Result<ConditionInfo> {
    if filter::parse(&json, object, cx.parsing()).is_err() {
        return Ok(ConditionInfo { filter: None, held: None });
    }
    // A condition on what the person may not read refuses the whole list.
    let filter = filter::parse(&json, object, them.parsing()).unwrap_or(Filter::False);
    let held = exists(cx, conn, object, id, filter, Deleted::Live).await?;
    Ok(ConditionInfo { filter: Some(json), held: Some(held) })
}
