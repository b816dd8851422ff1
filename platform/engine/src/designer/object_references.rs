//! Everything that refers to a whole object: what an administrator is shown before it is retired.

use trellis_catalog::Catalog;
use trellis_model::{Json, Label, Object, Schema, violation::escape};

use super::references::{Reference, label_of, map};

/// What refers to an object, its own declarations aside.
pub fn object_references(catalog: &Catalog, object: &str) -> Vec<Reference> {
    let mut finder = Finder { catalog, object, found: Vec::new() };
    for (path, json) in catalog.files() {
        let steps: Vec<&str> = path.trim_end_matches(".json").split('/').collect();
        match steps.as_slice() {
            ["dashboards", name] => finder.dashboard(path, name, json),
            [_, of, part] if *of != object => {
                let Some(of) = catalog.object(of) else { continue };
                match *part {
                    "object" => finder.properties(path, of, json, ""),
                    "layouts" => finder.layouts(path, of, json),
                    "actions" => finder.actions(path, of, json),
                    "conversions" => finder.conversions(path, of, json),
                    _ => {}
                }
            }
            _ => {}
        }
    }
    finder.found
}

struct Finder<'a> {
    catalog: &'a Catalog,
    object: &'a str,
    found: Vec<Reference>,
}

impl Finder<'_> {
    fn add(&mut self, kind: &'static str, of: &Object, (name, label): (&str, Label), file: &str, pointer: String) {
        // A related list, a chart and what a conversion copies are about this object alone; a lookup has data of its own.
        let mendable = matches!(kind, "layout" | "dashboard" | "conversion");
        let (object, name, file) = (of.name.clone(), name.to_owned(), file.to_owned());
        self.found.push(Reference { kind, object, name, label, file, pointer, mendable });
    }

    /// What the object is called, where what refers to it has no name of its own.
    fn label(&self) -> Label {
        self.catalog.object(self.object).map(|object| object.label.clone()).unwrap_or_default()
    }

    /// Whether a relation `<object>.<lookup>` goes over its records.
    fn goes_over(&self, relation: &Json) -> bool {
        relation.as_str().and_then(|relation| relation.split_once('.')).is_some_and(|(child, _)| child == self.object)
    }

    fn properties(&mut self, file: &str, of: &Object, json: &Json, pointer: &str) {
        for (name, property) in map(json, "properties") {
            let here = format!("{pointer}/properties/{}", escape(name));
            let label = || named(property, "x-label", &of.label);
            let looked_up = &property["x-lookup"];
            let several = looked_up["objects"].as_array().into_iter().flatten();
            if several.chain(looked_up.get("object")).any(|target| target == self.object) {
                self.add("lookup", of, (name, label()), file, format!("{here}/x-lookup"));
            }
            if self.goes_over(&property["x-rollup"]["relation"]) {
                self.add("rollup", of, (name, label()), file, format!("{here}/x-rollup"));
            }
            if let Some(lines) = property.get("x-lines") {
                self.properties(file, of, lines, &format!("{here}/x-lines"));
            }
        }
    }

    fn layouts(&mut self, file: &str, of: &Object, json: &Json) {
        for (name, layout) in map(json, "layouts") {
            for (at, related) in layout["related"].as_array().into_iter().flatten().enumerate() {
                if self.goes_over(&related["relation"]) {
                    self.add("layout", of, (name, self.label()), file, format!("/layouts/{}/related/{at}", escape(name)));
                }
            }
        }
    }

    fn actions(&mut self, file: &str, of: &Object, json: &Json) {
        for (name, action) in map(json, "actions") {
            let asks = map(&action["params"], "properties").any(|(_, param)| param["x-lookup"]["object"] == self.object);
            if asks {
                self.add("action", of, (name, label_of(action, &of.label)), file, format!("/actions/{}/params", escape(name)));
            }
        }
    }

    fn conversions(&mut self, file: &str, of: &Object, json: &Json) {
        for (name, targets) in map(json, "conversions") {
            if targets.get(self.object).is_some() {
                self.add("conversion", of, (name, self.label()), file, format!("/conversions/{}/{}", escape(name), self.object));
            }
        }
    }

    fn dashboard(&mut self, file: &str, name: &str, json: &Json) {
        let Some(of) = self.catalog.object(self.object) else { return };
        for (chart, declared) in map(json, "charts") {
            if declared["object"] == self.object {
                self.add("dashboard", of, (name, label_of(declared, &of.label)), file, format!("/charts/{}", escape(chart)));
            }
        }
    }
}

fn named(json: &Json, key: &str, otherwise: &Label) -> Label {
    json.get(key).and_then(|label| serde_json::from_value(label.clone()).ok()).unwrap_or_else(|| otherwise.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_object_is_found_wherever_it_is_named() {
        let catalog = Catalog::base();
        let found = object_references(&catalog, "customer");
        let kinds: std::collections::BTreeSet<&str> = found.iter().map(|it| it.kind).collect();
        assert!(["lookup", "conversion", "dashboard"].iter().all(|kind| kinds.contains(kind)), "{kinds:?}");
        for reference in &found {
            let file = catalog.files().get(&reference.file).unwrap();
            assert!(file.pointer(&reference.pointer).is_some(), "{reference:?}");
        }
        assert!(object_references(&catalog, "contact").iter().any(|it| it.kind == "layout" && it.object == "customer"));
    }
}
