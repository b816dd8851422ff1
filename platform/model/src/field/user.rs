//! A person of the company.

use super::{
    CHOICE_OPS, Field, Kind, Setting, Shape,
    lookup::{id, id_schema},
};
use crate::{Json, JsonMap, Label, Value, Violation, filter::Op, object::Schema};

/// A person of the company. A lookup with a picker of its own.
pub(super) struct User;

impl Kind for User {
    fn label(&self) -> Label {
        Label::new("人员", "Person")
    }

    fn icon(&self) -> &'static str {
        "user-round"
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
        &[]
    }

    fn sample(&self, _: &Field, _: u32, _: &dyn Schema) -> Option<Json> {
        None
    }

    fn is_group(&self) -> bool {
        true
    }
}
