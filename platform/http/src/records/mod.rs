//! Records over HTTP. One file a verb; all of them work for every object.

mod action;
mod batch;
mod create;
mod delete;
mod export;
mod history;
mod list;
mod read;
mod reply;
mod search;
mod team;
mod update;

pub use action::{act, act_many};
pub use batch::batch;
pub use create::create;
pub use delete::{delete, restore};
pub use export::{attached, export};
pub use history::{history, timeline};
pub use list::{list, related};
pub use read::read;
pub use reply::{localized, nothing, once, once_publishing, send};
pub use search::search;
pub use team::{read_team, write_team};
pub use update::update;
