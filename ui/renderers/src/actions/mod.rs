//! Business actions: which are offered, and the dialog that asks for their parameters.

mod dialog;
mod preview;
mod when;

pub use dialog::{ActionDialog, ActionDialogProps, Outcome};
pub use preview::{ActionPreview, ActionPreviewProps};
pub use when::{offered, use_me};
