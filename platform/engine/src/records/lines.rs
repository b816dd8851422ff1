//! Lines: rows that belong to a record, in a table of their own, read and written with it.

use std::collections::HashMap;

use trellis_catalog::Catalog;
use trellis_model::{
    Field, FieldKind, Json, Object, Record, Schema, Value, Violation,
    field::Mask,
    object::{PARENT, POSITION, lines_object},
    violation::Code,
    wire::FieldLevel,
};
use trellis_storage::{
    Conn,
    changes::Change,
    records::{self, Column},
};
use uuid::Uuid;

use super::{
    compute::{self, Base},
    query::Shown,
};
use crate::{Cx, Error, Result};

/// The object of the lines of a field, with the fields that a line shows.
pub(crate) fn of<'a>(catalog: &'a Catalog, object: &Object, field: &Field) -> Option<(&'a Object, Vec<&'a Field>)> {
    let lines = catalog.object(&lines_object(&object.name, &field.name)).filter(|lines| lines.options.line_of.is_some())?;
    let fields = lines.declared().filter(|field| ![PARENT, POSITION].contains(&field.name.as_str())).collect();
    Some((lines, fields))
}

pub(crate) fn fields_of(object: &Object) -> impl Iterator<Item = &Field> {
    object.declared().filter(|field| field.kind == FieldKind::Lines)
}

/// The lines of these records, whole, by record.
async fn read(catalog: &Catalog, conn: &mut Conn, object: &Object, field: &Field, parents: &[Uuid]) -> Result<HashMap<Uuid, Vec<Record>>> {
    let Some((lines, fields)) = of(catalog, object, field) else { return Ok(HashMap::new()) };
    let selected: Vec<&Field> = lines.field("id").into_iter().chain(fields).collect();
    let mut found: HashMap<Uuid, Vec<Record>> = HashMap::new();
    for row in records::lines(conn, lines, &selected, parents).await? {
        let mut row = row.into_iter();
        let Some(parent) = row.next().and_then(|id| id.as_id()) else { continue };
        let values = selected.iter().map(|field| field.name.clone()).zip(row).filter(|(_, value)| !value.is_null()).collect();
        found.entry(parent).or_default().push(Record(values));
    }
    Ok(found)
}

/// Puts the lines of a stored record in the place of their number.
pub(crate) async fn load(catalog: &Catalog, conn: &mut Conn, object: &Object, record: &mut Record) -> Result<()> {
    for field in fields_of(object) {
        if !record.get(&field.name).is_null() {
            let mut found = read(catalog, conn, object, field, &[record.id()]).await?;
            let lines = found.remove(&record.id()).map_or(Value::Null, Value::Lines);
            record.set(&field.name, lines);
        }
    }
    Ok(())
}

