//! The records of an object: `/o/:object`. The address is the state of the page.

mod batch;
mod columns;
mod export;
mod page;
mod peek;
mod state;
mod tools;

pub use batch::transfer;
pub use page::ListPage;
