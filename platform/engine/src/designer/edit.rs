//! Edits of the draft. Each checks the whole draft and keeps nothing that is wrong in what it touched.

use trellis_catalog::{CUSTOM_PREFIX, Catalog, Files, Problem};
use trellis_model::{
    Field, Json, JsonMap, Object, Schema, Violation,
    object::{RESERVED, is_name},
    violation::Code,
};
use trellis_storage::Conn;
use uuid::Uuid;

use super::draft::{compose, draft, keep};
use crate::{Cx, Error, Result};

/// The app of objects that administrators add.
const CUSTOM_APP: &str = "custom";

/// The path of a file of an object.
fn path(catalog: &Catalog, object: &str, file: &str) -> String {
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
/// [`Error::Invalid`] with everything that is wrong with it.
pub async fn put_field(cx: &Cx, conn: &mut Conn, object: &str, name: &str, declaration: &JsonMap) -> Result<Json> {
    let draft = draft(conn).await?;
    let owner = draft.catalog.object(object).ok_or(Error::NotFound)?;
    let existing = owner.field(name);
    check_field_name(owner, name, existing)?;
    let mut declaration = declaration.clone();
    let id = match existing {
        Some(field) => field.id.clone(),
        None => declaration.get("x-id").and_then(Json::as_str).map_or_else(|| new_id("f"), str::to_owned),
    };
    declaration.insert("x-id".into(), id.into());
    let field = Field::from_schema(name, &Json::Object(declaration.clone()), false).map_err(declaration_errors)?;
    if let Some(existing) = existing {
        refuse_other_shape(existing, &field)?;
    }
    // What the new declaration does not say any more is removed from the old.
    let file = path(&draft.catalog, object, "object");
    let old = draft.catalog.files().get(&file).and_then(|json| json.pointer(&format!("/properties/{name}"))).and_then(Json::as_object);
    let mut patch: JsonMap =
        old.into_iter().flatten().filter(|(key, _)| !declaration.contains_key(*key)).map(|(key, _)| (key.clone(), Json::Null)).collect();
    patch.extend(declaration);
    let change: Files = [(file, serde_json::json!({ "properties": { name: patch } }))].into();
    apply(cx, conn, &draft.patches, change).await?;
    let after = super::draft::draft(conn).await?;
    let field = after.catalog.object(object).and_then(|object| object.field(name)).ok_or(Error::NotFound)?;
    Ok(Json::Object(field.to_schema(&after.catalog)))
}

fn check_field_name(owner: &Object, name: &str, existing: Option<&Field>) -> Result<()> {
    if existing.is_some_and(|field| field.system) || RESERVED.contains(&name) {
        return Err(Error::invalid(Violation::at("", Code::Taken).with("name", name)));
    }
    let custom_object = owner.name.starts_with(CUSTOM_PREFIX);
    let new_name_ok = is_name(name) && (name.starts_with(CUSTOM_PREFIX) || custom_object);
    if existing.is_none() && !new_name_ok {
        let hint = if is_name(name) { format!(" ({CUSTOM_PREFIX}…)") } else { String::new() };
        return Err(Error::invalid(Violation::at("", Code::Name).with("hint", hint)));
    }
    Ok(())
}

/// A field keeps its way of storing values; what would rewrite rows is not this edit's business.
fn refuse_other_shape(before: &Field, after: &Field) -> Result<()> {
    if before.shape() == after.shape() && before.lookup.as_ref().map(|it| &it.objects) == after.lookup.as_ref().map(|it| &it.objects) {
        return Ok(());
    }
    let (from, to) = (before.kind.rules().label(), after.kind.rules().label());
    Err(Error::invalid(
        Violation::new("x-type", Code::Refused)
            .with("reason_zh", format!("已有数据的字段不能从“{}”改为“{}”，请新建字段", from.zh, to.zh))
            .with("reason_en", format!("a field that has data cannot change from {} to {}; add a new field instead", from.en, to.en)),
    ))
}

/// Takes a field that administrators added out of the draft. Its column keeps the data.
///
/// # Errors
/// [`Error::Invalid`] for a shipped field, or while views, layouts or rules still name it.
pub async fn delete_field(cx: &Cx, conn: &mut Conn, object: &str, name: &str) -> Result<()> {
    let draft = draft(conn).await?;
    let owner = draft.catalog.object(object).ok_or(Error::NotFound)?;
    owner.field(name).filter(|field| !field.system).ok_or(Error::NotFound)?;
    let custom = name.starts_with(CUSTOM_PREFIX) || owner.name.starts_with(CUSTOM_PREFIX);
    if !custom {
        return Err(Error::invalid(
            Violation::at("", Code::Refused)
                .with("reason_zh", "产品自带的字段不能删除")
                .with("reason_en", "a field of the product cannot be deleted"),
        ));
    }
    let change: Files = [(path(&draft.catalog, object, "object"), serde_json::json!({ "properties": { name: null } }))].into();
    apply(cx, conn, &draft.patches, change).await
}

/// Adds an object to the draft, or changes what an object says of itself: `declaration` is its JSON Schema document.
///
/// # Errors
/// [`Error::Invalid`] with everything that is wrong with it.
pub async fn put_object(cx: &Cx, conn: &mut Conn, name: &str, declaration: &JsonMap) -> Result<Json> {
    let draft = draft(conn).await?;
    let existing = draft.catalog.object(name);
    let name_ok = is_name(name) && name.starts_with(CUSTOM_PREFIX);
    if existing.is_none() && !name_ok {
        return Err(Error::invalid(Violation::at("", Code::Name).with("hint", format!(" ({CUSTOM_PREFIX}…)"))));
    }
    let mut declaration = declaration.clone();
    for (key, value) in [
        ("$schema", "https://json-schema.org/draft/2020-12/schema".into()),
        ("$id", Json::from(name)),
        ("type", "object".into()),
        ("unevaluatedProperties", false.into()),
    ] {
        declaration.entry(key).or_insert(value);
    }
    if let Some(Json::Object(properties)) = declaration.get_mut("properties") {
        for (field, property) in properties.iter_mut() {
            let known = existing.and_then(|object| object.field(field)).map(|field| field.id.clone());
            if let Json::Object(property) = property {
                property.entry("x-id").or_insert_with(|| known.unwrap_or_else(|| new_id("f")).into());
            }
        }
    }
    let file = path(&draft.catalog, name, "object");
    apply(cx, conn, &draft.patches, [(file, Json::Object(declaration))].into()).await?;
    document(conn, name, "object").await
}

/// Takes an object that administrators added out of the draft. Its table keeps the data.
///
/// # Errors
/// [`Error::Invalid`] for a shipped object, or while other declarations name it.
pub async fn delete_object(cx: &Cx, conn: &mut Conn, name: &str) -> Result<()> {
    let draft = draft(conn).await?;
    draft.catalog.object(name).ok_or(Error::NotFound)?;
    if !name.starts_with(CUSTOM_PREFIX) {
        return Err(Error::invalid(
            Violation::at("", Code::Refused)
                .with("reason_zh", "产品自带的对象不能删除")
                .with("reason_en", "an object of the product cannot be deleted"),
        ));
    }
    let files = ["object", "views", "layouts", "actions"].map(|file| path(&draft.catalog, name, file));
    let change = files.into_iter().filter(|file| draft.catalog.files().contains_key(file)).map(|file| (file, Json::Null)).collect();
    apply(cx, conn, &draft.patches, change).await
}

/// Changes a list view of an object in the draft.
///
/// # Errors
/// As [`put_field`].
pub async fn put_view(cx: &Cx, conn: &mut Conn, object: &str, view: &str, declaration: &Json) -> Result<()> {
    let draft = draft(conn).await?;
    draft.catalog.object(object).ok_or(Error::NotFound)?;
    let file = path(&draft.catalog, object, "views");
    apply(cx, conn, &draft.patches, [(file, serde_json::json!({ "views": { view: declaration } }))].into()).await
}

/// Changes a layout of an object in the draft.
///
/// # Errors
/// As [`put_field`].
pub async fn put_layout(cx: &Cx, conn: &mut Conn, object: &str, layout: &str, declaration: &Json) -> Result<()> {
    let draft = draft(conn).await?;
    draft.catalog.object(object).ok_or(Error::NotFound)?;
    let file = path(&draft.catalog, object, "layouts");
    apply(cx, conn, &draft.patches, [(file, serde_json::json!({ "layouts": { layout: declaration } }))].into()).await
}

/// Keeps the change when the draft is right with it.
async fn apply(cx: &Cx, conn: &mut Conn, patches: &Files, change: Files) -> Result<()> {
    let patches = compose(patches, &change);
    keep(cx, conn, &patches).await?;
    let problems = draft(conn).await?.problems;
    if problems.is_empty() { Ok(()) } else { Err(problem_errors(&problems)) }
}

/// The problems of metadata as violations: the pointer leads with the file.
pub(super) fn problem_errors(problems: &[Problem]) -> Error {
    let violation = |problem: &Problem| {
        let suggestion = problem.suggestion.as_ref();
        let text = suggestion.map_or_else(|| problem.message.clone(), |name| format!("{} ({name}?)", problem.message));
        Violation::at(format!("/{}{}", trellis_model::violation::escape(&problem.file), problem.pointer), Code::Refused)
            .with("reason_zh", &text)
            .with("reason_en", &text)
    };
    Error::Invalid(problems.iter().map(violation).collect())
}

fn declaration_errors(problems: Vec<trellis_model::field::FieldProblem>) -> Error {
    let violation = |problem: trellis_model::field::FieldProblem| {
        Violation::at(problem.pointer, Code::Refused).with("reason_zh", &problem.message).with("reason_en", &problem.message)
    };
    Error::Invalid(problems.into_iter().map(violation).collect())
}

fn new_id(prefix: &str) -> String {
    // The random end of a fresh id: twelve hexadecimal digits, unique in any object.
    format!("{prefix}_{}", &Uuid::now_v7().simple().to_string()[20..])
}
