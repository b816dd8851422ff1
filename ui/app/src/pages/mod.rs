//! The pages, one folder or file each.

pub mod access;
pub mod audit;
pub mod company;
pub mod dashboard;
pub mod designer;
pub mod dictionary;
pub mod entrance;
pub mod forgot;
pub mod form;
pub mod gallery;
pub mod home;
pub mod import;
pub mod list;
pub mod not_found;
pub mod people;
pub mod record;
pub mod register;
pub mod roles;
pub mod settings;
pub mod sign_in;
