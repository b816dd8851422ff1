//! What differs between two states of a declaration, as people know it from the editors.

mod words;

use std::{borrow::Cow, collections::BTreeSet};

use serde_json::json;
use trellis_model::{Json, JsonMap};

pub use words::Words;

/// A place where two declarations differ, with what each says there, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Where: `Sections › Basics › Fields`.
    pub place: String,
    /// What theirs says.
    pub theirs: String,
    /// What one's own says.
    pub mine: String,
}

/// What the server makes, or what follows from something else that is shown.
const UNSAID: &[&str] = &["x-id", "x-column", "type", "format", "title", "partial"];

/// Keywords that hold what is known without them.
const SILENT: &[&str] = &["x-object", "x-lookup", "properties", "expression", "params"];

/// Keywords whose value is one thing, however it is written.
const WHOLE: &[&str] = &["filter", "when", "access", "default"];

/// Everything that differs.
pub fn differences(words: &Words<'_>, theirs: &Json, mine: &Json) -> Vec<Difference> {
    let mut found = Vec::new();
    At { words, object: words.object.map(str::to_owned), parent: String::new(), key: String::new(), place: Vec::new() }
        .compare(theirs, mine, &mut found);
    found
}

/// A place in a declaration.
struct At<'w> {
    words: &'w Words<'w>,
    /// The object whose fields are named here.
    object: Option<String>,
    /// The keyword around, and the keyword itself; those of an item are those of its list.
    parent: String,
    key: String,
    /// The way here, in words.
    place: Vec<String>,
}

