//! The pages, one folder or file each.

pub mod gallery;
pub mod home;
pub mod not_found;
pub mod sign_in;
