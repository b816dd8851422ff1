//! trellis-ui-client
