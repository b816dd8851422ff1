//! trellis-identity
