//! What the tests of JSON share, and the fuzz target `json` with them.

pub mod agree;
pub mod exact;
pub mod model;
pub mod mutate;
pub mod round_trip;
