//! From the draft to what is published and back: which published field a field of the draft is, and a published record as
//! the draft would show it. What is not published yet has no value.

use serde_json::Map;
use trellis_model::{Field, Json, Schema};
use trellis_ui_client::{Metadata, Row};

/// The draft and what is published of one object.
#[derive(Clone, Copy)]
pub struct Bridge<'a> {
    /// The objects as they would be.
    pub draft: &'a Metadata,
    /// The objects as they are.
    pub published: &'a Metadata,
    /// The object.
    pub object: &'a str,
}

impl Bridge<'_> {
    /// The path under which what is published knows a path of the draft: another name when the draft renames a field, none
    /// when it is not published, or holds other values.
    pub fn published(&self, path: &str) -> Option<String> {
        let (first, rest) = path.split_once('.').map_or((path, None), |(first, rest)| (first, Some(rest)));
        let field = self.draft.object(self.object)?.field(first)?;
        let old = self.field(self.object, field)?;
        let Some(rest) = rest else { return Some(old.name.clone()) };
        let target = field.target().filter(|target| old.target() == Some(*target))?;
        let inner = self.field(target, self.draft.object(target)?.field(rest)?)?;
        Some(format!("{}.{}", old.name, inner.name))
    }

    fn field(&self, object: &str, field: &Field) -> Option<&Field> {
        let same = |old: &&Field| if field.system { old.name == field.name } else { !old.system && old.id == field.id };
        let old = self.published.object(object)?.fields().iter().find(same)?;
        (old.value_kind() == field.value_kind()).then_some(old)
    }

    /// What to ask of a published record, so that these paths of the draft can be shown.
    pub fn fields(&self, paths: &[String]) -> Vec<String> {
        let known: Vec<String> = paths.iter().filter_map(|path| self.published(path)).collect();
        self.published.with_labels(self.object, known.iter().map(String::as_str))
    }

    /// A published record as the draft would show it.
    pub fn row(&self, paths: &[String], row: &Row) -> Row {
        let mut values = Map::new();
        values.insert("id".into(), row.id().into());
        for path in paths {
            let Some(old) = self.published(path) else { continue };
            values.insert(path.clone(), row.get(&old).clone());
            let label = |meta: &Metadata, path: &str| meta.label_path(path, meta.field(self.object, path)?);
            if let (Some(to), Some(from)) = (label(self.draft, path), label(self.published, &old)) {
                values.insert(to, row.get(&from).clone());
            }
        }
        Row::new(values)
    }

    /// Every path that a record's form and page show.
    pub fn paths(&self) -> Vec<String> {
        let fields = self.draft.object(self.object).map(|object| object.fields().to_vec()).unwrap_or_default();
        fields.into_iter().map(|field| field.name).filter(|name| name != "deleted_at").collect()
    }

    /// A filter of the draft in the names of what is published; none when it asks for something that is not published.
    pub fn filter(&self, filter: &Json) -> Option<Json> {
        match filter {
            Json::Object(map) => {
                let mut written = Map::new();
                for (key, inner) in map {
                    match key.as_str() {
                        "and" | "or" | "not" => written.insert(key.clone(), self.filter(inner)?),
                        key => written.insert(self.asked(key)?, inner.clone()),
                    };
                }
                Some(Json::Object(written))
            }
            Json::Array(items) => items.iter().map(|item| self.filter(item)).collect::<Option<Vec<_>>>().map(Json::Array),
            other => Some(other.clone()),
        }
    }

    /// What a filter asks about; some of it, such as the team, is no field.
    fn asked(&self, path: &str) -> Option<String> {
        match self.draft.field(self.object, path) {
            Some(_) => self.published(path),
            None => Some(path.to_owned()),
        }
    }

    /// An order of the draft, without the keys that are not published.
    pub fn sort(&self, sort: &str) -> String {
        let key = |key: &str| {
            let (down, path) = key.trim().strip_prefix('-').map_or(("", key.trim()), |path| ("-", path));
            self.published(path).map(|path| format!("{down}{path}"))
        };
        sort.split(',').filter_map(key).collect::<Vec<_>>().join(",")
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn metadata(fields: Json) -> Metadata {
        let object = json!({ "name": "deal", "label": { "zh-CN": "商机", "en": "Deal" }, "app": "sales", "options": { "name_field": "name", "owned": true },
            "fields": fields, "views": [], "layout": {}, "actions": [], "can": ["view"] });
        let list = json!({ "items": [object], "next": null, "apps": [], "picklists": [], "version": 1, "time_zone": "Asia/Shanghai" });
        Metadata::new(serde_json::from_value(list).unwrap())
    }

    fn field(id: &str, name: &str, kind: &str) -> Json {
        json!({ "id": id, "name": name, "label": { "zh-CN": name, "en": name }, "kind": kind })
    }

    #[test]
    fn a_renamed_field_keeps_its_values_and_a_new_one_has_none() {
        let draft = metadata(json!([
            field("1", "name", "text"),
            field("2", "c_grade", "integer"),
            field("3", "c_new", "text"),
            field("4", "c_kind", "text")
        ]));
        let published = metadata(json!([field("1", "name", "text"), field("2", "c_rank", "integer"), field("4", "c_kind", "integer")]));
        let bridge = Bridge { draft: &draft, published: &published, object: "deal" };
        let paths: Vec<String> = ["name", "c_grade", "c_new", "c_kind", "owner"].map(str::to_owned).to_vec();
        let asked = bridge.fields(&paths);
        assert!(
            asked.contains(&"c_rank".to_owned()) && !asked.iter().any(|path| path.contains("c_new") || path.contains("c_kind")),
            "{asked:?}"
        );
        let row: Row = serde_json::from_value(json!({ "id": "x", "name": "甲", "c_rank": 3, "owner": "u", "owner.name": "张" })).unwrap();
        let shown = bridge.row(&paths, &row);
        assert_eq!((shown.get("c_grade"), shown.get("c_new"), shown.get("c_kind")), (&json!(3), &Json::Null, &Json::Null));
        assert_eq!((shown.id(), shown.get("owner.name")), ("x", &json!("张")));
    }

    #[test]
    fn filters_and_orders_follow_and_ask_for_nothing_unpublished() {
        let draft = metadata(json!([field("1", "name", "text"), field("2", "c_grade", "integer"), field("3", "c_new", "text")]));
        let published = metadata(json!([field("1", "name", "text"), field("2", "c_rank", "integer")]));
        let bridge = Bridge { draft: &draft, published: &published, object: "deal" };
        assert_eq!(
            bridge.filter(&json!({ "and": [{ "c_grade": { "gt": 1 } }, { "team": { "eq": "$me" } }] })),
            Some(json!({ "and": [{ "c_rank": { "gt": 1 } }, { "team": { "eq": "$me" } }] }))
        );
        assert_eq!(bridge.filter(&json!({ "not": { "c_new": { "eq": "x" } } })), None);
        assert_eq!(bridge.sort("-c_grade,c_new,name"), "-c_rank,name");
    }
}
