//! The fourth station: what the libraries rendered becomes code that looks like one hand wrote it.
//!
//! Input and output are Rust; nothing here knows a schema format. What Rust cannot say stands in
//! [`Facts`](crate::facts::Facts).

pub mod docs;
pub mod json;
mod open_enum;
pub mod print;
pub mod xml;
