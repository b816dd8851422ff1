//! What this page knows of an object in the draft: the newest of what it read and what it wrote.

use std::collections::{BTreeMap, HashMap};

use trellis_model::{Field, Layout};
use trellis_ui_client::{
    designer::{DraftObject, Part},
    http::Over,
};

use crate::pages::designer::{
    model::{place_of, put, put_likewise},
    save_layout::Named,
};

/// The layouts by name.
pub type Layouts = BTreeMap<String, Layout>;

/// Where a new field will stand: in a section of the layout that was shown, and likewise in the others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The layout.
    pub layout: String,
    /// The number of the section.
    pub section: usize,
    /// The place in it.
    pub at: usize,
}

impl Place {
    /// Every layout with a field, the one that was shown first: each can leave the field out afterwards.
    pub fn of(&self, field: &str, layouts: &Layouts) -> Vec<Named> {
        let mine = layouts.get(&self.layout).map(|layout| put(layout.clone(), field, self.section, self.at));
        let here = mine.clone().unwrap_or_default();
        let others = layouts.iter().filter(|(name, layout)| **name != self.layout && place_of(layout, field).is_none());
        let others = others.map(|(name, layout)| (name.clone(), put_likewise(layout.clone(), field, &here)));
        mine.map(|mine| (self.layout.clone(), mine)).into_iter().chain(others).collect()
    }
}

/// Which declaration a part is; nothing while the draft has none.
#[derive(Debug, Default)]
struct Held {
    tag: Option<String>,
    /// What it was before the page wrote it: a draft that still says so was read before.
    past: Vec<Option<String>>,
}

impl Held {
    /// Follows what was read, unless it is older than what was written.
    fn follow(&mut self, tag: Option<String>) -> bool {
        let is_newest = !self.past.contains(&tag);
        if is_newest {
            (self.tag, self.past) = (tag, Vec::new());
        }
        is_newest
    }

    fn wrote(&mut self, tag: Option<String>) {
        self.past.push(self.tag.take());
        self.past.retain(|past| *past != tag);
        self.tag = tag;
    }
}

/// Tags of fields and layouts, and what they are.
#[derive(Debug, Default)]
pub struct Known {
    parts: HashMap<String, Held>,
    layouts: Layouts,
    /// Fields that were written, until the draft that was read has them.
    fields: BTreeMap<String, Field>,
}

impl Known {
    /// Takes what was read of every part that is not worked on.
    pub fn follow(&mut self, object: &DraftObject, worked_on: impl Fn(&Part) -> bool) {
        let fields: Vec<String> = object.fields.iter().map(|field| &field.name).chain(self.fields.keys()).cloned().collect();
        for name in fields {
            let part = Part::Field(name);
            if !worked_on(&part)
                && self.held(&part).follow(object.tags.of(&part))
                && let Part::Field(name) = part
            {
                self.fields.remove(&name);
            }
        }
        let layouts: Vec<String> = object.layouts.iter().map(|it| &it.name).chain(self.layouts.keys()).cloned().collect();
        for name in layouts {
            let part = Part::Layout(name.clone());
            if !worked_on(&part) && self.held(&part).follow(object.tags.of(&part)) {
                self.take(&name, object.layout(&name));
            }
        }
    }

    /// What a write goes over by now.
    pub fn over(&self, part: &Part) -> Over {
        match (self.tag(part), part) {
            (Some(tag), _) => Over::Version(tag.to_owned()),
            (None, Part::Field(_)) => Over::Nothing,
            (None, _) => Over::Anything,
        }
    }

    /// Whether the draft has the part.
    pub fn has(&self, part: &Part) -> bool {
        self.tag(part).is_some()
    }

    /// A field was written, or taken out.
    pub fn wrote_field(&mut self, name: &str, field: Option<Field>, tag: Option<String>) {
        self.held(&Part::Field(name.to_owned())).wrote(tag);
        match field {
            Some(field) => drop(self.fields.insert(name.to_owned(), field)),
            None => drop(self.fields.remove(name)),
        }
    }

    /// A layout was written.
    pub fn wrote_layout(&mut self, name: &str, layout: Option<&Layout>, tag: Option<String>) {
        self.held(&Part::Layout(name.to_owned())).wrote(tag);
        self.take(name, layout);
    }

    /// The layouts.
    pub fn layouts(&self) -> &Layouts {
        &self.layouts
    }

    /// The fields that were read, with those that were written since.
    pub fn fields(&self, read: &[Field]) -> Vec<Field> {
        let mut fields: Vec<Field> = read.iter().map(|field| self.fields.get(&field.name).unwrap_or(field).clone()).collect();
        fields.extend(self.fields.values().filter(|field| read.iter().all(|known| known.name != field.name)).cloned());
        fields
    }

    /// A field as it was written last, or read.
    pub fn field<'f>(&'f self, name: &str, read: &'f [Field]) -> Option<&'f Field> {
        self.fields.get(name).or_else(|| read.iter().find(|field| field.name == name))
    }

