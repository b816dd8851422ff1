//! trellis-leads
