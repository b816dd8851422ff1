//! What a reply has beside the columns of the record's table: lines, and the names of what values name.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use trellis_model::{Field, FieldKind, Filter, Json, Object, Schema, Value, field::lookup::parse_id};
use trellis_storage::{
    Conn,
    records::{Column, Deleted, Select},
};
use uuid::Uuid;

use super::{lines, query::Shown};
use crate::{Cx, Result, files};

/// Completes the rows of a reply, with one statement for the lines of a field and one for the names of an object's records.
pub(crate) async fn fill(cx: &Cx, conn: &mut Conn, object: &Object, shown: &[Shown<'_>], rows: &mut [Vec<Value>]) -> Result<()> {
    lines::fill(cx, conn, object, shown, rows).await?;
    let mut named = Named::default();
    for (at, column) in shown.iter().enumerate().filter(|(_, shown)| shown.names) {
        rows.iter().for_each(|row| named.add(column.field, &row[at]));
    }
    let names = named.names(cx, conn).await?;
    for (at, _) in shown.iter().enumerate().filter(|(_, shown)| shown.names) {
        for row in rows.iter_mut() {
            row[at] = names_of(&row[at], &names);
        }
    }
    Ok(())
}

/// The names that stand in the place of a value, by id where it is lines.
fn names_of(value: &Value, names: &HashMap<Uuid, String>) -> Value {
    let one = |id: Uuid| names.get(&id).map_or(Value::Null, |name| Value::Text(name.clone()));
    match value {
        Value::Id(id) => one(*id),
        Value::Reference(target) => one(target.id),
        Value::Codes(_) => Value::Codes(ids_of(value).map(|id| names.get(&id).cloned().unwrap_or_default()).collect()),
        Value::Lines(lines) => {
            let ids =
                lines.iter().flat_map(|line| line.0.iter().filter(|(field, _)| *field != "id")).filter_map(|(_, value)| value.as_id());
            let named = ids.filter_map(|id| Some((id.to_string(), Json::from(names.get(&id)?.as_str()))));
            Value::Json(Box::new(Json::Object(named.collect())))
        }
        _ => Value::Null,
    }
}

/// The ids of a value of several, in their order.
fn ids_of(value: &Value) -> impl Iterator<Item = Uuid> {
    let ids: &[String] = if let Value::Codes(ids) = value { ids } else { &[] };
    ids.iter().map(|id| parse_id(id).unwrap_or_default())
}

/// What is to be named.
#[derive(Default)]
struct Named<'a> {
    files: BTreeSet<Uuid>,
    /// By object, and whether what was deleted has no name any more.
    records: BTreeMap<(&'a str, bool), BTreeSet<Uuid>>,
}

impl<'a> Named<'a> {
    fn add(&mut self, field: &'a Field, value: &Value) {
        let target = field.lookup.as_ref().and_then(|lookup| lookup.objects.first());
        match (value, target) {
            (Value::Codes(_), _) if matches!(field.kind, FieldKind::File | FieldKind::Image) => self.files.extend(ids_of(value)),
            (Value::Codes(_), Some(target)) => self.records.entry((target, true)).or_default().extend(ids_of(value)),
            (Value::Id(id), Some(target)) => drop(self.records.entry((target, false)).or_default().insert(*id)),
            (Value::Reference(reference), _) => {
                let object = field.lookup.iter().flat_map(|lookup| &lookup.objects).find(|object| **object == reference.object);
                if let Some(object) = object {
                    self.records.entry((object, false)).or_default().insert(reference.id);
                }
            }
            (Value::Lines(lines), _) => {
                for field in field.lines.iter().flatten() {
                    lines.iter().for_each(|line| self.add(field, line.get(&field.name)));
                }
            }
            _ => {}
        }
    }

    /// The names, by id. A name travels with the lookup, also to those who see no such record themselves.
    async fn names(self, cx: &Cx, conn: &mut Conn) -> Result<HashMap<Uuid, String>> {
        let mut names = HashMap::new();
        if !self.files.is_empty() {
            names.extend(files::names(conn, &self.files.into_iter().collect::<Vec<_>>()).await?);
        }
        for ((object, is_live), ids) in self.records {
            let Some((object, name)) = cx.catalog().object(object).and_then(|it| Some((it, it.field(it.name_field())?))) else { continue };
            let ids: Vec<Uuid> = ids.into_iter().collect();
            for some in ids.chunks(500) {
                let select = Select {
                    object,
                    schema: cx.catalog(),
                    filter: Filter::id_in("id", some.iter().copied()),
                    columns: object.field("id").into_iter().chain([name]).map(Column::Own).collect(),
                    sort: Vec::new(),
                    after: None,
                    skip: 0,
                    limit: u32::try_from(some.len()).unwrap_or(u32::MAX),
                    deleted: if is_live { Deleted::Live } else { Deleted::Any },
                };
                for row in select.rows(conn).await? {
                    if let (Some(id), Some(name)) = (row[0].as_id(), row[1].as_text()) {
                        names.insert(id, name.to_owned());
                    }
                }
            }
        }
        Ok(names)
    }
}
