//! Remembers what a step read, so that the step can be skipped while nothing changed.

use std::{
    fs,
    path::{Path, PathBuf},
    time::UNIX_EPOCH,
};

use anyhow::Context;

/// The fingerprint of a step's inputs beside the file that keeps it.
pub struct Stamp {
    file: PathBuf,
    fingerprint: String,
}

impl Stamp {
    /// Takes the fingerprint of `inputs` (files, or folders with all below) and of `extra` words.
    pub fn of(file: PathBuf, inputs: &[PathBuf], extra: &[&str]) -> anyhow::Result<Self> {
        let mut lines: Vec<String> = extra.iter().map(ToString::to_string).collect();
        for input in inputs {
            collect(input, &mut lines).with_context(|| format!("cannot read {}", input.display()))?;
        }
        Ok(Self { file, fingerprint: lines.join("\n") })
    }

    /// Whether the step ran with exactly these inputs and its `output` is still there.
    pub fn is_current(&self, output: &Path) -> bool {
        super::exists(output) && fs::read_to_string(&self.file).is_ok_and(|kept| kept == self.fingerprint)
    }

    /// Records that the step succeeded.
    pub fn keep(&self) -> anyhow::Result<()> {
        fs::write(&self.file, &self.fingerprint).with_context(|| format!("cannot write {}", self.file.display()))
    }
}

fn collect(path: &Path, lines: &mut Vec<String>) -> anyhow::Result<()> {
    let metadata = fs::metadata(path)?;
    if metadata.is_dir() {
        let mut entries: Vec<PathBuf> = fs::read_dir(path)?.map(|entry| Ok(entry?.path())).collect::<Result<_, std::io::Error>>()?;
        entries.sort();
        return entries.iter().try_for_each(|entry| collect(entry, lines));
    }
    let changed = metadata.modified()?.duration_since(UNIX_EPOCH)?.as_nanos();
    lines.push(format!("{} {} {changed}", path.display(), metadata.len()));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_input_makes_the_step_run_again() -> anyhow::Result<()> {
        let folder = std::env::temp_dir().join(format!("trellis-stamp-{}", std::process::id()));
        fs::create_dir_all(folder.join("in"))?;
        let (input, output) = (folder.join("in/a.css"), folder.join("out"));
        fs::write(&input, "a")?;
        fs::write(&output, "")?;
        let stamp = || Stamp::of(folder.join("stamp"), &[folder.join("in")], &["dev"]);
        assert!(!stamp()?.is_current(&output));
        stamp()?.keep()?;
        assert!(stamp()?.is_current(&output));
        fs::write(&input, "changed")?;
        assert!(!stamp()?.is_current(&output));
        fs::remove_dir_all(folder)?;
        Ok(())
    }
}
