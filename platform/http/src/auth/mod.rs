//! Signing in, and oneself.

mod codes;
mod logins;
mod me;
mod password;
mod register;
mod session;
mod sessions;
mod tokens;

pub use codes::request_code;
pub use logins::{list_logins, put_login};
pub use me::{me, patch_me, put_preferences};
pub use password::{put_password, reset_password};
pub use register::register;
pub use session::{choose_company, list_companies, login, logout};
pub use sessions::{end_other_sessions, end_session, list_sessions};
pub use tokens::{create_token, delete_token, list_tokens};
