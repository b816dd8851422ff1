//! Defaults, conditions and rules that are expressions. What they read through a lookup is what the caller sees of that
//! record; anywhere else a path reads as no value.

use std::collections::{BTreeMap, BTreeSet};

use trellis_model::{
    Field, Filter, JsonMap, Object, Record, Schema, Test, Value, Violation,
    expression::{Expression, RecordNames},
    filter::Caller,
    violation::Code,
    wire::FieldLevel,
};
use trellis_storage::{
    Conn,
    records::{Column, Deleted, Select},
};

use super::{compute::RelatedValues, foresee::foresee};
use crate::{Cx, Result};

/// Fills what the input of a new record leaves to default expressions.
pub(crate) async fn defaults(cx: &Cx, conn: &mut Conn, object: &Object, input: &JsonMap, values: &mut Record) -> Result<()> {
    let asked: Vec<(&Field, &str)> = object
        .declared()
        .filter(|field| !input.contains_key(&field.name) && field.is_writable())
        .filter_map(|field| Some((field, field.default_when.as_deref()?)))
        .collect();
    if asked.is_empty() {
        return Ok(());
    }
    let wanted = wanted(object, asked.iter().map(|(_, expression)| *expression));
    let related = related(cx, conn, object, values, wanted).await?;
    for (field, source) in asked {
        let Some(expression) = Expression::shared(source) else { continue };
        let value =
            expression.value(field, &|path| RecordNames { object, record: values, related: &related }.read(path), cx.base().moment());
        // A default is held to what an input is held to.
        let value = field.parse(&value.to_json(), cx.catalog()).unwrap_or_default();
        values.set(&field.name, value);
    }
    Ok(())
}

/// Puts what mirrors show into a record that was just written, as its writer sees it.
pub(crate) async fn mirrors(cx: &Cx, conn: &mut Conn, object: &Object, record: &mut Record) -> Result<()> {
    let mirrors: Vec<(&str, &str)> = object.declared().filter_map(|field| Some((field.name.as_str(), field.mirror.as_deref()?))).collect();
    if mirrors.is_empty() {
        return Ok(());
    }
    let wanted = wanted(object, mirrors.iter().map(|(_, path)| *path));
    let related = related(cx, conn, object, record, wanted).await?;
    for (name, path) in mirrors {
        let shown = path.split_once('.').and_then(|(lookup, field)| related.get(&(lookup.to_owned(), field.to_owned())));
        record.set(name, shown.cloned().unwrap_or_default());
    }
    Ok(())
}

/// The violations of conditions and rules by the record as it will be. `changes` are the values that the caller sets.
pub(crate) async fn check(cx: &Cx, conn: &mut Conn, object: &Object, before: Option<&Record>, changes: &Record) -> Result<Vec<Violation>> {
    let conditional = object.declared().filter(|field| field.required_when.is_some() || field.read_only_when.is_some()).collect::<Vec<_>>();
    let dependent = object.declared().filter(|field| depends(cx, field).is_some()).collect::<Vec<_>>();
    if conditional.is_empty() && object.rules.is_empty() && dependent.is_empty() {
        return Ok(Vec::new());
    }
    // What is computed is judged as it will be, not as it was before the change.
    let after = foresee(cx, conn, object, before.unwrap_or(&Record::default()), &mut changes.clone()).await?;
    let wanted = {
        let conditions = conditional.iter().flat_map(|field| [&field.required_when, &field.read_only_when, &field.visible_when]);
        wanted(object, conditions.flatten().map(String::as_str).chain(object.rules.iter().map(|rule| rule.check.as_str())))
    };
    let related = related(cx, conn, object, &after, wanted).await?;
    let holds = |source: &str, record: &Record| {
        Expression::shared(source).is_some_and(|expression| {
            expression.holds(&|path| RecordNames { object, record, related: &related }.read(path), cx.base().moment())
        })
    };
    let mut violations = Vec::new();
    for field in conditional {
        let hidden = field.visible_when.as_deref().is_some_and(|condition| !holds(condition, &after));
        let required = field.required_when.as_deref().is_some_and(|condition| !hidden && holds(condition, &after));
        if required && after.get(&field.name).is_null() {
            violations.push(Violation::new(&field.name, Code::Required));
        }
        // Whether it may be changed is asked of the record as it is.
        let locked = field.read_only_when.as_deref().zip(before).is_some_and(|(condition, before)| holds(condition, before));
        if locked && changes.0.get(&field.name).is_some_and(|value| before.is_some_and(|before| before.get(&field.name) != value)) {
            violations.push(Violation::new(&field.name, Code::ReadOnly));
        }
    }
    for field in dependent {
        violations.extend(option_fits(cx, object, field, &after).err());
    }
    for rule in &object.rules {
        if !holds(&rule.check, &after) {
            let told = rule.field.as_ref().filter(|field| is_told(cx, object, field));
            let place = told.map_or_else(String::new, |field| format!("/{field}"));
            violations.push(Violation::at(place, Code::Refused).with("reason_zh", &rule.message.zh).with("reason_en", &rule.message.en));
        }
    }
    Ok(violations)
}

