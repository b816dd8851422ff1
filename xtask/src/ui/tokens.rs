//! The design tokens: from `ui/kit/tokens.toml` to `ui/kit/css/tokens.css`, with every contrast checked.

use std::{collections::BTreeMap, fmt::Write as _, fs, path::PathBuf};

use anyhow::{Context, ensure};
use serde::Deserialize;

use super::color::{Oklch, Rgb, SIGHTS, contrast, distance, hex};
use crate::workspace;

/// Text and its ground.
const READABLE: f64 = 4.5;
/// A mark in a chart and its ground.
const VISIBLE: f64 = 3.0;
/// Two colours of one chart, to any of [`SIGHTS`].
const DISTINCT: f64 = 0.06;

#[derive(Deserialize)]
struct Tokens {
    skins: BTreeMap<String, Skin>,
    colors: toml::Table,
    checks: Vec<Check>,
    tags: Tags,
    charts: BTreeMap<String, Modes<Vec<Mark>>>,
    fixed: toml::Table,
    density: BTreeMap<String, BTreeMap<String, String>>,
    shadows: Modes<BTreeMap<String, String>>,
}

/// Lightness, chroma and hue of one colour in charts.
type Mark = (f64, f64, f64);

#[derive(Deserialize)]
struct Skin {
    hue: f64,
    tint: f64,
    brand: f64,
}

#[derive(Deserialize)]
struct Modes<T> {
    light: T,
    dark: T,
}

impl<T> Modes<T> {
    fn get(&self, mode: &str) -> &T {
        if mode == "dark" { &self.dark } else { &self.light }
    }
}

#[derive(Deserialize)]
struct Shade {
    l: f64,
    c: Chroma,
    h: Option<f64>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Chroma {
    Amount(f64),
    Of(Source),
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Source {
    Skin,
    Brand,
}

#[derive(Deserialize)]
struct Check {
    least: f64,
    front: Vec<String>,
    back: Vec<String>,
}

#[derive(Deserialize)]
struct Tags {
    text: Modes<f64>,
    soft: Modes<f64>,
    dot: Modes<f64>,
    hues: toml::Table,
}

#[derive(Deserialize)]
struct Tint {
    h: f64,
    c: f64,
}

/// Writes the style sheet.
pub fn run() -> anyhow::Result<()> {
    let css = generate(&fs::read_to_string(source())?)?;
    fs::write(output(), css)?;
    println!("wrote {}", output().display());
    Ok(())
}

fn source() -> PathBuf {
    workspace::root().join("ui/kit/tokens.toml")
}

fn output() -> PathBuf {
    workspace::root().join("ui/kit/css/tokens.css")
}

/// The style sheet, or the first pair of colours that is too weak.
fn generate(text: &str) -> anyhow::Result<String> {
    let tokens: Tokens = toml::from_str(text).context("ui/kit/tokens.toml")?;
    let mut css =
        String::from("/* Written by `cargo xtask tokens` from tokens.toml; change that file, not this one. */\n@layer tokens {\n");
    let fixed = tokens.fixed.iter().flat_map(|(name, value)| fixed(name, value.as_str().unwrap_or_default()));
    block(&mut css, ":root", fixed)?;
    for (density, sizes) in &tokens.density {
        let lines = sizes.iter().map(|(name, value)| (name.clone(), value.clone()));
        block(&mut css, &format!("[data-density=\"{density}\"]"), lines)?;
    }
    for mode in ["light", "dark"] {
        let mut lines = tag_colors(&tokens.tags, mode)?;
        let shadows = tokens.shadows.get(mode).iter();
        // Which of its own colours (scroll bars, native controls) the browser uses.
        lines.push(("scheme".to_owned(), mode.to_owned()));
        lines.extend(shadows.map(|(name, value)| (format!("shadow-{name}"), value.clone())));
        block(&mut css, &format!("[data-theme=\"{mode}\"]"), lines)?;
    }
    for (name, skin) in &tokens.skins {
        for mode in ["light", "dark"] {
            let at = format!("{name}, {mode}");
            let colors = skin_colors(&tokens, skin, mode)?;
            check(&tokens.checks, &colors, &at)?;
            let charts = chart_colors(&tokens, name, mode)?;
            check_charts(&charts, colors["surface"], &at)?;
            let charts = charts.iter().enumerate().map(|(i, color)| (format!("chart-{}", i + 1), hex(*color)));
            let lines = colors.iter().map(|(name, color)| ((*name).to_owned(), hex(*color))).chain(charts);
            block(&mut css, &format!("[data-skin=\"{name}\"][data-theme=\"{mode}\"]"), lines)?;
        }
    }
    css.push_str("}\n");
    Ok(css)
}

/// A fixed token; a text size such as `13px/20px` gives a size and a line height.
fn fixed(name: &str, value: &str) -> Vec<(String, String)> {
    match value.split_once('/') {
        Some((size, line)) if name.starts_with("text-") => {
            vec![(name.to_owned(), size.to_owned()), (format!("{name}-line"), line.to_owned())]
        }
        _ => vec![(name.to_owned(), value.to_owned())],
    }
}

fn block(css: &mut String, selector: &str, lines: impl IntoIterator<Item = (String, String)>) -> std::fmt::Result {
    writeln!(css, "  {selector} {{")?;
    for (name, value) in lines {
        writeln!(css, "    --{name}: {value};")?;
    }
    writeln!(css, "  }}")
}

fn skin_colors<'a>(tokens: &'a Tokens, skin: &Skin, mode: &str) -> anyhow::Result<BTreeMap<&'a str, Rgb>> {
    let mut colors = BTreeMap::new();
    for (name, value) in &tokens.colors {
        let modes: Modes<Shade> = value.clone().try_into().with_context(|| format!("colour `{name}`"))?;
        let shade = modes.get(mode);
        let chroma = match shade.c {
            Chroma::Amount(amount) => amount,
            Chroma::Of(Source::Skin) => skin.tint,
            Chroma::Of(Source::Brand) => skin.brand,
        };
        let color = Oklch { lightness: shade.l, chroma, hue: shade.h.unwrap_or(skin.hue) };
        colors.insert(name.as_str(), color.to_rgb());
    }
    Ok(colors)
}

