//! Edits of the draft. Each checks the whole draft and keeps nothing that is wrong in what it touched.

use trellis_catalog::{Catalog, Files, Problem, difference};
use trellis_model::{
    Field, FieldKind, Json, JsonMap, Label, Object, Schema, Violation,
    field::{Change, refusal, shipped_refusal},
    object::{CUSTOM_PREFIX, RESERVED, is_custom, is_name},
    violation::Code,
};
use trellis_storage::Conn;
use uuid::Uuid;

use super::{
    draft::{Draft, Seen, draft, draft_to_change, keep, tag_of},
    references::{mend, references, renamed},
    settle::{change_of, lines_keep_their_name},
};
use crate::{Cx, Error, Result};

/// The app of objects that administrators add.
const CUSTOM_APP: &str = "custom";

/// The path of a file of an object.
pub(super) fn path(catalog: &Catalog, object: &str, file: &str) -> String {
    let app = catalog.object(object).map_or(CUSTOM_APP, |object| object.app.as_str());
    format!("{app}/{object}/{file}.json")
}

/// A declaration of an object (`object`, `views`, `layouts`) as the draft has it.
///
/// # Errors
/// [`Error::NotFound`] when the draft has no such object.
pub async fn document(conn: &mut Conn, object: &str, file: &str) -> Result<Json> {
    let draft = draft(conn).await?;
    draft.catalog.object(object).ok_or(Error::NotFound)?;
    Ok(draft.catalog.files().get(&path(&draft.catalog, object, file)).cloned().unwrap_or_else(|| Json::Object(JsonMap::new())))
}

/// Adds a field to an object of the draft, or changes one: `declaration` is its property of the object's JSON Schema,
/// with `"x-required": true` for one that must have a value. Without an `x-id` it keeps the one it has, or gets a new one.
///
/// # Errors
/// [`Error::Precondition`] when it is not what was `seen`, [`Error::Invalid`] with everything that is wrong with it.
pub async fn put_field(cx: &Cx, conn: &mut Conn, object: &str, name: &str, declaration: &JsonMap, seen: &Seen) -> Result<Json> {
    let draft = draft_to_change(conn).await?;
    let owner = draft.catalog.object(object).ok_or(Error::NotFound)?;
    let existing = owner.field(name);
    seen.require(existing.map(|field| field_tag(&draft.catalog, field)).as_deref())?;
    check_field_name(owner, name, existing)?;
    let mut declaration = declaration.clone();
    let id = match existing {
        Some(field) => field.id.clone(),
        None => declaration.get("x-id").and_then(Json::as_str).map_or_else(|| new_id("f"), str::to_owned),
    };
    declaration.insert("x-id".into(), id.into());
    keep_in_column(cx, owner, name, existing, &mut declaration)?;
    let file = path(&draft.catalog, object, "object");
    let declaration = Json::Object(declaration);
    let patch = match draft.catalog.files().get(&file).and_then(|json| json.pointer(&format!("/properties/{name}"))) {
        // What the new declaration does not say any more is removed from the old.
        Some(old) => difference(old, &declaration),
        None => declaration,
    };
    let change: Files = [(file, serde_json::json!({ "properties": { name: patch } }))].into();
    apply(cx, conn, &draft, change).await?;
    let after = super::draft::draft(conn).await?;
    let field = after.catalog.object(object).and_then(|object| object.field(name)).ok_or(Error::NotFound)?;
    Ok(Json::Object(field.to_schema(&after.catalog)))
}

/// The tag of a field's declaration.
pub(super) fn field_tag(catalog: &Catalog, field: &Field) -> String {
    tag_of(&Json::Object(field.to_schema(catalog)))
}

/// Leaves a field the column that keeps it; refuses what it cannot become.
pub(super) fn keep_in_column(cx: &Cx, owner: &Object, name: &str, existing: Option<&Field>, declaration: &mut JsonMap) -> Result<()> {
    declaration.remove("x-column");
    identify_lines(declaration, existing);
    let field = Field::from_schema(name, &Json::Object(declaration.clone()), false).map_err(declaration_errors)?;
    refuse_other_kind_of_shipped(owner, existing, &field)?;
    // Where values go that are kept in another way is decided when it is published.
    if let Some(column) = existing.and_then(|existing| existing.column.clone()) {
        declaration.insert("x-column".into(), column.into());
    }
    let published = cx.catalog().object(&owner.name).and_then(|object| object.declared().find(|other| other.id == field.id));
    match published {
        Some(published) if change_of(published, &field) == Change::Refused => Err(refused("/x-type", refusal(published.kind, field.kind))),
        _ => Ok(()),
    }
}

