//! Everything that refers to a field: what an administrator is shown before it changes, each with a way to mend it.

use serde::Serialize;
use trellis_catalog::Catalog;
use trellis_model::{Field, Json, JsonMap, Label, Object, Schema, expression::Expression, object::lines_object, violation::escape};
use trellis_storage::Conn;

use super::draft::{compose, difference, draft_to_change, keep};
use crate::{Cx, Error, Result, company};

/// Something that refers to a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reference {
    /// `view`, `layout`, `action`, `conversion`, `formula`, `rollup`, `mirror`, `condition`, `rule`, `object`, `lookup`,
    /// `dashboard` or `policy`.
    pub kind: &'static str,
    /// The object that it belongs to.
    pub object: String,
    /// What it is called there.
    pub name: String,
    /// What people read.
    pub label: Label,
    /// The declaration; empty for a policy line.
    pub file: String,
    /// Where in it.
    pub pointer: String,
    /// Whether it can be taken out without anything else to decide.
    pub mendable: bool,
}

/// What refers to a field.
pub fn references(catalog: &Catalog, object: &str, field: &str) -> Vec<Reference> {
    let mut finder = Finder { catalog, object, field, found: Vec::new() };
    for (path, json) in catalog.files() {
        finder.file(path, json);
    }
    finder.found
}

/// The company's own policy lines about a field.
pub(super) async fn policy_references(conn: &mut Conn, object: &str, field: &str) -> Result<Vec<Reference>> {
    let path = format!("{object}.{field}");
    let lines = company::policy_lines(conn).await?;
    let about = lines.into_iter().filter(|line| matches!(line, trellis_access::PolicyLine::Field { field, .. } if *field == path));
    Ok(about
        .map(|line| Reference {
            kind: "policy",
            object: object.to_owned(),
            name: line.role().to_owned(),
            label: Label::new(line.to_string(), line.to_string()),
            file: String::new(),
            pointer: String::new(),
            mendable: false,
        })
        .collect())
}

struct Finder<'a> {
    catalog: &'a Catalog,
    object: &'a str,
    field: &'a str,
    found: Vec<Reference>,
}

/// What stands around a place that may refer to the field.
#[derive(Clone, Copy)]
struct Place<'a> {
    kind: &'static str,
    object: &'a Object,
    name: &'a str,
    label: &'a Label,
    file: &'a str,
}

