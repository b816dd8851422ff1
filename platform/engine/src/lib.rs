//! trellis-engine