impl At<'_> {
    fn compare(&self, theirs: &Json, mine: &Json, found: &mut Vec<Difference>) {
        if theirs == mine {
            return;
        }
        match (theirs, mine) {
            _ if WHOLE.contains(&self.key.as_str()) => self.tell(theirs, mine, found),
            (Json::Array(theirs), Json::Array(mine)) if theirs.iter().chain(mine).any(is_entry) => self.lists(theirs, mine, found),
            (Json::Array(items), Json::Null) if items.iter().any(is_entry) => self.lists(items, &[], found),
            (Json::Null, Json::Array(items)) if items.iter().any(is_entry) => self.lists(&[], items, found),
            _ => match (self.map(theirs), self.map(mine)) {
                (Some(theirs), Some(mine)) => self.maps(&theirs, &mine, found),
                _ => self.tell(theirs, mine, found),
            },
        }
    }

    /// What is gone through key by key. A formula may stand there by itself.
    fn map<'j>(&self, json: &'j Json) -> Option<Cow<'j, JsonMap>> {
        match json {
            Json::Object(map) => Some(Cow::Borrowed(map)),
            Json::String(_) if self.key == "x-formula" => Some(Cow::Owned(JsonMap::from_iter([("expression".to_owned(), json.clone())]))),
            Json::Null if SILENT.contains(&self.key.as_str()) || self.key.starts_with("x-") && !self.is_label() => {
                Some(Cow::Owned(JsonMap::new()))
            }
            _ => None,
        }
    }

    fn is_label(&self) -> bool {
        matches!(self.key.as_str(), "x-label" | "x-help")
    }

    fn maps(&self, theirs: &JsonMap, mine: &JsonMap, found: &mut Vec<Difference>) {
        let added = mine.keys().filter(|key| !theirs.contains_key(*key));
        for key in theirs.keys().chain(added).filter(|key| !UNSAID.contains(&key.as_str())) {
            let (one, other) = (theirs.get(key).unwrap_or(&Json::Null), mine.get(key).unwrap_or(&Json::Null));
            self.below(key, theirs, mine).compare(one, other, found);
        }
    }

    /// A keyword of this place; below `properties` and the like it is a name.
    fn below(&self, key: &str, theirs: &JsonMap, mine: &JsonMap) -> Self {
        let mut place = self.place.clone();
        if self.key == "properties" {
            let item = theirs.get(key).filter(|item| !item.is_null()).or(mine.get(key));
            let name = item.and_then(|item| self.words.label_in(item)).unwrap_or_else(|| self.words.field(self.object.as_deref(), key));
            place.push(name);
            return Self { words: self.words, object: self.object.clone(), parent: "properties".into(), key: "item".into(), place };
        }
        if !SILENT.contains(&key) {
            place.push(self.words.key(&self.key, key));
        }
        let object = self.words.object_of(key, theirs).or_else(|| self.words.object_of(key, mine)).or_else(|| self.object.clone());
        // The message of a rule has words for both languages that say all.
        if self.key == "message" && matches!(key, "zh-CN" | "en") {
            place = vec![self.words.key("message", key)];
        }
        Self { words: self.words, object, parent: self.key.clone(), key: key.to_owned(), place }
    }

    /// Lists of things: by what tells one from another, where something does.
    fn lists(&self, theirs: &[Json], mine: &[Json], found: &mut Vec<Difference>) {
        let (Some(one), Some(other)) = (identities(theirs), identities(mine)) else { return self.numbered(theirs, mine, found) };
        let added = other.iter().filter(|name| !one.contains(name));
        for name in one.iter().chain(added) {
            let item = |names: &[String], items: &[Json]| names.iter().position(|it| it == name).map(|at| items[at].clone());
            let (one, other) = (item(&one, theirs), item(&other, mine));
            let Some(shown) = one.as_ref().or(other.as_ref()) else { continue };
            let at = self.item(self.words.name(self.object.as_deref(), shown), shown);
            match (&one, &other) {
                (Some(one), Some(other)) => at.compare(one, other, found),
                _ => {
                    let said = |item: &Option<Json>| {
                        item.as_ref().map_or_else(|| self.words.nothing(), |item| self.words.name(self.object.as_deref(), item))
                    };
                    found.push(Difference { place: self.place.join(" › "), theirs: said(&one), mine: said(&other) });
                }
            }
        }
        let common = |names: &[String], others: &[String]| names.iter().filter(|name| others.contains(name)).cloned().collect::<Vec<_>>();
        if common(&one, &other) != common(&other, &one) {
            let names = |items: &[Json]| self.words.list(items.iter().map(|item| self.words.name(self.object.as_deref(), item)));
            found.push(Difference { place: self.place.join(" › "), theirs: names(theirs), mine: names(mine) });
        }
    }

    fn numbered(&self, theirs: &[Json], mine: &[Json], found: &mut Vec<Difference>) {
        for number in 0..theirs.len().max(mine.len()) {
            let item = |items: &[Json]| items.get(number).cloned().unwrap_or_default();
            let (one, other) = (item(theirs), item(mine));
            self.item((number + 1).to_string(), if one.is_null() { &other } else { &one }).compare(&one, &other, found);
        }
    }

    fn item(&self, name: String, item: &Json) -> Self {
        let place = self.place.iter().cloned().chain([name]).collect();
        let object = item.as_object().and_then(|item| self.words.object_of(&self.key, item)).or_else(|| self.object.clone());
        Self { words: self.words, object, parent: self.parent.clone(), key: self.key.clone(), place }
    }

    fn tell(&self, theirs: &Json, mine: &Json, found: &mut Vec<Difference>) {
        // What is not said of something that is so or not.
        let usual = |json: &Json, other: &Json| {
            if json.is_null() && other.is_boolean() { json!(matches!(self.key.as_str(), "active" | "x-track")) } else { json.clone() }
        };
        let said = |json: &Json, other: &Json| self.words.value(self.object.as_deref(), &self.parent, &self.key, &usual(json, other));
        found.push(Difference { place: self.place.join(" › "), theirs: said(theirs, mine), mine: said(mine, theirs) });
    }
}

/// Whether an item of a list is gone into.
fn is_entry(item: &Json) -> bool {
    item.is_object() || item.is_array()
}

/// What tells each item of a list from the others; nothing unless all have such a thing, and each its own.
fn identities(items: &[Json]) -> Option<Vec<String>> {
    let names: Vec<String> = items.iter().map(|item| words::identity(item).map(str::to_owned)).collect::<Option<_>>()?;
    let different: BTreeSet<&String> = names.iter().collect();
    (different.len() == names.len()).then_some(names)
}

