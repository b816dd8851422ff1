//! The one list of modules.

use trellis_engine::actions::Registry;

/// Every business action of the product.
pub fn registry() -> Registry {
    Registry::of(&[&trellis_leads::LeadsModule])
}
