//! The designer: objects at `/designer`, one of them at `/designer/:object`.

mod design;
mod draft_bar;
mod model;
mod new_object;
mod object;
mod objects;
mod palette;
mod preview;
mod properties;
mod review;
mod settings;
mod versions;

pub use object::DesignObjectPage;
pub use objects::DesignerPage;
