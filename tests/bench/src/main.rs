//! Measures a running server against the least that the same work costs.
#![expect(clippy::print_stdout, reason = "a command-line tool speaks through its output")]

mod access;
mod floor;
mod load;
mod report;
mod run;
mod shape;

use anyhow::bail;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["access"] => access::measure().await,
        ["floor", file, address] => floor::serve(file, address).await,
        ["run", program, data, report, only @ ..] => run::run(program, data, report, only).await,
        ["million", program, report, name, store @ ..] => shape::million(program, report, name, store).await,
        _ => bail!(
            "usage: trellis-bench run TRELLIS DATA REPORT [PART …] | million TRELLIS REPORT NAME STORE… | floor FILE ADDRESS | access"
        ),
    }
}
