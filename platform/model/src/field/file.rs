//! Files.

use serde::{Deserialize, Serialize};

use super::{
    Field, Kind, Setting, Shape,
    lookup::id,
    multi_lookup::{ids, ids_schema},
};
use crate::{Json, JsonMap, Label, Value, Violation, filter::Op, object::Schema};

/// Which files a field takes.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileRule {
    /// Endings without the dot, in small letters; any when empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub accept: Vec<String>,
    /// Most megabytes of one file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_mb: Option<u32>,
}

/// Most files of one field that does not say fewer (`maxItems`).
const MOST: usize = 20;

/// The ids of uploaded files. Which kinds and sizes are taken is the field's `x-file`.
pub(super) struct File;

impl Kind for File {
    fn label(&self) -> Label {
        Label::new("附件", "Files")
    }

    fn icon(&self) -> &'static str {
        "paperclip"
    }

    fn shape(&self, _: &Field) -> Shape {
        Shape::Codes
    }

    fn parse(&self, field: &Field, json: &Json, _: &dyn Schema) -> Result<Value, Violation> {
        ids(field, json, MOST)
    }

    fn element(&self, _: &Field, json: &Json, _: &dyn Schema) -> Result<Value, Violation> {
        id(json).map(|id| Value::Text(id.to_string()))
    }

    fn schema(&self, field: &Field, _: &dyn Schema) -> JsonMap {
        ids_schema(field, MOST)
    }

    fn operators(&self) -> &'static [Op] {
        &[Op::IsNull]
    }

    fn settings(&self) -> &'static [Setting] {
        &[Setting::Files]
    }

    fn sample(&self, _: &Field, _: u32, _: &dyn Schema) -> Option<Json> {
        None
    }

    fn is_sortable(&self) -> bool {
        false
    }
}
