//! Changes of a layout, and names for new things: pure.

use trellis_model::{
    Field, FieldKind, Json, JsonMap, Layout,
    field::{Lookup, OnDelete, Reset, Rollup, RollupFunction, Sequence, Setting},
    object::{CUSTOM_PREFIX, is_custom},
};
use trellis_ui_kit::Edge;

/// The dictionary of regions that the product ships.
const REGION: &str = "region";

/// Where a field stands: section and place.
pub fn place_of(layout: &Layout, field: &str) -> Option<(usize, usize)> {
    layout.sections.iter().enumerate().find_map(|(section, it)| Some((section, it.fields.iter().position(|name| name == field)?)))
}

/// The layout with a field put at a place; it leaves its old one.
pub fn put(mut layout: Layout, field: &str, section: usize, at: usize) -> Layout {
    let old = place_of(&layout, field);
    if let Some((from, place)) = old {
        layout.sections[from].fields.remove(place);
    }
    // Taking it out moved everything behind it one up.
    let at = if old.is_some_and(|(from, place)| from == section && place < at) { at - 1 } else { at };
    if let Some(target) = layout.sections.get_mut(section) {
        target.fields.insert(at.min(target.fields.len()), field.to_owned());
    }
    layout
}

/// The layout after `field` was dropped on another one, or on the end of a section (`section:<number>`).
pub fn dropped(layout: &Layout, field: &str, target: &str, edge: Edge) -> Option<Layout> {
    if let Some(section) = target.strip_prefix("section:").and_then(|number| number.parse::<usize>().ok()) {
        return Some(put(layout.clone(), field, section, usize::MAX)).filter(|after| after != layout);
    }
    let (section, place) = place_of(layout, target)?;
    let at = place + usize::from(edge == Edge::After);
    Some(put(layout.clone(), field, section, at)).filter(|after| after != layout)
}

/// The layout with a field one place up or down; over the edge of a section it goes into the next.
pub fn stepped(layout: &Layout, field: &str, down: bool) -> Option<Layout> {
    let (section, place) = place_of(layout, field)?;
    let last = layout.sections[section].fields.len() - 1;
    match (down, place) {
        (true, place) if place < last => Some(put(layout.clone(), field, section, place + 2)),
        (false, place) if place > 0 => Some(put(layout.clone(), field, section, place - 1)),
        (true, _) if section + 1 < layout.sections.len() => Some(put(layout.clone(), field, section + 1, 0)),
        (false, _) if section > 0 => Some(put(layout.clone(), field, section - 1, usize::MAX)),
        _ => None,
    }
}

/// Whether a layout can do without a field: nobody can save a record without a required one, and the form that everybody has
/// shows each field that administrators added.
pub fn can_leave(field: &Field, layout: &Layout) -> bool {
    !field.required && (!layout.roles.is_empty() || !is_custom(&field.name))
}

/// The layout with a field off its form.
pub fn off(mut layout: Layout, field: &str) -> Layout {
    for section in &mut layout.sections {
        section.fields.retain(|name| name != field);
    }
    layout
}

/// Another layout with a new field where it stands in this one: in the section of the same name, else in the first.
pub fn put_likewise(other: Layout, field: &str, here: &Layout) -> Layout {
    let name = place_of(here, field).and_then(|(section, _)| here.sections.get(section)).map(|section| section.name.as_str());
    let section = other.sections.iter().position(|section| Some(section.name.as_str()) == name).unwrap_or_default();
    put(other, field, section, usize::MAX)
}

/// A name for something new, from what people read: `c_contract_end`; numbered when it is taken or says nothing.
pub fn fresh_name(english: &str, fallback: &str, taken: &[&str]) -> String {
    let mut word = String::new();
    for letter in english.trim().chars() {
        if letter.is_ascii_alphanumeric() {
            word.push(letter.to_ascii_lowercase());
        } else if !word.is_empty() && !word.ends_with('_') {
            word.push('_');
        }
    }
    let word = word.trim_end_matches('_');
    let base = if word.is_empty() { format!("{CUSTOM_PREFIX}{fallback}") } else { format!("{CUSTOM_PREFIX}{word}") };
    let base: String = base.chars().take(36).collect();
    let numbered = (2..).map(|n| format!("{base}_{n}"));
    std::iter::once(base.clone()).chain(numbered).find(|name| !taken.contains(&name.as_str())).unwrap_or(base)
}

