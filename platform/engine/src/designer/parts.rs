//! The parts of an object that are written one by one. Each has an address below the object, and a tag that says which
//! declaration it is, so that of two administrators who edit the same one the second is told.

use serde_json::json;
use trellis_catalog::{Catalog, Files, difference};
use trellis_model::{Field, Json, JsonMap, Object, Schema, Violation, violation::Code};
use trellis_storage::Conn;

use super::{
    draft::{Seen, draft, draft_to_change, tag_of},
    edit::{apply, field_tag, path},
    whole::keep_nature,
};
use crate::{Cx, Error, Result};

/// A part of an object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// What the object says of itself: title, label, description, what it can do.
    Settings,
    /// What all its lists share: the columns and the order of rows that a view has which names none, whether there are
    /// scenes, the order of the views.
    Lists,
    /// A list view.
    View(String),
    /// A layout.
    Layout(String),
    /// A business action's label, icon, placement, condition and question.
    Action(String),
    /// What a conversion copies.
    Conversion(String),
    /// A rule between fields.
    Rule(String),
}

/// Where a part stands in its file.
enum Place<'a> {
    /// These keys of the file.
    Keys(&'static [&'static str]),
    /// An entry of the map under this key.
    Entry(&'static str, &'a str),
}

/// The kinds of parts that have names.
const ENTRIES: [fn(String) -> Part; 5] = [Part::View, Part::Layout, Part::Action, Part::Conversion, Part::Rule];

impl Part {
    /// Its address below the object: `views/open`.
    pub fn address(&self) -> String {
        match self {
            Self::Settings => "settings".to_owned(),
            Self::Lists => "views".to_owned(),
            Self::View(name) => format!("views/{name}"),
            Self::Layout(name) => format!("layouts/{name}"),
            Self::Action(name) => format!("actions/{name}"),
            Self::Conversion(name) => format!("conversions/{name}"),
            Self::Rule(name) => format!("rules/{name}"),
        }
    }

    fn place(&self) -> (&'static str, Place<'_>) {
        match self {
            Self::Settings => ("object", Place::Keys(&["title", "x-label", "description", "x-object"])),
            Self::Lists => ("views", Place::Keys(&["columns", "sort", "scenes", "order"])),
            Self::View(name) => ("views", Place::Entry("views", name)),
            Self::Layout(name) => ("layouts", Place::Entry("layouts", name)),
            Self::Action(name) => ("actions", Place::Entry("actions", name)),
            Self::Conversion(name) => ("conversions", Place::Entry("conversions", name)),
            Self::Rule(name) => ("object", Place::Entry("x-rules", name)),
        }
    }

    /// The part as its file declares it.
    fn read(&self, file: &Json) -> Option<Json> {
        match self.place().1 {
            Place::Keys(keys) => {
                let said = keys.iter().filter_map(|key| Some(((*key).to_owned(), file.get(key)?.clone())));
                Some(Json::Object(said.collect()))
            }
            Place::Entry(key, name) => file.get(key)?.get(name).cloned(),
        }
    }

    /// Puts another declaration into the file, or takes the part out of it. Keys that a declaration leaves out are gone.
    fn write(&self, file: &mut JsonMap, declaration: Option<&Json>) -> Result<()> {
        match self.place().1 {
            Place::Keys(keys) => {
                let said = declaration.and_then(Json::as_object).ok_or(Error::NotFound)?;
                if let Some(name) = said.keys().find(|name| !keys.contains(&name.as_str())) {
                    return Err(Error::invalid(Violation::new(name, Code::UnknownField).with("name", name)));
                }
                for key in keys {
                    match said.get(*key) {
                        Some(value) => drop(file.insert((*key).to_owned(), value.clone())),
                        None => drop(file.shift_remove(*key)),
                    }
                }
            }
            Place::Entry(key, name) => {
                let entries = file.entry(key).or_insert_with(|| json!({})).as_object_mut().ok_or(Error::NotFound)?;
                match declaration {
                    Some(declaration) => drop(entries.insert(name.to_owned(), declaration.clone())),
                    None => {
                        entries.shift_remove(name).ok_or(Error::NotFound)?;
                        forget_order(file, name);
                    }
                }
            }
        }
        Ok(())
    }
}

/// An order of views does not name one that is gone.
fn forget_order(views: &mut JsonMap, gone: &str) {
    if let Some(Json::Array(order)) = views.get_mut("order") {
        order.retain(|name| name.as_str() != Some(gone));
        if order.is_empty() {
            views.shift_remove("order");
        }
    }
}

/// A file of an object that has none yet.
fn empty(file: &str, object: &Object) -> Json {
    match file {
        "views" => {
            let columns = object.views.first().map(|view| view.columns.clone()).unwrap_or_default();
            json!({ "columns": columns, "scenes": true, "views": {} })
        }
        // Everybody else keeps what an object without a declared layout has.
        "layouts" => json!({ "layouts": { "default": object.layout() } }),
        _ => json!({}),
    }
}

