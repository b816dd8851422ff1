//! One record: `/o/:object/:id`.

mod edit;
mod header;
mod history;
mod page;
mod related;
mod team;

pub use edit::{fields_of, name_of, use_edit};
pub use header::{Figures, Header};
pub use page::RecordPage;
