//! trellis-catalog
