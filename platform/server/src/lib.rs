//! The composition root: configuration, commands, the list of modules.

pub mod commands;
pub mod config;
pub mod messages;
pub mod modules;
pub mod seed;
