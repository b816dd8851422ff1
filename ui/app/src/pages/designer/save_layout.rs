//! Layouts on their way into the draft.

use trellis_model::Layout;
use trellis_ui_client::{ApiError, designer::Part, http::Over};

use super::conflict;
use crate::workspace::Outcome;

/// A layout with its name.
pub type Named = (String, Layout);

/// Writes a layout of an object into the draft.
///
/// # Errors
/// When the server refuses or cannot be reached.
pub async fn save(object: &str, name: &str, layout: &Layout, over: &Over) -> Result<Outcome, ApiError> {
    let json = serde_json::to_value(layout).map_err(|error| ApiError::unreadable(error.to_string()))?;
    conflict::write(object, &Part::Layout(name.to_owned()), Some(json), over).await
}
