//! The designer: changes of metadata collect in a draft, a plan shows what publishing would do, publishing does it in one
//! transaction.
//!
//! The draft is a set of merge patches by file over whatever is published, so that it stays good when somebody else
//! publishes in between.

mod draft;
mod edit;
mod plan;
mod publish;

pub use draft::{Draft, changes, discard, draft};
pub use edit::{delete_field, delete_object, document, put_field, put_layout, put_object, put_view};
pub use plan::{Loss, Plan, PlanStep, Warning, plan};
pub use publish::{Published, Version, publish, put_picklist, rollback, versions};
