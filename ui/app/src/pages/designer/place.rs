//! Where a place of a declaration is, in words, and the page on which it is edited.

use trellis_model::{Json, Label};
use trellis_ui_kit::t;
use trellis_ui_renderers::Scope;
use yew::prelude::*;

/// Keys of declarations that people know by a word of their own.
const WORDS: &[&str] = &[
    "columns",
    "sections",
    "fields",
    "tabs",
    "related",
    "highlights",
    "quick_create",
    "path",
    "filter",
    "sort",
    "group",
    "roles",
    "label",
    "visible",
    "charts",
    "options",
    "required",
    "when",
];

/// A place in words: `Customer › List views › Big deals › Columns 2`.
pub fn in_words(scope: &Scope, file: &str, pointer: &str) -> String {
    let mut words = of_file(scope, file);
    let object = object_of(file).unwrap_or_default();
    let keys: Vec<String> = pointer.split('/').skip(1).map(|key| key.replace("~1", "/").replace("~0", "~")).collect();
    let mut keys = keys.iter().map(String::as_str).peekable();
    while let Some(key) = keys.next() {
        match key {
            // What these hold is named by people.
            "views" | "layouts" | "actions" | "properties" | "conversions" => {
                if let Some(name) = keys.next() {
                    words.push(named(scope, object, key, name));
                }
            }
            key if WORDS.contains(&key.trim_start_matches("x-")) => {
                let key = key.trim_start_matches("x-");
                let word = t!(scope.i18n, &format!("place-{}", key.replace('_', "-")));
                let number = keys.next_if(|next| next.parse::<usize>().is_ok()).and_then(|next| next.parse::<usize>().ok());
                words.push(number.map_or_else(|| word.to_string(), |number| format!("{word} {}", number + 1)));
            }
            "zh-CN" => words.push(t!(scope.i18n, "place-chinese").to_string()),
            "en" => words.push(t!(scope.i18n, "place-english").to_string()),
            // The thing itself, as its number or name says already.
            "field" | "relation" => {}
            key => words.push(key.parse::<usize>().map_or_else(|_| key.to_owned(), |number| (number + 1).to_string())),
        }
    }
    words.join(" › ")
}

/// What a file declares: the object and the part, a dictionary, a dashboard.
fn of_file(scope: &Scope, file: &str) -> Vec<String> {
    let steps: Vec<&str> = file.trim_end_matches(".json").split('/').collect();
    match steps.as_slice() {
        ["picklists", name] => {
            let label = scope.meta.picklists().iter().find(|it| it.name == *name).map(|it| scope.label(&it.label).to_string());
            vec![t!(scope.i18n, "setting-picklist").to_string(), label.unwrap_or_else(|| (*name).to_owned())]
        }
        ["dashboards", name] => vec![t!(scope.i18n, "reference-dashboard").to_string(), (*name).to_owned()],
        [_, object, part] => {
            let label = scope.meta.info(object).map_or_else(|| (*object).to_owned(), |info| scope.label(&info.label).to_string());
            let part = match *part {
                "views" => t!(scope.i18n, "designer-part-views").to_string(),
                "layouts" => t!(scope.i18n, "layout-title").to_string(),
                "actions" => t!(scope.i18n, "designer-part-actions").to_string(),
                "conversions" => t!(scope.i18n, "reference-conversion").to_string(),
                "object" => return vec![label],
                part => part.to_owned(),
            };
            vec![label, part]
        }
        _ => vec![file.to_owned()],
    }
}

fn named(scope: &Scope, object: &str, key: &str, name: &str) -> String {
    let info = scope.meta.info(object);
    let label = match key {
        "properties" => scope.meta.field(object, name).map(|field| &field.label),
        "views" => info.and_then(|info| info.views.iter().find(|view| view.name == name)).map(|view| &view.label),
        "actions" => info.and_then(|info| info.actions.iter().find(|action| action.name == name)).map(|action| &action.label),
        _ => None,
    };
    match (label, name) {
        (Some(label), _) => scope.label(label).to_string(),
        (None, "default") => t!(scope.i18n, "tailor-everybody").to_string(),
        (None, name) => name.to_owned(),
    }
}

