//! trellis-access
