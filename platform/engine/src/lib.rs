//! The one door to records.
//!
//! Everything that reads or changes a record (the API, actions, imports, the interface) goes through [`records`] with a
//! [`Cx`]: who asks, of which company, with which rights, when. No function here reaches storage without it.
//!
//! * [`company`]: an open company: its store and the snapshot of its metadata, policy and people.
//! * [`records`]: list, get, create, update, delete, restore, history, team, batch.
//! * [`actions`]: the registry of modules and their business actions; [`hooks`]: what modules do along with every write.
//! * [`why`]: the answers about rights.
//! * [`designer`]: draft, plan, publish, versions.
//! * [`imports`]: files that become records.
//! * [`live`]: who is told of changes as they happen; [`sheet`]: tables as files.
//! * [`roles`]: the company's roles and what they may do; [`audit`]: who did what to people, rights and data.
//!
//! **To add behaviour:** a business action is a file in a module (`modules/<name>/src/actions/<verb>.rs`) that implements
//! [`actions::RecordAction`], a line in the module's `register`, an entry in the object's `actions.json` and a line in
//! `policies/`. What happens whenever a record is written is a [`hooks::RecordHook`] in a module.

pub mod actions;
pub mod audit;
pub mod clock;
pub mod company;
mod context;
pub mod designer;
mod error;
pub mod files;
pub mod hooks;
pub mod imports;
pub mod live;
pub mod once;
pub mod people;
pub mod records;
pub mod roles;
pub mod settings;
pub mod sheet;
mod vault;
pub mod why;

pub use clock::Clock;
pub use company::{Company, Snapshot};
pub use context::Cx;
pub use error::{Error, Reason};
pub use files::FileStore;
pub use vault::Vault;

/// What engine calls answer.
pub type Result<T, E = Error> = std::result::Result<T, E>;
