//! Faults: clients that vanish, servers that are killed. What was answered stands, and nothing is left behind.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails where it stands")]

mod cancelled;
mod killed;
mod wire;
