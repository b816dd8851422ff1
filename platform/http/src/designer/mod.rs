//! What objects there are, and shaping them.

mod draft;
mod objects;
mod picklists;
mod publish;

pub use draft::{
    delete_draft_field, delete_draft_object, discard_draft, get_draft_field, get_draft_object, list_draft_objects, put_draft_field,
    put_draft_layout, put_draft_object, put_draft_view,
};
pub use objects::{get_object, get_schema, list_objects, visible_schema};
pub use picklists::{get_picklist, list_picklists, put_picklist};
pub use publish::{get_plan, list_versions, publish_draft, rollback_to};
