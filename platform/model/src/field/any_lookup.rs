//! A record of one of several objects.

use super::{Field, Kind, Setting, Shape, lookup::id, map, not_a, wrong};
use crate::{Json, JsonMap, Label, Value, Violation, filter::Op, object::Schema, value::Reference, violation::Code};

/// A record of one of several objects, as `{"object", "id"}`.
pub(super) struct AnyLookup;

impl Kind for AnyLookup {
    fn label(&self) -> Label {
        Label::new("多对象关联", "Lookup to any")
    }

    fn icon(&self) -> &'static str {
        "waypoints"
    }

    fn shape(&self, _: &Field) -> Shape {
        Shape::Reference
    }

    fn parse(&self, field: &Field, json: &Json, _: &dyn Schema) -> Result<Value, Violation> {
        let target = json.as_object().ok_or_else(|| not_a("reference"))?;
        let (Some(object), Some(record), 2) = (target.get("object"), target.get("id"), target.len()) else {
            return Err(not_a("reference"));
        };
        let object = object.as_str().ok_or_else(|| not_a("text").under("/object"))?;
        let allowed = field.lookup.as_ref().is_some_and(|lookup| lookup.objects.iter().any(|name| name == object));
        if !allowed {
            return Err(wrong(Code::Option).with("value", object).under("/object"));
        }
        let id = id(record).map_err(|violation| violation.under("/id"))?;
        Ok(Value::Reference(Reference { object: object.to_owned(), id }))
    }

    fn schema(&self, field: &Field, _: &dyn Schema) -> JsonMap {
        let objects = field.lookup.as_ref().map(|lookup| lookup.objects.clone()).unwrap_or_default();
        map([
            ("type", "object".into()),
            (
                "properties",
                serde_json::json!({
                    "object": { "type": "string", "enum": objects },
                    "id": { "type": "string", "format": "uuid" },
                }),
            ),
            ("required", serde_json::json!(["object", "id"])),
            ("additionalProperties", false.into()),
        ])
    }

    fn operators(&self) -> &'static [Op] {
        &[Op::Eq, Op::Ne, Op::IsNull]
    }

    fn settings(&self) -> &'static [Setting] {
        &[Setting::Objects, Setting::OnDelete]
    }

    fn sample(&self, _: &Field, _: u32, _: &dyn Schema) -> Option<Json> {
        None
    }

    fn is_sortable(&self) -> bool {
        false
    }
}
