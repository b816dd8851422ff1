//! `trellis seed`.

use std::io::Write;

use super::serve::installation;
use crate::{
    config::Config,
    seed::{self, Scale},
};

/// Makes the demo company, or says that it is there.
///
/// # Errors
/// When the database fails.
pub async fn seed_demo(config: &Config) -> anyhow::Result<()> {
    let installation = installation(config).await?;
    let made = seed::demo(&installation).await?;
    let mut out = std::io::stdout().lock();
    writeln!(out, "{}", if made { "The demo company is ready." } else { "The demo company is there already." })?;
    for (account, role) in seed::DEMO_ACCOUNTS {
        writeln!(out, "  {account:<22} {role}")?;
    }
    writeln!(out, "  password               {}", seed::DEMO_PASSWORD)?;
    Ok(())
}

/// Makes a company for measuring.
///
/// # Errors
/// When the database fails.
pub async fn seed_scale(config: &Config, scale: &Scale) -> anyhow::Result<()> {
    let installation = installation(config).await?;
    let began = std::time::Instant::now();
    seed::scale(&installation, scale).await?;
    writeln!(std::io::stdout().lock(), "{scale}: {:.1} s", began.elapsed().as_secs_f64())?;
    Ok(())
}