impl Finder<'_> {
    fn add(&mut self, place: Place<'_>, pointer: String, mendable: bool) {
        self.found.push(Reference {
            kind: place.kind,
            object: place.object.name.clone(),
            name: place.name.to_owned(),
            label: place.label.clone(),
            file: place.file.to_owned(),
            pointer,
            mendable,
        });
    }

    /// Whether a path from `object` leads to the field or through it.
    fn leads(&self, object: &Object, path: &str) -> bool {
        let (first, rest) = path.split_once('.').map_or((path, None), |(first, rest)| (first, Some(rest)));
        if object.name == self.object && first == self.field {
            return true;
        }
        let target = object.field(first).and_then(Field::target);
        rest == Some(self.field) && target == Some(self.object)
    }

    fn file(&mut self, path: &str, json: &Json) {
        let steps: Vec<&str> = path.trim_end_matches(".json").split('/').collect();
        match steps.as_slice() {
            ["dashboards", name] => self.dashboard(path, name, json),
            [_, object, part] => {
                let Some(object) = self.catalog.object(object) else { return };
                match *part {
                    "views" => self.views(path, object, json),
                    "layouts" => self.layouts(path, object, json),
                    "actions" => self.actions(path, object, json),
                    "conversions" => self.conversions(path, object, json),
                    "object" => self.declaration(path, object, json),
                    _ => {}
                }
            }
            _ => {}
        }
    }

    fn path_at(&mut self, place: Place<'_>, path: Option<&str>, pointer: String, mendable: bool) {
        if path.is_some_and(|path| self.leads(place.object, path)) {
            self.add(place, pointer, mendable);
        }
    }

    fn sort(&mut self, place: Place<'_>, sort: Option<&str>, pointer: &str) {
        let named =
            sort.into_iter().flat_map(|sort| sort.split(',')).any(|key| self.leads(place.object, key.trim().trim_start_matches('-')));
        if named {
            self.add(place, pointer.to_owned(), true);
        }
    }

    fn filter(&mut self, place: Place<'_>, of: &Object, filter: Option<&Json>, pointer: &str) {
        match filter {
            Some(Json::Object(map)) => {
                for (key, inner) in map {
                    let here = format!("{pointer}/{}", escape(key));
                    match key.as_str() {
                        "and" | "or" | "not" => self.filter(place, of, Some(inner), &here),
                        path if self.leads(of, path) => self.add(place, here, true),
                        _ => {}
                    }
                }
            }
            Some(Json::Array(items)) => {
                items.iter().enumerate().for_each(|(at, item)| self.filter(place, of, Some(item), &format!("{pointer}/{at}")));
            }
            _ => {}
        }
    }

    fn expression(&mut self, place: Place<'_>, source: Option<&str>, pointer: &str) {
        let named =
            source.and_then(Expression::shared).is_some_and(|expression| expression.paths().any(|path| self.leads(place.object, path)));
        if named {
            self.add(place, pointer.to_owned(), false);
        }
    }

    /// The items of an array that are paths, or have one under `key`.
    fn list(&mut self, place: Place<'_>, of: &Object, items: Option<&Json>, key: Option<&str>, pointer: &str) {
        for (at, item) in items.and_then(Json::as_array).into_iter().flatten().enumerate() {
            let path = key.map_or(item, |key| &item[key]).as_str();
            if path.is_some_and(|path| self.leads(of, path)) {
                self.add(place, format!("{pointer}/{at}"), true);
            }
        }
    }

    fn views(&mut self, file: &str, object: &Object, json: &Json) {
        let place = Place { kind: "view", object, name: "", label: &object.label, file };
        self.list(place, object, json.get("columns"), Some("field"), "/columns");
        self.sort(place, json["sort"].as_str(), "/sort");
        for (name, view) in map(json, "views") {
            let label = label_of(view, &object.label);
            let place = Place { name, label: &label, ..place };
            let pointer = format!("/views/{}", escape(name));
            self.list(place, object, view.get("columns"), Some("field"), &format!("{pointer}/columns"));
            self.sort(place, view["sort"].as_str(), &format!("{pointer}/sort"));
            self.filter(place, object, view.get("filter"), &format!("{pointer}/filter"));
            self.path_at(place, view["group"].as_str(), format!("{pointer}/group"), false);
        }
    }

    fn layouts(&mut self, file: &str, object: &Object, json: &Json) {
        for (name, layout) in map(json, "layouts") {
            let place = Place { kind: "layout", object, name, label: &object.label, file };
            let pointer = format!("/layouts/{}", escape(name));
            for (at, section) in layout["sections"].as_array().into_iter().flatten().enumerate() {
                let pointer = format!("{pointer}/sections/{at}");
                self.list(place, object, section.get("fields"), None, &format!("{pointer}/fields"));
                self.expression(place, section["visible"].as_str(), &format!("{pointer}/visible"));
            }
            for key in ["highlights", "quick_create"] {
                self.list(place, object, layout.get(key), None, &format!("{pointer}/{key}"));
            }
            self.path_at(place, layout["path"].as_str(), format!("{pointer}/path"), true);
            for (at, related) in layout["related"].as_array().into_iter().flatten().enumerate() {
                let pointer = format!("{pointer}/related/{at}");
                let Some((child, lookup)) = related["relation"].as_str().and_then(|relation| relation.split_once('.')) else { continue };
                if child == self.object && lookup == self.field {
                    self.add(place, pointer.clone(), true);
                } else if let Some(child) = self.catalog.object(child) {
                    self.list(place, child, related.get("columns"), None, &format!("{pointer}/columns"));
                }
            }
        }
    }

    fn actions(&mut self, file: &str, object: &Object, json: &Json) {
        for (name, action) in map(json, "actions") {
            let label = label_of(action, &object.label);
            let place = Place { kind: "action", object, name, label: &label, file };
            self.filter(place, object, action.get("when"), &format!("/actions/{}/when", escape(name)));
        }
    }

    fn conversions(&mut self, file: &str, object: &Object, json: &Json) {
        for (name, targets) in map(json, "conversions") {
            for (target, mapping) in targets.as_object().into_iter().flatten() {
                let place = Place { kind: "conversion", object, name, label: &object.label, file };
                for (to, from) in mapping.as_object().into_iter().flatten() {
                    let is_target = target == self.object && to == self.field;
                    if is_target || from.as_str().is_some_and(|from| self.leads(object, from)) {
                        self.add(place, format!("/conversions/{}/{}/{}", escape(name), escape(target), escape(to)), true);
                    }
                }
            }
        }
    }

    fn declaration(&mut self, file: &str, object: &Object, json: &Json) {
        let place = Place { kind: "object", object, name: &object.name, label: &object.label, file };
        let options = &json["x-object"];
        self.path_at(place, options["name_field"].as_str(), "/x-object/name_field".into(), false);
        self.list(place, object, options.get("search"), None, "/x-object/search");
        self.list(place, object, json.get("required"), None, "/required");
        for (at, set) in options["duplicates"].as_array().into_iter().flatten().enumerate() {
            if set.as_array().is_some_and(|set| set.iter().filter_map(Json::as_str).any(|name| self.leads(object, name))) {
                self.add(place, format!("/x-object/duplicates/{at}"), true);
            }
        }
        for key in ["inherit", "also"] {
            self.path_at(place, options["access"][key].as_str(), format!("/x-object/access/{key}"), false);
        }
        for (name, rule) in map(json, "x-rules") {
            let label =
                rule.get("message").and_then(|label| serde_json::from_value(label.clone()).ok()).unwrap_or_else(|| object.label.clone());
            let place = Place { kind: "rule", name, label: &label, ..place };
            let pointer = format!("/x-rules/{}", escape(name));
            self.expression(place, rule["check"].as_str(), &pointer);
            self.path_at(place, rule["field"].as_str(), format!("{pointer}/field"), true);
        }
        self.properties(file, object, json, "");
    }

    fn properties(&mut self, file: &str, object: &Object, json: &Json, pointer: &str) {
        for (name, property) in map(json, "properties") {
            let label = property
                .get("x-label")
                .and_then(|label| serde_json::from_value(label.clone()).ok())
                .unwrap_or_else(|| object.label.clone());
            let at = |keyword: &str| format!("{pointer}/properties/{}/{keyword}", escape(name));
            let place = |kind: &'static str| Place { kind, object, name, label: &label, file };
            let formula = property["x-formula"].as_str().or_else(|| property["x-formula"]["expression"].as_str());
            self.expression(place("formula"), formula, &at("x-formula"));
            for keyword in ["x-visible", "x-required", "x-readonly", "x-default"] {
                self.expression(place("condition"), property[keyword].as_str(), &at(keyword));
            }
            self.path_at(place("mirror"), property["x-mirror"].as_str(), at("x-mirror"), false);
            self.list(place("object"), object, property.get("x-unique"), None, &at("x-unique"));
            self.rollup(place("rollup"), property.get("x-rollup"), &at("x-rollup"));
            let target = property["x-lookup"]["object"].as_str().and_then(|target| self.catalog.object(target));
            if let Some(target) = target {
                self.filter(place("lookup"), target, property["x-lookup"].get("filter"), &at("x-lookup/filter"));
            }
            if let (Some(lines), Some(made)) = (property.get("x-lines"), self.catalog.object(&lines_object(&object.name, name))) {
                self.properties(file, made, lines, &at("x-lines"));
            }
        }
    }

    fn rollup(&mut self, place: Place<'_>, rollup: Option<&Json>, pointer: &str) {
        let Some(relation) = rollup.and_then(|rollup| rollup["relation"].as_str()) else { return };
        let (child, lookup) = match relation.split_once('.') {
            Some((child, lookup)) => (child.to_owned(), lookup),
            None => (lines_object(&place.object.name, relation), "parent"),
        };
        let own_lines = place.object.name == self.object && relation == self.field;
        let (Some(rollup), Some(child)) = (rollup, self.catalog.object(&child)) else { return };
        let measured = rollup["field"].as_str().is_some_and(|field| self.leads(child, field));
        if own_lines || self.leads(child, lookup) || measured {
            self.add(place, pointer.to_owned(), false);
        }
        self.filter(place, child, rollup.get("filter"), &format!("{pointer}/filter"));
    }

    fn dashboard(&mut self, file: &str, name: &str, json: &Json) {
        for (chart, declared) in map(json, "charts") {
            let Some(object) = declared["object"].as_str().and_then(|object| self.catalog.object(object)) else { continue };
            let label = label_of(declared, &object.label);
            let place = Place { kind: "dashboard", object, name, label: &label, file };
            let pointer = format!("/charts/{}", escape(chart));
            for key in ["measures", "by"] {
                for (at, item) in declared[key].as_array().into_iter().flatten().enumerate() {
                    if item["field"].as_str().is_some_and(|path| self.leads(object, path)) {
                        self.add(place, format!("{pointer}/{key}/{at}"), false);
                    }
                }
            }
            self.path_at(place, declared["date_field"].as_str(), format!("{pointer}/date_field"), false);
            self.filter(place, object, declared.get("filter"), &format!("{pointer}/filter"));
        }
    }
}

