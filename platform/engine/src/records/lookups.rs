//! What a lookup may be set to: a live record that the caller sees.

use trellis_model::{Field, FieldKind, Filter, Object, Record, Schema, Test, Value, Violation, filter::Caller, violation::Code};
use trellis_storage::{Conn, records::Deleted};
use uuid::Uuid;

use super::find::{exists, in_scope};
use crate::{Cx, Result};

/// How far up a chain of parents a loop is looked for.
const DEEPEST: usize = 64;

/// The violations of the lookups among `changes` to the record `own`.
pub async fn check_lookups(cx: &Cx, conn: &mut Conn, object: &Object, own: Uuid, changes: &Record) -> Result<Vec<Violation>> {
    let mut violations = Vec::new();
    for field in object.declared() {
        if let (FieldKind::MultiLookup, Some(Value::Codes(ids))) = (field.kind, changes.0.get(&field.name)) {
            violations.extend(check_several(cx, conn, field, ids).await?);
            continue;
        }
        let (target, id) = match changes.0.get(&field.name) {
            Some(Value::Id(id)) => (field.target(), *id),
            Some(Value::Reference(target)) => (Some(target.object.as_str()), target.id),
            _ => continue,
        };
        let Some(target) = target.and_then(|name| cx.catalog().object(name)) else { continue };
        if !is_offered(cx, conn, target, field, id).await? {
            violations.push(Violation::new(&field.name, Code::Lookup));
        } else if target.name == object.name && is_below(cx, conn, object, &field.name, id, own).await? {
            violations.push(Violation::new(&field.name, Code::Cycle));
        }
    }
    Ok(violations)
}

/// The violations of a lookup of several records, by their place.
async fn check_several(cx: &Cx, conn: &mut Conn, field: &Field, ids: &[String]) -> Result<Vec<Violation>> {
    let target = field.lookup.as_ref().and_then(|lookup| lookup.objects.first()).and_then(|name| cx.catalog().object(name));
    let mut violations = Vec::new();
    for (index, id) in ids.iter().enumerate() {
        let offered = match (target, trellis_model::field::lookup::parse_id(id)) {
            (Some(target), Some(id)) => is_offered(cx, conn, target, field, id).await?,
            _ => false,
        };
        if !offered {
            violations.push(Violation::at(format!("/{}/{index}", field.name), Code::Lookup));
        }
    }
    Ok(violations)
}

async fn is_offered(cx: &Cx, conn: &mut Conn, target: &Object, field: &Field, id: Uuid) -> Result<bool> {
    // People are known to the snapshot; asking it costs nothing.
    if target.name == "user" {
        return Ok(cx.snapshot.people.get(id).is_some() && cx.access.can("user", "view"));
    }
    let declared = field.lookup.as_ref().and_then(|lookup| lookup.filter.as_ref());
    let narrowed = declared.and_then(|json| trellis_model::filter::parse(json, target, cx.parsing()).ok()).unwrap_or(Filter::True);
    exists(cx, conn, target, id, Filter::all([cx.sees(target), narrowed]), Deleted::Live).await
}

/// Whether `start` is `own` or stands somewhere below it.
async fn is_below(cx: &Cx, conn: &mut Conn, object: &Object, field: &str, start: Uuid, own: Uuid) -> Result<bool> {
    let mut at = start;
    for _ in 0..DEEPEST {
        if at == own {
            return Ok(true);
        }
        match in_scope(cx, conn, object, at, Filter::True, Deleted::Live).await? {
            Some(record) => match record.get(field) {
                Value::Id(parent) => at = *parent,
                _ => return Ok(false),
            },
            None => return Ok(false),
        }
    }
    Ok(true)
}

/// The condition for the records whose lookup leads to one of `object`'s.
pub fn leads_to(field: &Field, object: &str, id: Uuid) -> Filter {
    let value = match field.shape() {
        trellis_model::field::Shape::Reference => Value::Reference(trellis_model::value::Reference { object: object.to_owned(), id }),
        _ => Value::Id(id),
    };
    Filter::field(&field.name, Test::Eq(value))
}
