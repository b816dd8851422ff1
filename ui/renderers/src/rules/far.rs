//! What expressions read one lookup away: which fields of which record were asked for, and what came.

use std::collections::{BTreeSet, HashMap};

use trellis_model::JsonMap;

/// Values of looked-up records, by lookup and id. A field that is not there is not known yet; one without a value is `null`.
pub type Far = HashMap<(String, String), JsonMap>;

/// A looked-up record that is needed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Need {
    /// The lookup.
    pub lookup: String,
    /// The object that it leads to.
    pub object: String,
    /// The record.
    pub id: String,
    /// The fields, and the names that go with them.
    pub fields: Vec<String>,
}

impl Need {
    fn key(&self) -> (String, String) {
        (self.lookup.clone(), self.id.clone())
    }

    /// What the request names.
    pub fn asked(&self) -> Vec<String> {
        std::iter::once("id".to_owned()).chain(self.fields.iter().cloned()).collect()
    }

    /// Keeps what came, beside what came before. A field that did not come is one that cannot be seen, and has no value here.
    pub fn keep(&self, row: JsonMap, far: &mut Far) {
        let kept = far.entry(self.key()).or_default();
        for field in self.fields.iter().filter(|field| !field.contains('.')) {
            kept.insert(field.clone(), trellis_model::Json::Null);
        }
        kept.extend(row);
    }
}

/// What was asked for already.
#[derive(Debug, Default)]
pub struct Requests(HashMap<(String, String), BTreeSet<String>>);

impl Requests {
    /// The part of a need that was not asked for yet, which it is from now on. Forms come to need more when an object changes.
    pub fn open(&mut self, need: &Need) -> Option<Need> {
        let asked = self.0.entry(need.key()).or_default();
        let fields: Vec<String> = need.fields.iter().filter(|field| asked.insert((*field).clone())).cloned().collect();
        (!fields.is_empty()).then(|| Need { fields, ..need.clone() })
    }

    /// No answer came: the next who needs it asks again.
    pub fn close(&mut self, need: &Need) {
        if let Some(asked) = self.0.get_mut(&need.key()) {
            asked.retain(|field| !need.fields.contains(field));
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn need(fields: &[&str]) -> Need {
        let fields = fields.iter().map(|field| (*field).to_owned()).collect();
        Need { lookup: "customer".into(), object: "customer".into(), id: "1".into(), fields }
    }

    #[test]
    fn what_is_needed_later_is_asked_for_then() {
        let mut requests = Requests::default();
        assert_eq!(requests.open(&need(&["level"])), Some(need(&["level"])));
        assert_eq!(requests.open(&need(&["level"])), None);
        assert_eq!(requests.open(&need(&["level", "amount"])), Some(need(&["amount"])));
        requests.close(&need(&["amount"]));
        assert_eq!(requests.open(&need(&["level", "amount"])), Some(need(&["amount"])));
    }

    #[test]
    fn answers_add_up_and_what_did_not_come_has_no_value() {
        let mut far = Far::new();
        let map = |json: serde_json::Value| json.as_object().unwrap().clone();
        need(&["level", "owner", "owner.name"]).keep(map(json!({ "id": "1", "level": "a" })), &mut far);
        need(&["amount"]).keep(map(json!({ "id": "1", "amount": 5 })), &mut far);
        let known = &far[&("customer".to_owned(), "1".to_owned())];
        assert_eq!(serde_json::Value::from(known.clone()), json!({ "level": "a", "owner": null, "id": "1", "amount": 5 }));
    }
}
