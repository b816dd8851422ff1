//! `trellis`: the server and its commands.

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use trellis_server::{
    commands,
    config::{Config, Flags},
    seed::Scale,
};

/// The open sales platform.
#[derive(Parser)]
#[command(name = "trellis", version)]
struct Cli {
    #[command(flatten)]
    flags: Flags,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve
    Serve,
    /// Make example companies
    Seed {
        #[command(subcommand)]
        what: Seed,
    },
    /// Report every problem of the metadata, policies and seeds
    Check {
        /// A folder of metadata; what is built in when absent
        folder: Option<std::path::PathBuf>,
    },
    /// Print the effective settings
    Config,
    /// Print the API's description
    Openapi,
}

#[derive(Subcommand)]
enum Seed {
    /// The demo company
    Demo,
    /// A company for measuring
    Scale(Scale),
}

/// Fewer locks and smaller steps than the system's: a tenth of the work of a small request.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[tokio::main]
async fn main() -> ExitCode {
    let cli = Cli::parse();
    match run(cli).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("trellis: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run(cli: Cli) -> anyhow::Result<()> {
    let config = Config::load(cli.flags)?;
    match cli.command {
        Command::Serve => commands::serve(&config).await,
        Command::Seed { what: Seed::Demo } => commands::seed_demo(&config).await,
        Command::Seed { what: Seed::Scale(scale) } => commands::seed_scale(&config, &scale).await,
        Command::Check { folder } => commands::check(folder.as_deref()),
        Command::Config => commands::print_config(&config),
        Command::Openapi => commands::print_openapi(),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_commands_fit_together() {
        super::Cli::command().debug_assert();
    }
}
