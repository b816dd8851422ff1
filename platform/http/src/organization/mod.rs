//! Departments, people, roles.

mod departments;
mod users;

pub use departments::{create_department, delete_department, list_departments, update_department};
pub use users::{create_user, list_roles, list_users, set_user_roles, update_user};
