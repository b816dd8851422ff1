//! From files to objects, dictionaries, dashboards and apps. Reads as much as can be read.

use std::collections::BTreeMap;

use serde::{Deserialize, de::DeserializeOwned};
use trellis_model::{
    Action, Dashboard, Field, FieldKind, Json, JsonMap, Label, Layout, ListView, Object, Picklist, both,
    layout::Section,
    object::{Options, Rule, fields_of, is_custom},
    view::{Column, Views},
    wire::App,
};

use crate::{
    FileKind, Files, Problem,
    files::{Place, part, place},
    problem::{Report, at},
};

/// What the files declare.
pub(crate) struct Parts {
    /// In the order of the apps.
    pub objects: Vec<Object>,
    pub picklists: Vec<Picklist>,
    pub dashboards: Vec<Dashboard>,
    /// In order.
    pub apps: Vec<App>,
}

/// Reads the files; what cannot be read is left out and reported.
pub(crate) fn read(files: &Files, problems: &mut Vec<Problem>) -> Parts {
    let mut apps: Vec<(u32, App)> = Vec::new();
    let mut objects: BTreeMap<String, Object> = BTreeMap::new();
    let (mut picklists, mut dashboards) = (Vec::new(), Vec::new());
    for (path, json) in files {
        let Some(Place { kind, app, name }) = place(path) else { continue };
        let mut report = Report::new(path, problems);
        match kind {
            FileKind::App => apps.extend(typed::<AppFile>(json, "", &mut report).map(|file| (file.order, file.into_app(app)))),
            FileKind::Picklist => picklists.extend(typed::<Picklist>(json, "", &mut report)),
            FileKind::Dashboard => dashboards.extend(typed::<Dashboard>(json, "", &mut report)),
            FileKind::Object => {
                if objects.contains_key(name) {
                    report.add("", both!("另一个应用中已有对象“{name}”", "there is an object `{name}` in another app already"));
                } else if let Some(object) = object(app, name, json, &mut report) {
                    objects.insert(name.to_owned(), with_parts(object, files, problems));
                }
            }
            FileKind::Views | FileKind::Layouts | FileKind::Actions | FileKind::Conversions => {
                if !files.contains_key(&part(app, name, FileKind::Object)) {
                    report.add(
                        "",
                        both!("“{app}”中没有对象“{name}”与此对应", "there is no object `{name}` in `{app}` that this could belong to"),
                    );
                }
            }
        }
    }
    apps.sort_by_key(|(order, _)| *order);
    let mut apps: Vec<App> = apps.into_iter().map(|(_, app)| app).collect();
    add_missing_apps(&objects, &mut apps);
    let objects = in_order(objects, &mut apps);
    Parts { objects, picklists, dashboards, apps }
}

/// An app as its file declares it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AppFile {
    #[serde(rename = "name")]
    _name: String,
    label: Label,
    icon: String,
    order: u32,
    objects: Vec<String>,
}

impl AppFile {
    /// The folder's name counts; that the file says the same is checked.
    fn into_app(self, name: &str) -> App {
        App { name: name.to_owned(), label: self.label, icon: self.icon, objects: self.objects }
    }
}

/// An app for the objects of a folder that declares none, such as those that administrators add.
fn add_missing_apps(objects: &BTreeMap<String, Object>, apps: &mut Vec<App>) {
    for object in objects.values() {
        if !apps.iter().any(|app| app.name == object.app) {
            let label = Label::new("自定义对象", "Custom objects");
            apps.push(App { name: object.app.clone(), label, icon: "blocks".into(), objects: Vec::new() });
        }
    }
}

/// The objects as the apps list them; those that no list mentions follow in their app, and are added to its list.
fn in_order(mut objects: BTreeMap<String, Object>, apps: &mut [App]) -> Vec<Object> {
    let mut ordered = Vec::with_capacity(objects.len());
    for app in apps {
        app.objects.retain(|name| objects.get(name).is_some_and(|object| object.app == app.name));
        let unlisted = objects.values().filter(|object| object.app == app.name && !app.objects.contains(&object.name));
        let unlisted: Vec<String> = unlisted.map(|object| object.name.clone()).collect();
        app.objects.extend(unlisted);
        ordered.extend(app.objects.iter().filter_map(|name| objects.remove(name)));
    }
    ordered
}

