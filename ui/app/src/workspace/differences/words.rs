//! Words for the keywords and values of declarations: those of the editors.

use trellis_model::{Field, FieldKind, Json, JsonMap, Label, wire::RoleInfo};
use trellis_ui_kit::t;
use trellis_ui_renderers::{
    Scope,
    filters::{Group, Node, sentence},
};

/// What names are looked up in.
pub struct Words<'a> {
    /// Messages and metadata.
    pub scope: &'a Scope,
    /// The object that the declaration is part of.
    pub object: Option<&'a str>,
    /// The fields of that object that the metadata may not have yet.
    pub fields: &'a [Field],
    /// The roles.
    pub roles: &'a [RoleInfo],
}

/// What tells an item of a list from the others.
pub fn identity(item: &Json) -> Option<&str> {
    ["code", "relation", "field", "name"].iter().find_map(|key| item.get(key)).and_then(Json::as_str)
}

impl Words<'_> {
    fn say(&self, message: &str) -> String {
        t!(self.scope.i18n, message).to_string()
    }

    fn label(&self, label: &Label) -> String {
        self.scope.label(label).to_string()
    }

    /// What stands where nothing is said.
    pub fn nothing(&self) -> String {
        "–".to_owned()
    }

    /// Several things.
    pub fn list(&self, items: impl Iterator<Item = String>) -> String {
        items.collect::<Vec<_>>().join(self.scope.i18n.pick("、", ", "))
    }

    /// What a keyword is called; as it is where nobody has a word for it.
    pub fn key(&self, parent: &str, key: &str) -> String {
        message(parent, key).map_or_else(|| key.trim_start_matches("x-").to_owned(), |message| self.say(message))
    }

    /// A field, or a path through a lookup, by what people read.
    pub fn field(&self, object: Option<&str>, path: &str) -> String {
        let find = |path: &str| {
            let own = self.fields.iter().find(|field| field.name == path).filter(|_| object == self.object);
            own.or_else(|| self.scope.meta.field(object?, path)).map(|field| self.label(&field.label))
        };
        let through = path.split_once('.').and_then(|(lookup, _)| find(lookup));
        match (through, find(path)) {
            (Some(lookup), Some(field)) => format!("{lookup} › {field}"),
            (_, Some(field)) => field,
            (_, None) => path.to_owned(),
        }
    }

    /// The object whose fields a keyword names, when that is another one.
    pub fn object_of(&self, key: &str, around: &JsonMap) -> Option<String> {
        let map = |key: &str| around.get(key).and_then(Json::as_object);
        let named = match key {
            "related" => around.get("relation"),
            "x-rollup" => map("x-rollup").and_then(|rollup| rollup.get("relation")),
            "x-lookup" => map("x-lookup").and_then(|lookup| lookup.get("object")),
            _ => None,
        };
        let named = named?.as_str()?;
        Some(named.split_once('.').map_or(named, |(object, _)| object).to_owned())
    }

    /// What people read for a thing that carries it.
    pub fn label_in(&self, item: &Json) -> Option<String> {
        let label = ["label", "x-label", "message"].iter().find_map(|key| item.get(key))?;
        Some(self.label(&serde_json::from_value(label.clone()).ok()?)).filter(|label| !label.is_empty())
    }

    /// What an item of a list is called.
    pub fn name(&self, object: Option<&str>, item: &Json) -> String {
        if let Some(label) = self.label_in(item) {
            return label;
        }
        match (item.get("relation"), identity(item)) {
            (Some(Json::String(relation)), _) => self.relation(relation),
            (_, Some(name)) => self.field(object, name),
            _ => item.to_string(),
        }
    }

    /// `contact.customer`, as the object and its lookup; lines by their field.
    fn relation(&self, relation: &str) -> String {
        let Some((object, lookup)) = relation.split_once('.') else { return self.field(self.object, relation) };
        format!("{} › {}", self.object(object), self.field(Some(object), lookup))
    }

    fn object(&self, name: &str) -> String {
        self.scope.meta.info(name).map_or_else(|| name.to_owned(), |info| self.label(&info.label))
    }

    /// What a declaration says under a keyword.
    pub fn value(&self, object: Option<&str>, parent: &str, key: &str, json: &Json) -> String {
        match json {
            _ if (key == "filter" || key == "when") && json.is_object() => self.conditions(object, json),
            Json::Null => self.nothing(),
            Json::Bool(is_so) => self.say(if *is_so { "field-yes" } else { "field-no" }),
            Json::String(text) => self.text(object, parent, key, text),
            Json::Array(items) if items.is_empty() && key == "roles" => self.say("views-roles-all"),
            Json::Array(items) if items.is_empty() => self.nothing(),
            Json::Array(items) => self.list(items.iter().map(|item| self.value(object, parent, key, item))),
            Json::Object(map) if key == "access" => self.access(object, map),
            Json::Object(map) if map.contains_key("zh-CN") || map.contains_key("en") => {
                serde_json::from_value(json.clone()).map_or_else(|_| json.to_string(), |label| self.label(&label))
            }
            Json::Object(_) if identity(json).is_some() => self.name(object, json),
            other => other.to_string(),
        }
    }

    fn text(&self, object: Option<&str>, parent: &str, key: &str, text: &str) -> String {
        let kind = || FieldKind::from_name(text).map_or_else(|| text.to_owned(), |kind| self.label(&kind.rules().label()));
        match (parent, key) {
            (_, "x-type") | ("x-formula", "kind") => kind(),
            (_, "kind") => self.say(&format!("views-kind-{text}")),
            (_, "x-picklist" | "depends_on") => {
                let known = self.scope.meta.picklists().iter().find(|it| it.name == text);
                known.map_or_else(|| text.to_owned(), |it| self.label(&it.label))
            }
            (_, "object" | "objects") => self.object(text),
            (_, "on_delete") => self.say(&format!("setting-on-delete-{}", text.replace('_', "-"))),
            ("x-sequence", "reset") => self.say(&format!("setting-reset-{text}")),
            (_, "x-sensitive") => self.say(&format!("setting-mask-{text}")),
            ("x-rollup", "fn") => self.say(&format!("setting-rollup-{text}")),
            (_, "relation") => self.relation(text),
            (_, "color") => self.say(&format!("color-{text}")),
            (_, "placement") => self.say(&format!("acts-place-{text}")),
            (_, "roles") => {
                self.roles.iter().find(|role| role.name == text).map_or_else(|| text.to_owned(), |role| self.label(&role.label))
            }
            (_, "sort") => self.list(text.split(',').map(|key| self.sorting(object, key.trim()))),
            (
                _,
                "field" | "fields" | "highlights" | "quick_create" | "path" | "group" | "columns" | "x-unique" | "x-mirror" | "name_field"
                | "search" | "participants" | "duplicates",
            ) => self.field(object, text),
            _ => text.to_owned(),
        }
    }

    fn sorting(&self, object: Option<&str>, key: &str) -> String {
        let (path, way) = key.strip_prefix('-').map_or((key, "views-sort-up"), |path| (path, "views-sort-down"));
        format!("{} ({})", self.field(object, path), self.say(way))
    }

    fn access(&self, object: Option<&str>, access: &JsonMap) -> String {
        let field = |key: &str| access.get(key).and_then(Json::as_str).map(|name| self.field(object, name));
        match (field("inherit"), field("also")) {
            (Some(field), _) => t!(self.scope.i18n, "object-access-inherit", field = field).to_string(),
            (_, Some(field)) => t!(self.scope.i18n, "object-access-also", field = field).to_string(),
            _ => self.say("object-access-own"),
        }
    }

    /// A filter in words.
    fn conditions(&self, object: Option<&str>, filter: &Json) -> String {
        let group = Group::read(Some(filter));
        let said = |node: &Node| match node {
            Node::Condition(condition) => {
                let sentence = sentence(self.scope, object.unwrap_or_default(), condition, &|_| None);
                [sentence.field, sentence.operator, sentence.value]
                    .iter()
                    .filter(|it| !it.is_empty())
                    .map(|it| it.as_str())
                    .collect::<Vec<_>>()
                    .join(" ")
            }
            Node::Group(_) | Node::Other(_) => self.say("filter-other"),
        };
        let joint = self.say(if group.any { "acts-or" } else { "acts-and" });
        group.nodes.iter().map(said).collect::<Vec<_>>().join(&joint)
    }
}