/// Puts lines in the place of their number in the rows of a reply, as far as the caller sees them: one statement a field.
pub(crate) async fn fill(cx: &Cx, conn: &mut Conn, object: &Object, shown: &[Shown<'_>], rows: &mut [Vec<Value>]) -> Result<()> {
    let Some(id) = shown.iter().position(|shown| shown.name == "id") else { return Ok(()) };
    let is_read = |shown: &Shown<'_>| matches!(shown.column, Column::Own(field) if field.kind == FieldKind::Lines) && !shown.masked;
    for (at, column) in shown.iter().enumerate().filter(|(_, shown)| is_read(shown)) {
        // The names of what lines look up stand beside the lines.
        if let Some(same) = shown[..at].iter().position(|other| is_read(other) && other.field.name == column.field.name) {
            rows.iter_mut().for_each(|row| row[at] = row[same].clone());
            continue;
        }
        let parents: Vec<Uuid> = rows.iter().filter(|row| !row[at].is_null()).filter_map(|row| row[id].as_id()).collect();
        if parents.is_empty() {
            continue;
        }
        let mut found = read(cx.catalog(), conn, object, column.field, &parents).await?;
        for row in rows.iter_mut().filter(|row| !row[at].is_null()) {
            let lines = row[id].as_id().and_then(|id| found.remove(&id)).unwrap_or_default();
            row[at] = visible(cx, object, column.field, Value::Lines(lines));
        }
    }
    Ok(())
}

/// Lines as the caller sees them: without hidden fields, with masks over masked ones.
pub(crate) fn visible(cx: &Cx, object: &Object, field: &Field, value: Value) -> Value {
    let (Value::Lines(lines), Some((made, fields))) = (value, of(cx.catalog(), object, field)) else { return Value::Null };
    let levels: Vec<(&Field, FieldLevel)> = fields.into_iter().map(|field| (field, cx.level(made, field))).collect();
    let one = |line: Record| {
        let mut seen = Record::default();
        seen.set("id", line.get("id").clone());
        for (field, level) in &levels {
            let value = line.get(&field.name);
            match level {
                FieldLevel::Hidden => {}
                FieldLevel::Masked => seen.set(&field.name, field.mask.unwrap_or(Mask::Text).apply(value)),
                _ => seen.set(&field.name, value.clone()),
            }
        }
        seen
    };
    Value::Lines(lines.into_iter().map(one).collect())
}

/// The lines that the change log or a reply tells of, as the caller sees them.
pub(crate) fn visible_json(cx: &Cx, object: &Object, field: &Field, json: &Json) -> Json {
    let Some((made, fields)) = of(cx.catalog(), object, field) else { return Json::Null };
    let mut lines = json.as_array().cloned().unwrap_or_default();
    for line in lines.iter_mut().filter_map(Json::as_object_mut) {
        for field in &fields {
            match cx.level(made, field) {
                FieldLevel::Hidden => drop(line.shift_remove(&field.name)),
                FieldLevel::Masked => {
                    let value = line.get(&field.name).and_then(|json| field.parse(json, cx.catalog()).ok()).unwrap_or_default();
                    line.insert(field.name.clone(), field.mask.unwrap_or(Mask::Text).apply(&value).to_json());
                }
                _ => {}
            }
        }
    }
    Json::Array(lines)
}

/// Refuses what the caller may not do to lines, and completes what they do not say: a field that the caller does not see
/// stays as it is.
pub(crate) fn check_rights(cx: &Cx, object: &Object, before: &Record, input: &trellis_model::JsonMap) -> Result<()> {
    for field in fields_of(object) {
        let Some((made, fields)) = of(cx.catalog(), object, field) else { continue };
        for (index, line) in input.get(&field.name).and_then(Json::as_array).into_iter().flatten().enumerate() {
            for named in fields.iter().filter(|field| field.is_writable()) {
                let Some(json) = line.get(&named.name) else { continue };
                let level = cx.level(made, named);
                let same = || is_same(before, field, line, named, json, cx.catalog());
                if level == FieldLevel::Hidden {
                    let pointer = format!("/{}/{index}/{}", field.name, named.name);
                    return Err(Error::invalid(Violation::at(pointer, Code::UnknownField).with("name", &named.name)));
                }
                if level < FieldLevel::Edit && !same() {
                    return Err(Error::Forbidden(crate::Reason::FieldNotAllowed));
                }
            }
        }
    }
    Ok(())
}

fn is_same(before: &Record, field: &Field, line: &Json, named: &Field, json: &Json, catalog: &Catalog) -> bool {
    let Value::Lines(lines) = before.get(&field.name) else { return false };
    let id = line.get("id").and_then(Json::as_str).and_then(trellis_model::field::lookup::parse_id);
    let known = lines.iter().find(|line| Some(line.id()) == id);
    known.is_some_and(|known| named.parse(json, catalog).is_ok_and(|value| known.get(&named.name) == &value))
}

/// Gives new lines their ids, and keeps of old ones what the caller may not change.
pub(crate) fn prepare(cx: &Cx, object: &Object, before: &Record, changes: &mut Record) {
    for field in fields_of(object) {
        let Some(Value::Lines(lines)) = changes.0.get_mut(&field.name) else { continue };
        let Some((made, fields)) = of(cx.catalog(), object, field) else { continue };
        let old: &[Record] = if let Value::Lines(old) = before.get(&field.name) { old } else { &[] };
        for line in lines {
            match old.iter().find(|old| !line.id().is_nil() && old.id() == line.id()) {
                Some(old) => {
                    for field in fields.iter().filter(|field| cx.level(made, field) < FieldLevel::Edit && field.is_writable()) {
                        line.set(&field.name, old.get(&field.name).clone());
                    }
                }
                None => line.set("id", Value::Id(cx.new_id())),
            }
        }
    }
}

/// Computes the formulas of the lines of a record anew, with the record as it is.
pub(crate) async fn formulas(base: Base<'_>, conn: &mut Conn, object: &Object, field: &Field, record: &mut Record) -> Result<()> {
    let Value::Lines(mut lines) = record.get(&field.name).clone() else { return Ok(()) };
    let Some((made, _)) = of(base.catalog, object, field) else { return Ok(()) };
    for line in &mut lines {
        line.set(PARENT, record.get("id").clone());
        compute::formulas(base, conn, made, line, Some(record)).await?;
        line.0.remove(PARENT);
        line.0.retain(|_, value| !value.is_null());
    }
    record.set(&field.name, if lines.is_empty() { Value::Null } else { Value::Lines(lines) });
    Ok(())
}

/// Checks the lookups of lines; what they name must be there for the caller.
pub(crate) async fn check_lookups(cx: &Cx, conn: &mut Conn, object: &Object, before: &Record, changes: &Record) -> Result<Vec<Violation>> {
    let mut violations = Vec::new();
    for field in fields_of(object) {
        let (Some(Value::Lines(lines)), Some((made, _))) = (changes.0.get(&field.name), of(cx.catalog(), object, field)) else { continue };
        let old: &[Record] = if let Value::Lines(old) = before.get(&field.name) { old } else { &[] };
        for (index, line) in lines.iter().enumerate() {
            let known = old.iter().find(|old| !line.id().is_nil() && old.id() == line.id());
            let changed = known.map_or_else(|| line.clone(), |known| line.difference(known));
            let found = super::lookups::check_lookups(cx, conn, made, line.id(), &changed).await?;
            violations.extend(found.into_iter().map(|violation| violation.under(&format!("/{}/{index}", field.name))));
        }
    }
    Ok(violations)
}

/// Writes the lines of a record that was just written, and what follows from them.
pub(crate) async fn save(base: Base<'_>, conn: &mut Conn, object: &Object, before: &Record, after: &Record) -> Result<()> {
    for field in fields_of(object).filter(|field| before.get(&field.name) != after.get(&field.name)) {
        let Some((made, _)) = of(base.catalog, object, field) else { continue };
        let lines = |record: &Record| if let Value::Lines(lines) = record.get(&field.name) { lines.clone() } else { Vec::new() };
        let (old, new) = (lines(before), lines(after));
        for gone in old.iter().filter(|old| new.iter().all(|new| new.id() != old.id())) {
            let change = change(base, made, "delete", gone, &Record::default());
            records::delete_line(conn, made, gone.id(), &change).await?;
        }
        for (position, line) in (0_i64..).zip(&new) {
            let place = old.iter().position(|old| old.id() == line.id());
            let mut now = line.clone();
            now.set(POSITION, Value::Integer(position));
            match place {
                Some(at) if i64::try_from(at) == Ok(position) && old[at] == *line => {}
                Some(at) => {
                    // A field that became empty is not among the values of the line any more.
                    for name in old[at].0.keys().filter(|name| !line.0.contains_key(*name)) {
                        now.set(name, Value::Null);
                    }
                    let change = change(base, made, "update", &old[at], &now);
                    records::update_line(conn, made, line.id(), &now, &change).await?;
                }
                None => {
                    now.set(PARENT, Value::Id(after.id()));
                    for (name, value) in [
                        ("created_at", Value::DateTime(base.now)),
                        ("created_by", base.user.map_or(Value::Null, Value::Id)),
                        ("updated_at", Value::DateTime(base.now)),
                        ("updated_by", base.user.map_or(Value::Null, Value::Id)),
                        ("version", Value::Integer(1)),
                    ] {
                        now.set(name, value);
                    }
                    let change = change(base, made, "create", &Record::default(), &now);
                    records::insert(conn, made, &now, &change).await?;
                }
            }
        }
        // Once for all lines: whatever counts them counts them anew.
        let mut parent = Record::default();
        parent.set(PARENT, Value::Id(after.id()));
        let written = compute::Written { object: made, before: &parent, after: &parent, existence: true };
        compute::follow(base, conn, written, 0).await?;
    }
    Ok(())
}

fn change(base: Base<'_>, made: &Object, op: &str, before: &Record, after: &Record) -> Change {
    let json = |record: &Record| {
        let named = record.0.iter().filter(|(name, value)| *name != "id" && !value.is_null());
        named.filter_map(|(name, value)| Some((made.field(name).filter(|field| !field.system)?.id.clone(), value.to_json()))).collect()
    };
    let record = if after.id().is_nil() { before.id() } else { after.id() };
    Change {
        seq: 0,
        object: made.name.clone(),
        record,
        op: op.to_owned(),
        at: base.now,
        user: base.user,
        action: None,
        before: json(before),
        after: json(after),
    }
}
