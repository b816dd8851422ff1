//! One keyword across all objects.

use trellis_model::wire::SearchHit;

use crate::{
    ApiError, Key, Tag, http,
    path::{path, with_query},
    records::Page,
};

/// The key of a search.
pub fn key(words: &str) -> Key {
    Key::new(address(words), [Tag::Metadata])
}

fn address(words: &str) -> String {
    with_query(path(&["search"]), &[("q", Some(words))])
}

/// Records of any object with these words.
///
/// # Errors
/// When the server refuses or cannot be reached.
pub async fn search(words: &str) -> Result<Vec<SearchHit>, ApiError> {
    http::get::<Page<SearchHit>>(&address(words)).await.map(|page| page.items)
}
