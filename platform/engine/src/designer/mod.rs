//! The designer: changes of metadata collect in a draft, a plan shows what publishing would do, publishing does it in one
//! transaction.
//!
//! The draft is a set of merge patches by file over whatever is published, so that it stays good when somebody else
//! publishes in between.

mod backfill;
mod convert;
mod draft;
mod edit;
mod package;
mod plan;
mod problems;
mod publish;
mod references;
mod retired;

pub use draft::{Draft, changes, discard, draft, tag_of};
pub use edit::{Part, delete_field, delete_object, document, put_field, put_lists, put_object, put_part, rename_field};
pub use package::{Conflict, Imported, Side, export, import};
pub use plan::{Loss, Plan, PlanStep, UnfitRow, Warning, compare_versions, plan, unfit_rows};
pub use problems::{Misfit, Problems, problems};
pub use publish::{Published, Version, publish, put_picklist, rollback, versions};
pub use references::{Reference, mend, references};
pub use retired::{Retired, purge, restore, retired};
