//! A company's changes over the shipped declarations.

use std::collections::HashSet;

use trellis_model::{Json, JsonMap, both};

use crate::{
    FileKind, Files, Problem,
    files::{Place, place},
    problem::{Report, at},
};

/// What administrators add begins so, and can therefore never meet a later shipped name.
pub const CUSTOM_PREFIX: &str = "c_";

/// The files with the overlay laid over them, by RFC 7396: `null` removes, a map is merged, anything else replaces.
pub fn merge(base: &Files, overlay: &Files) -> Files {
    let mut merged = base.clone();
    for (path, patch) in overlay {
        if patch.is_null() {
            merged.remove(path);
        } else {
            merge_patch(merged.entry(path.clone()).or_insert(Json::Null), patch);
        }
    }
    merged
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
            fields(base.get(path), patch, &mut report);
        }
    }
    problems
}

fn fields(base: Option<&Json>, patch: &Json, report: &mut Report<'_>) {
    let properties = |json: &Json| json.get("properties").and_then(Json::as_object).cloned().unwrap_or_default();
    let shipped = base.map(properties).unwrap_or_default();
    let ids: HashSet<&str> = shipped.values().filter_map(|field| field.get("x-id")?.as_str()).collect();
    for (name, change) in properties(patch).iter().filter(|(_, change)| !change.is_null()) {
        let pointer = at("/properties", name);
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

fn is_custom(name: &str) -> bool {
    name.starts_with(CUSTOM_PREFIX)
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
    fn keeps_the_order_of_what_stays() {
        let merged = merge(&files(&[("f", json!({ "a": 1, "b": 2, "c": 3 }))]), &files(&[("f", json!({ "a": null, "b": 9 }))]));
        assert_eq!(merged["f"].to_string(), r#"{"b":9,"c":3}"#);
    }

    #[test]
    fn what_is_added_has_the_prefix_and_what_is_shipped_keeps_its_identity() {
        let base = files(&[("sales/lead/object.json", json!({ "properties": { "name": { "x-id": "f_01", "x-type": "text" } } }))]);
        let overlay = files(&[
            (
                "sales/lead/object.json",
                json!({ "properties": {
                    "name": { "x-id": "f_99", "x-type": "text" }, "vip": { "x-id": "c_1" }, "c_vip": { "x-id": "c_2" }, "title": { "x-id": "f_01" }
                } }),
            ),
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
                "sales/lead/object.json /properties/name/x-id",
                "sales/lead/object.json /properties/vip",
            ]
        );
    }
}
