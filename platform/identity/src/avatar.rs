//! A person's picture: small, and really a picture.

use base64::{Engine, engine::general_purpose::STANDARD};
use trellis_engine::Error;
use trellis_model::{Violation, field::Shape, violation::Code};
use trellis_storage::Arg;
use uuid::Uuid;

use crate::{IdentityError, Installation, Result};

/// The most bytes of a picture.
const LARGEST: usize = 64 * 1024;

impl Installation {
    /// The picture of an account, as a `data:` URL.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn avatar(&self, account: Uuid) -> Result<Option<String>> {
        let mut conn = self.control.reader().await?;
        let mut sql = conn.sql();
        sql.push("SELECT image FROM ").table("avatar").push(" WHERE account = ").arg(Arg::Id(account));
        Ok(conn.fetch_one(&sql, &[Shape::Text]).await?.and_then(|row| row[0].as_text().map(str::to_owned)))
    }

    /// Replaces or removes the picture of an account; it was checked by [`check`].
    pub(crate) async fn set_avatar(&self, account: Uuid, image: Option<String>) -> Result<()> {
        let written = self.control.write::<_, IdentityError, _>(move |conn| {
            let image = image.clone();
            Box::pin(async move {
                let mut sql = conn.sql();
                match image {
                    None => sql.push("DELETE FROM ").table("avatar").push(" WHERE account = ").arg(Arg::Id(account)),
                    Some(image) => {
                        sql.push("INSERT INTO ").table("avatar").push(" (account, image) VALUES (");
                        sql.args([Arg::Id(account), Arg::Text(image)]);
                        sql.push(") ON CONFLICT (account) DO UPDATE SET image = excluded.image")
                    }
                };
                conn.execute(&sql).await?;
                Ok(())
            })
        });
        written.await
    }
}

/// A `data:` URL of a PNG or JPEG, by what is in it and not by what it says; written anew, so that nothing else is in it.
pub fn check(url: &str) -> Result<String> {
    let wrong = || IdentityError::from(Error::invalid(Violation::new("avatar", Code::Format).with("expected", "image")));
    let (head, data) = url.split_once(',').ok_or_else(wrong)?;
    if !matches!(head, "data:image/png;base64" | "data:image/jpeg;base64") || data.len() > LARGEST.div_ceil(3) * 4 {
        return Err(wrong());
    }
    let bytes = STANDARD.decode(data).map_err(|_| wrong())?;
    let kind = match bytes.as_slice() {
        [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, ..] => "png",
        [0xff, 0xd8, 0xff, ..] => "jpeg",
        _ => return Err(wrong()),
    };
    if bytes.len() > LARGEST {
        return Err(wrong());
    }
    Ok(format!("data:image/{kind};base64,{data}"))
}

#[cfg(test)]
mod tests {
    use base64::{Engine, engine::general_purpose::STANDARD};

    use super::{LARGEST, check};

    #[test]
    fn a_picture_is_told_by_its_content() {
        let url = |kind: &str, bytes: &[u8]| format!("data:image/{kind};base64,{}", STANDARD.encode(bytes));
        let png = b"\x89PNG\r\n\x1a\nrest";
        assert_eq!(check(&url("png", png)).unwrap(), url("png", png));
        assert_eq!(check(&url("png", b"\xff\xd8\xff\xe0")).unwrap(), url("jpeg", b"\xff\xd8\xff\xe0"));
        let mut large = png.to_vec();
        large.resize(LARGEST + 1, 0);
        for bad in [
            url("png", b"<svg onload=alert(1)>"),
            url("svg+xml", png),
            url("png", &large),
            "data:image/png;base64,%%%".into(),
            "https://x.example/a.png".into(),
            String::new(),
        ] {
            assert!(check(&bad).is_err(), "{}", &bad[..bad.len().min(60)]);
        }
    }
}
