//! A company's changes over the shipped declarations.

use std::collections::HashSet;

use trellis_model::{
    Json, JsonMap, Label, both,
    object::{CUSTOM_PREFIX, Options, is_custom},
};

use crate::{
    FileKind, Files, Problem,
    files::{Place, place},
    problem::{Report, at},
};

/// The files with the overlay laid over them, by RFC 7396: `null` removes, a map is merged, anything else replaces.
pub fn merge(base: &Files, overlay: &Files) -> Files {
    let mut merged = base.clone();
    for (path, patch) in overlay {
        match merged_file(merged.remove(path), Some(patch)) {
            Some(file) => drop(merged.insert(path.clone(), file)),
            None => drop(merged.remove(path)),
        }
    }
    merged
}

/// One file with its patch laid over it.
fn merged_file(base: Option<Json>, patch: Option<&Json>) -> Option<Json> {
    let Some(patch) = patch else { return base };
    if patch.is_null() {
        return None;
    }
    let mut file = base.unwrap_or(Json::Null);
    merge_patch(&mut file, patch);
    Some(file)
}

/// One overlay that does over `base` what `below` and then `above` do. It says what differs from `base` and nothing else, so
/// what was taken out by one and put back by the other as something else has nothing left of what it was.
pub fn stack(base: impl Fn(&str) -> Option<Json>, below: &Files, above: &Files) -> Files {
    let mut stacked = below.clone();
    for (path, patch) in above {
        let base = base(path);
        let wanted = merged_file(merged_file(base.clone(), below.get(path)), Some(patch));
        let whole = match (base, wanted) {
            (None, wanted) => wanted,
            (Some(_), None) => Some(Json::Null),
            (Some(base), Some(wanted)) => {
                Some(difference(&base, &wanted)).filter(|patch| patch.as_object().is_none_or(|it| !it.is_empty()))
            }
        };
        match whole {
            Some(whole) => drop(stacked.insert(path.clone(), whole)),
            None => drop(stacked.remove(path)),
        }
    }
    stacked
}

/// A file of `base` with `overlay` laid over it.
pub fn file(base: &Files, overlay: &Files, path: &str) -> Option<Json> {
    merged_file(base.get(path).cloned(), overlay.get(path))
}

/// The patch that makes `after` of `before`: a map key by key, anything else whole.
pub fn difference(before: &Json, after: &Json) -> Json {
    let (Json::Object(before), Json::Object(after)) = (before, after) else { return after.clone() };
    let mut patch = JsonMap::new();
    for (key, value) in after {
        match before.get(key) {
            Some(old) if old == value => {}
            Some(old) => drop(patch.insert(key.clone(), difference(old, value))),
            None => drop(patch.insert(key.clone(), value.clone())),
        }
    }
    patch.extend(before.keys().filter(|key| !after.contains_key(*key)).map(|key| (key.clone(), Json::Null)));
    Json::Object(patch)
}

fn merge_patch(target: &mut Json, patch: &Json) {
    let Json::Object(patch) = patch else {
        *target = patch.clone();
        return;
    };
    if !target.is_object() {
        *target = Json::Object(JsonMap::new());
    }
    let Json::Object(target) = target else { return };
    for (key, value) in patch {
        if value.is_null() {
            target.shift_remove(key);
        } else {
            merge_patch(target.entry(key.clone()).or_insert(Json::Null), value);
        }
    }
}

/// What an overlay may not do: add names without the prefix, or give a shipped field another identity or kind of value.
pub(crate) fn check(base: &Files, overlay: &Files) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (path, patch) in overlay {
        let Some(Place { kind, name, .. }) = place(path) else { continue };
        let mut report = Report::new(path, &mut problems);
        let declares = matches!(kind, FileKind::Object | FileKind::Picklist | FileKind::Dashboard);
        if declares && !base.contains_key(path) && !is_custom(name) {
            report.add(
                "",
                both!(
                    "新增内容的名称须以“{CUSTOM_PREFIX}”开头：“{CUSTOM_PREFIX}{name}”",
                    "what is added is named with the prefix `{CUSTOM_PREFIX}`: `{CUSTOM_PREFIX}{name}`"
                ),
            );
        }
        if kind == FileKind::Object && base.contains_key(path) {
            if patch.is_null() {
                report.add("", both!("产品自带的对象不能删除", "an object of the product cannot be deleted"));
            }
            fields(base.get(path), patch, &mut report);
            if let Some(key) = unlike_shipped(base.get(path), patch) {
                report.add(format!("/x-object/{key}"), relied_upon());
            }
        }
    }
    problems
}

