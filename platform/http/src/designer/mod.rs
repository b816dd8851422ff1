//! What objects there are, and shaping them.

mod draft;
mod objects;
mod parts;
mod picklists;
mod publish;
mod tools;

pub use draft::{
    delete_draft_field, delete_draft_object, discard_draft, get_draft_field, get_draft_object, get_draft_part, list_draft_objects,
    put_draft_field, put_draft_object, rename_draft_field,
};
pub use objects::{get_object, get_schema, list_objects, visible_schema};
pub use parts::{
    delete_draft_entry, get_draft_entry, get_draft_lists, get_draft_parts, get_draft_settings, put_draft_entry, put_draft_lists,
    put_draft_settings,
};
pub use picklists::{get_picklist, list_picklists, put_picklist};
pub use publish::{get_plan, list_versions, publish_draft, rollback_to};
pub use tools::{
    LARGEST_PACKAGE, check_expression, compare_versions, export_package, get_references, get_unfit_rows, import_package, list_problems,
    list_retired, mend_draft, preview_draft, purge_retired, restore_retired,
};