/// A new field of a kind, with what goes without saying. Which dictionary or object it is about does not: see [`lacking`].
pub fn new_field(name: &str, kind: FieldKind, picklists: &[&str]) -> Field {
    let mut field = Field::new(name, kind, kind.rules().label());
    field.id = String::new();
    match kind {
        FieldKind::Cascade => {
            // A dictionary with levels, where there is one.
            let region = picklists.iter().find(|name| **name == REGION).or(picklists.first());
            field.picklist = region.map(|name| (*name).to_owned());
        }
        FieldKind::Address => field.picklist = picklists.iter().find(|name| **name == REGION).map(|name| (*name).to_owned()),
        FieldKind::Lookup | FieldKind::AnyLookup | FieldKind::MultiLookup => {
            field.lookup = Some(Lookup { objects: Vec::new(), on_delete: OnDelete::SetNull, filter: None });
        }
        FieldKind::User | FieldKind::Department => {
            field.lookup = Some(Lookup { objects: vec![kind.name().to_owned()], on_delete: OnDelete::SetNull, filter: None });
        }
        FieldKind::AutoNumber => field.sequence = Some(Sequence { pattern: "{YYYY}{MM}-{0000}".into(), reset: Reset::Month }),
        FieldKind::Text => field.max_length = Some(200),
        FieldKind::Formula => field.formula = Some(String::new()),
        FieldKind::Rollup => {
            field.rollup = Some(Rollup { relation: String::new(), function: RollupFunction::Count, field: None, filter: None });
        }
        FieldKind::Mirror => field.mirror = Some(String::new()),
        FieldKind::Lines => field.lines = Some(Vec::new()),
        _ => {}
    }
    field
}

/// What somebody has yet to choose before a field can be kept: the message's id.
pub fn lacking(field: &Field) -> Option<&'static str> {
    let settings = field.kind.rules().settings();
    let asks = |setting: Setting| settings.contains(&setting);
    if asks(Setting::Picklist) && field.picklist.is_none() {
        return Some("setting-picklist-lacking");
    }
    let looks_nowhere = field.lookup.as_ref().is_none_or(|lookup| lookup.objects.is_empty());
    ((asks(Setting::Object) || asks(Setting::Objects)) && looks_nowhere).then_some("setting-object-lacking")
}

/// The same field as another kind: what both kinds know stays.
pub fn with_kind(field: &Field, kind: FieldKind, picklists: &[&str]) -> Field {
    if kind == field.kind {
        return field.clone();
    }
    let fresh = new_field(&field.name, kind, picklists);
    let keeps_choice = matches!(kind, FieldKind::Picklist | FieldKind::MultiPicklist | FieldKind::Cascade);
    let settings = kind.rules().settings();
    let has = |setting: Setting| settings.contains(&setting);
    Field {
        id: field.id.clone(),
        label: field.label.clone(),
        help: field.help.clone(),
        required: field.required,
        required_when: field.required_when.clone(),
        visible_when: field.visible_when.clone(),
        read_only_when: field.read_only_when.clone(),
        indexed: field.indexed && kind.rules().is_sortable(),
        unique: field.unique && has(Setting::Unique),
        untracked: field.untracked,
        min_length: field.min_length.filter(|_| has(Setting::Length)),
        max_length: field.max_length.filter(|_| has(Setting::Length)),
        minimum: field.minimum.filter(|_| has(Setting::Range)),
        maximum: field.maximum.filter(|_| has(Setting::Range)),
        scale: field.scale.filter(|_| has(Setting::Scale)),
        picklist: field.picklist.clone().filter(|_| keeps_choice).or(fresh.picklist.clone()),
        lookup: field.lookup.clone().filter(|_| has(Setting::Object) || has(Setting::Objects)).or(fresh.lookup.clone()),
        ..fresh
    }
}

/// What is declared under a name: the name itself is the key that it stands under.
pub fn unnamed(thing: &impl serde::Serialize) -> Json {
    let mut json = serde_json::to_value(thing).unwrap_or_default();
    if let Some(map) = json.as_object_mut() {
        map.shift_remove("name");
    }
    json
}

