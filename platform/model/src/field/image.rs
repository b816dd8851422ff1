//! Pictures.

use super::{Field, Kind, Setting, Shape, file::File};
use crate::{Json, JsonMap, Label, Value, Violation, filter::Op, object::Schema};

/// The ids of uploaded pictures (PNG, JPEG, GIF or WebP), shown small where records are.
pub(super) struct Image;

impl Kind for Image {
    fn label(&self) -> Label {
        Label::new("图片", "Images")
    }

    fn icon(&self) -> &'static str {
        "image"
    }

    fn shape(&self, field: &Field) -> Shape {
        File.shape(field)
    }

    fn parse(&self, field: &Field, json: &Json, schema: &dyn Schema) -> Result<Value, Violation> {
        File.parse(field, json, schema)
    }

    fn element(&self, field: &Field, json: &Json, schema: &dyn Schema) -> Result<Value, Violation> {
        File.element(field, json, schema)
    }

    fn schema(&self, field: &Field, schema: &dyn Schema) -> JsonMap {
        File.schema(field, schema)
    }

    fn operators(&self) -> &'static [Op] {
        File.operators()
    }

    fn settings(&self) -> &'static [Setting] {
        File.settings()
    }

    fn sample(&self, _: &Field, _: u32, _: &dyn Schema) -> Option<Json> {
        None
    }

    fn is_sortable(&self) -> bool {
        false
    }
}
