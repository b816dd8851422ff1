//! trellis-storage
