//! `cargo xtask bench`.

use std::process::Command;

use crate::{
    serve::cargo,
    tools, ui,
    workspace::{self, root, target},
};

/// Builds for release, makes the measuring company once, measures, writes `docs/benchmarks.md`; with names of parts
/// (`get list page create dashboard shape`) measures only those.
pub fn run(only: &[&str]) -> anyhow::Result<()> {
    tools::for_interface()?;
    ui::run(ui::Mode::Release)?;
    cargo(
        &["build", "--release", "--package", "trellis-server", "--bin", "trellis", "--package", "trellis-bench", "--bin", "trellis-bench"],
        "build for release",
    )?;
    let program = target().join("release/trellis");
    let data = target().join("bench/100k-customers-200k-contacts-200k-opportunities");
    if !data.join("control.db").exists() {
        std::fs::create_dir_all(&data)?;
        workspace::run(Command::new(&program).args(["seed", "scale", "--data"]).arg(&data), "make the measuring company")?;
    }
    let report = root().join("docs/benchmarks.md");
    workspace::run(Command::new(target().join("release/trellis-bench")).arg("run").args([program, data, report]).args(only), "measure")
}