fn check(checks: &[Check], colors: &BTreeMap<&str, Rgb>, at: &str) -> anyhow::Result<()> {
    let color = |name: &String| colors.get(name.as_str()).copied().with_context(|| format!("no colour `{name}`"));
    for check in checks {
        for (front, back) in check.front.iter().flat_map(|front| check.back.iter().map(move |back| (front, back))) {
            let ratio = contrast(color(front)?, color(back)?);
            let least = check.least;
            ensure!(ratio >= least, "{at}: `{front}` on `{back}` has a contrast of {ratio:.2}, needed are {least}");
        }
    }
    Ok(())
}

fn tag_colors(tags: &Tags, mode: &str) -> anyhow::Result<Vec<(String, String)>> {
    let mut lines = Vec::new();
    for (name, value) in &tags.hues {
        let Tint { h: hue, c } = value.clone().try_into().with_context(|| format!("tag `{name}`"))?;
        let shade = |lightness: f64, share: f64| Oklch { lightness, chroma: c * share, hue }.to_rgb();
        let soft = shade(*tags.soft.get(mode), if mode == "dark" { 0.32 } else { 0.20 });
        let text = shade(*tags.text.get(mode), 0.62);
        let ratio = contrast(text, soft);
        ensure!(ratio >= READABLE, "{mode}: the tag `{name}` has a contrast of {ratio:.2}");
        let dot = shade(*tags.dot.get(mode), 1.0);
        lines.extend([("soft", soft), ("text", text), ("dot", dot)].map(|(part, color)| (format!("tag-{name}-{part}"), hex(color))));
    }
    Ok(lines)
}

fn chart_colors(tokens: &Tokens, skin: &str, mode: &str) -> anyhow::Result<Vec<Rgb>> {
    let list = tokens.charts.get(skin).with_context(|| format!("no chart colours for `{skin}`"))?.get(mode);
    Ok(list.iter().map(|&(lightness, chroma, hue)| Oklch { lightness, chroma, hue }.to_rgb()).collect())
}

/// Every mark stands out from the card, and any two can be told apart, by colour-blind people too.
fn check_charts(colors: &[Rgb], surface: Rgb, at: &str) -> anyhow::Result<()> {
    for (i, &one) in colors.iter().enumerate() {
        let ratio = contrast(one, surface);
        ensure!(ratio >= VISIBLE, "{at}: chart colour {} has a contrast of {ratio:.2}", i + 1);
        for (j, &other) in colors.iter().enumerate().skip(i + 1) {
            let apart = SIGHTS.iter().map(|sight| distance(sight, one, other)).fold(f64::INFINITY, f64::min);
            ensure!(apart >= DISTINCT, "{at}: chart colours {} and {} are too alike ({apart:.3})", i + 1, j + 1);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shipped() -> anyhow::Result<String> {
        Ok(fs::read_to_string(source())?)
    }

    #[test]
    fn the_style_sheet_is_current() -> anyhow::Result<()> {
        assert_eq!(fs::read_to_string(output())?, generate(&shipped()?)?, "run `cargo xtask tokens`");
        Ok(())
    }

    #[test]
    fn the_palette_is_the_measured_one() -> anyhow::Result<()> {
        let css = generate(&shipped()?)?;
        for color in ["bg: #f8fafd", "text-muted: #545b66", "brand: #007757", "brand-soft: #32293e", "on-brand: #03160f"] {
            assert!(css.contains(&format!("--{color};")), "{color}");
        }
        Ok(())
    }

    #[test]
    fn a_weak_pair_is_refused_by_name() -> anyhow::Result<()> {
        let weak = shipped()?.replace("text-muted = { light = { l = 0.47", "text-muted = { light = { l = 0.70");
        let refused = generate(&weak).map_err(|error| error.to_string());
        assert!(refused.is_err_and(|text| text.contains("`text-muted` on `bg`")));
        Ok(())
    }
}