/// A field without what the catalog finds out of a roll-up or mirror: these take after what they read, and the draft shows
/// that as if it were declared. A mask stays, for it may be a stricter one of the field's own.
fn undiscovered(field: &Field) -> Field {
    match field.kind {
        FieldKind::Rollup | FieldKind::Mirror => {
            Field { result: None, scale: None, picklist: None, lookup: None, maximum: None, ..field.clone() }
        }
        _ => field.clone(),
    }
}

/// Whether two fields are declared alike.
pub fn is_same(one: &Field, other: &Field) -> bool {
    let declared = |field: &Field| {
        let field = undiscovered(field);
        if field.kind.is_computed() { Field { mask: None, ..field } } else { field }
    };
    one == other || (one.kind.is_computed() && declared(one) == declared(other))
}

/// Reads a field as the draft answers with it, which says of a roll-up or mirror more than one may declare.
pub fn answered(name: &str, declaration: &Json) -> Option<Field> {
    let mut declaration = declaration.clone();
    if let Some(map) = declaration.as_object_mut()
        && map.get("x-type").and_then(Json::as_str).and_then(FieldKind::from_name).is_some_and(FieldKind::is_computed)
    {
        map.retain(|keyword, _| keyword != "x-picklist" && keyword != "x-lookup");
    }
    Field::from_schema(name, &declaration, false).ok()
}

