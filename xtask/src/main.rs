//! `cargo xtask`: the one tool of this repository.
//!
//! Each command is a module with a `run` function; this file only dispatches.
#![expect(clippy::print_stdout, reason = "a command-line tool speaks through its output")]

mod bench;
mod postgres;
mod serve;
mod test;
mod tools;
mod ui;
mod workspace;

use anyhow::bail;

const HELP: &str = "\
cargo xtask <command>

  run [-- flags]   build everything, make the demo company, serve it at 127.0.0.1:8080
  test             everything: units, both databases, the interface, the browser
  test server | interface | browser
  check            format, lints, declarations
  bench [PART …]   measure against the bare database, write docs/benchmarks.md; or only get, list, page, create, dashboard, exchange, shape;
                   million: publishing on a million rows, on both databases
  build            one release binary with the interface inside
  ui [--release]   build the interface into ui/dist
  tokens           write ui/kit/css/tokens.css from ui/kit/tokens.toml";

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["run", "--", flags @ ..] | ["run", flags @ ..] => serve::serve(flags),
        ["build"] => serve::build(),
        ["check"] => test::check(),
        ["test"] => test::all(),
        ["test", "server"] => test::server(),
        ["test", "interface"] => test::interface(),
        ["test", "browser"] => test::browser(),
        ["bench", only @ ..] => bench::run(only),
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
