//! Filters: read from the address, shown as sentences, changed in a builder, written back.

mod bar;
mod builder;
mod model;
mod operator;
mod paths;
mod sentence;
mod value;

pub use bar::{FilterBar, FilterBarProps};
pub use builder::{FilterBuilder, FilterBuilderProps};
pub use model::{Condition, Group, Node};
pub use operator::{Operator, offered};
pub use paths::{PathChoice, paths};
pub use sentence::{Sentence, period, sentence};
