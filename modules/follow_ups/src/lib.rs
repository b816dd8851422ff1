//! What a follow-up says of the record that it is about.
//!
//! Adds a hook on `follow_up`: whatever object declares `last_followed_at` has there the moment of its newest follow-up, and
//! in `next_contact_at` what the newest one agreed on. Both are kept for the record whoever writes the follow-up.

mod last_followed;

use trellis_engine::actions::{Module, Registry};

/// The module.
pub struct FollowUpsModule;

impl Module for FollowUpsModule {
    fn name(&self) -> &'static str {
        "follow_ups"
    }

    fn register(&self, registry: &mut Registry) {
        registry.hook(last_followed::KeepLastFollowed);
    }
}
