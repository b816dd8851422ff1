//! From groups to a table: gaps filled, in order, with names.

use std::{
    cmp::Ordering,
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
};

use trellis_engine::{Cx, Result};
use trellis_model::{
    Filter, Object, Schema, Value,
    chart::{Function, Table, TableColumn},
    field::Shape,
    wire::FieldLevel,
};
use trellis_storage::{
    Conn,
    records::{Column, Deleted, Select},
};
use uuid::Uuid;

use crate::{
    bucket,
    compute::Row,
    number::Measured,
    query::{MOST_ROWS, Plan, PlannedGroup, SortBy},
};

/// What people read for ids.
pub type Names = HashMap<Uuid, String>;

/// Adds the groups of days that no record falls into, so that a month without sales is zero and not absent.
pub fn fill(plan: &Plan, rows: &mut Vec<Row>) {
    let Some((place, unit)) = plan.groups.iter().enumerate().find_map(|(at, group)| Some((at, group.unit?))) else { return };
    if rows.len() > MOST_ROWS {
        return;
    }
    let days = rows.iter().filter_map(|row| if let Value::Date(day) = row.keys[place] { Some(day) } else { None });
    let span = match plan.range.filter(|(at, ..)| *at == place) {
        Some((_, from, until)) => Some((from, until)),
        None => days.clone().min().zip(days.max().map(|last| bucket::next(unit, last))),
    };
    let periods = span.map(|(from, until)| bucket::between(unit, from, until)).unwrap_or_default();
    // The other groups' values that there are; every one of them has all periods.
    let mut others: HashMap<String, Vec<Value>> = HashMap::new();
    let mut there = HashSet::new();
    for row in &*rows {
        let mut keys = row.keys.clone();
        keys.remove(place);
        others.insert(text(&keys), keys);
        there.insert(text(&row.keys));
    }
    if plan.groups.len() == 1 {
        others.insert(String::new(), Vec::new());
    }
    if others.len().saturating_mul(periods.len()) > MOST_ROWS {
        return;
    }
    for keys in others.values() {
        for period in &periods {
            let mut keys = keys.clone();
            keys.insert(place, Value::Date(*period));
            if !there.contains(&text(&keys)) {
                rows.push(Row { keys, measures: plan.measures.iter().map(|measure| of_nothing(measure.function)).collect() });
            }
        }
    }
}

/// Values as one text, for telling them apart.
fn text(values: &[Value]) -> String {
    let mut text = String::new();
    for value in values {
        value.write_json(&mut text);
        text.push(',');
    }
    text
}

fn of_nothing(function: Function) -> Measured {
    match function {
        Function::Count | Function::Sum => Measured::count(0),
        Function::Avg | Function::Min | Function::Max => Measured::Nothing,
    }
}

/// The names of the records that groups stand for, one query an object. They travel with whatever looks them up. Names of
/// more records than an answer has rows are not read.
pub async fn names(cx: &Cx, conn: &mut Conn, plan: &Plan, rows: &[Row]) -> Result<Names> {
    let mut wanted: BTreeMap<&str, BTreeSet<Uuid>> = BTreeMap::new();
    for (at, group) in plan.groups.iter().enumerate().filter(|(_, group)| group.path.field.shape() == Shape::Id) {
        let own = group.path.through.as_ref().map_or(plan.object.as_str(), |through| &through.object);
        let target = group.path.field.target().unwrap_or(own);
        wanted.entry(target).or_default().extend(rows.iter().filter_map(|row| row.keys[at].as_id()));
    }
    let mut names = Names::new();
    for (target, ids) in wanted {
        let Some(object) = cx.catalog().object(target).filter(|_| !ids.is_empty() && ids.len() <= MOST_ROWS) else { continue };
        let Some(name) = object.field(object.name_field()).filter(|field| cx.level(object, field) >= FieldLevel::Read) else { continue };
        let columns = object.field("id").into_iter().chain([name]).map(Column::Own).collect();
        let rows = named(cx, object, columns, ids).rows(conn).await?;
        names.extend(rows.iter().filter_map(|row| Some((row[0].as_id()?, row[1].as_text()?.to_owned()))));
    }
    Ok(names)
}

