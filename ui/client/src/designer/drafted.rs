//! The objects as they would be.

use trellis_model::wire::ObjectList;

use crate::{ApiError, Key, Metadata, Tag, http, metadata::Meta, path::path};

/// The key of [`drafted`]: the preview is kept in another form under its own.
pub fn drafted_key() -> Key {
    Key::new(format!("{}#drafted", path(&["designer", "draft", "preview"])), [Tag::Draft, Tag::Metadata])
}

/// The objects as they would be if the draft were published.
///
/// # Errors
/// When the server refuses or cannot be reached.
pub async fn drafted() -> Result<Meta, ApiError> {
    http::get::<ObjectList>(&path(&["designer", "draft", "preview"])).await.map(|list| Meta::new(Metadata::new(list)))
}