pub(super) fn map<'a>(json: &'a Json, key: &str) -> impl Iterator<Item = (&'a str, &'a Json)> {
    json.get(key).and_then(Json::as_object).into_iter().flatten().map(|(name, json)| (name.as_str(), json))
}

pub(super) fn label_of(json: &Json, otherwise: &Label) -> Label {
    json.get("label").and_then(|label| serde_json::from_value(label.clone()).ok()).unwrap_or_else(|| otherwise.clone())
}

/// Takes a reference out of the draft: a column, a place in a layout, a condition of a filter, a key of an order.
///
/// # Errors
/// [`Error::NotFound`] when there is nothing at that place; [`Error::Invalid`] when the draft is not right without it.
pub async fn mend(cx: &Cx, conn: &mut Conn, file: &str, pointer: &str, field: Option<&str>) -> Result<()> {
    let draft = draft_to_change(conn).await?;
    let before = draft.catalog.files().get(file).cloned().ok_or(Error::NotFound)?;
    let mut after = before.clone();
    remove_at(&mut after, pointer, field).ok_or(Error::NotFound)?;
    let patches = compose(&draft.patches, &[(file.to_owned(), difference(&before, &after))].into());
    keep(cx, conn, &patches).await
}

/// Removes what stands at a pointer; of an order only the keys of the field.
pub(super) fn remove_at(json: &mut Json, pointer: &str, field: Option<&str>) -> Option<()> {
    let (parent, last) = pointer.rsplit_once('/')?;
    let last = last.replace("~1", "/").replace("~0", "~");
    match json.pointer_mut(parent)? {
        Json::Array(items) => {
            let at: usize = last.parse().ok().filter(|at| *at < items.len())?;
            items.remove(at);
            if items.is_empty() {
                // A section without fields, or a combinator without conditions, is nothing.
                let (above, key) = parent.rsplit_once('/')?;
                match key {
                    "fields" => remove_at(json, above, None)?,
                    "and" | "or" => remove_at(json, parent, None)?,
                    _ => {}
                }
            }
        }
        Json::Object(map) => {
            let kept = map.get(&last)?.as_str().filter(|_| last == "sort").zip(field).map(|(sort, field)| {
                let other = |key: &&str| {
                    let path = key.trim().trim_start_matches('-');
                    path != field && !path.starts_with(&format!("{field}.")) && !path.ends_with(&format!(".{field}"))
                };
                sort.split(',').filter(other).collect::<Vec<_>>().join(",")
            });
            match kept.filter(|sort| !sort.is_empty()) {
                Some(sort) => drop(map.insert(last, sort.into())),
                None => drop(map.shift_remove(&last)),
            }
            let in_filter = parent.contains("/filter") || parent.ends_with("/when");
            if map.is_empty() && in_filter {
                remove_at(json, parent, None)?;
            }
        }
        _ => return None,
    }
    Some(())
}

