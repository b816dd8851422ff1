//! trellis
fn main() {}
