//! Files that become records.

mod steps;
mod upload;

pub use steps::{check, discard, get, list, map, rejects, run};
pub use upload::upload;
