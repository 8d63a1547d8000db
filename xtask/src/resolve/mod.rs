//! The third station: what lowering left becomes the [`model`] of the Rust code, with the data of the libraries.
//!
//! typify tells which Rust type a value of JSON has, and progenitor judges the operations ([`json`]); xsd-parser told
//! that of XML when it interpreted the schema, which only needs its names now ([`xml`]). Nothing here renders Rust, and
//! nothing that comes out of here refers to a schema.

pub mod json;
pub mod model;
mod print;
pub mod renames;
mod sent;
mod setters;
mod sources;
pub mod xml;
