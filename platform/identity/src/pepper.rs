//! The installation's own secret: what makes a stored code useless to whoever reads the database alone.

use std::{io::Write, path::Path};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use trellis_engine::Error;
use trellis_model::field::Shape;
use trellis_storage::{Arg, Database, Store};

use crate::{IdentityError, Result, secret};

/// The file in the data folder.
const FILE: &str = "secret.key";

/// A secret of 256 bits that is made with the installation and stays.
pub struct Pepper(Vec<u8>);

impl Pepper {
    /// The installation's secret: a file of the data folder, or a row of the control store that all nodes share.
    pub async fn open(database: &Database, control: &Store) -> Result<Self> {
        let text = match database.folder_path() {
            Some(folder) => in_folder(folder).map_err(|error| Error::Internal(format!("{FILE}: {error}")))?,
            None => in_store(control).await?,
        };
        let bytes = URL_SAFE_NO_PAD.decode(text.trim()).ok().filter(|bytes| bytes.len() == 32);
        Ok(Self(bytes.ok_or_else(|| Error::Internal("the installation's secret is damaged".to_owned()))?))
    }

    /// The HMAC-SHA256 of these parts.
    pub fn seal(&self, parts: &[&str]) -> Vec<u8> {
        self.mac(parts).finalize().into_bytes().to_vec()
    }

    fn mac(&self, parts: &[&str]) -> Hmac<Sha256> {
        // A key of any length will do; 32 bytes certainly.
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).unwrap_or_else(|_| unreachable!("HMAC takes keys of any length"));
        for part in parts {
            // With their lengths, so that no two lists of parts look the same.
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part.as_bytes());
        }
        mac
    }
}

fn in_folder(folder: &Path) -> std::io::Result<String> {
    let path = folder.join(FILE);
    if let Ok(text) = std::fs::read_to_string(&path) {
        return Ok(text);
    }
    let fresh = secret::fresh().map_err(std::io::Error::other)?;
    let draft = path.with_extension("part");
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&draft)?;
    file.write_all(fresh.as_bytes())?;
    file.sync_all()?;
    std::fs::rename(&draft, &path)?;
    Ok(fresh)
}

async fn in_store(control: &Store) -> Result<String> {
    let fresh = secret::fresh()?;
    control
        .write::<_, IdentityError, _>(move |conn| {
            let fresh = fresh.clone();
            Box::pin(async move {
                let mut sql = conn.sql();
                sql.push("INSERT INTO ").table("secret").push(" (name, \"value\") VALUES ('pepper', ").arg(Arg::Text(fresh));
                sql.push(") ON CONFLICT (name) DO NOTHING");
                conn.execute(&sql).await?;
                let mut sql = conn.sql();
                sql.push("SELECT \"value\" FROM ").table("secret").push(" WHERE name = 'pepper'");
                let row = conn.fetch_one(&sql, &[Shape::Text]).await?;
                Ok(row.and_then(|row| row[0].as_text().map(str::to_owned)).unwrap_or_default())
            })
        })
        .await
}
