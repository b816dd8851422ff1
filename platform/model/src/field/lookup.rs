//! Another record.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{CHOICE_OPS, Field, Kind, Setting, Shape, map, not_a, wrong};
use crate::{Json, JsonMap, Label, Value, Violation, filter::Op, object::Schema, violation::Code};

/// Where a lookup leads.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Lookup {
    /// The objects it may name: exactly one, except for `any_lookup`.
    pub objects: Vec<String>,
    /// What happens to the record when its target is deleted.
    #[serde(default)]
    pub on_delete: OnDelete,
    /// Only records that pass are offered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filter: Option<Json>,
}

/// What deleting a record does to those that look it up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OnDelete {
    /// The deletion is refused.
    Restrict,
    /// The lookup is emptied.
    #[default]
    SetNull,
    /// They are deleted as well.
    Cascade,
}

/// The id of a record of another object, or of the same.
pub(super) struct LookupKind;

impl Kind for LookupKind {
    fn label(&self) -> Label {
        Label::new("查找关联", "Lookup")
    }

    fn icon(&self) -> &'static str {
        "square-arrow-out-up-right"
    }

    fn shape(&self, _: &Field) -> Shape {
        Shape::Id
    }

    fn parse(&self, _: &Field, json: &Json, _: &dyn Schema) -> Result<Value, Violation> {
        id(json).map(Value::Id)
    }

    fn schema(&self, _: &Field, _: &dyn Schema) -> JsonMap {
        id_schema()
    }

    fn operators(&self) -> &'static [Op] {
        CHOICE_OPS
    }

    fn settings(&self) -> &'static [Setting] {
        &[Setting::Object, Setting::OnDelete]
    }

    fn sample(&self, _: &Field, _: u32, _: &dyn Schema) -> Option<Json> {
        None
    }

    fn is_group(&self) -> bool {
        true
    }
}

/// A record's id: a UUID in its usual form.
pub(super) fn id(json: &Json) -> Result<Uuid, Violation> {
    let text = json.as_str().ok_or_else(|| not_a("id"))?;
    parse_id(text).ok_or_else(|| wrong(Code::Format).with("expected", "id"))
}

/// Reads the hyphenated form only, as `format: uuid` of JSON Schema means it.
pub fn parse_id(text: &str) -> Option<Uuid> {
    (text.len() == 36).then(|| Uuid::try_parse(text).ok()).flatten()
}

/// The schema of a record's id.
pub(super) fn id_schema() -> JsonMap {
    map([("type", "string".into()), ("format", "uuid".into())])
}