/// A rule is told with its field where the caller sees that field, and without it elsewhere: it holds for everybody.
fn is_told(cx: &Cx, object: &Object, field: &str) -> bool {
    object.field(field).is_some_and(|field| cx.level(object, field) > FieldLevel::Hidden)
}

/// The dictionary that the options of a field's dictionary depend on.
fn depends<'a>(cx: &'a Cx, field: &Field) -> Option<&'a str> {
    cx.catalog().picklist(field.picklist.as_deref()?)?.depends_on.as_deref()
}

/// Whether the chosen option is one that goes with the option of the other dictionary that the record has.
fn option_fits(cx: &Cx, object: &Object, field: &Field, record: &Record) -> std::result::Result<(), Violation> {
    let Some(other) = depends(cx, field) else { return Ok(()) };
    let (Some(picklist), Some(code)) =
        (field.picklist.as_deref().and_then(|name| cx.catalog().picklist(name)), record.get(&field.name).as_text())
    else {
        return Ok(());
    };
    let when = picklist.option(code).map(|option| option.when.as_slice()).unwrap_or_default();
    let controlling = object.declared().find(|field| field.picklist.as_deref() == Some(other));
    let chosen = controlling.and_then(|field| record.get(&field.name).as_text());
    if when.is_empty() || controlling.is_none() || chosen.is_some_and(|chosen| when.iter().any(|code| code == chosen)) {
        return Ok(());
    }
    Err(Violation::new(&field.name, Code::Option).with("value", code))
}

/// Fields by the lookup that they are read through.
type Wanted = BTreeMap<String, BTreeSet<String>>;

/// What these expressions read through lookups.
fn wanted<'s>(object: &Object, sources: impl Iterator<Item = &'s str>) -> Wanted {
    let mut wanted = Wanted::new();
    for expression in sources.filter_map(Expression::shared) {
        for path in expression.paths() {
            let path = object.field(path).and_then(|field| field.mirror.as_deref()).unwrap_or(path);
            if let Some((lookup, field)) = path.split_once('.') {
                wanted.entry(lookup.to_owned()).or_default().insert(field.to_owned());
            }
        }
    }
    wanted
}

/// What expressions read through lookups, of records and fields that the caller sees.
async fn related(cx: &Cx, conn: &mut Conn, object: &Object, record: &Record, wanted: Wanted) -> Result<RelatedValues> {
    let mut values = RelatedValues::new();
    for (lookup, fields) in wanted {
        let target = object.field(&lookup).and_then(|field| field.target()).and_then(|name| cx.catalog().object(name));
        let (Some(target), Some(id)) = (target, record.get(&lookup).as_id()) else { continue };
        let fields: Vec<&Field> =
            fields.iter().filter_map(|name| target.field(name)).filter(|field| field.is_stored() && cx.may_ask(target, field)).collect();
        let filter = Filter::all([Filter::field("id", Test::Eq(Value::Id(id))), cx.sees(target)]);
        let columns = fields.iter().map(|field| Column::Own(field)).collect();
        let select = Select {
            object: target,
            schema: cx.catalog(),
            filter,
            columns,
            sort: Vec::new(),
            after: None,
            skip: 0,
            limit: 1,
            deleted: Deleted::Live,
        };
        let row = select.rows(conn).await?.into_iter().next().unwrap_or_default();
        values.extend(fields.iter().zip(row).map(|(field, value)| ((lookup.clone(), field.name.clone()), value)));
    }
    Ok(values)
}
