//! Code that the conformance tests share: finding payloads and schemas, and comparing documents.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

pub mod digest;
pub mod graph_exchanges;
pub mod infoset;
pub mod mutants;
pub mod payloads;
pub mod schema;
pub mod statements;

/// Returns the folder of the example payloads.
#[must_use]
pub fn examples_dir() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("examples")
}

/// Returns an example payload, byte for byte. The path is relative to the folder of the examples.
///
/// # Panics
///
/// Panics if the file cannot be read.
#[must_use]
pub fn example(path: &str) -> String {
    read(&examples_dir().join(path))
}

/// Returns the entries of `index.json` for the examples of an API.
///
/// # Panics
///
/// Panics if the index cannot be read.
#[must_use]
pub fn example_entries(api: &str) -> Vec<Value> {
    entries(&read_json(&examples_dir().join(api).join("index.json"))["examples"])
}

/// Returns the entries of `index.json` for the documented originals of an API, which are in the folder `shared`.
///
/// # Panics
///
/// Panics if the index cannot be read.
#[must_use]
pub fn documented_entries(shared: &Path, api: &str) -> Vec<Value> {
    entries(&read_json(&shared.join("corpus").join(api).join("index.json")))
}

fn entries(list: &Value) -> Vec<Value> {
    list.as_array().cloned().expect("an index contains a list")
}

/// Returns the text of a file.
///
/// # Panics
///
/// Panics if the file cannot be read.
#[must_use]
pub fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Returns the value in a file of strict JSON.
///
/// # Panics
///
/// Panics if the file cannot be read, or is not JSON.
#[must_use]
pub fn read_json(path: &Path) -> Value {
    serde_json::from_str(&read(path)).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Returns the string in a value, or an empty one if the value is not a string.
#[must_use]
pub fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// Parses a documented JSON payload, after repairing its trailing commas and comments.
///
/// # Panics
///
/// Panics if the repaired text is not JSON either.
#[must_use]
pub fn repaired_json(payload: &str) -> Value {
    match xtask::examples::repair::read(payload) {
        Ok(repaired) => repaired.value,
        Err(error) => panic!("{error}"),
    }
}

/// The code of the README, which must compile and run.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
pub struct Readme;
