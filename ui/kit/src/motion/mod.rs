//! Dragging and dropping, with a way by keyboard and by buttons for everything that can be dragged.

mod drag;
mod sortable;

pub use drag::{DragItem, DragItemProps, DropZone, DropZoneProps, Dropped, Edge, Edges};
pub use sortable::{Sortable, SortableItem, SortableProps, place_after_drop};
