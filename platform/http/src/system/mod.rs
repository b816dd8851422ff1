//! For machines and readers: health, metrics, the description of the API, the interface's files.

mod docs;
mod events;
mod health;
mod interface;
mod openapi;

pub use docs::docs;
pub use events::events;
pub use health::{live, metrics, ready};
pub use interface::{asset, page};
pub use openapi::{openapi, public_document};