fn object(app: &str, name: &str, json: &Json, report: &mut Report<'_>) -> Option<Object> {
    let options: Options = typed(json.get("x-object")?, "/x-object", report)?;
    let label = json.get("x-label").and_then(|label| typed(label, "/x-label", report));
    let label = label.unwrap_or_else(|| Label::new(name, name));
    let (fields, problems) = fields_of(json);
    for problem in problems {
        report.unreadable(problem.pointer, problem.message);
    }
    let mut object = Object::new(name, label, app, options, fields);
    object.rules = named(&map_in(json, "x-rules"), "/x-rules", report, |rule: &mut Rule, name| rule.name = name.to_owned());
    Some(object)
}

/// The object with what stands beside it in its folder.
fn with_parts(mut object: Object, files: &Files, problems: &mut Vec<Problem>) -> Object {
    let folder = Folder { app: &object.app.clone(), name: &object.name.clone(), files };
    let declared = folder.read(FileKind::Views, problems, |json, report| typed::<Views>(json, "", report));
    let declared = declared.flatten().unwrap_or_else(|| Views { scenes: true, ..Views::default() });
    let views = folder.read(FileKind::Views, problems, |_, report| {
        named(&declared.views, "/views", report, |view: &mut ListView, name| view.name = name.to_owned())
    });
    object.views = all_views(&object, declared, views.unwrap_or_default());

    let layouts = folder.read(FileKind::Layouts, problems, |json, report| {
        let one = |(name, json): (String, Json)| Some((name.clone(), typed(&json, &at("/layouts", &name), report)?));
        map_in(json, "layouts").into_iter().filter_map(one).collect()
    });
    object.layouts = layouts.unwrap_or_default();
    if object.layout().is_none() {
        object.layouts.insert(0, ("default".to_owned(), plain_layout(&object)));
    }
    place_added_fields(&mut object);

    let actions = folder.read(FileKind::Actions, problems, |json, report| {
        named(&map_in(json, "actions"), "/actions", report, |action: &mut Action, name| action.name = name.to_owned())
    });
    object.actions = actions.unwrap_or_default();
    let conversions = folder.read(FileKind::Conversions, problems, |json, _| map_in(json, "conversions"));
    object.conversions = conversions.unwrap_or_default();
    object
}

/// The folder of one object.
struct Folder<'a> {
    app: &'a str,
    name: &'a str,
    files: &'a Files,
}

impl Folder<'_> {
    /// What `read` makes of a part, when the object has it.
    fn read<T>(&self, kind: FileKind, problems: &mut Vec<Problem>, read: impl FnOnce(&Json, &mut Report<'_>) -> T) -> Option<T> {
        let path = part(self.app, self.name, kind);
        let json = self.files.get(&path)?;
        Some(read(json, &mut Report::new(&path, problems)))
    }
}

/// The scenes, then the declared views in their order, each with columns and order of its rows.
fn all_views(object: &Object, declared: Views, mut views: Vec<ListView>) -> Vec<ListView> {
    // The sort is stable: what the order does not name stays as it is declared, behind what it names.
    views.sort_by_key(|view| declared.order.iter().position(|name| *name == view.name).unwrap_or(usize::MAX));
    let scenes = declared.scenes && object.options.owned;
    let columns = if declared.columns.is_empty() { plain_columns(object) } else { declared.columns };
    let sort = declared.sort.unwrap_or_else(|| "-created_at".to_owned());
    let complete = |mut view: ListView| {
        if view.columns.is_empty() {
            view.columns.clone_from(&columns);
        }
        view.sort.get_or_insert_with(|| sort.clone());
        view
    };
    ListView::scenes(scenes, object.has_participants()).into_iter().chain(views).map(complete).collect()
}

/// The columns of an object that declares none: its name, its first fields, its owner.
fn plain_columns(object: &Object) -> Vec<Column> {
    let column = |field: &str| Column { field: field.to_owned(), width: None };
    let others = object.declared().filter(|field| field.name != object.name_field() && field.kind != FieldKind::Textarea);
    let mut columns = vec![column(object.name_field())];
    columns.extend(others.take(5).map(|field| column(&field.name)));
    columns.extend(object.options.owned.then(|| column("owner")));
    columns.push(column("created_at"));
    columns
}

