//! Roles and what they may do; why somebody may or may not.

mod roles;
mod why;

pub use roles::{create_role, delete_role, get_permissions, list_roles, preview_permissions, put_permissions, update_role};
pub use why::{explain, missing, who};
