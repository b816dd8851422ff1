//! Builds the interface: Rust to WebAssembly, islands and styles through esbuild, all into `ui/dist`.
//!
//! Every step remembers a fingerprint of what it read and is skipped while that stays the same,
//! so that a run after no change takes well under a second.

mod bindings;
mod bundle;
mod color;
mod dist;
mod packages;
mod report;
mod sprite;
mod stamp;
pub mod tokens;
mod wasm;

use std::{
    path::{Path, PathBuf},
    time::Instant,
};

use crate::workspace;

/// How much work is spent on the result.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Quick to build, larger to load.
    Dev,
    /// Smallest to load: optimised, compressed and held against the size budgets.
    Release,
}

impl Mode {
    /// The Cargo profile of this mode, see the workspace's manifest.
    fn profile(self) -> &'static str {
        match self {
            Self::Dev => "web-dev",
            Self::Release => "web",
        }
    }
}

/// The folders that the steps share.
struct Layout {
    root: PathBuf,
    ui: PathBuf,
    /// Intermediate results and fingerprints of this mode.
    work: PathBuf,
    dist: PathBuf,
}

impl Layout {
    fn new(mode: Mode) -> Self {
        let root = workspace::root();
        Self { ui: root.join("ui"), dist: root.join("ui/dist"), work: workspace::target().join("ui").join(mode.profile()), root }
    }
}

/// Builds the interface into `ui/dist`.
pub fn run(mode: Mode) -> anyhow::Result<()> {
    let started = Instant::now();
    let layout = Layout::new(mode);
    std::fs::create_dir_all(&layout.work)?;
    packages::install(&layout.ui)?;
    let compiled = wasm::compile(mode)?;
    bindings::generate(&layout, mode, &compiled)?;
    let sprite = sprite::build(&layout)?;
    let bundle = bundle::build(&layout, mode)?;
    let artifacts = dist::assemble(&layout, mode, &bundle, &sprite)?;
    report::print(&artifacts, mode, started.elapsed())
}

fn exists(path: &Path) -> bool {
    path.try_exists().unwrap_or(false)
}
