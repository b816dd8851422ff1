//! The designer: changes of metadata collect in a draft, a plan shows what publishing would do, publishing does it in one
//! transaction.
//!
//! The draft is a set of merge patches by file over whatever is published, so that it stays good when somebody else
//! publishes in between.

mod backfill;
mod convert;
mod draft;
mod edit;
mod object_references;
mod package;
mod parts;
mod plan;
mod problems;
mod publish;
mod references;
mod retired;
mod settle;
mod whole;

pub use draft::{Draft, Seen, changes, discard, draft, tag_of};
pub use edit::{delete_field, document, put_field, rename_field};
pub use object_references::object_references;
pub use package::{Choices, Conflict, Imported, Side, export, import};
pub use parts::{Declared, Part, part, parts, put_part, tags};
pub use plan::{Loss, Plan, PlanStep, UnfitRow, Warning, compare_versions, plan, rows_of, unfit_rows};
pub use problems::{Misfit, Problems, problems};
pub use publish::{LookedAt, Published, Version, look, publish, put_picklist, rollback, versions};
pub use references::{Reference, mend, references};
pub use retired::{Retired, Which, purge, restore, retired};
pub use whole::{delete_object, put_object};
