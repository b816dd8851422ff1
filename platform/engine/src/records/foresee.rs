//! A record as a write will leave it: what the system computes of the record itself and of its lines is known before anything
//! is written, so that rules are judged on it.

use trellis_catalog::computed::RollupOf;
use trellis_model::{Field, FieldKind, Filter, Object, Record, Value, field::Shape, object::PARENT};
use trellis_storage::Conn;

use super::{
    compute::{Base, DEEPEST, formulas},
    lines,
};
use crate::{Cx, Result};

/// The record as `changes` over `before` will leave it. The ids and formulas of lines and the record's own formulas are put
/// into `changes`; a new record begins with the roll-ups of its lines as well, later they follow from the write. Roll-ups of
/// other records stay as they are stored.
///
/// # Errors
/// When the store fails.
pub(crate) async fn foresee(cx: &Cx, conn: &mut Conn, object: &Object, before: &Record, changes: &mut Record) -> Result<Record> {
    lines::prepare(cx, object, before, changes);
    let mut after = before.merged(changes);
    compute(cx.base(), conn, object, &mut after, changes).await?;
    for field in object.declared() {
        let is_written = match field.kind {
            FieldKind::Formula => after.0.contains_key(&field.name),
            FieldKind::Lines => changes.0.contains_key(&field.name),
            FieldKind::Rollup => before.id().is_nil() && after.0.contains_key(&field.name),
            _ => false,
        };
        if is_written {
            changes.set(&field.name, after.get(&field.name).clone());
        }
    }
    Ok(after)
}

/// Computes anew what a record and its lines are computed from each other.
async fn compute(base: Base<'_>, conn: &mut Conn, object: &Object, record: &mut Record, changes: &Record) -> Result<()> {
    let of_lines: Vec<OfLines<'_>> = lines::fields_of(object).filter_map(|field| OfLines::new(base, object, field)).collect();
    let read_back = of_lines.iter().any(|lines| lines.read_their_record);
    // Lines that read their record may go on to change it: until nothing moves any more.
    for _ in 0..DEEPEST {
        let before = read_back.then(|| record.clone());
        for lines in &of_lines {
            if lines.read_their_record || changes.0.contains_key(&lines.field.name) {
                lines::formulas(base, conn, object, lines.field, record).await?;
            }
            for rollup in &lines.rollups {
                if let Some(value) = lines.rolled_up(base, rollup, record) {
                    record.set(&rollup.field, value);
                }
            }
        }
        formulas(base, conn, object, record, None).await?;
        if before.is_none_or(|before| before == *record) {
            break;
        }
    }
    Ok(())
}

/// A field of lines, and what is computed from them.
struct OfLines<'a> {
    field: &'a Field,
    made: &'a Object,
    rollups: Vec<&'a RollupOf>,
    read_their_record: bool,
}

impl<'a> OfLines<'a> {
    fn new(base: Base<'a>, object: &Object, field: &'a Field) -> Option<Self> {
        let (made, fields) = lines::of(base.catalog, object, field)?;
        let computed = base.catalog.computed();
        // What lines in memory do not hold, such as when they came to be, only the database can ask about.
        let is_held = |name: &String| fields.iter().any(|field| field.name == *name);
        let own = |rollup: &&RollupOf| rollup.object == object.name && rollup.lookup == PARENT && rollup.reads.iter().all(is_held);
        let rollups = computed.rollups_of(&made.name).iter().filter(own).collect();
        let read_their_record = computed.dependents(&object.name).iter().any(|it| it.object == made.name && it.lookup == PARENT);
        Some(Self { field, made, rollups, read_their_record })
    }

    /// What a roll-up comes to; nothing where the record was read with only the number of its lines.
    fn rolled_up(&self, base: Base<'_>, of: &RollupOf, record: &Record) -> Option<Value> {
        let lines: &[Record] = match record.get(&self.field.name) {
            Value::Lines(lines) => lines,
            Value::Null => &[],
            _ => return None,
        };
        let filter = of.rollup.filter.as_ref().map_or(Filter::True, |filter| base.catalog.declared_filter(self.made, filter));
        let measured = of.rollup.field.as_deref().and_then(|name| self.made.field(name));
        let counted = lines.iter().filter(|line| filter.matches(line, &()));
        let values = counted.map(|line| measured.map_or(&Value::Null, |field| line.get(&field.name)));
        Some(of.rollup.function.over(values, measured.map_or(Shape::Integer, Field::shape)))
    }
}
