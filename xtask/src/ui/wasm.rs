//! Compiles the interface to WebAssembly.

use std::{path::PathBuf, process::Command};

use super::Mode;
use crate::workspace;

/// The target that browsers run.
const TARGET: &str = "wasm32-unknown-unknown";

/// Compiles the package `trellis-ui`; Cargo itself skips what did not change.
pub fn compile(mode: Mode) -> anyhow::Result<PathBuf> {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".into());
    let mut command = Command::new(cargo);
    command
        .args(["build", "--quiet", "--package", "trellis-ui", "--bin", "trellis-ui", "--target", TARGET])
        .args(["--profile", mode.profile()])
        .current_dir(workspace::root());
    workspace::run(&mut command, "compile the interface")?;
    Ok(workspace::target().join(TARGET).join(mode.profile()).join("trellis-ui.wasm"))
}
