//! Signing in, and oneself.

mod me;
mod session;
mod tokens;

pub use me::{me, put_preferences};
pub use session::{choose_company, login, logout};
pub use tokens::{create_token, delete_token, list_tokens};
