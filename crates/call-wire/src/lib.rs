//! What the generated types stand on.

pub mod xml;