fn file_of(catalog: &Catalog, object: &Object, file: &str) -> Json {
    catalog.files().get(&path(catalog, &object.name, file)).cloned().unwrap_or_else(|| empty(file, object))
}

/// A part as it is, and which declaration that is.
#[derive(Debug, Clone, PartialEq)]
pub struct Declared {
    /// The part.
    pub declaration: Json,
    /// Its tag: another tag, another declaration.
    pub tag: String,
}

/// A part of an object as the draft has it; none where it has no such object or part.
pub fn part(catalog: &Catalog, object: &str, part: &Part) -> Option<Declared> {
    let object = catalog.object(object)?;
    let file = part.place().0;
    let declaration = part.read(&file_of(catalog, object, file))?;
    // What comes of the fields while no file declares it is the same declaration, none, whatever fields there are.
    let is_declared = catalog.files().contains_key(&path(catalog, &object.name, file));
    let tag = tag_of(if is_declared { &declaration } else { &Json::Null });
    Some(Declared { declaration, tag })
}

/// The tag of every part of an object, its fields among them, by the address of the part below the object.
pub fn tags(catalog: &Catalog, object: &Object) -> JsonMap {
    let tag = |which: Part| Some((which.address(), Json::from(part(catalog, &object.name, &which)?.tag)));
    let named = |kind: fn(String) -> Part| {
        let (file, Place::Entry(key, _)) = kind(String::new()).place() else { return Vec::new() };
        let entries = file_of(catalog, object, file).get(key).and_then(Json::as_object).cloned().unwrap_or_default();
        entries.into_iter().map(|(name, _)| kind(name)).collect()
    };
    let entries = ENTRIES.into_iter().flat_map(named);
    let field = |field: &Field| (format!("fields/{}", field.name), field_tag(catalog, field).into());
    [Part::Settings, Part::Lists].into_iter().chain(entries).filter_map(tag).chain(object.declared().map(field)).collect()
}

/// The parts of an object as their files declare them, and their tags: what belongs together in one answer.
pub fn parts(catalog: &Catalog, object: &Object) -> Json {
    let file = |file: &str| catalog.files().get(&path(catalog, &object.name, file));
    let named = |name: &str, key: &str| file(name).and_then(|file| file.get(key)).cloned().unwrap_or_else(|| json!({}));
    json!({
        "views": file("views").cloned().unwrap_or_else(|| json!({})),
        "layouts": named("layouts", "layouts"), "actions": named("actions", "actions"),
        "conversions": named("conversions", "conversions"), "rules": named("object", "x-rules"),
        "tags": tags(catalog, object),
    })
}

/// Changes a part of an object in the draft; without a declaration it is taken out. Gives the part as the draft has it then.
///
/// # Errors
/// [`Error::NotFound`] without such an object, [`Error::Precondition`] when the part is not what was `seen`,
/// [`Error::Invalid`] with everything that is wrong with it.
pub async fn put_part(
    cx: &Cx,
    conn: &mut Conn,
    object: &str,
    which: &Part,
    declaration: Option<&Json>,
    seen: &Seen,
) -> Result<Option<Declared>> {
    let before = draft_to_change(conn).await?;
    let owner = before.catalog.object(object).ok_or(Error::NotFound)?;
    seen.require(part(&before.catalog, object, which).map(|part| part.tag).as_deref())?;
    if let (Part::Settings, Some(Json::Object(declaration))) = (which, declaration) {
        keep_nature(owner, declaration)?;
    }
    let file = path(&before.catalog, object, which.place().0);
    let known = before.catalog.files().get(&file);
    let now = file_of(&before.catalog, owner, which.place().0);
    let mut after = now.as_object().cloned().unwrap_or_default();
    which.write(&mut after, declaration)?;
    let after = Json::Object(after);
    let patch = if known.is_some() { difference(&now, &after) } else { after };
    let change: Files = [(file, patch)].into();
    apply(cx, conn, &before, change).await?;
    Ok(part(&draft(conn).await?.catalog, object, which))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_read_and_written_where_it_stands() {
        let mut file = json!({ "columns": [1], "sort": "a", "order": ["a", "b"], "views": { "a": 1, "b": 2 } });
        let view = Part::View("b".into());
        assert_eq!((view.read(&file), Part::View("c".into()).read(&file)), (Some(json!(2)), None));
        assert_eq!(Part::Lists.read(&file), Some(json!({ "columns": [1], "sort": "a", "order": ["a", "b"] })));
        let map = file.as_object_mut().unwrap();
        view.write(map, None).unwrap();
        Part::Lists.write(map, Some(&json!({ "columns": [2], "order": map["order"] }))).unwrap();
        assert!(Part::Lists.write(map, Some(&json!({ "views": {} }))).is_err());
        assert!(view.write(map, None).is_err());
        assert_eq!(file, json!({ "columns": [2], "order": ["a"], "views": { "a": 1 } }));
    }
}