fn check_field_name(owner: &Object, name: &str, existing: Option<&Field>) -> Result<()> {
    if existing.is_some_and(|field| field.system) || RESERVED.contains(&name) {
        return Err(Error::invalid(Violation::at("", Code::Taken).with("name", name)));
    }
    let custom_object = is_custom(&owner.name);
    let new_name_ok = is_name(name) && (is_custom(name) || custom_object);
    if existing.is_none() && !new_name_ok {
        let hint = if is_name(name) { format!(" ({CUSTOM_PREFIX}…)") } else { String::new() };
        return Err(Error::invalid(Violation::at("", Code::Name).with("hint", hint)));
    }
    Ok(())
}

/// What the product ships means the same in every company.
fn refuse_other_kind_of_shipped(owner: &Object, existing: Option<&Field>, after: &Field) -> Result<()> {
    let custom = is_custom(&owner.name) || is_custom(&after.name);
    if custom || existing.is_none_or(|existing| existing.kind == after.kind) {
        return Ok(());
    }
    Err(refused("/x-type", shipped_refusal()))
}

/// A refusal at a place of the declaration, with its reason.
pub(super) fn refused(pointer: &str, reason: Label) -> Error {
    Error::invalid(Violation::at(pointer, Code::Refused).with("reason_zh", reason.zh).with("reason_en", reason.en))
}

/// Lines keep the identity and the columns of their fields; new ones get an identity.
pub(super) fn identify_lines(declaration: &mut JsonMap, existing: Option<&Field>) {
    let known = |name: &str| existing?.lines.as_ref()?.iter().find(|line| line.name == name);
    let lines = declaration.get_mut("x-lines").and_then(|lines| lines.get_mut("properties")).and_then(Json::as_object_mut);
    for (name, property) in lines.into_iter().flatten() {
        if let Json::Object(property) = property {
            property.entry("x-id").or_insert_with(|| known(name).map_or_else(|| new_id("l"), |line| line.id.clone()).into());
            match known(name).and_then(|line| line.column.clone()) {
                Some(column) => drop(property.insert("x-column".into(), column.into())),
                None => drop(property.remove("x-column")),
            }
        }
    }
}

/// Takes a field that administrators added out of the draft. Its column keeps the data.
///
/// # Errors
/// [`Error::Precondition`] when it is not what was `seen`, [`Error::Invalid`] for a shipped field, or while views, layouts
/// or rules still name it.
pub async fn delete_field(cx: &Cx, conn: &mut Conn, object: &str, name: &str, mending: bool, seen: &Seen) -> Result<()> {
    let before = draft_to_change(conn).await?;
    let now = before.catalog.object(object).and_then(|owner| owner.field(name));
    seen.require(now.map(|field| field_tag(&before.catalog, field)).as_deref())?;
    if mending {
        mend_all(cx, conn, object, name).await?;
    }
    let draft = draft(conn).await?;
    let owner = draft.catalog.object(object).ok_or(Error::NotFound)?;
    owner.field(name).filter(|field| !field.system).ok_or(Error::NotFound)?;
    let custom = is_custom(name) || is_custom(&owner.name);
    if !custom {
        return Err(Error::invalid(
            Violation::at("", Code::Refused)
                .with("reason_zh", "产品自带的字段不能删除")
                .with("reason_en", "a field of the product cannot be deleted"),
        ));
    }
    let change: Files = [(path(&draft.catalog, object, "object"), serde_json::json!({ "properties": { name: null } }))].into();
    apply(cx, conn, &draft, change).await
}

