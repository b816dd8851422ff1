//! Records in a list: as rows and columns, or as cards in columns.

mod kanban;
mod table;

pub use kanban::{Kanban, KanbanProps};
pub use table::{RecordTable, RecordTableProps, flipped, sort_of};
