//! The designer: objects at `/designer`, one of them at `/designer/:object`, with a page a part.

mod action_editor;
mod actions;
mod conflict;
mod conversions;
mod design;
mod draft_bar;
mod head;
mod kind_setting;
mod layout_panel;
mod mapping;
mod model;
mod new_object;
mod object;
mod object_form;
mod object_settings;
mod objects;
mod packages;
mod palette;
mod plan_view;
mod preview;
mod properties;
mod retire;
mod retire_object;
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
