//! Packs styles, the start script and the islands with esbuild.

use std::{fs, path::PathBuf, process::Command};

use anyhow::Context;

use super::{Layout, Mode, stamp::Stamp};
use crate::workspace;

/// The oldest browsers that the output is written for.
const BROWSERS: &str = "--target=chrome111,firefox121,safari16.4";

/// What esbuild left in the work folder.
pub struct Bundle {
    pub style: PathBuf,
    /// Runs before the first paint: skin, theme, density and language.
    pub boot: PathBuf,
    /// Loads the WebAssembly module and hands out islands.
    pub start: PathBuf,
    /// Scripts that a page loads when it needs them, by name.
    pub islands: Vec<(String, PathBuf)>,
}

/// Bundles every entry point; nothing is done while no source changed.
pub fn build(layout: &Layout, mode: Mode) -> anyhow::Result<Bundle> {
    let output = layout.work.join("bundle");
    let islands = islands(layout)?;
    let glue = layout.work.join("app.js");
    let inputs = [
        layout.ui.join("kit/css"),
        layout.ui.join("renderers/css"),
        layout.ui.join("app/css"),
        layout.ui.join("js"),
        layout.ui.join("package-lock.json"),
        glue.clone(),
    ];
    let stamp = Stamp::of(layout.work.join("bundle.stamp"), &inputs, &[BROWSERS])?;
    if !stamp.is_current(&output.join("start.js")) {
        let mut command = Command::new(layout.ui.join("node_modules/.bin/esbuild"));
        command
            .args(["app=app/css/index.css", "boot=js/boot.js", "start=js/start.js"])
            .args(islands.iter().map(|name| format!("islands/{name}=js/islands/{name}.js")))
            .args(["--bundle", "--format=esm", "--log-level=warning", "--legal-comments=none", BROWSERS])
            .arg(format!("--alias:glue={}", glue.display()))
            .arg(format!("--outdir={}", output.display()))
            .args((mode == Mode::Release).then_some("--minify"))
            .current_dir(&layout.ui);
        workspace::run(&mut command, "bundle scripts and styles")?;
        stamp.keep()?;
    }
    let island = |name: String| {
        let path = output.join(format!("islands/{name}.js"));
        (name, path)
    };
    Ok(Bundle {
        style: output.join("app.css"),
        boot: output.join("boot.js"),
        start: output.join("start.js"),
        islands: islands.into_iter().map(island).collect(),
    })
}

/// A file in `ui/js/islands` is an island of that name.
fn islands(layout: &Layout) -> anyhow::Result<Vec<String>> {
    let folder = layout.ui.join("js/islands");
    let mut names = Vec::new();
    for entry in fs::read_dir(&folder).with_context(|| format!("cannot read {}", folder.display()))? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "js") {
            names.extend(path.file_stem().map(|stem| stem.to_string_lossy().into_owned()));
        }
    }
    names.sort();
    Ok(names)
}
