//! What else must be on the machine: found, installed, or named in one clear line.

use std::{
    path::PathBuf,
    process::{Command, Stdio},
};

use anyhow::{Context, bail};

use crate::workspace::run;

/// The target that the interface is compiled for.
const WASM: &str = "wasm32-unknown-unknown";

/// Makes sure that Rust can compile for browsers and Node is there.
pub fn for_interface() -> anyhow::Result<()> {
    if !answers("node", &["--version"]) || !answers("npm", &["--version"]) {
        bail!("Node is missing: install Node 20 or later with npm (https://nodejs.org)");
    }
    let installed = Command::new("rustup").args(["target", "list", "--installed"]).output();
    let has_target = installed.as_ref().is_ok_and(|output| String::from_utf8_lossy(&output.stdout).contains(WASM));
    if !has_target && installed.is_ok() {
        run(Command::new("rustup").args(["target", "add", WASM]), "add the WebAssembly target")?;
    }
    Ok(())
}

/// The folder of PostgreSQL's server programs.
pub fn postgres() -> anyhow::Result<PathBuf> {
    if let Ok(output) = Command::new("pg_config").arg("--bindir").output() {
        let folder = PathBuf::from(String::from_utf8_lossy(&output.stdout).trim());
        if folder.join("initdb").exists() {
            return Ok(folder);
        }
    }
    let mut versions: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .map(|entries| {
            entries.filter_map(|entry| Some(entry.ok()?.path().join("bin"))).filter(|folder| folder.join("initdb").exists()).collect()
        })
        .unwrap_or_default();
    versions.sort();
    versions
        .pop()
        .context("PostgreSQL's server programs are missing: install `postgresql` (Debian) or the like; tests start a server of their own")
}

/// A Chromium for the browser tests: what `CHROMIUM` names, else what the system has, else Debian's package.
pub fn chromium() -> anyhow::Result<PathBuf> {
    if let Some(path) = find_chromium() {
        return Ok(path);
    }
    if answers("apt-get", &["--version"]) && is_root() {
        println!("installing Chromium and fonts for the browser tests");
        let quiet = || {
            let mut command = Command::new("apt-get");
            command.env("DEBIAN_FRONTEND", "noninteractive").stdout(Stdio::null());
            command
        };
        run(quiet().arg("update"), "refresh the package lists")?;
        let installed = quiet().args(["install", "-y", "chromium", "fonts-noto-cjk"]).status();
        if !installed.is_ok_and(|status| status.success()) {
            run(quiet().args(["-f", "install", "-y"]), "finish installing Chromium")?;
        }
    }
    find_chromium().context("Chromium is missing: install `chromium` and `fonts-noto-cjk`, or set CHROMIUM to a browser's path")
}

fn find_chromium() -> Option<PathBuf> {
    let named = std::env::var_os("CHROMIUM").map(PathBuf::from);
    let usual = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].map(PathBuf::from);
    named.into_iter().chain(usual).find(|path| path.exists())
}

/// Whether a program starts.
fn answers(program: &str, arguments: &[&str]) -> bool {
    Command::new(program).args(arguments).stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
}

/// Whether this is the system's administrator, whom PostgreSQL refuses to run as.
pub fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|output| String::from_utf8_lossy(&output.stdout).trim() == "0")
}