/// Takes every reference to a field that can be taken out of the draft.
async fn mend_all(cx: &Cx, conn: &mut Conn, object: &str, name: &str) -> Result<()> {
    // One at a time, the last first: what stands behind a place in a list moves up when it is taken out.
    loop {
        let found = references(&draft(conn).await?.catalog, object, name);
        let Some(last) = found.iter().rev().find(|reference| reference.mendable) else { return Ok(()) };
        mend(cx, conn, &last.file, &last.pointer, Some(name)).await?;
    }
}

/// Gives a field that administrators added another name; whatever mentions it follows. Its data stays where it is.
///
/// # Errors
/// [`Error::Invalid`] for a shipped field, or a name that is taken or is none.
pub async fn rename_field(cx: &Cx, conn: &mut Conn, object: &str, name: &str, to: &str) -> Result<()> {
    let draft = draft_to_change(conn).await?;
    let owner = draft.catalog.object(object).ok_or(Error::NotFound)?;
    let field = owner.field(name).filter(|field| !field.system).ok_or(Error::NotFound)?;
    if !(is_custom(&field.name) || is_custom(&owner.name)) {
        return Err(Error::invalid(
            Violation::new("name", Code::Refused)
                .with("reason_zh", "产品自带字段的名称不能更改，可以修改显示名称")
                .with("reason_en", "a field of the product keeps its name; its label can be changed"),
        ));
    }
    if field.kind == FieldKind::Lines {
        let reason = lines_keep_their_name();
        return Err(Error::invalid(Violation::new("name", Code::Refused).with("reason_zh", reason.zh).with("reason_en", reason.en)));
    }
    if owner.field(to).is_some() {
        return Err(Error::invalid(Violation::new("name", Code::Taken).with("name", to)));
    }
    check_field_name(owner, to, None).map_err(|error| error.under("/name"))?;
    let change: Files = renamed(&draft.catalog, object, name, to)
        .into_iter()
        .filter_map(|(file, after)| {
            let before = draft.catalog.files().get(&file)?;
            Some((file, difference(before, &after)))
        })
        .collect();
    apply(cx, conn, &draft, change).await
}

/// Keeps the change when it brings no problem with it. Those that an upgrade of the product brought are mended one by one.
pub(super) async fn apply(cx: &Cx, conn: &mut Conn, before: &Draft, change: Files) -> Result<()> {
    keep(cx, conn, &before.with(&change)).await?;
    let problems = new_problems(&before.problems, draft(conn).await?.problems);
    if problems.is_empty() { Ok(()) } else { Err(problem_errors(&problems)) }
}

/// The problems that were not there before. One that only stands at another place of its file now is the same.
pub(super) fn new_problems(known: &[Problem], mut now: Vec<Problem>) -> Vec<Problem> {
    for old in known {
        let same = |other: &Problem| other.file == old.file && other.message == old.message;
        let exact = now.iter().position(|other| other == old);
        if let Some(at) = exact.or_else(|| now.iter().position(same)) {
            now.remove(at);
        }
    }
    now
}

/// The problems of metadata as violations: the pointer leads with the file.
pub(super) fn problem_errors(problems: &[Problem]) -> Error {
    let violation = |problem: &Problem| {
        let suggestion = problem.suggestion.as_ref();
        let text = |text: &str| suggestion.map_or_else(|| text.to_owned(), |name| format!("{text} ({name}?)"));
        Violation::at(format!("/{}{}", trellis_model::violation::escape(&problem.file), problem.pointer), Code::Refused)
            .with("reason_zh", text(&problem.message.zh))
            .with("reason_en", text(&problem.message.en))
    };
    Error::Invalid(problems.iter().map(violation).collect())
}

fn declaration_errors(problems: Vec<trellis_model::field::FieldProblem>) -> Error {
    let violation = |problem: trellis_model::field::FieldProblem| {
        Violation::at(problem.pointer, Code::Refused).with("reason_zh", &problem.message.zh).with("reason_en", &problem.message.en)
    };
    Error::Invalid(problems.into_iter().map(violation).collect())
}

pub(super) fn new_id(prefix: &str) -> String {
    // The random end of a fresh id: twelve hexadecimal digits, unique in any object.
    format!("{prefix}_{}", &Uuid::now_v7().simple().to_string()[20..])
}
