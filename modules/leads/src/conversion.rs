//! Which field of a lead becomes which of another object, as the declaration says.

use trellis_model::{Json, JsonMap, Object, Record};

/// The input of a new `target` record from a lead: each declared pair whose source has a value.
pub fn map(lead: &Object, record: &Record, action: &str, target: &str) -> JsonMap {
    let pairs = lead.conversions.get(action).and_then(|targets| targets.get(target)).and_then(Json::as_object);
    pairs
        .into_iter()
        .flatten()
        .filter_map(|(to, from)| {
            let value = record.get(from.as_str()?);
            (!value.is_null()).then(|| (to.clone(), value.to_json()))
        })
        .collect()
}
