//! What must hold from one version to the next, whoever wrote the declarations: values that are kept in another way have a
//! column of their own, so that going back finds the old ones; options that records may have are never lost; what cannot
//! become another kind does not.

use std::{collections::BTreeSet, sync::Arc};

use serde_json::json;
use trellis_catalog::{Catalog, Files, Problem, stack};
use trellis_model::{
    Field, FieldKind, Json, Label, Object, Picklist, Schema, Violation,
    field::{Change, change, refusal},
    violation::{Code, escape},
};
use trellis_storage::{
    Conn,
    tables::{self, TableSet},
};

use super::{
    convert::column_suffix,
    draft::over_shipped,
    edit::path,
    retired::{Known, declared_once},
};
use crate::{Error, Result};

/// Columns of a table, with room for what the engine adds: PostgreSQL takes 1,600, SQLite 2,000.
const MOST_COLUMNS: usize = 1_500;

/// The catalog that an overlay makes, and what is wrong with it.
pub(super) type Read = (Catalog, Vec<Problem>);

/// Which way publishing goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// To something new: values are taken along.
    Forward,
    /// To an older version, whose values are in its own columns.
    Back,
}

/// What is the same field before and after, with the objects that have it.
pub(super) struct Pair<'a> {
    pub(super) old_object: &'a Object,
    pub(super) old: &'a Field,
    pub(super) object: &'a Object,
    pub(super) field: &'a Field,
}

/// The fields that both catalogs have, by their ids.
pub(super) fn pairs<'a>(before: &'a Catalog, after: &'a Catalog) -> Vec<Pair<'a>> {
    let mut pairs = Vec::new();
    for object in after.objects() {
        let Some(old_object) = before.object(&object.name) else { continue };
        for field in object.declared() {
            let old = old_object.declared().find(|other| other.id == field.id);
            pairs.extend(old.map(|old| Pair { old_object, old, object, field }));
        }
    }
    pairs
}

/// What the change of a declaration asks of the values. A computed field that stays one is computed anew.
pub(super) fn change_of(before: &Field, after: &Field) -> Change {
    if before.kind == after.kind && after.kind.is_computed() { Change::Nothing } else { change(before, after) }
}

impl Pair<'_> {
    /// Whether values are kept in another way than before, or not all of them are: the old ones stay where they are.
    fn leaves(&self) -> bool {
        let anew = self.old.shape() != self.field.shape() || change_of(self.old, self.field) == Change::Checked;
        anew && self.old.is_stored() && self.field.is_stored()
    }

    /// Whether the field has another column than before.
    pub(super) fn moves(&self) -> bool {
        self.old.is_stored() && self.field.is_stored() && tables::column(self.old) != tables::column(self.field)
    }
}

/// The overlay with what must hold after `before`; `read` is what it makes, and so is the second of the answer.
///
/// # Errors
/// [`Error::Invalid`] for a field that cannot become what it is declared to be, an object whose name is that of one in the
/// bin, and a table that would get too wide.
pub(super) async fn settled(conn: &mut Conn, before: &Catalog, overlay: Files, read: Read, step: Step) -> Result<(Files, Read)> {
    let (after, problems) = read;
    let mut change = Files::new();
    for now in after.picklists() {
        if let Some(options) = before.picklist(&now.name).and_then(|old| with_retired(old, now)) {
            let path = format!("picklists/{}.json", now.name);
            change.insert(path, json!({ "options": options }));
        }
    }
    let tables = tables::current(conn).await?;
    if step == Step::Forward {
        let known = if uses_other_columns(before, &after, &tables) { declared_once(conn).await? } else { Known::default() };
        let mut wrong: Vec<Violation> = pairs(before, &after).iter().filter_map(refused).collect();
        wrong.extend(after.objects().filter_map(|object| taken(object, before, &tables, &known)));
        if !wrong.is_empty() {
            return Err(Error::Invalid(wrong));
        }
        columns(before, &after, &tables, &known, &mut change);
    }
    let (settled, read) = if change.is_empty() {
        (overlay, (after, problems))
    } else {
        let settled = over_shipped(&overlay, &change);
        let read = Catalog::with_overlay(&settled);
        (settled, read)
    };
    let wide = too_wide(&read.0, &tables);
    if wide.is_empty() { Ok((settled, read)) } else { Err(Error::Invalid(wide)) }
}

/// Whether a field is declared over a column that another declaration has or had: what older versions say of it decides.
fn uses_other_columns(before: &Catalog, after: &Catalog, tables: &TableSet) -> bool {
    after.objects().any(|object| {
        let old = before.object(&object.name);
        let is_known = |field: &Field| old.is_some_and(|old| old.declared().any(|other| other.id == field.id));
        let has = |field: &Field| tables.0.get(&object.name).is_some_and(|table| table.has(tables::column(field)));
        object.declared().any(|field| field.is_stored() && !is_known(field) && has(field))
    })
}