#[cfg(test)]
mod tests {
    use trellis_model::wire::ObjectList;
    use trellis_ui_client::{Meta, Metadata};
    use trellis_ui_renderers::Scope;

    use super::*;
    use crate::i18n::{Language, messages};

    fn scope(language: Language) -> Scope {
        let label = |zh: &str, en: &str| json!({ "zh-CN": zh, "en": en });
        let field = |name: &str, kind: &str, zh: &str, en: &str| json!({ "id": name, "name": name, "kind": kind, "label": label(zh, en) });
        let mut customer = field("customer", "lookup", "客户", "Customer");
        customer["lookup"] = json!({ "objects": ["customer"] });
        let object = |name: &str, label: Json, fields: Json| json!({ "name": name, "label": label, "app": "sales", "options": { "name_field": "name" }, "fields": fields, "views": [], "layout": {}, "actions": [], "rules": [], "can": [] });
        let list: ObjectList = serde_json::from_value(json!({
            "items": [
                object("customer", label("客户", "Customer"), json!([field("name", "text", "名称", "Name"), field("phone", "phone", "电话", "Phone"), field("size", "integer", "规模", "Size")])),
                object("contact", label("联系人", "Contact"), json!([field("name", "text", "姓名", "Full name"), customer])),
            ],
            "next": null, "apps": [], "version": 1, "time_zone": "Asia/Shanghai",
            "picklists": [{ "name": "level", "label": label("级别", "Level"), "options": [] }],
        }))
        .unwrap();
        Scope { i18n: messages(language), meta: Meta::new(Metadata::new(list)) }
    }

    fn told_in(language: Language, theirs: &Json, mine: &Json) -> Vec<String> {
        let scope = scope(language);
        let sales = json!({ "name": "sales", "label": { "zh-CN": "销售", "en": "Salesperson" }, "description": { "zh-CN": "", "en": "" }, "shipped": true, "users": 1 });
        let roles = [serde_json::from_value(sales).unwrap()];
        let words = Words { scope: &scope, object: Some("customer"), fields: &[], roles: &roles };
        let line = |it: Difference| format!("{}: {} | {}", it.place, it.theirs, it.mine);
        differences(&words, theirs, mine).into_iter().map(line).collect()
    }

    fn told(theirs: &Json, mine: &Json) -> Vec<String> {
        told_in(Language::English, theirs, mine)
    }

    #[test]
    fn a_field_is_told_in_the_words_of_its_editor() {
        let theirs = json!({ "x-id": "f_1", "x-type": "text", "type": "string", "maxLength": 20, "x-unique": true,
            "x-label": { "zh-CN": "备注", "en": "Note" }, "x-visible": "size > 1" });
        let mine = json!({ "x-type": "picklist", "maxLength": 20, "x-picklist": "level", "x-required": true,
            "x-label": { "zh-CN": "备注", "en": "Remark" }, "x-help": { "zh-CN": "帮", "en": "Help" } });
        assert_eq!(
            told(&theirs, &mine),
            [
                "Kind: Text | Picklist",
                "No two alike: Yes | No",
                "Label › English: Note | Remark",
                "Shown when: size > 1 | –",
                "Dictionary: – | Level",
                "Required: No | Yes",
                "Help text: – | Help",
            ]
        );
        let chinese = told_in(
            Language::Chinese,
            &json!({ "x-label": { "zh-CN": "甲" } }),
            &json!({ "x-label": { "zh-CN": "乙" }, "x-unique": true }),
        );
        assert_eq!(chinese, ["名称 › 中文: 甲 | 乙", "不允许重复: 否 | 是"]);
    }

