//! `cargo xtask run` and `build`.

use std::{path::Path, process::Command};

use crate::{
    tools, ui,
    workspace::{root, run, target},
};

/// Builds the interface and the server, makes a data folder with the demo company, and serves it.
pub fn serve(arguments: &[&str]) -> anyhow::Result<()> {
    tools::for_interface()?;
    ui::run(ui::Mode::Dev)?;
    cargo(&["build", "--package", "trellis-server", "--bin", "trellis"], "build the server")?;
    let program = target().join("debug/trellis");
    let data = root().join("data");
    run(trellis(&program, &data).args(["seed", "demo"]), "make the demo company")?;
    println!();
    run(trellis(&program, &data).arg("serve").args(arguments), "serve")
}

/// Builds the one release binary, with the interface inside.
pub fn build() -> anyhow::Result<()> {
    tools::for_interface()?;
    ui::run(ui::Mode::Release)?;
    cargo(&["build", "--release", "--package", "trellis-server", "--bin", "trellis"], "build the release binary")?;
    println!("{}", target().join("release/trellis").display());
    Ok(())
}

fn trellis(program: &Path, data: &Path) -> Command {
    let mut command = Command::new(program);
    command.env("TRELLIS_DATA", data);
    command
}

/// Runs Cargo in the workspace.
pub fn cargo(arguments: &[&str], purpose: &str) -> anyhow::Result<()> {
    run(Command::new(env!("CARGO")).args(arguments).current_dir(root()), purpose)
}
