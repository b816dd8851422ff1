//! Roles, what they may do, and why somebody may or may not.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::FieldLevel;
use crate::Label;

/// A role in `GET /roles`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleInfo {
    /// Its name in policies.
    pub name: String,
    /// What people read.
    pub label: Label,
    /// What it is for.
    pub description: Label,
    /// Whether the product ships it.
    pub shipped: bool,
    /// How many people have it.
    pub users: usize,
}

/// By object (or part of the administration), by action: a scope, or `none`.
pub type Matrix = BTreeMap<String, BTreeMap<String, String>>;

/// The body of `PUT /roles/{name}/permissions` and its preview. What is not named is not granted; a field that is not named
/// follows its object.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Permissions {
    /// What the role may do with records, and with whose.
    #[serde(default)]
    pub objects: Matrix,
    /// What it may do in the administration: `all` or `none`.
    #[serde(default)]
    pub administration: Matrix,
    /// By `<object>.<field>`: how much the role may do with it.
    #[serde(default)]
    pub fields: BTreeMap<String, FieldLevel>,
}

/// `GET /roles/{name}/permissions`: [`Permissions`] with what the matrix is drawn from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RolePermissions {
    /// As in [`Permissions`].
    pub objects: Matrix,
    /// As in [`Permissions`].
    pub administration: Matrix,
    /// As in [`Permissions`].
    pub fields: BTreeMap<String, FieldLevel>,
    /// By object and part of the administration, every action that there is.
    pub actions: BTreeMap<String, Vec<ActionInfo>>,
    /// What the objects and parts of the administration are called.
    pub labels: BTreeMap<String, Label>,
}

impl RolePermissions {
    /// What is sent back to change them.
    pub fn permissions(&self) -> Permissions {
        Permissions { objects: self.objects.clone(), administration: self.administration.clone(), fields: self.fields.clone() }
    }
}

/// One action of the matrix.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActionInfo {
    /// Its name.
    pub name: String,
    /// What people read.
    pub label: Label,
    /// Whether it knows scopes; otherwise only `all` and `none`.
    pub scoped: bool,
    /// What everybody may do whatever the role: less cannot be chosen.
    pub least: String,
}

/// What saving would change: `POST /roles/{name}/permissions/preview`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preview {
    /// The first people who have the role, with what changes for them.
    pub users: Vec<PreviewUser>,
    /// How many people have the role.
    pub users_total: usize,
}

/// What changes for one person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreviewUser {
    /// The person.
    pub id: String,
    /// The person's name.
    pub name: String,
    /// The records that are gained and lost.
    pub objects: Vec<PreviewObject>,
    /// The fields whose level changes.
    pub fields: Vec<PreviewField>,
}

/// The records that one action gains and loses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreviewObject {
    /// The object, or the part of the administration.
    pub object: String,
    /// The action.
    pub action: String,
    /// The scope now, or `none`.
    pub from: String,
    /// The scope then, or `none`.
    pub to: String,
    /// Records that the action would reach and does not now; at most 10,000 are counted, none in the administration.
    pub gained: u64,
    /// Records that it would not reach any more.
    pub lost: u64,
}

/// A field's level now and then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreviewField {
    /// `<object>.<field>`
    pub field: String,
    /// Now.
    pub from: FieldLevel,
    /// Then.
    pub to: FieldLevel,
}

/// `GET /access/explain`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Explanation {
    /// Whether the person may.
    pub allowed: bool,
    /// Why, for programs: `granted super_admin inactive no_line outside_scope not_visible system_object field_hidden
    /// field_masked field_read`.
    pub reason: String,
    /// Why, in one sentence.
    pub text: String,
    /// The policy lines that speak of it, the deciding one first.
    pub lines: Vec<String>,
    /// The widest scope that the person has, or `none`.
    pub scope: String,
    /// What connects the person with the record, one by one.
    pub clauses: Vec<ClauseInfo>,
    /// The level on the field that was asked about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<FieldLevel>,
    /// The line that would allow it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub needed: Option<String>,
}

/// One way in which a record can be in a person's scope.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClauseInfo {
    /// `owner team department department_tree all inherited`
    pub clause: String,
    /// Whether it is so for this record.
    pub held: bool,
    /// Whether the person's scope reaches that far.
    pub counts: bool,
    /// What it says of this record, in words.
    pub detail: String,
}

/// A person in `GET /access/who`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WhoInfo {
    /// The person.
    pub id: String,
    /// The person's name.
    pub name: String,
    /// The actions that the person may do to the record, with the scope of each.
    pub actions: BTreeMap<String, String>,
    /// The clause by which the person sees it.
    pub because: String,
}

/// `GET /access/missing`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Missing {
    /// Whether the list shows the record; absent when that depends on what the asker may not know.
    pub listed: Option<bool>,
    /// Why the person sees the record or not.
    pub view: Explanation,
    /// The conditions of the list view, one by one.
    pub conditions: Vec<ConditionInfo>,
}

/// One condition of a list view.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConditionInfo {
    /// The condition as it is declared; absent when it names what the asker may not read.
    pub filter: Option<serde_json::Value>,
    /// Whether the record passes.
    pub held: Option<bool>,
}

/// An entry in `GET /audit`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AuditEntry {
    /// Its number.
    pub seq: i64,
    /// When.
    pub at: String,
    /// Who; nobody for the system and for people who are not known.
    pub user: Option<String>,
    /// The person's name.
    #[serde(rename = "user.name")]
    pub user_name: Option<String>,
    /// What happened.
    pub event: String,
    /// To what: `user:<id>`, `role:<name>`, `<object>:<id>`.
    pub target: Option<String>,
    /// What the target is called, where the caller may know.
    #[serde(rename = "target.name")]
    pub target_name: Option<String>,
    /// More about it.
    pub detail: serde_json::Value,
    /// Where the request came from.
    pub address: String,
}

/// `GET /audit/verify`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditCheck {
    /// Whether every entry is as it was written.
    pub ok: bool,
    /// How many entries there are.
    pub entries: u64,
    /// The number of the first entry that is not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub broken_at: Option<i64>,
}
