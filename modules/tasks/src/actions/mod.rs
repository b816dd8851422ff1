//! The module's actions, a verb a file.

pub mod complete;
