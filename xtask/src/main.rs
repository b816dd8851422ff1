//! `cargo xtask`: the one tool of this repository.
//!
//! Each command is a module with a `run` function; this file only dispatches.
#![expect(clippy::print_stdout, reason = "a command-line tool speaks through its output")]

mod ui;
mod workspace;

use anyhow::bail;

const HELP: &str = "\
cargo xtask <command>

  ui [--release]   build the interface into ui/dist
  tokens           write ui/kit/css/tokens.css from ui/kit/tokens.toml";

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["ui"] => ui::run(ui::Mode::Dev),
        ["ui", "--release"] => ui::run(ui::Mode::Release),
        ["tokens"] => ui::tokens::run(),
        [] | ["help" | "--help" | "-h"] => {
            println!("{HELP}");
            Ok(())
        }
        other => bail!("unknown command `{}`\n\n{HELP}", other.join(" ")),
    }
}