    fn tag(&self, part: &Part) -> Option<&str> {
        self.parts.get(&part.address())?.tag.as_deref()
    }

    fn held(&mut self, part: &Part) -> &mut Held {
        self.parts.entry(part.address()).or_default()
    }

    fn take(&mut self, name: &str, layout: Option<&Layout>) {
        match layout {
            Some(layout) if self.layouts.get(name) != Some(layout) => drop(self.layouts.insert(name.to_owned(), layout.clone())),
            Some(_) => {}
            None => drop(self.layouts.remove(name)),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value as Json, json};
    use trellis_model::{FieldKind, Label};

    use super::*;

    /// An object with the field `x`, whose declaration `tag` names, and layouts with these fields and tags.
    fn object(tag: &str, layouts: &[(&str, &str, &str)]) -> DraftObject {
        let label = json!({ "zh-CN": "甲", "en": "A" });
        let section = |fields: &str| json!({ "name": "s", "label": label, "fields": fields.split_whitespace().collect::<Vec<_>>() });
        let mut tags = json!({ "fields/x": tag });
        for (name, _, tag) in layouts {
            tags[format!("layouts/{name}")] = json!(tag);
        }
        let layouts: Vec<Json> =
            layouts.iter().map(|(name, fields, _)| json!({ "name": name, "layout": { "sections": [section(fields)] } })).collect();
        let field = Field::new("x", FieldKind::Text, Label::default());
        serde_json::from_value(
            json!({ "name": "o", "label": label, "options": { "name_field": "x" }, "fields": [field], "layouts": layouts, "tags": tags }),
        )
        .unwrap()
    }

    fn fields(layout: &Layout) -> String {
        layout.sections[0].fields.join(" ")
    }

    fn version(tag: &str) -> Over {
        Over::Version(tag.into())
    }

    #[test]
    fn a_write_goes_over_the_reply_before_it_until_a_newer_draft_is_read() {
        let (mut known, x) = (Known::default(), Part::Field("x".into()));
        known.follow(&object("1", &[]), |_| false);
        assert_eq!(known.over(&x), version("1"));
        let written = Field { scale: Some(2), ..Field::new("x", FieldKind::Text, Label::default()) };
        known.wrote_field("x", Some(written.clone()), Some("2".into()));
        known.follow(&object("1", &[]), |_| false);
        assert_eq!(known.over(&x), version("2"), "that draft was read before the write");
        assert_eq!(known.fields(&object("1", &[]).fields), [written]);
        known.follow(&object("3", &[]), |part| *part == x);
        assert_eq!(known.over(&x), version("2"), "somebody else's change is no reason to forget what the work began with");
        known.follow(&object("3", &[]), |_| false);
        assert_eq!((known.over(&x), known.fields(&[]).len()), (version("3"), 0));
        // Somebody may put it back as it was.
        known.follow(&object("1", &[]), |_| false);
        assert_eq!(known.over(&x), version("1"));
    }

    #[test]
    fn a_new_field_goes_over_nothing_and_is_known_before_the_draft_is_read_again() {
        let (mut known, new) = (Known::default(), Part::Field("new".into()));
        let read = object("1", &[]);
        known.follow(&read, |_| false);
        assert_eq!((known.over(&new), known.has(&new)), (Over::Nothing, false));
        known.wrote_field("new", Some(Field::new("new", FieldKind::Text, Label::default())), Some("2".into()));
        known.follow(&read, |_| false);
        assert_eq!((known.over(&new), known.fields(&read.fields).len()), (version("2"), 2));
        known.wrote_field("new", None, None);
        assert_eq!((known.over(&new), known.fields(&read.fields).len()), (Over::Nothing, 1));
    }

    #[test]
    fn the_second_new_field_stands_beside_the_first_in_every_layout() {
        let read = object("1", &[("default", "a b", "d1"), ("c_sales", "a", "s1")]);
        let mut known = Known::default();
        known.follow(&read, |_| false);
        for (field, at) in [("first", 1), ("second", 1)] {
            let place = Place { layout: "default".into(), section: 0, at };
            let placed = place.of(field, known.layouts());
            assert_eq!(placed[0].0, "default");
            for (name, layout) in placed {
                known.wrote_layout(&name, Some(&layout), Some(format!("{name} {field}")));
            }
            // The draft from before is drawn once more.
            known.follow(&read, |_| false);
        }
        assert_eq!(
            (fields(&known.layouts()["default"]), fields(&known.layouts()["c_sales"])),
            ("a second first b".into(), "a first second".into())
        );
        assert_eq!(known.over(&Part::Layout("c_sales".into())), version("c_sales second"));
        // One that somebody took out is gone.
        known.follow(&object("1", &[("default", "a", "d9")]), |_| false);
        assert_eq!((fields(&known.layouts()["default"]), known.layouts().len()), ("a".into(), 1));
        assert_eq!(known.over(&Part::Layout("c_sales".into())), Over::Anything);
    }
}
