//! trellis-model
