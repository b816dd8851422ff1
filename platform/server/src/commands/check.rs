//! `trellis check`: every problem at once.

use std::{io::Write, path::Path};

/// Prints every problem of the declarations in a folder (or of what is built in) and of the policies.
///
/// # Errors
/// When there is any.
pub fn check(folder: Option<&Path>) -> anyhow::Result<()> {
    let (files, mut problems) = match folder {
        Some(folder) => trellis_catalog::read_folder(folder)?,
        None => (trellis_catalog::shipped().clone(), Vec::new()),
    };
    let (catalog, found) = trellis_catalog::load(files);
    problems.extend(found);
    let mut out = std::io::stdout().lock();
    for problem in &problems {
        writeln!(out, "{problem}")?;
    }
    let policy = trellis_access::check(&catalog);
    for problem in &policy {
        writeln!(out, "{problem}")?;
    }
    let count = problems.len() + policy.len();
    anyhow::ensure!(count == 0, "{count} problems");
    writeln!(out, "{} objects, {} dictionaries: no problem", catalog.objects().len(), catalog.picklists().len())?;
    Ok(())
}
