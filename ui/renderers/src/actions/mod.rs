//! Business actions: which are offered, and the dialog that asks for their parameters.

mod dialog;
mod when;

pub use dialog::{ActionDialog, ActionDialogProps, Outcome};
pub use when::{offered, use_me};
