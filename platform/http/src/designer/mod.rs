//! What objects there are, and shaping them.

mod draft;
mod objects;
mod picklists;
mod publish;
mod tools;

pub use draft::{
    delete_draft_field, delete_draft_layout, delete_draft_object, delete_draft_rule, delete_draft_view, discard_draft, get_draft_field,
    get_draft_object, get_draft_part, list_draft_objects, put_draft_action, put_draft_conversion, put_draft_field, put_draft_layout,
    put_draft_lists, put_draft_object, put_draft_rule, put_draft_view, rename_draft_field,
};
pub use objects::{get_object, get_schema, list_objects, visible_schema};
pub use picklists::{get_picklist, list_picklists, put_picklist};
pub use publish::{get_plan, list_versions, publish_draft, rollback_to};
pub use tools::{
    check_expression, compare_versions, export_package, get_references, get_unfit_rows, import_package, list_problems, list_retired,
    mend_draft, preview_draft, purge_retired, purge_retired_object, restore_retired, restore_retired_object,
};
