//! Writes the JavaScript that joins the compiled interface to the browser, and shrinks a release.

use std::{fs, path::Path, process::Command};

use anyhow::{Context, bail};
use wasm_bindgen_cli_support::Bindgen;

use super::{Layout, Mode, stamp::Stamp};
use crate::workspace;

/// What the Rust compiler's output uses of WebAssembly; everything newer stays off for older browsers.
const FEATURES: [&str; 7] = [
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// Leaves `app.js` and `app_bg.wasm` in the work folder.
pub fn generate(layout: &Layout, mode: Mode, compiled: &Path) -> anyhow::Result<()> {
    let output = layout.work.join("app_bg.wasm");
    let inputs = [compiled.to_path_buf(), layout.root.join("Cargo.lock")];
    let stamp = Stamp::of(layout.work.join("bindings.stamp"), &inputs, &[])?;
    if stamp.is_current(&output) {
        return Ok(());
    }
    check_versions(&fs::read_to_string(layout.root.join("Cargo.lock"))?)?;
    Bindgen::new()
        .input_path(compiled)
        .web(true)?
        .typescript(false)
        .out_name("app")
        .remove_name_section(mode == Mode::Release)
        .remove_producers_section(true)
        .generate(&layout.work)?;
    if mode == Mode::Release {
        optimise(layout, &output)?;
    }
    stamp.keep()
}

fn optimise(layout: &Layout, wasm: &Path) -> anyhow::Result<()> {
    let mut command = Command::new("node");
    command
        .arg(layout.ui.join("node_modules/binaryen/bin/wasm-opt"))
        .arg("-Oz")
        .args(FEATURES)
        .args(["--strip-debug", "--strip-producers", "-o"])
        .args([wasm, wasm]);
    workspace::run(&mut command, "optimise the interface")
}

/// The generator understands only what its own version of `wasm-bindgen` wrote.
fn check_versions(lock: &str) -> anyhow::Result<()> {
    let library = locked(lock, "wasm-bindgen")?;
    let generator = locked(lock, "wasm-bindgen-cli-support")?;
    if library != generator {
        bail!(
            "wasm-bindgen is locked at {library} but wasm-bindgen-cli-support at {generator}; \
             set both to the same version in Cargo.toml"
        );
    }
    Ok(())
}

fn locked<'a>(lock: &'a str, package: &str) -> anyhow::Result<&'a str> {
    let entry = format!("name = \"{package}\"\nversion = \"");
    lock.split_once(entry.as_str())
        .and_then(|(_, rest)| rest.split_once('"'))
        .map(|(version, _)| version)
        .with_context(|| format!("Cargo.lock does not name {package}"))
}

#[cfg(test)]
mod tests {
    use super::check_versions;

    fn lock(library: &str, generator: &str) -> String {
        format!(
            "[[package]]\nname = \"wasm-bindgen\"\nversion = \"{library}\"\n\n\
             [[package]]\nname = \"wasm-bindgen-cli-support\"\nversion = \"{generator}\"\n"
        )
    }

    #[test]
    fn differing_versions_are_refused_by_name() {
        assert!(check_versions(&lock("0.2.130", "0.2.130")).is_ok());
        let refused = check_versions(&lock("0.2.131", "0.2.130")).map_err(|error| error.to_string());
        assert!(refused.is_err_and(|text| text.contains("0.2.131") && text.contains("0.2.130")));
    }
}
