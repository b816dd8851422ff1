//! The npm packages that the interface is packed with.

use std::{
    path::Path,
    process::Command,
    time::{Instant, SystemTime},
};

use crate::workspace;

/// Installs the locked packages when `node_modules` is absent or older than the lock.
pub fn install(ui: &Path) -> anyhow::Result<()> {
    let installed = changed(&ui.join("node_modules/.package-lock.json"));
    let locked = changed(&ui.join("package-lock.json"));
    if installed.is_some() && installed >= locked {
        return Ok(());
    }
    let started = Instant::now();
    // No package may run code while it is installed; esbuild's program comes as a package of its own.
    let mut command = Command::new("npm");
    command.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]).current_dir(ui);
    workspace::run(&mut command, "install the interface's packages")?;
    println!("  packages installed in {:.1} s", started.elapsed().as_secs_f32());
    Ok(())
}

fn changed(path: &Path) -> Option<SystemTime> {
    path.metadata().and_then(|metadata| metadata.modified()).ok()
}
