//! The one list of modules.

use trellis_engine::actions::Registry;

/// Every business action and hook of the product.
pub fn registry() -> Registry {
    Registry::of(&[&trellis_leads::LeadsModule, &trellis_follow_ups::FollowUpsModule, &trellis_tasks::TasksModule])
}
