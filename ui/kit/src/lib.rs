//! trellis-ui-kit
