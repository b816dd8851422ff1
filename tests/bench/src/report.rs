//! What was measured, as a table.

use std::fmt::Write;

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

/// The report as Markdown.
pub fn render(lines: &[Line], about: &str) -> String {
    let mut out = String::from(
        "# Benchmarks\n\nMade by `cargo xtask bench`; run it to measure your own machine. Ratios count: both sides run in turn on the\nsame machine and the same data, each as a process of its own with the load tool beside.\n\n",
    );
    // Writing to a string cannot fail.
    let _ = writeln!(out, "{about}\n\n| work | ours | floor | ratio | to reach |\n| --- | --- | --- | --- | --- |");
    for line in lines {
        let _ = writeln!(out, "| {} | {} | {} | {} | {} |", line.work, line.ours, line.floor, line.ratio, line.reach);
    }
    out.push_str("\nThe floor is the same SQL through sqlx in a bare axum handler, without sign-in, rights, checks or history\n(`tests/bench/src/floor.rs`); for writing it is one row and one `fsync` a commit.\n");
    out
}
