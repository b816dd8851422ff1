//! The company, its departments and people.

mod company;
mod departments;
mod states;
mod users;

pub use company::{get_company, transfer_company, update_company};
pub use departments::{create_department, delete_department, department_tree, list_departments, update_department};
pub use states::{disable_user, hand_over, restore_user};
pub use users::{create_user, list_users, set_user_roles, update_user};