    #[test]
    fn what_a_field_looks_up_and_computes_is_told() {
        let theirs = json!({ "x-lookup": { "object": "customer", "on_delete": "set_null" }, "x-formula": "size * 2",
            "x-rollup": { "relation": "contact.customer", "fn": "count" } });
        let mine = json!({ "x-lookup": { "object": "contact", "on_delete": "restrict" },
            "x-formula": { "expression": "size", "kind": "integer" }, "x-rollup": { "relation": "contact.customer", "fn": "max", "field": "name" } });
        assert_eq!(
            told(&theirs, &mine),
            [
                "Object looked up: Customer | Contact",
                "When that record is deleted: Empty this field | Refuse the deletion",
                "Formula: size * 2 | size",
                "Formula › Shown as: – | Number",
                "Roll-up › How: Count | Largest or latest",
                "Roll-up › Of which field: – | Full name",
            ]
        );
        let line = |label: &str| json!({ "x-lines": { "properties": { "price": { "x-type": "currency", "x-label": { "zh-CN": "价", "en": label } } } } });
        assert_eq!(told(&line("Price"), &line("Cost")), ["Columns › Price › Label › English: Price | Cost"]);
    }

    #[test]
    fn a_layout_is_told_by_the_names_of_its_parts() {
        let section =
            |name: &str, label: &str, fields: &[&str]| json!({ "name": name, "label": { "zh-CN": label, "en": label }, "fields": fields });
        let theirs = json!({
            "sections": [section("a", "Basics", &["name", "phone"]), section("b", "More", &[])],
            "related": [{ "relation": "contact.customer", "columns": ["name"] }], "roles": ["sales"],
        });
        let mine = json!({
            "sections": [section("c", "New", &[]), section("a", "Basics", &["phone", "c_gone"])],
            "related": [{ "relation": "contact.customer", "columns": ["name", "customer"] }], "highlights": ["size"],
        });
        assert_eq!(
            told(&theirs, &mine),
            [
                "Sections › Basics › Fields: Name, Phone | Phone, c_gone",
                "Sections: More | –",
                "Sections: – | New",
                "Related lists › Contact › Customer › Columns: Full name | Full name, Customer",
                "Roles: Salesperson | –",
                "Key figures: – | Size",
            ]
        );
        let two = |one: Json, other: Json| json!({ "sections": [one, other] });
        let (a, b) = (section("a", "Basics", &[]), section("b", "More", &[]));
        assert_eq!(told(&two(a.clone(), b.clone()), &two(b, a)), ["Sections: Basics, More | More, Basics"]);
    }

    #[test]
    fn a_view_is_told_by_its_columns_and_its_order() {
        let theirs = json!({ "kind": "table", "columns": [{ "field": "name", "width": 100 }, { "field": "phone" }], "sort": "-size,name" });
        let mine = json!({ "kind": "kanban", "columns": [{ "field": "name", "width": 120 }], "filter": { "size": { "is_null": true } }, "roles": [] });
        assert_eq!(
            told(&theirs, &mine),
            [
                "Kind: Table | Board",
                "Columns › Name › Width: 100 | 120",
                "Columns: Phone | –",
                "Order: Size (Descending), Name (Ascending) | –",
                "Only records that: – | Size is empty",
                "Roles: – | Everybody",
            ]
        );
    }

    #[test]
    fn rules_actions_options_and_objects_are_told() {
        let label = |text: &str| json!({ "zh-CN": text, "en": text });
        assert_eq!(
            told(&json!({ "message": label("a"), "field": "name" }), &json!({ "message": { "zh-CN": "a", "en": "b" } })),
            ["Message in English: a | b", "Field that is marked: Name | –"]
        );
        assert_eq!(
            told(&json!({ "placement": ["record"], "primary": true }), &json!({ "placement": ["record", "bulk"] })),
            ["Where it is offered: Record page | Record page, Bulk bar of the list", "Primary: Yes | No"]
        );
        let option = |active: bool| json!({ "options": [{ "code": "a", "label": label("First"), "active": active }] });
        assert_eq!(
            told(&option(false), &json!({ "options": [{ "code": "a", "label": label("First") }] })),
            ["Options › First › Active: No | Yes"]
        );
        let object = |duplicates: Json, owned: bool| json!({ "title": "T", "x-object": { "owned": owned, "duplicates": duplicates, "search": ["name"] } });
        assert_eq!(
            told(&object(json!([["name", "phone"]]), false), &object(json!([["name"]]), true)),
            ["Records have an owner: No | Yes", "Duplicates › 1: Name, Phone | Name"]
        );
    }
}
