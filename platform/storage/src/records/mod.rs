//! Rows of objects. A [`Select`] names the records by a [`Filter`](trellis_model::Filter) that carries the caller's scope; the
//! engine alone makes it.

mod computed;
mod filter;
mod select;
mod write;

pub use computed::{delete_line, lines, lock, roll_up, update_computed, update_line, write_field};
pub use filter::{Target, compile};
pub use select::{Column, ColumnPage, Deleted, Select, Sort};
pub use write::{hand_over, insert, insert_rows, set_team, team, update};