/// The layout of an object that declares none: every field in one section.
fn plain_layout(object: &Object) -> Layout {
    let names = |wanted: &dyn Fn(&Field) -> bool| object.declared().filter(|field| wanted(field)).map(|field| field.name.clone()).collect();
    let fields: Vec<String> = names(&|_| true);
    let section =
        Section { name: "basic".into(), label: Label::new("基本信息", "Basics"), columns: 2, fields, tab: None, visible: None };
    Layout { sections: vec![section], quick_create: names(&|field| field.required && field.is_writable()), ..Layout::default() }
}

/// The section of fields that no layout places.
const ADDED: &str = "added";

/// A field that administrators added is in everybody's form at once: one that the layout does not place stands in a section
/// at its end. A layout made for some roles shows what was put into it, and what nobody can save a record without.
fn place_added_fields(object: &mut Object) {
    let added: Vec<(String, bool)> =
        object.declared().filter(|field| is_custom(&field.name)).map(|field| (field.name.clone(), field.required)).collect();
    for (_, layout) in &mut object.layouts {
        let for_all = layout.roles.is_empty();
        let placed = |name: &String| layout.sections.iter().any(|section| section.fields.contains(name));
        let wanted = |(name, required): &&(String, bool)| (for_all || *required) && !placed(name);
        let fields: Vec<String> = added.iter().filter(wanted).map(|(name, _)| name.clone()).collect();
        if fields.is_empty() {
            continue;
        }
        // A layout that was saved with that section in it keeps one.
        match layout.sections.iter_mut().find(|section| section.name == ADDED) {
            Some(section) => section.fields.extend(fields),
            None => {
                let label = Label::new("其他信息", "More");
                layout.sections.push(Section { name: ADDED.into(), label, columns: 2, fields, tab: None, visible: None });
            }
        }
    }
}

fn map_in(json: &Json, key: &str) -> JsonMap {
    json.get(key).and_then(Json::as_object).cloned().unwrap_or_default()
}

fn named<T: DeserializeOwned>(map: &JsonMap, pointer: &str, report: &mut Report<'_>, name_it: impl Fn(&mut T, &str)) -> Vec<T> {
    let mut read = Vec::with_capacity(map.len());
    for (name, json) in map {
        if let Some(mut one) = typed(json, &at(pointer, name), report) {
            name_it(&mut one, name);
            read.push(one);
        }
    }
    read
}

fn typed<T: DeserializeOwned>(json: &Json, pointer: &str, report: &mut Report<'_>) -> Option<T> {
    T::deserialize(json).map_err(|error| report.unreadable(pointer, Label::same(error.to_string()))).ok()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_object_with_nothing_but_fields_gets_views_and_a_layout() {
        let label = json!({ "zh-CN": "拜访", "en": "Visit" });
        let object = json!({ "$id": "c_visit", "x-label": label, "x-object": { "icon": "map", "name_field": "name", "owned": true },
            "required": ["name"], "properties": {
                "name": { "x-id": "c_01", "x-type": "text", "type": "string", "x-label": label },
                "place": { "x-id": "c_02", "x-type": "text", "type": "string", "x-label": label },
            } });
        let files: Files = [("custom/c_visit/object.json".to_owned(), object)].into();
        let mut problems = Vec::new();
        let parts = read(&files, &mut problems);
        assert_eq!(problems, []);
        let visit = &parts.objects[0];
        let scenes: Vec<&str> = visit.views.iter().map(|view| view.name.as_str()).collect();
        assert_eq!(scenes, ["mine", "department", "all"]);
        let columns: Vec<&str> = visit.views[0].columns.iter().map(|column| column.field.as_str()).collect();
        assert_eq!(columns, ["name", "place", "owner", "created_at"]);
        let layout = visit.layout().unwrap();
        assert_eq!(layout.sections[0].fields, ["name", "place"]);
        assert_eq!(layout.quick_create, ["name"]);
        assert_eq!((parts.apps[0].name.as_str(), parts.apps[0].objects.as_slice()), ("custom", ["c_visit".to_owned()].as_slice()));
    }
}
