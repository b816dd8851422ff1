//! The designer: objects at `/designer`, one of them at `/designer/:object`.

mod conflict;
mod design;
mod draft_bar;
mod head;
mod layout_panel;
mod model;
mod new_object;
mod object;
mod objects;
mod palette;
mod plan_view;
mod preview;
mod properties;
mod retire;
mod retired;
mod review;
mod settings;
mod versions;

pub use object::DesignObjectPage;
pub use objects::DesignerPage;
pub use retired::RetiredPage;
pub use versions::VersionsPage;
