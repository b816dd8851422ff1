//! What was measured, as tables.

use std::{fmt::Write, path::Path};

const HEAD: &str = "# Benchmarks

Made by `cargo xtask bench`; run it to measure your own machine. Ratios count: both sides run in turn on the
same machine and the same data, each as a process of its own with the load tool beside.

The floor is the same SQL through sqlx in a bare axum handler, without sign-in, rights, checks or history
(`tests/bench/src/floor.rs`); for writing it is one row and one `fsync` a commit.
";

/// One measurement.
pub struct Line {
    /// What was done.
    pub work: String,
    /// Ours.
    pub ours: String,
    /// What it is held against.
    pub floor: String,
    /// Ours against it.
    pub ratio: String,
    /// What it must be.
    pub reach: &'static str,
}

/// Writes a chapter of the report in place of the one with the same title; the others stay.
pub fn put(report: &str, title: &str, about: &str, lines: &[Line]) -> anyhow::Result<()> {
    let before = if Path::new(report).exists() { std::fs::read_to_string(report)? } else { String::new() };
    let chapter = render(title, about, lines);
    let others = before.split("\n## ").skip(1).map(|chapter| format!("\n## {}", chapter.trim_end())).map(|chapter| format!("{chapter}\n"));
    let mut chapters: Vec<String> = others.filter(|other| !other.starts_with(&format!("\n## {title}\n"))).collect();
    chapters.push(chapter);
    chapters.sort();
    std::fs::write(report, format!("{HEAD}{}", chapters.concat()))?;
    Ok(())
}

fn render(title: &str, about: &str, lines: &[Line]) -> String {
    let mut out = String::new();
    // Writing to a string cannot fail.
    let _ = writeln!(out, "\n## {title}\n\n{about}\n\n| work | ours | floor | ratio | to reach |\n| --- | --- | --- | --- | --- |");
    for line in lines {
        let _ = writeln!(out, "| {} | {} | {} | {} | {} |", line.work, line.ours, line.floor, line.ratio, line.reach);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chapter_takes_the_place_of_its_own_only() {
        let file = std::env::temp_dir().join(format!("trellis-report-{}.md", std::process::id()));
        let path = file.to_string_lossy();
        let line = |ours: &str| vec![Line { work: "w".into(), ours: ours.into(), floor: String::new(), ratio: String::new(), reach: "" }];
        for (title, ours) in [("One", "1"), ("Two", "2"), ("One", "3")] {
            put(&path, title, "Data.", &line(ours)).unwrap();
        }
        let text = std::fs::read_to_string(&file).unwrap();
        std::fs::remove_file(&file).unwrap();
        assert!(text.starts_with("# Benchmarks\n") && text.matches("\n## ").count() == 2, "{text}");
        assert!(text.contains("| w | 3 |") && text.contains("| w | 2 |") && !text.contains("| w | 1 |"), "{text}");
    }
}
