//! What the editor of list views knows of declarations: pure.

use trellis_model::{
    Json, ListView,
    view::{Column, ViewKind, Views},
};

use super::super::model::unnamed;

/// The widths of a column that a declaration takes, in pixels.
pub const WIDTHS: std::ops::RangeInclusive<u16> = 40..=800;
/// The order of rows where nothing else is declared.
pub const NEWEST_FIRST: &str = "-created_at";

/// What all lists of an object share, apart from the order of its views.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Shared {
    /// The columns of a view that names none.
    pub columns: Vec<Column>,
    /// The order of rows of a view that names none.
    pub sort: String,
    /// Whether there are scenes.
    pub scenes: bool,
}

impl Shared {
    /// As declared; where nothing is declared, what the engine makes of that: `usual` are the columns that it shows.
    pub fn of(declared: Option<&Views>, usual: &[Column]) -> Self {
        match declared {
            Some(views) => Self {
                columns: if views.columns.is_empty() { usual.to_vec() } else { views.columns.clone() },
                sort: views.sort.clone().unwrap_or_else(|| NEWEST_FIRST.to_owned()),
                scenes: views.scenes,
            },
            None => Self { columns: usual.to_vec(), sort: NEWEST_FIRST.to_owned(), scenes: true },
        }
    }

    /// The declaration, with the order of the views.
    pub fn declaration(&self, order: &[String]) -> Json {
        let mut json = serde_json::json!({ "columns": self.columns, "scenes": self.scenes });
        if !self.sort.is_empty() {
            json["sort"] = self.sort.clone().into();
        }
        if !order.is_empty() {
            json["order"] = serde_json::json!(order);
        }
        json
    }
}

/// The declared views in the order that people see.
pub fn in_order(declared: &Views) -> Vec<ListView> {
    let read = |(name, json): (&String, &Json)| {
        let view: ListView = serde_json::from_value(json.clone()).ok()?;
        Some(ListView { name: name.clone(), ..view })
    };
    let mut views: Vec<ListView> = declared.views.iter().filter_map(read).collect();
    views.sort_by_key(|view| declared.order.iter().position(|name| *name == view.name).unwrap_or(usize::MAX));
    views
}

/// The view as it is declared: both labels, since whoever writes one means the other as well, and no columns of a board
/// for a table.
pub fn completed(mut view: ListView) -> ListView {
    view.label = view.label.filled();
    if view.kind == ViewKind::Table {
        view.group = None;
    }
    view
}

/// A view's declaration.
pub fn declaration(view: &ListView) -> Json {
    let mut json = unnamed(view);
    if let Some(map) = json.as_object_mut() {
        map.shift_remove("scene");
    }
    json
}

/// Puts the item that `is` the one at another place.
pub fn put_at<T>(items: &mut Vec<T>, is: impl Fn(&T) -> bool, to: usize) {
    if let Some(from) = items.iter().position(is) {
        let item = items.remove(from);
        items.insert(to.min(items.len()), item);
    }
}

/// The keys of an order: a field or path, and whether downwards.
pub fn keys(sort: &str) -> Vec<(String, bool)> {
    let key = |key: &str| (key.trim_start_matches('-').to_owned(), key.starts_with('-'));
    sort.split(',').map(str::trim).filter(|key| !key.is_empty()).map(key).collect()
}

/// As the API's `sort`.
pub fn sort(keys: &[(String, bool)]) -> String {
    let key = |(path, down): &(String, bool)| format!("{}{path}", if *down { "-" } else { "" });
    keys.iter().map(key).collect::<Vec<_>>().join(",")
}

/// The filter without what asks about paths that are not `known`, and whether something was left out.
pub fn known_part(filter: &Json, known: &dyn Fn(&str) -> bool) -> (Option<Json>, bool) {
    let Some(map) = filter.as_object() else { return (Some(filter.clone()), false) };
    let (mut kept, mut lost) = (serde_json::Map::new(), false);
    for (key, inner) in map {
        let part = match (key.as_str(), inner) {
            ("and" | "or", Json::Array(parts)) => {
                let parts: Vec<(Option<Json>, bool)> = parts.iter().map(|part| known_part(part, known)).collect();
                lost |= parts.iter().any(|(_, lost)| *lost);
                let parts: Vec<Json> = parts.into_iter().filter_map(|(part, _)| part).collect();
                (!parts.is_empty()).then_some(Json::Array(parts))
            }
            ("not", inner) => {
                // Half of a negation would mean something else.
                let (part, half) = known_part(inner, known);
                lost |= half;
                part.filter(|_| !half)
            }
            (path, inner) => {
                lost |= !known(path);
                known(path).then(|| inner.clone())
            }
        };
        if let Some(part) = part {
            kept.insert(key.clone(), part);
        }
    }
    ((!kept.is_empty()).then_some(Json::Object(kept)), lost)
}