/// Why an object of the product keeps what it says of itself.
pub fn relied_upon() -> Label {
    Label::new("产品的权限和业务操作依赖此项，不能更改", "permissions and actions of the product rely on it, so it stays as it is")
}

/// What of an object of the product would be otherwise, though its permissions and its modules rely on it.
fn unlike_shipped(base: Option<&Json>, patch: &Json) -> Option<&'static str> {
    let changed = patch.get("x-object")?;
    let base = base.and_then(|base| base.get("x-object")).cloned();
    let read = |options: Option<Json>| serde_json::from_value::<Options>(options.unwrap_or_else(|| Json::Object(JsonMap::new()))).ok();
    let (before, after) = (read(base.clone())?, read(merged_file(base, Some(changed)))?);
    before.kept_as_shipped(&after)
}

fn fields(base: Option<&Json>, patch: &Json, report: &mut Report<'_>) {
    let properties = |json: &Json| json.get("properties").and_then(Json::as_object).cloned().unwrap_or_default();
    let shipped = base.map(properties).unwrap_or_default();
    let ids: HashSet<&str> = shipped.values().filter_map(|field| field.get("x-id")?.as_str()).collect();
    let changes = properties(patch);
    let stays = |field: &Json| changes.values().any(|change| change.get("x-id").is_some() && change.get("x-id") == field.get("x-id"));
    for (name, change) in &changes {
        let pointer = at("/properties", name);
        if change.is_null() {
            if shipped.get(name).is_some_and(|field| !stays(field)) {
                report.add(pointer, both!("产品自带的字段不能删除", "a field of the product cannot be deleted"));
            }
            continue;
        }
        let Some(field) = shipped.get(name) else {
            // A shipped field may go on under a new name, with its identity.
            let renamed = change.get("x-id").and_then(Json::as_str).is_some_and(|id| ids.contains(id));
            if !renamed && !is_custom(name) {
                report.add(
                    pointer,
                    both!(
                        "新增内容的名称须以“{CUSTOM_PREFIX}”开头：“{CUSTOM_PREFIX}{name}”",
                        "what is added is named with the prefix `{CUSTOM_PREFIX}`: `{CUSTOM_PREFIX}{name}`"
                    ),
                );
            }
            continue;
        };
        for keyword in ["x-id", "x-type"] {
            if change.get(keyword).is_some_and(|value| Some(value) != field.get(keyword)) {
                report.add(
                    at(&pointer, keyword),
                    both!("不能更改系统字段的 `{keyword}`", "the `{keyword}` of a shipped field cannot be changed"),
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn files(entries: &[(&str, Json)]) -> Files {
        entries.iter().map(|(path, json)| ((*path).to_owned(), json.clone())).collect()
    }

    #[test]
    fn merges_as_rfc_7396_says() {
        for (target, patch, expected) in [
            (json!({ "a": 1, "b": 2 }), json!({ "a": null, "c": 3 }), json!({ "b": 2, "c": 3 })),
            (json!({ "a": [1, 2] }), json!({ "a": [3] }), json!({ "a": [3] })),
            (json!({ "a": { "b": 1 } }), json!({ "a": { "b": { "c": null, "d": 1 } } }), json!({ "a": { "b": { "d": 1 } } })),
            (json!(["x"]), json!({ "a": null }), json!({})),
        ] {
            let merged = merge(&files(&[("f", target)]), &files(&[("f", patch.clone())]));
            assert_eq!(merged["f"], expected, "{patch}");
        }
    }

    #[test]
    fn a_difference_leads_from_one_to_the_other() {
        let before = json!({ "a": 1, "b": { "c": [1], "d": 2 }, "e": 3 });
        let after = json!({ "a": 1, "b": { "c": [1, 2] }, "f": 4 });
        assert_eq!(difference(&before, &after), json!({ "b": { "c": [1, 2], "d": null }, "f": 4, "e": null }));
    }

    #[test]
    fn one_overlay_does_what_two_do() {
        let shipped = json!({ "v": { "all": { "sort": "a", "columns": [1] } }, "k": 1 });
        let removed = json!({ "v": { "all": null } });
        let again = json!({ "v": { "all": { "columns": [2] } } });
        for (base, below, above, expected) in [
            // What was shipped, taken out and put back is what was put back.
            (Some(&shipped), Some(&removed), &again, Some(json!({ "v": { "all": { "columns": [2], "sort": null } } }))),
            (None, Some(&json!({ "p": { "x": { "id": 1, "old": 1 } } })), &json!({ "p": { "x": null } }), Some(json!({ "p": {} }))),
            (Some(&shipped), Some(&json!({ "k": 2 })), &json!({ "k": 1 }), None),
            (Some(&shipped), None, &Json::Null, Some(Json::Null)),
            (Some(&shipped), Some(&Json::Null), &json!({ "k": 1 }), Some(json!({ "v": null }))),
            (None, Some(&again), &Json::Null, None),
        ] {
            let one = |json: Option<&Json>| json.map(|json| files(&[("f", json.clone())])).unwrap_or_default();
            let (base, below, above) = (one(base), one(below), one(Some(above)));
            let stacked = stack(|path| base.get(path).cloned(), &below, &above);
            assert_eq!(stacked.get("f"), expected.as_ref());
            assert_eq!(merge(&base, &stacked), merge(&merge(&base, &below), &above), "{stacked:?}");
        }
    }

    #[test]
    fn keeps_the_order_of_what_stays() {
        let merged = merge(&files(&[("f", json!({ "a": 1, "b": 2, "c": 3 }))]), &files(&[("f", json!({ "a": null, "b": 9 }))]));
        assert_eq!(merged["f"].to_string(), r#"{"b":9,"c":3}"#);
    }

    #[test]
    fn what_is_added_has_the_prefix_and_what_is_shipped_keeps_its_identity() {
        let named = json!({ "x-id": "f_01", "x-type": "text" });
        let base = files(&[
            ("sales/lead/object.json", json!({ "properties": { "name": named } })),
            ("sales/contact/object.json", json!({ "properties": { "name": named, "mail": { "x-id": "f_02" } } })),
            ("sales/deal/object.json", json!({})),
            ("sales/visit/object.json", json!({ "x-object": { "name_field": "name", "access": { "inherit": "customer" }, "icon": "y" } })),
        ]);
        let overlay = files(&[
            (
                "sales/lead/object.json",
                json!({ "properties": {
                    "name": { "x-id": "f_99", "x-type": "text" }, "vip": { "x-id": "c_1" }, "c_vip": { "x-id": "c_2" }, "title": { "x-id": "f_01" }
                } }),
            ),
            ("sales/contact/object.json", json!({ "properties": { "mail": null, "name": null, "full_name": { "x-id": "f_01" } } })),
            ("sales/deal/object.json", Json::Null),
            ("sales/visit/object.json", json!({ "x-object": { "access": null, "icon": "x" } })),
            ("custom/visit/object.json", json!({})),
            ("custom/c_visit/object.json", json!({})),
            ("picklists/colours.json", json!({})),
        ]);
        let found: Vec<String> = check(&base, &overlay).iter().map(|it| format!("{} {}", it.file, it.pointer)).collect();
        assert_eq!(
            found,
            [
                "custom/visit/object.json ",
                "picklists/colours.json ",
                "sales/contact/object.json /properties/mail",
                "sales/deal/object.json ",
                "sales/lead/object.json /properties/name/x-id",
                "sales/lead/object.json /properties/vip",
                "sales/visit/object.json /x-object/access",
            ]
        );
    }
}
