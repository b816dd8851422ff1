//! Objects: what a kind of record is called, holds and can do.

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use crate::{
    Action, Field, FieldKind, Json, JsonMap, Label, Layout, ListView, Picklist,
    field::{Lookup, OnDelete},
};

/// Where declarations look each other up. The catalog is the real one.
pub trait Schema: Send + Sync {
    /// The object with this name.
    fn object(&self, name: &str) -> Option<&Object>;
    /// The dictionary with this name.
    fn picklist(&self, name: &str) -> Option<&Picklist>;
}

/// A schema with nothing in it.
pub struct NoSchema;

impl Schema for NoSchema {
    fn object(&self, _: &str) -> Option<&Object> {
        None
    }

    fn picklist(&self, _: &str) -> Option<&Picklist> {
        None
    }
}

/// `x-object`: what an object can do.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Options {
    /// A lucide icon.
    #[serde(default)]
    pub icon: String,
    /// One of the picklist colours, for the icon's tile.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub color: Option<String>,
    /// The field that names a record wherever it is mentioned. Nobody can hide it.
    pub name_field: String,
    /// Records have an owner, and data scopes go by owner.
    #[serde(default)]
    pub owned: bool,
    /// Records have a team of people who take part.
    #[serde(default)]
    pub team: bool,
    /// Fields that name people who take part in a record, with the right to edit it, as if they were on its team.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub participants: Vec<String>,
    /// Records go to customer pools.
    #[serde(default)]
    pub pool: bool,
    /// Follow-ups and changes are shown as a timeline.
    #[serde(default)]
    pub timeline: bool,
    /// Fields that a keyword is looked for in.
    #[serde(default)]
    pub search: Vec<String>,
    /// Sets of fields that tell two records to be the same thing.
    #[serde(default)]
    pub duplicates: Vec<Vec<String>>,
    /// Rights that come from a looked-up record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub access: Option<Inherit>,
    /// Written by the system's own services only, such as people and departments.
    #[serde(default)]
    pub system: bool,
    /// That its records are the lines of another object's field; never declared, the catalog makes such objects.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line_of: Option<LineOf>,
}

/// What of [`Options`] stays as it is in an object of the product: its permissions and the code of its modules rely on it.
pub const KEPT_AS_SHIPPED: &[&str] = &["name_field", "owned", "participants", "access", "system"];

impl Options {
    /// The first of [`KEPT_AS_SHIPPED`] that is otherwise in `after`.
    pub fn kept_as_shipped(&self, after: &Self) -> Option<&'static str> {
        let (before, after) = (serde_json::to_value(self).ok()?, serde_json::to_value(after).ok()?);
        KEPT_AS_SHIPPED.iter().copied().find(|key| before.get(key) != after.get(key))
    }
}

/// Whose lines an object's records are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineOf {
    /// The object that has them.
    pub object: String,
    /// Its field.
    pub field: String,
}

/// The lookup of a line to the record that it belongs to, and the place that it has there.
pub const PARENT: &str = "parent";
/// See [`PARENT`].
pub const POSITION: &str = "position";

/// What must hold between the fields of a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Its name, unique in the object.
    #[serde(default)]
    pub name: String,
    /// The expression that must hold.
    pub check: String,
    /// What is said when it does not.
    pub message: Label,
    /// The field that is marked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
}

/// How a record's rights follow those of the record that it looks up. The value is the lookup field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Inherit {
    /// Exactly the rights on that record.
    Inherit(String),
    /// The record's own scope, or visible where that record is.
    Also(String),
}

/// A kind of record.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Object {
    /// Its name on the wire and in the database.
    pub name: String,
    /// What people read.
    pub label: Label,
    /// The app (folder) that it belongs to.
    pub app: String,
    /// What it can do.
    pub options: Options,
    /// Declared fields in order, then the system's.
    fields: Vec<Field>,
    index: FxHashMap<String, usize>,
    /// List views, scenes first.
    pub views: Vec<ListView>,
    /// The layouts by name; `default` is always there once the catalog has made the object.
    pub layouts: Vec<(String, Layout)>,
    /// Business actions.
    pub actions: Vec<Action>,
    /// What must hold between its fields.
    pub rules: Vec<Rule>,
    /// `conversions.json`: by action, by target object, target field → source field.
    pub conversions: JsonMap,
}

impl Object {
    /// The object whose records are the lines of a field of `parent`; `None` for a field that has no lines.
    pub fn of_lines(parent: &Self, field: &Field) -> Option<Self> {
        let mut up = Field::new(PARENT, FieldKind::Lookup, parent.label.clone());
        up.lookup = Some(Lookup { objects: vec![parent.name.clone()], on_delete: OnDelete::SetNull, filter: None });
        let mut position = Field::new(POSITION, FieldKind::Integer, Label::new("序号", "Position"));
        (up.read_only, position.read_only) = (true, true);
        let fields = field.lines.iter().flatten().cloned().chain([up, position]).collect();
        let options = Options {
            icon: field.kind.rules().icon().to_owned(),
            name_field: PARENT.to_owned(),
            access: Some(Inherit::Inherit(PARENT.to_owned())),
            line_of: Some(LineOf { object: parent.name.clone(), field: field.name.clone() }),
            ..Options::default()
        };
        let label = Label::new(format!("{}·{}", parent.label.zh, field.label.zh), format!("{}: {}", parent.label.en, field.label.en));
        field.lines.as_ref().map(|_| Self::new(&lines_object(&parent.name, &field.name), label, &parent.app, options, fields))
    }

