//! A record's page, from its layout.

mod details;
mod path;

pub use details::{Change, RecordDetails, RecordDetailsProps};
pub use path::{RecordPath, RecordPathProps, stages};
