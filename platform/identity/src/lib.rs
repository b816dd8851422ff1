//! Who people are: accounts, companies, memberships, sessions, tokens; departments, users and their roles.
//!
//! Accounts and companies live in the control store. A company's people and departments are records of its own store, so
//! that they are looked up, listed and permitted like any other; only the services here write them.

mod accounts;
mod avatar;
mod codes;
mod company;
mod control;
mod departments;
mod error;
mod grants;
mod installation;
mod login;
mod logins;
mod password;
mod passwords;
mod pepper;
mod profile;
mod register;
mod seats;
mod secret;
mod sessions;
mod signins;
mod states;
mod throttle;
mod tokens;
mod users;

pub use accounts::NewCompany;
pub use codes::AGAIN_AFTER;
pub use departments::{create_department, delete_department, department_tree, update_department};
pub use error::IdentityError;
pub use installation::Installation;
pub use login::Login;
pub use profile::update_profile;
pub use register::Registered;
pub use seats::{Licence, seats_used};
pub use sessions::{Device, Principal, Via};
pub use states::{disable_user, hand_over, restore_user};
pub use tokens::{NewToken, TokenInfo};
pub use users::{NewUser, create_user, set_roles, update_user};

/// What identity calls answer.
pub type Result<T, E = IdentityError> = std::result::Result<T, E>;
