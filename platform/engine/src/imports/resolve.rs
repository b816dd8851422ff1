//! What a chunk of rows refers to, asked once for all of them: records by name, records that are there already.

use std::collections::{BTreeSet, HashMap};

use trellis_model::{Field, FieldKind, Filter, Json, JsonMap, Object, Schema, Test, Value, field::Shape, filter::Caller};
use trellis_storage::{
    Conn,
    records::{Column, Deleted, Select},
};
use uuid::Uuid;

use super::{
    columns::ID,
    values::{Names, is_id, own_id, parts},
};
use crate::{Cx, Result, sheet::SheetRow};

/// The most records that the names, or the values, of one chunk may mean.
const MOST: u32 = 20_000;

/// How the columns of a file fill the fields of an object.
pub struct Plan<'a> {
    pub object: &'a Object,
    /// The place of the column that says which record a row is about.
    pub id: Option<usize>,
    /// The places of the others, with their fields.
    pub fields: Vec<(usize, &'a Field)>,
    /// The titles of all columns.
    pub titles: Vec<String>,
}

impl Plan<'_> {
    /// The title of the column that fills a field.
    pub fn title(&self, field: &str) -> Option<String> {
        let at = if field == ID { self.id } else { self.fields.iter().find(|(_, own)| own.name == field).map(|(at, _)| *at) };
        at.and_then(|at| self.titles.get(at)).cloned()
    }
}

/// The cell at a place.
pub fn cell(row: &SheetRow, at: usize) -> &str {
    row.cells.get(at).map_or("", |cell| cell.trim())
}

/// The records that the names in lookup columns mean, of those that the caller sees.
pub async fn names(cx: &Cx, conn: &mut Conn, plan: &Plan<'_>, rows: &[SheetRow]) -> Result<Names> {
    let mut names = Names::new();
    let looks_up = |field: &Field| matches!(field.shape(), Shape::Id | Shape::Reference) || field.kind == FieldKind::MultiLookup;
    for (at, field) in plan.fields.iter().filter(|(_, field)| looks_up(field)) {
        let cells = rows.iter().map(|row| cell(row, *at));
        let texts: Vec<&str> = if field.kind == FieldKind::MultiLookup { cells.flat_map(parts).collect() } else { cells.collect() };
        let texts: BTreeSet<&str> = texts.into_iter().filter(|text| !text.is_empty() && !is_id(text)).collect();
        if texts.is_empty() {
            continue;
        }
        let targets = field.lookup.iter().flat_map(|lookup| &lookup.objects).filter_map(|name| cx.catalog().object(name));
        for target in targets.filter(|target| cx.access.can(&target.name, "view")) {
            let several = field.shape() == Shape::Reference;
            // `Customer: Huawei` names the object, too.
            let wanted: Vec<(&str, &str)> =
                texts.iter().filter_map(|text| Some((*text, if several { bare(target, text)? } else { text }))).collect();
            let asked: BTreeSet<&str> = wanted.iter().map(|(_, name)| *name).collect();
            for (name, id) in named(cx, conn, target, &asked).await? {
                let json = if several { serde_json::json!({ "object": target.name, "id": id }) } else { Json::from(id.to_string()) };
                for (text, _) in wanted.iter().filter(|(_, wanted)| *wanted == name) {
                    let known = names.entry((field.name.clone(), (*text).to_owned())).or_default();
                    if !known.contains(&json) {
                        known.push(json.clone());
                    }
                }
            }
        }
    }
    Ok(names)
}

/// The name in a text that may begin with the object's; nothing when it begins with another's.
fn bare<'a>(object: &Object, text: &'a str) -> Option<&'a str> {
    let Some((prefix, rest)) = text.split_once([':', '：']) else { return Some(text) };
    let prefix = prefix.trim().to_lowercase();
    let is_own = [&object.label.zh, &object.label.en, &object.name].iter().any(|label| label.to_lowercase() == prefix);
    is_own.then(|| rest.trim())
}

/// The records with these names that the caller sees. A person is also known by e-mail address and phone number.
async fn named(cx: &Cx, conn: &mut Conn, target: &Object, texts: &BTreeSet<&str>) -> Result<Vec<(String, Uuid)>> {
    let contact: &[&str] = if target.name == "user" { &["email", "phone"] } else { &[] };
    let fields = std::iter::once(target.name_field()).chain(contact.iter().copied());
    let fields: Vec<&Field> =
        fields.filter_map(|name| target.field(name)).filter(|field| field.shape() == Shape::Text && cx.may_ask(target, field)).collect();
    let values: Vec<Value> = texts.iter().map(|text| Value::Text((*text).to_owned())).collect();
    let filter = Filter::any(fields.iter().map(|field| Filter::field(&field.name, Test::In(values.clone()))));
    let mut found = Vec::new();
    for row in select(cx, conn, target, filter, &fields).await? {
        let Some(id) = row[0].as_id() else { continue };
        let texts = row[1..].iter().filter_map(Value::as_text).filter(|text| texts.contains(text));
        found.extend(texts.map(|text| (text.to_owned(), id)));
    }
    Ok(found)
}

