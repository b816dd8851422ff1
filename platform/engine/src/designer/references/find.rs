//! Where a field is mentioned.

use serde::Serialize;
use trellis_catalog::Catalog;
use trellis_model::{Field, Json, Label, Object, Schema, expression::Expression, object::lines_object, violation::escape};
use trellis_storage::Conn;

use crate::{Result, company};

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
pub(crate) async fn policy_references(conn: &mut Conn, object: &str, field: &str) -> Result<Vec<Reference>> {
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

pub(crate) fn map<'a>(json: &'a Json, key: &str) -> impl Iterator<Item = (&'a str, &'a Json)> {
    json.get(key).and_then(Json::as_object).into_iter().flatten().map(|(name, json)| (name.as_str(), json))
}

pub(crate) fn label_of(json: &Json, otherwise: &Label) -> Label {
    json.get("label").and_then(|label| serde_json::from_value(label.clone()).ok()).unwrap_or_else(|| otherwise.clone())
}

#[cfg(test)]
mod tests {
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
}
