//! What can be asked about: fields, and fields one lookup away.

use trellis_model::{Field, FieldKind, Object, Schema, wire::FieldLevel};
use yew::AttrValue;

use crate::Scope;

/// Something to filter by.
#[derive(Debug, Clone, PartialEq)]
pub struct PathChoice {
    /// The field, or the path through a lookup.
    pub path: String,
    /// What people read: `Customer › Level`.
    pub label: AttrValue,
    /// The field at its end.
    pub field: Field,
}

/// System fields that nobody filters by in an interface.
const INNER: &[&str] = &["id", "version", "deleted_at"];

/// The object's own fields, then those of the records that it looks up.
pub fn paths(scope: &Scope, object: &str) -> Vec<PathChoice> {
    let Some(own) = scope.meta.object(object) else { return Vec::new() };
    let mut found: Vec<PathChoice> = askable(own).map(|field| choice(scope, field.name.clone(), None, field)).collect();
    for lookup in askable(own).filter(|field| field.target().is_some_and(|target| target != "user" && target != object)) {
        if let Some(target) = lookup.target().and_then(|target| scope.meta.object(target)) {
            let far = askable(target).filter(|field| !field.system);
            found.extend(far.map(|field| choice(scope, format!("{}.{}", lookup.name, field.name), Some(lookup), field)));
        }
    }
    let department = own.field("owner").and_then(|owner| Some((owner, scope.meta.object("user")?.field("department")?)));
    found.extend(department.map(|(owner, field)| choice(scope, "owner.department".into(), Some(owner), field)));
    found
}

fn askable(object: &Object) -> impl Iterator<Item = &Field> {
    // A computed field of which nobody knows yet what it comes to cannot be asked about.
    let open = |field: &&Field| field.level.is_none_or(|level| level >= FieldLevel::Read) && !field.value_kind().is_computed();
    object.fields().iter().filter(open).filter(|field| !INNER.contains(&field.name.as_str()) && field.value_kind() != FieldKind::AnyLookup)
}

fn choice(scope: &Scope, path: String, through: Option<&Field>, field: &Field) -> PathChoice {
    let label = scope.label(&field.label);
    let label = match through {
        Some(lookup) => format!("{} › {label}", scope.label(&lookup.label)).into(),
        None => label,
    };
    PathChoice { path, label, field: field.clone() }
}