/// Records that the caller sees, each with its id and these fields.
async fn select(cx: &Cx, conn: &mut Conn, object: &Object, filter: Filter, fields: &[&Field]) -> Result<Vec<Vec<Value>>> {
    let columns = object.field("id").into_iter().chain(fields.iter().copied()).map(Column::Own).collect();
    let select = Select {
        object,
        schema: cx.catalog(),
        filter: Filter::all([filter, cx.sees(object)]),
        columns,
        sort: Vec::new(),
        after: None,
        skip: 0,
        limit: MOST,
        deleted: Deleted::Live,
    };
    Ok(select.rows(conn).await?)
}

/// Records that rows may already have become, by what tells them.
#[derive(Default)]
pub struct Known {
    ids: BTreeSet<Uuid>,
    /// By the number of the set and its values.
    sets: HashMap<(usize, Vec<String>), Vec<Uuid>>,
}

impl Known {
    /// Whether the caller sees a record with this id.
    pub fn has(&self, id: Uuid) -> bool {
        self.ids.contains(&id)
    }

    /// The records that agree with the input in all of some set of fields.
    pub fn same(&self, cx: &Cx, object: &Object, input: &JsonMap) -> Vec<Uuid> {
        let mut found = Vec::new();
        for (set, fields) in sets(cx, object) {
            let known = key(cx, &fields, input).and_then(|key| self.sets.get(&(set, key)));
            for id in known.into_iter().flatten() {
                if !found.contains(id) {
                    found.push(*id);
                }
            }
        }
        found
    }

    /// Adds the record that a row became.
    pub fn add(&mut self, cx: &Cx, object: &Object, input: &JsonMap, id: Uuid) {
        for (set, fields) in sets(cx, object) {
            if let Some(key) = key(cx, &fields, input) {
                self.sets.entry((set, key)).or_default().push(id);
            }
        }
    }
}

/// The object's sets of fields that tell duplicates, as far as the caller may ask about them.
fn sets<'a>(cx: &Cx, object: &'a Object) -> impl Iterator<Item = (usize, Vec<&'a Field>)> {
    let may_ask = |set: &'a Vec<String>| -> Option<Vec<&'a Field>> {
        set.iter().map(|name| object.field(name).filter(|field| cx.may_ask(object, field))).collect()
    };
    let sets: Vec<(usize, Vec<&Field>)> = object
        .options
        .duplicates
        .iter()
        .enumerate()
        .filter_map(|(at, set)| Some((at, may_ask(set)?)))
        .filter(|(_, set)| !set.is_empty())
        .collect();
    sets.into_iter()
}

/// The values of a set in an input; nothing when one is missing.
fn key(cx: &Cx, fields: &[&Field], input: &JsonMap) -> Option<Vec<String>> {
    let value = |field: &&Field| {
        let value = field.parse(input.get(&field.name)?, cx.catalog()).ok()?;
        (!value.is_null()).then(|| value.to_json().to_string())
    };
    fields.iter().map(value).collect()
}

/// The records that these inputs may already have become, and those whose ids the rows name.
pub async fn known(cx: &Cx, conn: &mut Conn, plan: &Plan<'_>, rows: &[SheetRow], inputs: &[JsonMap]) -> Result<Known> {
    let mut known = Known::default();
    if let Some(at) = plan.id {
        let ids: Vec<Value> = rows.iter().filter_map(|row| own_id(cell(row, at))).map(Value::Id).collect();
        if !ids.is_empty() {
            let found = select(cx, conn, plan.object, Filter::field("id", Test::In(ids)), &[]).await?;
            known.ids = found.iter().filter_map(|row| row[0].as_id()).collect();
        }
    }
    for (set, fields) in sets(cx, plan.object) {
        let first = fields[0];
        let values =
            inputs.iter().filter_map(|input| first.parse(input.get(&first.name)?, cx.catalog()).ok()).filter(|value| !value.is_null());
        let mut wanted: Vec<Value> = Vec::new();
        let mut seen = BTreeSet::new();
        for value in values {
            if seen.insert(value.to_json().to_string()) {
                wanted.push(value);
            }
        }
        if wanted.is_empty() {
            continue;
        }
        for row in select(cx, conn, plan.object, Filter::field(&first.name, Test::In(wanted)), &fields).await? {
            let Some(id) = row[0].as_id() else { continue };
            if row[1..].iter().all(|value| !value.is_null()) {
                let key = row[1..].iter().map(|value| value.to_json().to_string()).collect();
                known.sets.entry((set, key)).or_default().push(id);
            }
        }
    }
    Ok(known)
}
