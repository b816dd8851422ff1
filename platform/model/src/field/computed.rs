//! What the system computes: formulas, roll-ups and mirrors. Their values are like those of another kind, which the catalog
//! finds out (`Field::result`).

use super::{Field, FieldKind, Kind, Setting, Shape, not_a};
use crate::{Json, JsonMap, Label, Value, Violation, filter::Op, object::Schema};

/// The kind that values of a computed field are like.
fn result(field: &Field) -> &'static dyn Kind {
    match field.result {
        Some(kind) if !kind.is_computed() => kind.rules(),
        _ => FieldKind::Text.rules(),
    }
}

macro_rules! computed {
    ($(#[$doc:meta])* $name:ident, $zh:literal, $en:literal, $icon:literal, $setting:expr) => {
        $(#[$doc])*
        pub(super) struct $name;

        impl Kind for $name {
            fn label(&self) -> Label {
                Label::new($zh, $en)
            }

            fn icon(&self) -> &'static str {
                $icon
            }

            fn shape(&self, field: &Field) -> Shape {
                result(field).shape(field)
            }

            fn parse(&self, field: &Field, json: &Json, schema: &dyn Schema) -> Result<Value, Violation> {
                if field.result.is_none() { Err(not_a("nothing")) } else { result(field).parse(field, json, schema) }
            }

            fn schema(&self, field: &Field, schema: &dyn Schema) -> JsonMap {
                let mut out = result(field).schema(field, schema);
                out.insert("readOnly".into(), true.into());
                out
            }

            fn operators(&self) -> &'static [Op] {
                &[Op::IsNull]
            }

            fn settings(&self) -> &'static [Setting] {
                &[$setting]
            }

            fn sample(&self, _: &Field, _: u32, _: &dyn Schema) -> Option<Json> {
                None
            }
        }
    };
}

computed! {
    /// A value computed from the record's own fields and those one lookup away; stored, and computed anew when they change.
    Formula, "公式", "Formula", "sigma", Setting::Formula
}
computed! {
    /// A count, sum, least or largest of the records that look this one up; kept in the transaction that changes them.
    Rollup, "汇总", "Roll-up", "combine", Setting::Rollup
}
computed! {
    /// A field of the record that a lookup leads to, read where it is: nothing is stored.
    Mirror, "引用", "Mirror", "corner-down-right", Setting::Mirror
}
