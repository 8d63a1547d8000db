//! Shared by the tests of JSON and the fuzz target `json`.

pub mod agree;
pub mod exact;
pub mod model;
pub mod mutate;
pub mod round_trip;
