//! Lays the built files into `ui/dist` under names that change with their content.
//!
//! Everything below `assets/` can be cached for ever; only `index.html` names them.

use std::{
    collections::BTreeSet,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::Context;
use sha2::{Digest, Sha256};

use super::{Layout, Mode, bundle::Bundle, stamp::Stamp};
use crate::workspace;

/// Fills `ui/dist` and returns that folder's `assets`.
pub fn assemble(layout: &Layout, mode: Mode, bundle: &Bundle, sprite: &Path) -> anyhow::Result<PathBuf> {
    let wasm = layout.work.join("app_bg.wasm");
    let template = layout.ui.join("app/index.html");
    let public = layout.ui.join("app/public");
    let assets = layout.dist.join("assets");
    let inputs = [layout.work.join("bundle"), wasm.clone(), sprite.to_path_buf(), template.clone(), public.clone()];
    // One stamp for both modes: they share the folder.
    let stamp = Stamp::of(workspace::target().join("ui/dist.stamp"), &inputs, &[mode.profile()])?;
    if stamp.is_current(&layout.dist.join("index.html")) {
        return Ok(assets);
    }
    fs::create_dir_all(&assets)?;
    let mut kept = BTreeSet::new();
    let mut place = |source: &Path, stem: &str| -> anyhow::Result<String> {
        let name = place(source, stem, &assets)?;
        let url = format!("/assets/{name}");
        kept.insert(name);
        Ok(url)
    };
    let mut islands = serde_json::Map::new();
    for (name, path) in &bundle.islands {
        islands.insert(name.clone(), place(path, &format!("island-{name}"))?.into());
    }
    let values = [
        ("boot", place(&bundle.boot, "boot")?),
        ("style", place(&bundle.style, "app")?),
        ("start", place(&bundle.start, "start")?),
        ("wasm", place(&wasm, "app")?),
        ("icons", place(sprite, "icons")?),
        ("islands", attribute(&serde_json::Value::Object(islands).to_string())),
    ];
    remove_stale(&assets, &kept)?;
    for entry in fs::read_dir(&public)? {
        let path = entry?.path();
        fs::copy(&path, layout.dist.join(path.file_name().unwrap_or_default()))?;
    }
    fs::write(layout.dist.join("index.html"), fill(&fs::read_to_string(&template)?, &values)?)?;
    if mode == Mode::Release {
        compress(layout, &assets)?;
    }
    stamp.keep()?;
    Ok(assets)
}

/// Copies a file under a name with ten digits of its hash.
fn place(source: &Path, stem: &str, assets: &Path) -> anyhow::Result<String> {
    let content = fs::read(source).with_context(|| format!("cannot read {}", source.display()))?;
    let mut digest = String::new();
    for byte in Sha256::digest(&content).iter().take(5) {
        write!(digest, "{byte:02x}")?;
    }
    let extension = source.extension().unwrap_or_default().to_string_lossy();
    let name = format!("{stem}-{digest}.{extension}");
    let target = assets.join(&name);
    if !super::exists(&target) {
        fs::write(target, content)?;
    }
    Ok(name)
}

fn remove_stale(assets: &Path, kept: &BTreeSet<String>) -> anyhow::Result<()> {
    for entry in fs::read_dir(assets)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if !kept.contains(name.trim_end_matches(".br")) {
            fs::remove_file(path)?;
        }
    }
    Ok(())
}

/// Writes a `.br` beside every asset that has none yet.
fn compress(layout: &Layout, assets: &Path) -> anyhow::Result<()> {
    let mut command = Command::new("node");
    command.arg(layout.ui.join("js/build/compress.mjs")).arg(assets);
    workspace::run(&mut command, "compress the assets")
}

/// Puts the values into the page's `{{name}}` places; a place without a value is an error.
fn fill(template: &str, values: &[(&str, String)]) -> anyhow::Result<String> {
    let mut page = template.to_owned();
    for (name, value) in values {
        page = page.replace(&format!("{{{{{name}}}}}"), value);
    }
    match page.split_once("{{") {
        Some((_, rest)) => anyhow::bail!("index.html asks for an unknown value: {}", rest.chars().take(20).collect::<String>()),
        None => Ok(page),
    }
}

fn attribute(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_is_filled_completely_or_not_at_all() {
        let values = [("wasm", "/assets/a.wasm".to_owned())];
        assert_eq!(fill("<link href=\"{{wasm}}\">", &values).ok().as_deref(), Some("<link href=\"/assets/a.wasm\">"));
        assert!(fill("{{other}}", &values).is_err());
    }

    #[test]
    fn a_name_changes_with_the_content() -> anyhow::Result<()> {
        let folder = std::env::temp_dir().join(format!("trellis-dist-{}", std::process::id()));
        fs::create_dir_all(&folder)?;
        let source = folder.join("app.css");
        fs::write(&source, "a")?;
        let first = place(&source, "app", &folder)?;
        assert_eq!(first, place(&source, "app", &folder)?);
        fs::write(&source, "b")?;
        assert_ne!(first, place(&source, "app", &folder)?);
        fs::remove_dir_all(folder)?;
        Ok(())
    }
}
