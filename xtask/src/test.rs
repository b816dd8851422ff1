//! `cargo xtask test` and `check`.

use std::{path::Path, process::Command};

use crate::{
    postgres::Server,
    serve::cargo,
    tools, ui,
    workspace::{root, run, target},
};

/// The crates of the interface; their logic is tested natively.
const INTERFACE: &[&str] = &["trellis-ui-kit", "trellis-ui-client", "trellis-ui-renderers", "trellis-ui"];

/// Everything: units, integration on both databases, the interface, the browser.
pub fn all() -> anyhow::Result<()> {
    server()?;
    interface()?;
    browser()
}

/// Units, and integration on SQLite and on a PostgreSQL server of its own.
pub fn server() -> anyhow::Result<()> {
    let postgres = Server::start()?;
    let mut tests = Command::new(env!("CARGO"));
    tests.args(["test", "--no-fail-fast"]).env("TRELLIS_TEST_POSTGRES", postgres.url()).current_dir(root());
    run(&mut tests, "test the server")
}

/// The interface's own tests.
pub fn interface() -> anyhow::Result<()> {
    let packages: Vec<&str> = INTERFACE.iter().flat_map(|name| ["--package", name]).collect();
    cargo(&[&["test"], packages.as_slice()].concat(), "test the interface")
}

/// The real interface in a real browser, against a server with the demo company.
pub fn browser() -> anyhow::Result<()> {
    tools::for_interface()?;
    let chromium = tools::chromium()?;
    ui::run(ui::Mode::Dev)?;
    cargo(&["build", "--package", "trellis-server", "--bin", "trellis"], "build the server")?;
    let folder = root().join("tests/browser");
    install(&folder)?;
    run(
        Command::new("npx")
            .args(["playwright", "test"])
            .env("CHROMIUM", chromium)
            .env("TRELLIS", target().join("debug/trellis"))
            .current_dir(&folder),
        "test in the browser",
    )
}

/// Installs the browser tests' packages when their lock has changed.
fn install(folder: &Path) -> anyhow::Result<()> {
    let (lock, done) = (folder.join("package-lock.json"), folder.join("node_modules/.package-lock.json"));
    let modified = |path: &Path| std::fs::metadata(path).and_then(|data| data.modified()).ok();
    if modified(&done) < modified(&lock) || !done.exists() {
        run(
            Command::new("npm").args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]).current_dir(folder),
            "install the browser tests",
        )?;
    }
    Ok(())
}

/// Format, lints, declarations: quick, before every commit.
pub fn check() -> anyhow::Result<()> {
    cargo(&["fmt", "--all", "--check"], "check the format")?;
    cargo(&["clippy", "--all-targets", "--quiet", "--", "-D", "warnings"], "lint the server")?;
    let packages: Vec<&str> = INTERFACE.iter().flat_map(|name| ["--package", name]).collect();
    let target = ["--target", "wasm32-unknown-unknown", "--profile", "web-dev", "--quiet", "--", "-D", "warnings"];
    cargo(&[&["clippy"], packages.as_slice(), &target].concat(), "lint the interface")?;
    cargo(&["run", "--quiet", "--package", "trellis-server", "--bin", "trellis", "--", "check"], "check the declarations")
}
