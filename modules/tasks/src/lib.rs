//! Completing tasks.
//!
//! Adds the action `task.complete` and a hook on `task`: `completed_at` and `progress` follow the status, whichever way it
//! is set.

mod actions;
mod completion;

use trellis_engine::actions::{Module, Registry};

/// The module.
pub struct TasksModule;

impl Module for TasksModule {
    fn name(&self) -> &'static str {
        "tasks"
    }

    fn register(&self, registry: &mut Registry) {
        registry.action(actions::complete::CompleteTask).hook(completion::KeepCompletion);
    }
}
