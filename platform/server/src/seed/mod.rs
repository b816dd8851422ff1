//! Example companies: the demo, and one of any size for measuring. Both are made by rule from a fixed seed, so that every
//! machine gets the same records, dated relative to today.

mod demo;
mod random;
mod scale;

pub use demo::{DEMO_ACCOUNTS, DEMO_PASSWORD, demo, has_demo_passwords};
pub use scale::{Scale, scale};
