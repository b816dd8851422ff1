//! trellis-analytics
