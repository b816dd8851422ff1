//! Edits of a whole object in the draft: what it says of itself, and its retirement.

use trellis_catalog::{Files, difference, relied_upon};
use trellis_model::{
    Field, Json, JsonMap, Label, Object, Schema, Violation,
    object::{CUSTOM_PREFIX, Options, is_custom, is_name},
    violation::{Code, escape},
};
use trellis_storage::{Conn, tables};

use super::{
    draft::{Seen, draft, draft_to_change, tag_of},
    edit::{apply, document, identify_lines, keep_in_column, new_id, path, refused},
    object_references::object_references,
    references::mend,
    settle::in_the_bin,
};
use crate::{Cx, Error, Result};

/// Adds an object to the draft, or changes what an object says of itself: `declaration` is its JSON Schema document. What it
/// names is as it says, so an option that `x-object` leaves out is gone; fields that it leaves out stay.
///
/// # Errors
/// [`Error::Precondition`] when it is not what was `seen`, [`Error::Invalid`] with everything that is wrong with it, and for
/// what an object of the product must keep.
pub async fn put_object(cx: &Cx, conn: &mut Conn, name: &str, declaration: &JsonMap, seen: &Seen) -> Result<Json> {
    let draft = draft_to_change(conn).await?;
    seen.require(draft.catalog.files().get(&path(&draft.catalog, name, "object")).map(tag_of).as_deref())?;
    let existing = draft.catalog.object(name);
    let name_ok = is_name(name) && is_custom(name);
    if existing.is_none() && !name_ok {
        return Err(Error::invalid(Violation::at("", Code::Name).with("hint", format!(" ({CUSTOM_PREFIX}…)"))));
    }
    if existing.is_none() && tables::current(conn).await?.0.contains_key(name) {
        return Err(refused("", in_the_bin(name)));
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
    if let Some(existing) = existing {
        keep_nature(existing, &declaration)?;
    }
    if let Some(Json::Object(properties)) = declaration.get_mut("properties") {
        for (field, property) in properties.iter_mut() {
            if let Json::Object(property) = property {
                identify(cx, existing, field, property)?;
            }
        }
    }
    let file = path(&draft.catalog, name, "object");
    let change = match draft.catalog.files().get(&file) {
        // Only what differs goes into the draft: the rest still follows the product.
        Some(before) => difference(before, &laid_over(before, declaration)),
        None => Json::Object(declaration),
    };
    if change.as_object().is_none_or(|change| !change.is_empty()) {
        apply(cx, conn, &draft, [(file, change)].into()).await?;
    }
    document(conn, name, "object").await
}

/// The document with what another one says of it.
fn laid_over(before: &Json, declaration: JsonMap) -> Json {
    let mut after = before.as_object().cloned().unwrap_or_default();
    for (key, value) in declaration {
        match (after.get_mut(&key), value) {
            (Some(Json::Object(fields)), Json::Object(named)) if key == "properties" => fields.extend(named),
            (_, value) => drop(after.insert(key, value)),
        }
    }
    Json::Object(after)
}

/// Gives a field of the document its identity and its column.
fn identify(cx: &Cx, owner: Option<&Object>, name: &str, property: &mut JsonMap) -> Result<()> {
    let existing = owner.and_then(|owner| owner.field(name));
    property.entry("x-id").or_insert_with(|| existing.map_or_else(|| new_id("f"), |field| field.id.clone()).into());
    // What cannot be read is told with everything else that is wrong with the draft.
    let is_readable = Field::from_schema(name, &Json::Object(property.clone()), false).is_ok();
    let Some(owner) = owner.filter(|_| is_readable) else {
        property.remove("x-column");
        identify_lines(property, existing);
        return Ok(());
    };
    keep_in_column(cx, owner, name, existing, property).map_err(|error| error.under(&format!("/properties/{}", escape(name))))
}

/// An object of the product keeps what its permissions and its modules rely on.
pub(super) fn keep_nature(existing: &Object, declaration: &JsonMap) -> Result<()> {
    let options = declaration.get("x-object").and_then(|options| serde_json::from_value::<Options>(options.clone()).ok());
    let Some(options) = options.filter(|_| !is_custom(&existing.name)) else { return Ok(()) };
    match existing.options.kept_as_shipped(&options) {
        None => Ok(()),
        Some(key) => Err(refused(&format!("/x-object/{key}"), relied_upon())),
    }
}

/// Takes an object that administrators added out of the draft. Its table keeps the data. With `mending`, whatever refers to
/// it and can be taken out goes along.
///
/// # Errors
/// [`Error::Precondition`] when it is not what was `seen`, [`Error::Invalid`] for a shipped object, or while other
/// declarations name it.
pub async fn delete_object(cx: &Cx, conn: &mut Conn, name: &str, mending: bool, seen: &Seen) -> Result<()> {
    let before = draft_to_change(conn).await?;
    seen.require(before.catalog.files().get(&path(&before.catalog, name, "object")).map(tag_of).as_deref())?;
    before.catalog.object(name).ok_or(Error::NotFound)?;
    if !is_custom(name) {
        return Err(refused("", Label::new("产品自带的对象不能删除", "an object of the product cannot be deleted")));
    }
    if mending {
        // The last first: what stands behind a place in a list moves up when it is taken out.
        let found = object_references(&draft(conn).await?.catalog, name);
        for reference in found.iter().rev().filter(|reference| reference.mendable) {
            mend(cx, conn, &reference.file, &reference.pointer, None).await?;
        }
    }
    let draft = draft(conn).await?;
    let files = ["object", "views", "layouts", "actions", "conversions"].map(|file| path(&draft.catalog, name, file));
    let change: Files = files.into_iter().filter(|file| draft.catalog.files().contains_key(file)).map(|file| (file, Json::Null)).collect();
    apply(cx, conn, &draft, change).await
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn fields_that_a_document_leaves_out_stay() {
        let before = json!({ "x-object": { "team": true, "owned": true }, "properties": { "a": 1, "b": 2 }, "required": ["a"] });
        let Json::Object(declaration) = json!({ "x-object": { "owned": true }, "properties": { "b": 3 } }) else { unreachable!() };
        let after = laid_over(&before, declaration);
        assert_eq!(after, json!({ "x-object": { "owned": true }, "properties": { "a": 1, "b": 3 }, "required": ["a"] }));
    }
}
