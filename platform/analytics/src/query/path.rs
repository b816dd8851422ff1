//! A field that is grouped by or computed of: the record's own, or that of a record that it looks up.

use trellis_engine::Cx;
use trellis_model::{
    Field, Filter, Label, Object, Violation,
    filter::{Caller, ParseContext},
    record::unknown_field,
};

/// Where a value comes from.
#[derive(Debug, Clone)]
pub struct Path {
    /// The lookup, the object that it leads to, and which of its records the caller sees: of the others there is no value.
    pub through: Option<Through>,
    /// The field, of the record or of the looked-up one.
    pub field: Field,
    /// What people read.
    pub label: Label,
}

/// A step through a lookup.
#[derive(Debug, Clone)]
pub struct Through {
    /// The lookup.
    pub lookup: Field,
    /// The object that it leads to.
    pub object: String,
    /// Which of its records the caller sees.
    pub guard: Filter,
}

impl Path {
    /// Reads a path that the caller may ask about.
    ///
    /// # Errors
    /// A violation at `pointer` that names it, when there is no such field or the caller may not ask about it.
    pub fn read(cx: &Cx, object: &Object, path: &str, pointer: &str) -> Result<Self, Violation> {
        let asked = |object: &Object, name: &str| -> Result<Field, Violation> {
            let may = |field: &&Field| field.name != "deleted_at" && cx.may_ask(object, field);
            object.field(name).filter(may).cloned().ok_or_else(|| {
                let mut violation = unknown_field(path, object.fields().iter().filter(may).map(|field| field.name.as_str()));
                pointer.clone_into(&mut violation.pointer);
                violation
            })
        };
        let Some((lookup, name)) = path.split_once('.') else {
            let field = asked(object, path)?;
            if let Some(source) = &field.mirror {
                return Ok(Self { label: field.label.clone(), ..Self::read(cx, object, source, pointer)? });
            }
            return Ok(Self { through: None, label: field.label.clone(), field });
        };
        let lookup = asked(object, lookup)?;
        let ParseContext { schema, caller } = cx.parsing();
        let Some(target) = lookup.target().and_then(|name| schema.object(name)) else {
            let mut violation = unknown_field(path, []);
            pointer.clone_into(&mut violation.pointer);
            return Err(violation);
        };
        let field = asked(target, name)?;
        let label = Label::new(format!("{}的{}", lookup.label.zh, field.label.zh), format!("{}: {}", lookup.label.en, field.label.en));
        let through = Through { object: target.name.clone(), guard: caller.sees(target), lookup };
        Ok(Self { through: Some(through), field, label })
    }
}
