//! The module's actions, a verb a file.

pub mod close;
pub mod convert;