    /// An object with these declared fields; the system's are added.
    pub fn new(name: &str, label: Label, app: &str, options: Options, declared: Vec<Field>) -> Self {
        let mut fields = declared;
        fields.extend(system_fields(&options));
        let index = fields.iter().enumerate().map(|(at, field)| (field.name.clone(), at)).collect();
        Self { name: name.to_owned(), label, app: app.to_owned(), options, fields, index, ..Self::default() }
    }

    /// Every field: the declared in order, then the system's.
    pub fn fields(&self) -> &[Field] {
        &self.fields
    }

    /// The fields that columns keep.
    pub fn stored(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(|field| field.is_stored())
    }

    /// The fields, to be completed by what other objects say of them: see the catalog.
    pub fn fields_mut(&mut self) -> &mut [Field] {
        &mut self.fields
    }

    /// The fields that the object declares.
    pub fn declared(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(|field| !field.system)
    }

    /// The field with this name.
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.index.get(name).map(|at| &self.fields[*at])
    }

    /// The field that names a record.
    pub fn name_field(&self) -> &str {
        &self.options.name_field
    }

    /// The default layout.
    pub fn layout(&self) -> Option<&Layout> {
        self.layouts.iter().find(|(name, _)| name == "default").map(|(_, layout)| layout)
    }

    /// The list view with this name.
    pub fn view(&self, name: &str) -> Option<&ListView> {
        self.views.iter().find(|view| view.name == name)
    }

    /// The action with this name.
    pub fn action(&self, name: &str) -> Option<&Action> {
        self.actions.iter().find(|action| action.name == name)
    }

    /// Whether people beside the owner take part in records: on a team, or named by a field.
    pub fn has_participants(&self) -> bool {
        self.options.team || !self.options.participants.is_empty()
    }

    /// The fields that name people who take part.
    pub fn participants(&self) -> impl Iterator<Item = &Field> {
        self.options.participants.iter().filter_map(|name| self.field(name))
    }

    /// The lookup field that rights come from, if any.
    pub fn parent_field(&self) -> Option<&Field> {
        match &self.options.access {
            Some(Inherit::Inherit(field) | Inherit::Also(field)) => self.field(field),
            None => None,
        }
    }
}

/// What administrators add begins so, and can therefore never meet a later shipped name.
pub const CUSTOM_PREFIX: &str = "c_";

/// Whether an object, a field or anything else with a name is one that administrators added.
pub fn is_custom(name: &str) -> bool {
    name.starts_with(CUSTOM_PREFIX)
}

/// What can be done with the records of any object; these name no business action.
pub const VERBS: &[&str] = &["view", "create", "edit", "delete", "import", "export", "transfer"];

/// The names that the engine keeps for itself, whatever an object's capabilities.
pub const RESERVED: &[&str] =
    &["id", "owner", "team", "pool", "created_at", "created_by", "updated_at", "updated_by", "version", "deleted_at"];

/// The fields that every object with these capabilities has.
fn system_fields(options: &Options) -> Vec<Field> {
    let field = |name: &str, kind: FieldKind, zh: &str, en: &str| {
        let mut field = Field::new(name, kind, Label::new(zh, en));
        field.system = true;
        if kind == FieldKind::User {
            field.lookup = Some(Lookup { objects: vec!["user".into()], on_delete: OnDelete::Restrict, filter: None });
        }
        field
    };
    let mut fields = vec![field("id", FieldKind::Lookup, "记录 ID", "Record id")];
    if options.owned {
        let mut owner = field("owner", FieldKind::User, "负责人", "Owner");
        owner.indexed = true;
        fields.push(owner);
    }
    let mut created_at = field("created_at", FieldKind::DateTime, "创建时间", "Created at");
    created_at.indexed = true;
    fields.extend([
        created_at,
        field("created_by", FieldKind::User, "创建人", "Created by"),
        field("updated_at", FieldKind::DateTime, "更新时间", "Updated at"),
        field("updated_by", FieldKind::User, "更新人", "Updated by"),
        field("version", FieldKind::Integer, "版本", "Version"),
        field("deleted_at", FieldKind::DateTime, "删除时间", "Deleted at"),
    ]);
    fields
}

/// The name of the object whose records are the lines of a field.
pub fn lines_object(object: &str, field: &str) -> String {
    format!("{object}_{field}")
}

/// Whether `name` may be the name of an object, field, view, action or option.
pub fn is_name(name: &str) -> bool {
    let rest_ok = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    name.len() <= 40 && name.starts_with(|c: char| c.is_ascii_lowercase()) && name.chars().all(rest_ok)
}

/// The properties of a declaration that make up an action's parameters or an object's fields, read as fields. Problems
/// have pointers from the declaration's root.
pub fn fields_of(declaration: &Json) -> (Vec<Field>, Vec<crate::field::FieldProblem>) {
    let required: Vec<&str> = declaration
        .get("required")
        .and_then(Json::as_array)
        .map(|names| names.iter().filter_map(Json::as_str).collect())
        .unwrap_or_default();
    let (mut fields, mut problems) = (Vec::new(), Vec::new());
    for (name, property) in declaration.get("properties").and_then(Json::as_object).into_iter().flatten() {
        match Field::from_schema(name, property, required.contains(&name.as_str())) {
            Ok(field) => fields.push(field),
            Err(found) => problems.extend(found.into_iter().map(|mut problem| {
                problem.pointer = format!("/properties/{}{}", crate::violation::escape(name), problem.pointer);
                problem
            })),
        }
    }
    (fields, problems)
}
