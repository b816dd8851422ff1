//! Writing a part of the draft over what was read of it.

use trellis_model::Json;
use trellis_ui_client::{
    ApiError,
    designer::{self, Part},
    http::Over,
};

use crate::workspace::{Outcome, outcome};

/// Writes a part; without a declaration it is taken out.
///
/// # Errors
/// When the server refuses or cannot be reached. That somebody else was there before is no error but an outcome.
pub async fn write(object: &str, part: &Part, declaration: Option<Json>, over: &Over) -> Result<Outcome, ApiError> {
    let sent = match &declaration {
        Some(declaration) => designer::save(object, part, declaration, over).await,
        None => designer::remove(object, part, over).await,
    };
    let mut outcome = outcome(sent, declaration.unwrap_or_default(), designer::part(object, part)).await?;
    if let Outcome::Conflict(found) = &mut outcome {
        found.object = Some(object.to_owned());
    }
    Ok(outcome)
}
