//! Generates lossless types and clients from Swagger, OpenAPI, CSDL and XML Schema.
//!
//! [`generate`] reads a schema and returns the text of the generated files, [`write`](mod@write) writes those
//! that differ, and [`scaffold`] adds a manifest. The command `schema-codegen` does the same.
//!
//! ```no_run
//! use std::path::Path;
//!
//! use schema_codegen::{Input, generate, write};
//!
//! let output = generate(&Input::new("openapi.json"))?;
//! println!("{} types, {} operations", output.types, output.operations);
//! for skipped in &output.skipped {
//!     println!("{}: {}", skipped.name, skipped.reason);
//! }
//! write::write(Path::new("src/generated"), &output.files)?;
//! # Ok::<(), schema_codegen::diagnostic::Diagnostic>(())
//! ```
//!
//! Facts that a schema does not contain are in a [`config`]. [`diff`] compares the public facts of two schemas
//! (see [`surface`]).

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

pub mod cli;
pub mod codegen;
pub mod config;
pub mod diagnostic;
pub mod diff;
pub mod emit;
pub mod job;
pub mod lower;
pub mod output;
pub mod progress;
pub mod read;
pub mod report;
pub mod resolve;
pub mod scaffold;
pub mod surface;
pub mod verify;
pub mod write;

pub use self::codegen::{Input, generate};