fn object_of(file: &str) -> Option<&str> {
    match file.split('/').collect::<Vec<_>>().as_slice() {
        [folder, object, _] if *folder != "picklists" && *folder != "dashboards" => Some(object),
        _ => None,
    }
}

/// The page on which a file of declarations is edited.
pub fn address(file: &str) -> Option<String> {
    let steps: Vec<&str> = file.trim_end_matches(".json").split('/').collect();
    match steps.as_slice() {
        ["picklists", name] => Some(format!("/dictionaries/{name}")),
        ["dashboards", name] => Some(format!("/dashboards/{name}")),
        [_, object, "views"] => Some(format!("/designer/{object}/views")),
        [_, object, "actions" | "conversions"] => Some(format!("/designer/{object}/actions")),
        [_, object, _] => Some(format!("/designer/{object}")),
        _ => None,
    }
}

/// The file and the place in it that a fault of the server names: `/sales~1customer~1views.json/columns/1`.
pub fn parts(pointer: &str) -> (String, String) {
    let rest = pointer.strip_prefix('/').unwrap_or(pointer);
    let (file, inner) = rest.split_once('/').map_or((rest, String::new()), |(file, inner)| (file, format!("/{inner}")));
    (file.replace("~1", "/").replace("~0", "~"), inner)
}

/// A value of a file of declarations as people read it: a label in their language, fields by their labels, or the JSON.
pub fn value(scope: &Scope, file: &str, json: &Json) -> Html {
    let object = object_of(file).unwrap_or_default();
    let label = json.as_object().filter(|map| map.contains_key("zh-CN")).and_then(|_| serde_json::from_value::<Label>(json.clone()).ok());
    let names = json.as_array().and_then(|items| items.iter().map(name_in).collect::<Option<Vec<_>>>()).filter(|names| !names.is_empty());
    match (label, names, json) {
        (Some(label), ..) => html! { { scope.label(&label) } },
        (_, Some(names), _) => {
            let name = |name: &&str| {
                scope.meta.field(object, name).map_or_else(|| (*name).to_owned(), |field| scope.label(&field.label).to_string())
            };
            html! { { names.iter().map(name).collect::<Vec<_>>().join(scope.i18n.pick("、", ", ")) } }
        }
        (_, _, Json::Null) => html! { <span class="u-muted">{ t!(scope.i18n, "place-nothing") }</span> },
        (_, _, Json::String(text)) => html! { { text } },
        (_, _, Json::Bool(_) | Json::Number(_)) => html! { { json.to_string() } },
        _ => html! { <pre class="p-package__json" tabindex="0">{ serde_json::to_string_pretty(json).unwrap_or_default() }</pre> },
    }
}

/// The name that an item of a list is, or has and nothing else that matters.
fn name_in(item: &Json) -> Option<&str> {
    match item {
        Json::String(name) => Some(name),
        Json::Object(map) if map.keys().all(|key| key == "field" || key == "width") => map.get("field").and_then(Json::as_str),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{address, name_in, parts};

    #[test]
    fn columns_and_fields_are_named() {
        assert_eq!(name_in(&json!({ "field": "name", "width": 240 })), Some("name"));
        assert_eq!((name_in(&json!("phone")), name_in(&json!({ "name": "basic", "fields": [] }))), (Some("phone"), None));
    }

    #[test]
    fn faults_name_the_file_first() {
        assert_eq!(parts("/sales~1customer~1views.json/columns/1"), ("sales/customer/views.json".to_owned(), "/columns/1".to_owned()));
        assert_eq!(parts("/package"), ("package".to_owned(), String::new()));
    }

    #[test]
    fn every_file_is_edited_somewhere() {
        let at = |file: &str| address(file).unwrap_or_default();
        assert_eq!(at("sales/customer/views.json"), "/designer/customer/views");
        assert_eq!(at("sales/customer/layouts.json"), "/designer/customer");
        assert_eq!(at("picklists/industry.json"), "/dictionaries/industry");
        assert_eq!(address("x.json"), None);
    }
}