/// The declarations with a field under a new name wherever it is mentioned: what keeps working after a rename.
pub(super) fn renamed(catalog: &Catalog, object: &str, from: &str, to: &str) -> Vec<(String, Json)> {
    let mut changed: Vec<(String, Json)> = Vec::new();
    let mut edit = |file: &str, work: &dyn Fn(&mut Json)| {
        let place = changed.iter().position(|(path, _)| path == file);
        let at = place.unwrap_or_else(|| {
            changed.push((file.to_owned(), catalog.files().get(file).cloned().unwrap_or_default()));
            changed.len() - 1
        });
        work(&mut changed[at].1);
    };
    for reference in references(catalog, object, from) {
        let of = catalog.object(&reference.object);
        let own = of.is_some_and(|of| of.name == object);
        edit(&reference.file, &|json| rename_at(json, &reference.pointer, own, from, to));
    }
    let declared_in = catalog.files().keys().find(|path| path.ends_with(&format!("/{object}/object.json"))).cloned();
    if let Some(file) = declared_in {
        edit(&file, &|json| {
            if let Some(properties) = json.get_mut("properties").and_then(Json::as_object_mut) {
                let renamed: JsonMap = std::mem::take(properties)
                    .into_iter()
                    .map(|(name, property)| (if name == from { to.to_owned() } else { name }, property))
                    .collect();
                *properties = renamed;
            }
        });
    }
    changed
}

fn rename_at(json: &mut Json, pointer: &str, own: bool, from: &str, to: &str) {
    let path = |text: &str| -> String {
        match text.split_once('.') {
            None if text == from => to.to_owned(),
            Some((first, rest)) if own && first == from => format!("{to}.{rest}"),
            Some((first, rest)) if rest == from => format!("{first}.{to}"),
            _ => text.to_owned(),
        }
    };
    // A filter's condition and a conversion's target are keys; everything else is a value.
    let (parent, last) = pointer.rsplit_once('/').unwrap_or(("", pointer));
    let last = last.replace("~1", "/").replace("~0", "~");
    let key = path(&last);
    if key != last
        && let Some(Json::Object(map)) = json.pointer_mut(parent)
        && map.contains_key(&last)
    {
        let renamed: JsonMap =
            std::mem::take(map).into_iter().map(|(name, value)| (if name == last { key.clone() } else { name }, value)).collect();
        *map = renamed;
        return;
    }
    if let Some(found) = json.pointer_mut(pointer) {
        rename_in(found, &path, own, from, to);
    }
}

