//! The commands of the binary.

mod check;
mod print;
mod seed;
mod serve;

pub use check::check;
pub use print::{print_config, print_openapi};
pub use seed::{seed_demo, seed_scale};
pub use serve::{installation, serve};
