//! One SVG file with the icons that are used, and no others.

use std::{
    collections::BTreeSet,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use anyhow::Context;
use serde_json::Value;

use super::{Layout, stamp::Stamp};

/// Builds `icons.svg` from `ui/kit/icons.txt` and the icons that the shipped objects name.
pub fn build(layout: &Layout) -> anyhow::Result<PathBuf> {
    let output = layout.work.join("icons.svg");
    let list = layout.ui.join("kit/icons.txt");
    let metadata = layout.root.join("metadata");
    let mut inputs = vec![list.clone(), layout.ui.join("package-lock.json")];
    if super::exists(&metadata) {
        inputs.push(metadata.clone());
    }
    let stamp = Stamp::of(layout.work.join("sprite.stamp"), &inputs, &[])?;
    if !stamp.is_current(&output) {
        let mut names = listed(&fs::read_to_string(&list)?);
        declared(&metadata, &mut names)?;
        fs::write(&output, draw(&names, &layout.ui.join("node_modules/lucide-static/icons"))?)?;
        stamp.keep()?;
    }
    Ok(output)
}

/// One name a line; `#` starts a comment.
fn listed(text: &str) -> BTreeSet<String> {
    let names = text.lines().map(|line| line.split('#').next().unwrap_or_default().trim());
    names.filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

/// Every value of a key `icon` below the declarations.
fn declared(folder: &Path, names: &mut BTreeSet<String>) -> anyhow::Result<()> {
    if !super::exists(folder) {
        return Ok(());
    }
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            if !path.ends_with("schema") {
                declared(&path, names)?;
            }
        } else if path.extension().is_some_and(|extension| extension == "json") {
            // A file that is not JSON is the metadata check's to report.
            if let Ok(value) = serde_json::from_str(&fs::read_to_string(&path)?) {
                icons_in(&value, names);
            }
        }
    }
    Ok(())
}

fn icons_in(value: &Value, names: &mut BTreeSet<String>) {
    match value {
        Value::Object(map) => {
            for (key, inner) in map {
                match inner {
                    Value::String(name) if key == "icon" => drop(names.insert(name.clone())),
                    _ => icons_in(inner, names),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| icons_in(item, names)),
        _ => {}
    }
}

fn draw(names: &BTreeSet<String>, icons: &Path) -> anyhow::Result<String> {
    let mut sprite = String::from("<svg xmlns=\"http://www.w3.org/2000/svg\">");
    for name in names {
        let file = icons.join(format!("{name}.svg"));
        let drawing = fs::read_to_string(&file).with_context(|| format!("there is no icon named `{name}`"))?;
        let strokes = strokes(&drawing).with_context(|| format!("the icon `{name}` has an unknown form"))?;
        write!(sprite, "<symbol id=\"{name}\" viewBox=\"0 0 24 24\">{strokes}</symbol>")?;
    }
    sprite.push_str("</svg>");
    Ok(sprite)
}

/// What stands between the outer tags, on one line; stroke and size come from the style sheet.
fn strokes(drawing: &str) -> Option<String> {
    let (_, inside) = drawing.split_once("<svg")?.1.split_once('>')?;
    let inside = inside.rsplit_once("</svg>")?.0;
    Some(inside.lines().map(str::trim).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strokes_are_what_stands_between_the_tags() {
        let drawing = "<!-- by -->\n<svg\n  width=\"24\"\n>\n  <path d=\"M1 1\" />\n  <rect x=\"4\" />\n</svg>\n";
        assert_eq!(strokes(drawing).as_deref(), Some("<path d=\"M1 1\" /><rect x=\"4\" />"));
    }

    #[test]
    fn icons_are_found_at_any_depth() {
        let mut names = listed("plus # new\n\n# comment\nx\n");
        icons_in(&serde_json::json!({"x-object": {"icon": "building"}, "list": [{"icon": "user"}]}), &mut names);
        assert_eq!(names.into_iter().collect::<Vec<_>>(), ["building", "plus", "user", "x"]);
    }
}
