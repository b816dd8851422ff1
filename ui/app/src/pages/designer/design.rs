//! The draft as a schema, so that expressions, paths and filters can be judged while they are written.

use std::{collections::HashMap, ops::Deref, rc::Rc, sync::Arc};

use trellis_model::{
    Field, FieldKind, Label, Object, Picklist, Schema,
    expression::{Checked, ObjectNames, check},
    field::{Lookup, OnDelete},
    object::Options,
};
use trellis_ui_client::designer::Draft;
use trellis_ui_renderers::filters::PathChoice;
use yew::prelude::*;

/// The draft with the object that is open, as it is being edited; cheap to clone, and equal only to itself.
#[derive(Clone)]
pub struct Design(Rc<Inner>);

/// See [`Design`].
pub struct Inner {
    objects: Arc<HashMap<String, Object>>,
    /// The object whose fields are edited: the one that is open, or its lines.
    current: Object,
    /// Whether the fields are those of lines.
    in_lines: bool,
}

impl PartialEq for Design {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Deref for Design {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}

impl Design {
    /// The draft, with `fields` in place of those that the open object has there.
    pub fn new(draft: &Draft, name: &str, fields: &[Field]) -> Self {
        let declared = |fields: &[Field]| fields.iter().filter(|field| !field.system).cloned().collect::<Vec<_>>();
        let objects: HashMap<String, Object> = draft
            .items
            .iter()
            .map(|it| {
                let fields = if it.name == name { declared(fields) } else { declared(&it.fields) };
                (it.name.clone(), Object::new(&it.name, it.label.clone(), &it.app, it.options.clone(), fields))
            })
            .collect();
        let current = objects.get(name).cloned().unwrap_or_default();
        Self(Rc::new(Inner { objects: Arc::new(objects), current, in_lines: false }))
    }

    /// The same for the fields of lines, which see the record that they belong to as `parent`.
    pub fn of_lines(&self, fields: &[Field]) -> Self {
        let mut parent = Field::new("parent", FieldKind::Lookup, Label::new("所属记录", "The record"));
        parent.lookup = Some(Lookup { objects: vec![self.current.name.clone()], on_delete: OnDelete::Cascade, filter: None });
        let fields = fields.iter().cloned().chain([parent]).collect();
        let current = Object::new("lines", Label::default(), "", Options::default(), fields);
        Self(Rc::new(Inner { objects: Arc::clone(&self.objects), current, in_lines: true }))
    }
}

impl Inner {
    /// The object whose fields are edited.
    pub fn current(&self) -> &Object {
        &self.current
    }

    /// Whether the fields are those of lines.
    pub fn in_lines(&self) -> bool {
        self.in_lines
    }

    /// Every object of the draft, by name.
    pub fn objects(&self) -> Vec<&Object> {
        let mut objects: Vec<&Object> = self.objects.values().collect();
        objects.sort_by(|a, b| a.name.cmp(&b.name));
        objects
    }

    /// What an expression comes to, or everything wrong with it.
    pub fn check(&self, source: &str) -> Result<Checked, Vec<Label>> {
        check(source, &ObjectNames { schema: self, object: &self.current })
    }

    /// The names and paths that an expression may read, with what people read for them.
    pub fn paths(&self, say: impl Fn(&Label) -> AttrValue) -> Vec<PathChoice> {
        let known = |field: &&Field| trellis_model::expression::Type::of(field.value_kind()).is_some();
        let hidden = ["version", "deleted_at"];
        let own = self.current.fields().iter().filter(known).filter(|field| !hidden.contains(&field.name.as_str()));
        let mut paths: Vec<PathChoice> =
            own.clone().map(|field| PathChoice { path: field.name.clone(), label: say(&field.label), field: field.clone() }).collect();
        for lookup in own {
            let Some(target) = lookup.target().and_then(|target| self.objects.get(target)) else { continue };
            for field in target.declared().filter(known) {
                let label = format!("{} › {}", say(&lookup.label), say(&field.label));
                paths.push(PathChoice { path: format!("{}.{}", lookup.name, field.name), label: label.into(), field: field.clone() });
            }
        }
        paths
    }

    /// What a roll-up can go over: `<object>.<lookup>` of records that look this object up, and its own lines; each with
    /// the fields that are there.
    pub fn relations(&self, say: impl Fn(&Label) -> AttrValue) -> Vec<(String, AttrValue, Vec<Field>)> {
        let lines = self.current.declared().filter(|field| field.kind == FieldKind::Lines);
        let mut relations: Vec<(String, AttrValue, Vec<Field>)> =
            lines.map(|field| (field.name.clone(), say(&field.label), field.lines.clone().unwrap_or_default())).collect();
        for object in self.objects() {
            for lookup in object.declared().filter(|field| field.target() == Some(self.current.name.as_str())) {
                let label = format!("{} › {}", say(&object.label), say(&lookup.label));
                relations.push((format!("{}.{}", object.name, lookup.name), label.into(), object.fields().to_vec()));
            }
        }
        relations
    }
}

impl Schema for Inner {
    fn object(&self, name: &str) -> Option<&Object> {
        self.objects.get(name)
    }

    /// Expressions read codes, not the dictionaries behind them.
    fn picklist(&self, _: &str) -> Option<&Picklist> {
        None
    }
}

/// The draft that the settings around it are about.
#[hook]
pub fn use_design() -> Option<Design> {
    use_context::<Design>()
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use trellis_model::expression::Type;

    use super::*;

    fn design() -> Design {
        let field = |name: &str, kind: &str| json!({ "id": name, "name": name, "label": { "zh-CN": name, "en": name }, "kind": kind });
        let mut customer = field("customer", "lookup");
        customer["lookup"] = json!({ "objects": ["customer"] });
        let object = |name: &str, fields: serde_json::Value| json!({ "name": name, "label": { "zh-CN": name, "en": name }, "options": { "name_field": "name" }, "fields": fields });
        let draft: Draft = serde_json::from_value(json!({ "items": [
            object("customer", json!([field("name", "text"), field("level", "text")])),
            object("deal", json!([field("name", "text"), customer, field("amount", "currency")])),
        ] }))
        .unwrap();
        let fields = draft.object("deal").unwrap().fields.clone();
        Design::new(&draft, "deal", &fields)
    }

    #[test]
    fn expressions_are_judged_by_the_draft() {
        let design = design();
        assert_eq!(design.check("amount * 2 if customer.level == 'A' else 0").map(|checked| checked.result), Ok(Type::Number));
        assert!(design.check("amuont").is_err());
        let lines = design.of_lines(&[Field::new("price", FieldKind::Currency, Label::default())]);
        assert!(lines.in_lines() && lines.check("price * 2 + parent.amount").is_ok());
    }

    #[test]
    fn paths_and_relations_cross_one_lookup() {
        let design = design();
        let say = |label: &Label| AttrValue::from(label.en.clone());
        let paths: Vec<String> = design.paths(say).into_iter().map(|choice| choice.path).collect();
        assert!(paths.contains(&"customer.level".to_owned()) && paths.contains(&"amount".to_owned()));
        assert!(design.relations(say).is_empty());
        let objects = Arc::clone(&design.objects);
        let current = objects["customer"].clone();
        let customer = Design(Rc::new(Inner { objects, current, in_lines: false }));
        assert_eq!(customer.relations(say)[0].0, "deal.customer");
    }
}
