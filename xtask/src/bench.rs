//! `cargo xtask bench`.

use std::{path::Path, process::Command};

use crate::{
    postgres::Server,
    serve::cargo,
    tools, ui,
    workspace::{self, root, target},
};

/// Customers of the company on which publishing is measured.
const MILLION: &str = "1000000";

/// Builds for release, makes the measuring company once, measures, writes `docs/benchmarks.md`; with names of parts
/// (`get list page create dashboard exchange shape`) measures only those. `million` stands alone: publishing on a million rows,
/// in a data folder and on a PostgreSQL server.
pub fn run(only: &[&str]) -> anyhow::Result<()> {
    tools::for_interface()?;
    ui::run(ui::Mode::Release)?;
    cargo(
        &["build", "--release", "--package", "trellis-server", "--bin", "trellis", "--package", "trellis-bench", "--bin", "trellis-bench"],
        "build for release",
    )?;
    let program = target().join("release/trellis");
    let report = root().join("docs/benchmarks.md");
    if only == ["million"] {
        return million(&program, &report);
    }
    let data = target().join("bench/100k-customers-200k-contacts-200k-opportunities");
    if !data.join("control.db").exists() {
        std::fs::create_dir_all(&data)?;
        workspace::run(Command::new(&program).args(["seed", "scale", "--data"]).arg(&data), "make the measuring company")?;
    }
    workspace::run(Command::new(target().join("release/trellis-bench")).arg("run").args([program, data, report]).args(only), "measure")
}

/// Both stores, each with a company of its own.
fn million(program: &Path, report: &Path) -> anyhow::Result<()> {
    let data = target().join("bench/1m-customers");
    let server = Server::start()?;
    let store = |database: Option<String>| {
        let data = if database.is_some() { target().join("bench/1m-customers-on-a-server") } else { data.clone() };
        let mut flags = vec!["--data".to_owned(), data.to_string_lossy().into_owned()];
        flags.extend(database.into_iter().flat_map(|url| ["--database-url".to_owned(), url]));
        flags
    };
    for (name, flags) in [("SQLite", store(None)), ("PostgreSQL", store(Some(server.url())))] {
        if name == "PostgreSQL" || !data.join("control.db").exists() {
            std::fs::create_dir_all(&flags[1])?;
            let size = ["--customers", MILLION, "--contacts", "0", "--opportunities", "0"];
            workspace::run(Command::new(program).args(["seed", "scale"]).args(size).args(&flags), "make the measuring company")?;
        }
        let mut bench = Command::new(target().join("release/trellis-bench"));
        workspace::run(bench.arg("million").args([program, report]).arg(name).args(&flags), "measure")?;
    }
    Ok(())
}
