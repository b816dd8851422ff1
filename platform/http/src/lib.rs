//! trellis-http