/// What is wrong with a view before anybody is asked: the names of messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Faults {
    /// It has no name.
    pub label: bool,
    /// It is a board without columns, or a calendar without days.
    pub group: bool,
    /// It has no columns of its own, or one that is too narrow or too wide.
    pub columns: Option<&'static str>,
}

impl Faults {
    /// Those of a view.
    pub fn of(view: &ListView) -> Self {
        Self {
            label: view.label.zh.trim().is_empty() && view.label.en.trim().is_empty(),
            group: view.kind != ViewKind::Table && view.group.is_none(),
            columns: widths(&view.columns),
        }
    }

    /// Those of what all lists share.
    pub fn of_shared(shared: &Shared) -> Self {
        let columns = if shared.columns.is_empty() { Some("views-columns-none") } else { widths(&shared.columns) };
        Self { columns, ..Self::default() }
    }

    /// Whether nothing is wrong.
    pub fn is_empty(self) -> bool {
        self == Self::default()
    }
}

fn widths(columns: &[Column]) -> Option<&'static str> {
    columns.iter().filter_map(|column| column.width).any(|width| !WIDTHS.contains(&width)).then_some("views-width-wrong")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn views_stand_in_the_order_that_is_declared() {
        let view = |label: &str| json!({ "label": { "zh-CN": label, "en": label }, "kind": "table" });
        let declared: Views = serde_json::from_value(
            json!({ "columns": [{ "field": "name" }], "order": ["c", "a"], "views": { "a": view("A"), "b": view("B"), "c": view("C") } }),
        )
        .unwrap();
        let names: Vec<String> = in_order(&declared).into_iter().map(|view| view.name).collect();
        assert_eq!(names, ["c", "a", "b"]);
        let shared = Shared::of(Some(&declared), &[]);
        assert_eq!(shared.declaration(&names)["order"], json!(["c", "a", "b"]));
        assert_eq!((shared.sort.as_str(), shared.scenes), (NEWEST_FIRST, false));
    }

    #[test]
    fn a_declaration_says_only_what_is_meant() {
        let mut view = ListView::scenes(false, false).remove(0);
        (view.name, view.scene, view.label.en, view.group) = ("c_x".into(), false, String::new(), Some("stage".into()));
        let declared = declaration(&completed(view.clone()));
        assert_eq!(declared, json!({ "label": { "zh-CN": "全部", "en": "全部" }, "kind": "table" }));
        view.kind = ViewKind::Kanban;
        assert_eq!(declaration(&completed(view))["group"], "stage");
    }

    #[test]
    fn an_order_is_read_and_written() {
        let read = keys("-created_at, name");
        assert_eq!(read, [("created_at".to_owned(), true), ("name".to_owned(), false)]);
        assert_eq!(sort(&read), "-created_at,name");
        assert!(keys("").is_empty());
    }

    #[test]
    fn what_is_not_known_yet_is_left_out_of_a_filter() {
        let known = |path: &str| path != "c_new";
        let part = |filter: Json| known_part(&filter, &known);
        assert_eq!(part(json!({ "a": { "eq": 1 } })), (Some(json!({ "a": { "eq": 1 } })), false));
        let mixed = json!({ "and": [{ "a": { "eq": 1 } }, { "c_new": { "eq": 1 } }] });
        assert_eq!(part(mixed), (Some(json!({ "and": [{ "a": { "eq": 1 } }] })), true));
        assert_eq!(part(json!({ "not": { "and": [{ "a": { "eq": 1 } }, { "c_new": { "eq": 1 } }] } })), (None, true));
        assert_eq!(part(json!({ "or": [{ "c_new": { "eq": 1 } }] })), (None, true));
    }

    #[test]
    fn faults_are_found_before_anybody_is_asked() {
        let mut view = ListView::scenes(false, false).remove(0);
        assert!(Faults::of(&view).is_empty());
        view.kind = ViewKind::Kanban;
        view.columns = vec![Column { field: "name".into(), width: Some(20) }];
        assert_eq!(Faults::of(&view), Faults { label: false, group: true, columns: Some("views-width-wrong") });
    }
}