/// An object that is not the one whose records are kept under its name.
fn taken(object: &Object, before: &Catalog, tables: &TableSet, known: &Known) -> Option<Violation> {
    let is_new = before.object(&object.name).is_none() && object.options.line_of.is_none();
    let comes_back = object.declared().any(|field| known.declares(&object.name, tables::column(field), &field.id));
    if !is_new || comes_back || !tables.0.contains_key(&object.name) {
        return None;
    }
    let reason = in_the_bin(&object.name);
    let at = format!("/{}", escape(&object.name));
    Some(Violation::at(at, Code::Refused).with("reason_zh", reason.zh).with("reason_en", reason.en))
}

/// Why an object cannot have this name.
pub(super) fn in_the_bin(name: &str) -> Label {
    Label::new(
        format!("已停用的对象“{name}”仍有数据：请先恢复或清空它，或使用其他名称"),
        format!("a retired object `{name}` still has data: restore or empty it first, or choose another name"),
    )
}

/// Tables that would have more columns than every database takes.
fn too_wide(after: &Catalog, tables: &TableSet) -> Vec<Violation> {
    let wide = |object: &&Arc<Object>| {
        let has = tables.0.get(&object.name).map(|table| table.columns.len()).unwrap_or_default();
        let new = object.stored().filter(|field| tables.0.get(&object.name).is_none_or(|table| !table.has(tables::column(field))));
        has + new.count() > MOST_COLUMNS
    };
    let violation = |object: &Arc<Object>| {
        Violation::at(format!("/{}", escape(&object.name)), Code::Refused)
            .with("reason_zh", format!("“{}”的字段（含已停用的）不能超过 {MOST_COLUMNS} 个：请清空已停用的字段", object.label.zh))
            .with(
                "reason_en",
                format!("{} has more than {MOST_COLUMNS} fields, retired ones included: empty some in the bin", object.label.en),
            )
    };
    after.objects().filter(wide).map(violation).collect()
}

/// The options with those that were there before and are not named any more, retired.
fn with_retired(before: &Picklist, now: &Picklist) -> Option<Vec<Json>> {
    let named: BTreeSet<&str> = now.options.iter().map(|option| option.code.as_str()).collect();
    let left_out = before.options.iter().filter(|option| !named.contains(option.code.as_str())).cloned().map(|mut option| {
        (option.active, option.default) = (false, false);
        option
    });
    let left_out: Vec<_> = left_out.collect();
    let all = now.options.iter().cloned().chain(left_out.iter().cloned());
    (!left_out.is_empty()).then(|| all.filter_map(|option| serde_json::to_value(option).ok()).collect())
}

/// Why a field cannot become what it is declared to be.
fn refused(pair: &Pair<'_>) -> Option<Violation> {
    let reason = if change_of(pair.old, pair.field) == Change::Refused {
        refusal(pair.old.kind, pair.field.kind)
    } else if pair.field.kind == FieldKind::Lines && pair.old.name != pair.field.name {
        lines_keep_their_name()
    } else {
        return None;
    };
    let place = format!("/{}/{}", escape(&pair.object.name), escape(&pair.field.name));
    Some(Violation::at(place, Code::Refused).with("reason_zh", reason.zh).with("reason_en", reason.en))
}

/// The table of lines goes by the field's name.
pub(super) fn lines_keep_their_name() -> Label {
    Label::new("明细字段的名称不能更改，可以修改显示名称", "a field of lines keeps its name; its label can be changed")
}

/// Gives values a column that has never been used, where what is declared is not what the column holds: because they are kept
/// in another way than before, or the column is somebody else's.
fn columns(before: &Catalog, after: &Catalog, tables: &TableSet, known: &Known, change: &mut Files) {
    for object in after.objects() {
        let Some(table) = tables.0.get(&object.name) else { continue };
        let old_object = before.object(&object.name);
        for field in object.declared().filter(|field| field.is_stored() && table.has(tables::column(field))) {
            let old = old_object.zip(old_object.and_then(|object| object.declared().find(|old| old.id == field.id)));
            let keeps = match old {
                Some((old_object, old)) => {
                    let pair = Pair { old_object, old, object, field };
                    !pair.moves() && !pair.leaves()
                }
                // A field that comes back has what it had.
                None => {
                    let is_live = old_object.is_some_and(|old| old.fields().iter().any(|old| tables::column(old) == tables::column(field)));
                    !is_live && known.had(&object.name, field)
                }
            };
            if keeps {
                continue;
            }
            let first = format!("{}_{}", field.id, column_suffix(field.shape()));
            let numbered = (2..).map(|number| format!("{first}_{number}"));
            let Some(column) = std::iter::once(first.clone()).chain(numbered).find(|name| !table.has(name)) else { continue };
            let property = json!({ &field.name: { "x-column": column } });
            let (owner, patch) = match &object.options.line_of {
                Some(of) => (&of.object, json!({ "properties": { &of.field: { "x-lines": { "properties": property } } } })),
                None => (&object.name, json!({ "properties": property })),
            };
            let one: Files = [(path(after, owner, "object"), patch)].into();
            *change = stack(|_| None, change, &one);
        }
    }
}
