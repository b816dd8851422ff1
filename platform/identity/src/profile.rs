//! What somebody changes about themselves.

use trellis_engine::{Cx, Error, records};
use trellis_model::{Json, JsonMap, Schema, Violation, record::unknown_field, violation::Code};
use uuid::Uuid;

use crate::{Installation, Result, avatar};

/// The fields of one's own record that are one's own to change; the rest is the administration's.
const OWN: &[&str] = &["name", "phone", "title"];

/// Changes the caller's own name, phone (the agent number of calls too), title and picture.
///
/// # Errors
/// [`Error::Invalid`] for other fields and for what does not fit.
pub async fn update_profile(installation: &Installation, cx: &Cx, account: Uuid, mut input: JsonMap) -> Result<()> {
    let image = match input.shift_remove("avatar") {
        None => None,
        Some(Json::Null) => Some(None),
        Some(Json::String(url)) => Some(Some(avatar::check(&url)?)),
        Some(_) => return Err(Error::invalid(Violation::new("avatar", Code::Type).with("expected", "text")).into()),
    };
    if let Some(name) = input.keys().find(|name| !OWN.contains(&name.as_str())) {
        return Err(Error::invalid(unknown_field(name, OWN.iter().copied().chain(["avatar"]))).into());
    }
    if !input.is_empty() {
        let written = cx.write(move |cx, conn| {
            let input = input.clone();
            Box::pin(async move {
                let object = cx.catalog().object("user").ok_or(Error::NotFound)?;
                records::update_system(cx, conn, object, cx.user, &input, None).await?;
                trellis_engine::company::touch(conn).await
            })
        });
        written.await?;
        cx.company.reload().await?;
    }
    match image {
        Some(image) => installation.set_avatar(account, image).await,
        None => Ok(()),
    }
}
