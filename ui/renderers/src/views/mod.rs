//! Records in a list: as rows and columns, as cards in columns, or on the days of a month.

mod calendar;
mod kanban;
mod table;

pub use calendar::{Calendar, CalendarProps};
pub use kanban::{Kanban, KanbanProps};
pub use table::{RecordTable, RecordTableProps, flipped, sort_of};
