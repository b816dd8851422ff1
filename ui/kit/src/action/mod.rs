//! What is pressed.

mod button;
mod segmented;

pub use button::{Button, ButtonKind, ButtonProps, IconButton, IconButtonProps, LinkButton, LinkButtonProps, Size};
pub use segmented::{Segment, SegmentedControl, SegmentedControlProps};
