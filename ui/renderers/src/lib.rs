//! trellis-ui-renderers
