//! The pages, one folder or file each.

pub mod dashboard;
pub mod designer;
pub mod dictionary;
pub mod form;
pub mod gallery;
pub mod home;
pub mod list;
pub mod not_found;
pub mod record;
pub mod sign_in;
