//! The third station: resolves lowered schemas to the [`model`] of the Rust code, with data from the
//! libraries.
//!
//! For JSON, typify determines the Rust types of values, and progenitor validates the operations ([`json`]).
//! For XML, xsd-parser has determined the types when it interpreted the schema ([`xml`]). The model does not
//! refer to the schema any more, and no Rust code is printed here.

pub mod json;
pub mod model;
pub mod namespaces;
mod print;
mod renames;
mod sent;
mod setters;
pub mod sources;
pub mod xml;
