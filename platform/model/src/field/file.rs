//! Files.

use super::{
    Field, Kind, Setting, Shape,
    lookup::id,
    multi_lookup::{ids, ids_schema},
};
use crate::{Json, JsonMap, Label, Value, Violation, filter::Op, object::Schema};

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