fn rename_in(json: &mut Json, path: &dyn Fn(&str) -> String, own: bool, from: &str, to: &str) {
    match json {
        Json::String(text) => {
            let plain = text.chars().all(|c| c.is_ascii_alphanumeric() || "_.,-".contains(c));
            *text = if plain {
                let key = |key: &str| key.strip_prefix('-').map_or_else(|| path(key), |rest| format!("-{}", path(rest)));
                text.split(',').map(key).collect::<Vec<_>>().join(",")
            } else {
                in_expression(text, own, from, to)
            };
        }
        Json::Array(items) => items.iter_mut().for_each(|item| rename_in(item, path, own, from, to)),
        Json::Object(map) => {
            for key in ["field", "relation", "expression", "check"] {
                if let Some(inner) = map.get_mut(key) {
                    rename_in(inner, path, own, from, to);
                }
            }
            if let Some(inner) = map.get_mut("filter") {
                rename_keys(inner, path);
            }
        }
        _ => {}
    }
}

fn rename_keys(json: &mut Json, path: &dyn Fn(&str) -> String) {
    match json {
        Json::Object(map) => {
            let renamed: JsonMap = std::mem::take(map)
                .into_iter()
                .map(|(key, mut inner)| match key.as_str() {
                    "and" | "or" | "not" => {
                        rename_keys(&mut inner, path);
                        (key, inner)
                    }
                    _ => (path(&key), inner),
                })
                .collect();
            *map = renamed;
        }
        Json::Array(items) => items.iter_mut().for_each(|item| rename_keys(item, path)),
        _ => {}
    }
}

/// An expression with a name in it replaced: whole names only, and none inside quotes.
fn in_expression(source: &str, own: bool, from: &str, to: &str) -> String {
    let (mut out, mut word, mut quote) = (String::with_capacity(source.len()), String::new(), None);
    let mut after_dot = false;
    for c in source.chars().chain(std::iter::once('\0')) {
        if quote.is_none() && (c.is_ascii_alphanumeric() || c == '_') {
            word.push(c);
            continue;
        }
        let replace = word == from && (after_dot != own || (after_dot && !own));
        out.push_str(if replace { to } else { &word });
        after_dot = c == '.' && !word.is_empty();
        word.clear();
        match (quote, c) {
            (None, '\'' | '"') => quote = Some(c),
            (Some(open), close) if open == close => quote = None,
            _ => {}
        }
        if c != '\0' {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_field_is_found_wherever_it_is_mentioned() {
        let catalog = Catalog::base();
        let found = references(&catalog, "customer", "level");
        let kinds: std::collections::BTreeSet<&str> = found.iter().map(|it| it.kind).collect();
        assert!(kinds.contains("view") && kinds.contains("layout"), "{found:?}");
        for reference in &found {
            let file = catalog.files().get(&reference.file).unwrap();
            assert!(file.pointer(&reference.pointer).is_some(), "{reference:?}");
        }
    }

    #[test]
    fn what_is_taken_out_is_gone_and_nothing_else() {
        let mut json = json!({ "columns": [{ "field": "name" }, { "field": "level" }], "sort": "-level,name", "filter": { "and": [{ "level": { "eq": "a" } }] }, "x": 1 });
        remove_at(&mut json, "/columns/1", None).unwrap();
        remove_at(&mut json, "/sort", Some("level")).unwrap();
        remove_at(&mut json, "/filter/and/0/level", None).unwrap();
        assert_eq!(json, json!({ "columns": [{ "field": "name" }], "sort": "name", "x": 1 }));
        assert_eq!(remove_at(&mut json, "/columns/7", None), None);
    }

    #[test]
    fn expressions_keep_their_texts_when_a_name_changes() {
        for (source, own, expected) in [
            ("level == 'level' and levels > 1", true, "rank == 'level' and levels > 1"),
            ("customer.level == \"a\"", false, "customer.rank == \"a\""),
            ("level.name ~ level", true, "rank.name ~ rank"),
        ] {
            assert_eq!(in_expression(source, own, "level", "rank"), expected, "{source}");
        }
    }
}
