//! What a computation reads: which columns of which objects, and whose teams.

use std::collections::{BTreeMap, BTreeSet};

use trellis_catalog::Catalog;
use trellis_model::{Filter, Json, Object, Schema};
use uuid::Uuid;

/// What a computation reads.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Needs {
    /// Field names by object.
    pub fields: BTreeMap<String, BTreeSet<String>>,
    /// Object, person, and whether the right to edit is asked.
    pub teams: BTreeSet<(String, Uuid, bool)>,
}

impl Needs {
    /// A field of an object, when the object has it.
    pub fn field(&mut self, object: &Object, field: &str) {
        let fields = self.fields.entry(object.name.clone()).or_default();
        if object.field(field).is_some() {
            fields.insert(field.to_owned());
        }
    }

    /// Whatever a filter on records of `object` asks about.
    pub fn filter(&mut self, schema: &dyn Schema, object: &Object, filter: &Filter) {
        match filter {
            Filter::True | Filter::False => {}
            Filter::And(filters) | Filter::Or(filters) => filters.iter().for_each(|filter| self.filter(schema, object, filter)),
            Filter::Not(filter) => self.filter(schema, object, filter),
            Filter::Field { field, .. } => self.field(object, field),
            Filter::Team { user, edit } => drop(self.teams.insert((object.name.clone(), *user, *edit))),
            Filter::Related { field, object: target, filter } => {
                self.field(object, field);
                if let Some(target) = schema.object(target) {
                    self.field(target, "id");
                    self.filter(schema, target, filter);
                }
            }
        }
    }

    /// What the company's dashboards and everybody's scopes read of every object: loaded together, so that the charts of a
    /// page do not load one column after the other.
    pub fn of_dashboards(catalog: &Catalog) -> Self {
        let mut needs = Self::default();
        for object in catalog.objects() {
            needs.field(object, "owner");
            for field in object.parent_field().into_iter().chain(object.participants()) {
                needs.field(object, &field.name);
            }
        }
        for dashboard in catalog.dashboards() {
            for chart in dashboard.charts.keys().filter_map(|name| dashboard.chart(name)) {
                let Some(object) = catalog.object(&chart.object) else { continue };
                let measured = chart.measures.iter().filter_map(|measure| measure.field.as_deref());
                let grouped = chart.by.iter().map(|group| group.field.as_str());
                measured.chain(grouped).chain(chart.date_field.as_deref()).for_each(|path| needs.path(catalog, object, path));
                if let Some(filter) = &chart.filter {
                    needs.json(catalog, object, filter);
                }
            }
        }
        needs
    }

    fn path(&mut self, catalog: &Catalog, object: &Object, path: &str) {
        match path.split_once('.') {
            None => self.field(object, path),
            Some((lookup, field)) => {
                self.field(object, lookup);
                let target = object.field(lookup).and_then(|field| field.target()).and_then(|name| catalog.object(name));
                if let Some(target) = target {
                    self.field(target, field);
                }
            }
        }
    }

    /// A declared filter: whatever names in it are fields.
    fn json(&mut self, catalog: &Catalog, object: &Object, filter: &Json) {
        match filter {
            Json::Object(map) => {
                for (name, inner) in map {
                    self.path(catalog, object, name);
                    self.json(catalog, object, inner);
                }
            }
            Json::Array(items) => items.iter().for_each(|item| self.json(catalog, object, item)),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use trellis_model::{Test, Value};

    use super::*;

    #[test]
    fn a_filter_needs_what_it_asks_about() {
        let catalog = Catalog::base();
        let contact = catalog.object("contact").unwrap();
        let level = Filter::field("level", Test::Eq(Value::Text("a".into())));
        let team = Filter::Team { user: Uuid::nil(), edit: false };
        let parent = Filter::Related { field: "customer".into(), object: "customer".into(), filter: Box::new(Filter::any([level, team])) };
        let mut needs = Needs::default();
        needs.filter(catalog.as_ref(), contact, &Filter::negated(parent));
        let fields: Vec<String> =
            needs.fields.iter().flat_map(|(object, fields)| fields.iter().map(move |field| format!("{object}.{field}"))).collect();
        assert_eq!(fields, ["contact.customer", "customer.id", "customer.level"]);
        assert_eq!(needs.teams.len(), 1);
    }

    #[test]
    fn dashboards_need_what_their_charts_name() {
        let needs = Needs::of_dashboards(&Catalog::base());
        for (object, field) in [
            ("opportunity", "amount"),
            ("opportunity", "stage"),
            ("opportunity", "owner"),
            ("user", "department"),
            ("customer", "industry"),
        ] {
            assert!(needs.fields[object].contains(field), "{object}.{field}");
        }
        assert!(!needs.fields["opportunity"].contains("description"));
    }
}
