//! Where things are, and how other programs are started.

use std::{
    env,
    path::PathBuf,
    process::Command,
};

use anyhow::{Context, ensure};

/// The folder that holds the workspace's `Cargo.toml`: that of the clone in which Cargo runs us, not of the one in which we
/// were built, for clones may share a target folder.
pub fn root() -> PathBuf {
    let manifest = env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    manifest.parent().unwrap_or(&manifest).to_path_buf()
}

/// The folder that Cargo builds into.
pub fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// Runs a program to its end; a failure names the program and what it was for.
pub fn run(command: &mut Command, purpose: &str) -> anyhow::Result<()> {
    let program = command.get_program().to_string_lossy().into_owned();
    let status = command.status().with_context(|| format!("cannot start `{program}` to {purpose}"))?;
    ensure!(status.success(), "`{program}` failed to {purpose} ({status})");
    Ok(())
}
