//! What the generated types stand on.
