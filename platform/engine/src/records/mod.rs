//! Records: the verbs. Each takes the context and, inside a transaction or for reading, a connection.

mod batch;
mod create;
mod delete;
mod export;
mod find;
mod handover;
mod history;
mod list;
mod load;
mod lookups;
mod page;
mod query;
mod save;
mod search;
mod sequence;
mod system;
mod team;
mod update;

pub use batch::{Operation, batch};
pub use create::{NewRecord, check_new, create};
pub use delete::{delete, restore};
pub use export::{Export, ExportQuery};
pub(crate) use find::in_scope;
pub use find::{Sent, exists, find, get, show};
pub use handover::hand_over;
pub use history::{HistoryEntry, HistoryPage, as_of, history};
pub use list::{list, list_within, related};
pub use load::load;
pub use page::{Count, Page};
pub use query::Shown;
pub use query::{CountMode, ListQuery, columns};
pub use save::set;
pub use search::search;
pub use system::{create_system, delete_system, update_system};
pub use team::{Member, set_team, team};
pub use update::{transfer, update};
