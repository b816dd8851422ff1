//! A record as a list or a page shows it.

use std::rc::Rc;

use serde::{Deserialize, Serialize};
use trellis_model::{Json, JsonMap, Object, Record, Schema};

/// A record's fields by name, with the labels of its lookups beside them; cheap to clone.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Row(Rc<JsonMap>);

impl Row {
    /// A row with these values.
    pub fn new(values: JsonMap) -> Self {
        Self(Rc::new(values))
    }

    /// The values by field or path.
    pub fn values(&self) -> &JsonMap {
        &self.0
    }

    /// The record's id; empty for one that is not saved yet.
    pub fn id(&self) -> &str {
        self.text("id").unwrap_or_default()
    }

    /// A value by field or path; `null` when there is none.
    pub fn get(&self, path: &str) -> &Json {
        self.0.get(path).unwrap_or(&Json::Null)
    }

    /// A value that is a text.
    pub fn text(&self, path: &str) -> Option<&str> {
        self.get(path).as_str().filter(|text| !text.is_empty())
    }

    /// The same record with some values changed.
    #[must_use]
    pub fn with(&self, changes: &JsonMap) -> Self {
        let mut values = (*self.0).clone();
        values.extend(changes.iter().map(|(field, value)| (field.clone(), value.clone())));
        Self(Rc::new(values))
    }

    /// The record as the model knows it; what cannot be read (a masked value, say) is left out.
    pub fn to_record(&self, object: &Object, schema: &dyn Schema) -> Record {
        let mut record = Record::default();
        for field in object.fields() {
            if let Some(Ok(value)) = self.0.get(&field.name).map(|json| field.parse(json, schema)) {
                record.set(&field.name, value);
            }
        }
        record
    }
}
