//! trellis-test-support