fn named<'a>(cx: &'a Cx, object: &'a Object, columns: Vec<Column<'a>>, ids: BTreeSet<Uuid>) -> Select<'a> {
    let limit = u32::try_from(ids.len()).unwrap_or(u32::MAX);
    let filter = Filter::id_in("id", ids);
    Select { object, schema: cx.catalog(), filter, columns, sort: Vec::new(), after: None, skip: 0, limit, deleted: Deleted::Any }
}

/// Puts rows in the order that was asked for; by group otherwise, and between equals: options in the order of their
/// dictionary, records by name, no value last.
pub fn order(cx: &Cx, plan: &Plan, rows: &mut [Row], names: &Names) {
    let ranks: Vec<HashMap<&str, usize>> = plan.groups.iter().map(|group| ranks(cx, group)).collect();
    let by_group = |at: usize, a: &Row, b: &Row| compare_keys(&a.keys[at], &b.keys[at], &ranks[at], names);
    rows.sort_by(|a, b| {
        let asked = plan.sort.map_or(Ordering::Equal, |sort| {
            let order = match sort.by {
                SortBy::Measure(at) => a.measures[at].order(&b.measures[at]),
                SortBy::Group(at) => by_group(at, a, b),
            };
            if sort.descending { order.reverse() } else { order }
        });
        let groups = || (0..plan.groups.len()).map(|at| by_group(at, a, b)).find(|order| order.is_ne()).unwrap_or(Ordering::Equal);
        asked.then_with(groups)
    });
}

/// The places of a dictionary's options.
fn ranks<'a>(cx: &'a Cx, group: &PlannedGroup) -> HashMap<&'a str, usize> {
    let picklist = group.path.field.picklist.as_deref().and_then(|name| cx.catalog().picklist(name));
    picklist.into_iter().flat_map(|it| it.options.iter().enumerate().map(|(at, option)| (option.code.as_str(), at))).collect()
}

fn compare_keys(a: &Value, b: &Value, ranks: &HashMap<&str, usize>, names: &Names) -> Ordering {
    if a.is_null() || b.is_null() {
        return a.is_null().cmp(&b.is_null());
    }
    let rank = |value: &Value| value.as_text().map_or(usize::MAX, |code| ranks.get(code).copied().unwrap_or(usize::MAX));
    let name = |value: &Value| value.as_id().and_then(|id| names.get(&id));
    let named = match (name(a), name(b)) {
        (Some(a), Some(b)) => a.cmp(b),
        _ => Ordering::Equal,
    };
    rank(a).cmp(&rank(b)).then(named).then_with(|| a.order(b))
}

/// The rows as they are sent.
pub fn table(plan: &Plan, rows: &[Row]) -> Table {
    let groups = plan.groups.iter().map(|group| TableColumn { name: group.name.clone(), label: group.path.label.clone(), measure: false });
    let measures = plan.measures.iter().map(|it| TableColumn { name: it.name.clone(), label: it.label.clone(), measure: true });
    let json = |row: &Row| row.keys.iter().map(Value::to_json).chain(row.measures.iter().map(Measured::to_json)).collect();
    Table { columns: groups.chain(measures).collect(), rows: rows.iter().map(json).collect() }
}

/// What people read for the ids and codes of these rows. A code that means different things in two groups is left to the
/// reader, who knows its dictionary.
pub fn labels(cx: &Cx, plan: &Plan, rows: &[Row], names: &Names) -> BTreeMap<String, String> {
    let mut labels: BTreeMap<String, Option<String>> = BTreeMap::new();
    for (at, group) in plan.groups.iter().enumerate() {
        let picklist = group.path.field.picklist.as_deref().and_then(|name| cx.catalog().picklist(name));
        let codes: BTreeSet<&str> = rows.iter().filter_map(|row| row.keys[at].as_text()).collect();
        for option in picklist.iter().flat_map(|picklist| &picklist.options).filter(|option| codes.contains(option.code.as_str())) {
            let text = option.label.get(cx.language);
            labels
                .entry(option.code.clone())
                .and_modify(|known| *known = known.take().filter(|known| known == text))
                .or_insert_with(|| Some(text.to_owned()));
        }
        let ids = rows.iter().filter_map(|row| row.keys[at].as_id());
        labels.extend(ids.filter_map(|id| Some((id.to_string(), Some(names.get(&id)?.clone())))));
    }
    labels.into_iter().filter_map(|(key, text)| Some((key, text?))).collect()
}
