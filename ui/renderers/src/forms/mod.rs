//! Forms made from declarations: a record's, an action's parameters, a field's settings.

mod body;
mod drawer;
mod duplicates;
mod form;
mod guard;
mod record_form;
mod state;
mod summary;

pub use body::{FormBody, FormBodyProps, FormSection};
pub use drawer::{CreateDrawer, CreateDrawerProps, QuickCreate, QuickCreateProps};
pub use duplicates::{Duplicates, DuplicatesProps};
pub use form::{Form, use_form};
pub use guard::use_unsaved_guard;
pub use record_form::{RecordForm, Saved, sections, tab_of, tabs, use_record_form};
pub use state::{FormAction, FormState, Problem, Start};
pub use summary::{Summary, SummaryProps};
