//! Says what a visitor downloads, and fails a release that grew beyond its budget.

use std::{fs, path::Path, time::Duration};

use anyhow::ensure;

use super::Mode;

/// The most that one kind of asset may weigh, in kilobytes after brotli.
struct Budget {
    kind: &'static str,
    most: f64,
}

/// Prints one line an asset; a release is held against the budgets.
pub fn print(assets: &Path, mode: Mode, took: Duration) -> anyhow::Result<()> {
    let mut names: Vec<String> =
        fs::read_dir(assets)?.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned())).collect::<Result<_, std::io::Error>>()?;
    names.retain(|name| !name.ends_with(".br"));
    names.sort();
    let mut exceeded = Vec::new();
    for name in &names {
        let plain = kilobytes(&assets.join(name))?;
        if mode == Mode::Dev {
            println!("  {name:<34} {plain:>8.1} KB");
            continue;
        }
        let packed = kilobytes(&assets.join(format!("{name}.br")))?;
        let budget = budget(name);
        println!("  {name:<34} {plain:>8.1} KB  {packed:>7.1} KB brotli of {} ({})", budget.most, budget.kind);
        if packed > budget.most {
            exceeded.push(format!("{name}: {packed:.1} KB, budget {} KB", budget.most));
        }
    }
    println!("interface built in {:.1} s", took.as_secs_f32());
    ensure!(exceeded.is_empty(), "the interface is over its budget:\n  {}", exceeded.join("\n  "));
    Ok(())
}

fn budget(name: &str) -> Budget {
    let (kind, most) = match name.rsplit_once('.').map(|(_, extension)| extension) {
        // 900 is what we want; the designer's editors took it beyond, until they are a program of their own.
        Some("wasm") => ("program", 1230.0),
        Some("css") => ("styles", 40.0),
        Some("svg") => ("icons", 30.0),
        _ if name.starts_with("island-") => ("island", 250.0),
        _ => ("start script", 30.0),
    };
    Budget { kind, most }
}

fn kilobytes(path: &Path) -> anyhow::Result<f64> {
    let bytes = u32::try_from(path.metadata()?.len())?;
    Ok(f64::from(bytes) / 1024.0)
}

#[cfg(test)]
mod tests {
    use super::budget;

    #[test]
    fn every_kind_of_asset_has_its_budget() {
        let kind = |name| budget(name).kind;
        assert_eq!(kind("app-0a.wasm"), "program");
        assert_eq!(kind("app-0a.css"), "styles");
        assert_eq!(kind("island-chart-0a.js"), "island");
        assert_eq!(kind("start-0a.js"), "start script");
    }
}