/// The message that names a keyword.
fn message(parent: &str, key: &str) -> Option<&'static str> {
    let found = match (parent, key) {
        ("message", "zh-CN") => "rules-message-zh",
        ("message", "en") => "rules-message-en",
        ("x-formula", "kind") => "setting-result",
        ("x-rollup", "relation") => "setting-rollup-relation",
        ("x-rollup", "fn") => "setting-rollup-function",
        ("x-rollup", "field") => "setting-rollup-field",
        ("x-rollup", "filter") => "setting-rollup-filter",
        ("sections", "columns") => "layout-column-count",
        ("sections", "visible") => "setting-visible-condition",
        ("options", "default") => "dictionary-default",
        ("options", "when") => "dictionary-when",
        (_, "zh-CN") => "place-chinese",
        (_, "en") => "place-english",
        (_, "label" | "x-label") => "place-label",
        // Fields.
        (_, "x-type" | "kind") => "setting-kind",
        (_, "x-help") => "setting-group-help",
        (_, "x-required") => "designer-required",
        (_, "x-visible") => "setting-visible-condition",
        (_, "x-readonly") => "setting-locked-condition",
        (_, "x-default" | "default") => "setting-default",
        (_, "minLength") => "setting-min-length",
        (_, "maxLength") => "setting-max-length",
        (_, "minimum") => "setting-minimum",
        (_, "maximum") => "setting-maximum",
        (_, "x-scale") => "setting-scale",
        (_, "x-picklist") => "setting-picklist",
        (_, "x-lookup") => "reference-lookup",
        (_, "object" | "objects") => "setting-object",
        (_, "on_delete") => "setting-on-delete",
        (_, "pattern") => "setting-pattern",
        (_, "reset") => "setting-reset",
        (_, "x-unique") => "setting-unique",
        (_, "x-index") => "setting-indexed",
        (_, "x-sensitive") => "setting-mask",
        (_, "x-track") => "setting-tracked",
        (_, "x-formula") => "setting-formula",
        (_, "x-rollup") => "reference-rollup",
        (_, "x-mirror") => "reference-mirror",
        (_, "x-lines") => "setting-lines",
        (_, "accept") => "setting-files-accept",
        (_, "max_mb") => "setting-files-mb",
        (_, "maxItems") => "conflict-most",
        // Lists.
        (_, "filter") => "views-filter",
        (_, "columns") => "views-columns",
        (_, "width") => "conflict-width",
        (_, "sort") => "views-sort",
        (_, "group") => "place-group",
        (_, "roles") => "tailor-roles",
        (_, "scenes") => "views-scenes",
        (_, "order") => "views-own",
        // Layouts.
        (_, "sections") => "layout-sections",
        (_, "fields") => "conflict-fields",
        (_, "tabs") => "layout-tabs",
        (_, "tab") => "layout-tab",
        (_, "highlights") => "layout-figures",
        (_, "path") => "layout-path",
        (_, "related") => "layout-related",
        (_, "quick_create") => "layout-short",
        // Rules and actions.
        (_, "check") => "rules-check",
        (_, "message") => "conflict-message",
        (_, "field") => "rules-field",
        (_, "icon") => "designer-icon",
        (_, "placement") => "acts-places",
        (_, "primary") => "acts-primary",
        (_, "when") => "acts-condition",
        (_, "confirm") => "acts-confirm",
        // Dictionaries.
        (_, "options") => "conflict-options",
        (_, "color") => "object-color",
        (_, "active") => "dictionary-active",
        (_, "parent") => "dictionary-parent",
        (_, "depends_on") => "dictionary-depends",
        // Objects.
        (_, "description") => "object-description",
        (_, "owned") => "object-owned",
        (_, "team") => "object-team",
        (_, "timeline") => "object-timeline",
        (_, "participants") => "object-participants",
        (_, "access") => "object-access",
        (_, "name_field") => "object-name-field",
        (_, "search") => "object-search",
        (_, "duplicates") => "object-duplicates",
        _ => return None,
    };
    Some(found)
}
