//! What the conformance tests share: finding example payloads, and comparing them.

use std::fs;
use std::path::PathBuf;

use serde_json::Value;

pub mod digest;
pub mod exchange;
pub mod infoset;
pub mod mutants;
pub mod payloads;
pub mod schema;
pub mod statements;

/// The folder of the example payloads.
#[must_use]
pub fn examples_dir() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("examples")
}

/// An example payload as it lies in the folder, byte for byte.
///
/// # Panics
///
/// If the file cannot be read.
#[must_use]
pub fn example(path: &str) -> String {
    let file = examples_dir().join(path);
    fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

/// A documented JSON payload as its author meant it.
///
/// # Panics
///
/// If the text is not JSON even so.
#[must_use]
pub fn meant_json(text: &str) -> Value {
    match xtask::examples::repair::read(text) {
        Ok(repaired) => repaired.value,
        Err(fault) => panic!("{fault}"),
    }
}

/// The README's code, which compiles and runs as it stands there.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
pub struct Readme;
