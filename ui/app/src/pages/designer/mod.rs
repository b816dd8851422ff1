//! The designer: objects at `/designer`, one of them at `/designer/:object`, with a page a part.

mod actions;
mod conflict;
mod design;
mod draft_bar;
mod head;
mod layout_panel;
mod layouts;
mod model;
mod new_object;
mod object;
mod object_settings;
mod objects;
mod outbox;
mod packages;
mod palette;
mod place;
mod plan_view;
mod preview;
mod problems;
mod properties;
mod rehearsal;
mod retire;
mod retired;
mod review;
mod rules;
mod settings;
mod studio;
mod versions;
mod views;

pub use object::DesignObjectPage;
pub use objects::DesignerPage;
pub use packages::PackagesPage;
pub use retired::RetiredPage;
pub use versions::VersionsPage;