/// The field as the draft takes it: a property of the object's JSON Schema.
pub fn declaration(field: &Field, schema: &dyn trellis_model::Schema) -> JsonMap {
    let mut declaration = undiscovered(field).to_schema(schema);
    if field.id.is_empty() {
        declaration.shift_remove("x-id");
    }
    // A condition that nobody wrote yet is none.
    for keyword in ["x-required", "x-visible", "x-readonly", "x-default"] {
        if declaration.get(keyword).and_then(Json::as_str).is_some_and(|source| source.trim().is_empty()) {
            declaration.shift_remove(keyword);
        }
    }
    declaration
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use trellis_model::{field::Mask, object::NoSchema};

    use super::*;

    fn layout() -> Layout {
        let section = |name: &str, fields: &[&str]| json!({ "name": name, "label": { "zh-CN": name, "en": name }, "fields": fields });
        serde_json::from_value(json!({ "sections": [section("one", &["a", "b", "c"]), section("two", &["d"])], "highlights": ["a", "d"] }))
            .unwrap()
    }

    fn shown(layout: &Layout) -> String {
        layout.sections.iter().map(|section| section.fields.concat()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_dropped_field_stands_where_it_was_dropped() {
        let drop = |field, target, edge| dropped(&layout(), field, target, edge).map(|after| shown(&after));
        assert_eq!(drop("a", "c", Edge::After).as_deref(), Some("bca d"));
        assert_eq!(drop("c", "a", Edge::Before).as_deref(), Some("cab d"));
        assert_eq!(drop("a", "d", Edge::Before).as_deref(), Some("bc ad"));
        assert_eq!(drop("a", "section:1", Edge::On).as_deref(), Some("bc da"));
        assert_eq!(drop("new", "b", Edge::Before).as_deref(), Some("anewbc d"));
        assert_eq!(drop("b", "a", Edge::After), None);
    }

    #[test]
    fn keys_walk_through_the_sections() {
        let step = |field, down| stepped(&layout(), field, down).map(|after| shown(&after));
        assert_eq!(step("a", true).as_deref(), Some("bac d"));
        assert_eq!(step("c", true).as_deref(), Some("ab cd"));
        assert_eq!(step("d", false).as_deref(), Some("abcd "));
        assert_eq!(step("a", false), None);
        assert_eq!(step("d", true), None);
    }

    #[test]
    fn a_field_goes_off_the_form_and_into_other_layouts() {
        assert_eq!(shown(&off(layout(), "a")), "bc d");
        let here = put(layout(), "new", 1, 0);
        assert_eq!(shown(&put_likewise(layout(), "new", &here)), "abc dnew");
        let mut other = layout();
        other.sections[1].name = "elsewhere".into();
        assert_eq!(shown(&put_likewise(other, "new", &here)), "abcnew d");
    }

    #[test]
    fn what_everybody_needs_stays_on_the_form() {
        let field = |name: &str, required: bool| Field { required, ..new_field(name, FieldKind::Text, &[]) };
        let everybodys = layout();
        let for_some = Layout { roles: vec!["sales".into()], ..layout() };
        assert!(can_leave(&field("a", false), &everybodys) && can_leave(&field("c_x", false), &for_some));
        assert!(!can_leave(&field("c_x", false), &everybodys) && !can_leave(&field("a", true), &for_some));
    }

    #[test]
    fn names_come_from_labels_and_are_free() {
        assert_eq!(fresh_name("Contract end", "field", &[]), "c_contract_end");
        assert_eq!(fresh_name("Contract end!", "field", &["c_contract_end"]), "c_contract_end_2");
        assert_eq!(fresh_name("", "field", &["c_field"]), "c_field_2");
    }

    #[test]
    fn another_kind_keeps_what_both_know() {
        let mut text = new_field("c_x", FieldKind::Text, &[]);
        (text.id, text.required, text.unique) = ("f_1".into(), true, true);
        let area = with_kind(&text, FieldKind::Textarea, &[]);
        assert_eq!((area.id.as_str(), area.required, area.max_length), ("f_1", true, Some(200)));
        let choice = with_kind(&text, FieldKind::Picklist, &["level"]);
        assert_eq!((lacking(&choice), choice.max_length), (Some("setting-picklist-lacking"), None));
        let chosen = Field { picklist: Some("level".into()), ..choice };
        assert_eq!(with_kind(&chosen, FieldKind::MultiPicklist, &[]).picklist.as_deref(), Some("level"));
    }

    #[test]
    fn what_a_mirror_takes_after_is_neither_declared_nor_a_change() {
        let sent = Field { mirror: Some("customer.level".into()), id: "f_1".into(), ..new_field("c_x", FieldKind::Mirror, &[]) };
        // As the draft shows it.
        let drafted = Field { result: Some(FieldKind::Picklist), picklist: Some("level".into()), mask: Some(Mask::Text), ..sent.clone() };
        let reply = answered("c_x", &Json::Object(drafted.to_schema(&NoSchema))).unwrap();
        assert_eq!((reply.id.as_str(), is_same(&reply, &drafted), is_same(&sent, &drafted)), ("f_1", true, true));
        assert!(!is_same(&Field { mirror: Some("customer.name".into()), ..drafted.clone() }, &reply));
        let declared = declaration(&drafted, &NoSchema);
        assert_eq!((declared.get("x-picklist"), declared.contains_key("x-sensitive")), (None, true));
        assert!(Field::from_schema("c_x", &Json::Object(declared), false).is_ok(), "the draft takes it as it was shown");

        let owner = Lookup { objects: vec!["user".into()], on_delete: OnDelete::SetNull, filter: None };
        let looked_up = Field { result: Some(FieldKind::User), lookup: Some(owner), picklist: None, ..drafted };
        assert_eq!(declaration(&looked_up, &NoSchema).get("x-lookup"), None);
        let text = new_field("c_y", FieldKind::Text, &[]);
        assert!(!is_same(&text, &Field { mask: Some(Mask::Text), ..text.clone() }));
    }

    #[test]
    fn every_kind_can_be_added_as_it_comes() {
        for kind in FieldKind::ALL {
            let mut field = new_field("c_x", *kind, &["level"]);
            // These say nothing before somebody does.
            match lacking(&field) {
                Some("setting-picklist-lacking") => field.picklist = Some("level".into()),
                Some(_) => field.lookup.as_mut().unwrap().objects.push("customer".into()),
                None => {}
            }
            assert_eq!(lacking(&field), None, "{}", kind.name());
            match kind {
                FieldKind::Mirror => field.mirror = Some("customer.level".into()),
                FieldKind::Lines => field.lines = Some(vec![Field { id: "l_1".into(), ..new_field("c_y", FieldKind::Text, &[]) }]),
                _ => {}
            }
            let mut declared = declaration(&field, &NoSchema);
            assert!(!declared.contains_key("x-id"));
            declared.insert("x-id".into(), "f_1".into());
            assert!(Field::from_schema("c_x", &Json::Object(declared.clone()), false).is_ok(), "{}: {declared:?}", kind.name());
        }
    }
}
