//! Many records at once.

mod batch_bar;
mod filter_chip;
mod grid;
mod matrix;
mod tree;

pub use batch_bar::{BatchBar, BatchBarProps};
pub use filter_chip::{FilterChip, FilterChipProps};
pub use grid::{Align, Column, DataGrid, DataGridProps, GridRow, Sort};
pub use matrix::{Level, Matrix, MatrixCell, MatrixColumn, MatrixProps, MatrixRow};
pub use tree::{Tree, TreeNode, TreeProps};
