//! Where a file keeps its definitions, in either dialect.

use serde_json::{Map, Value};

use super::api::Place;
use crate::diagnostic::Result;
use crate::read::openapi::Document;
use crate::read::refs;

/// A definition: the file's index and the name.
pub(super) type Key = (usize, String);

/// Maps of the wrong form would be passed over without a word.
pub(super) fn check_form(document: &Document) -> Result<()> {
    for file in &document.files {
        for pointer in ["/info", "/paths", "/definitions", "/components", "/components/schemas"] {
            if file.value.pointer(pointer).is_some_and(|value| !value.is_object()) {
                return Err(Place::new(&file.path, pointer).diagnostic("this must be an object"));
            }
        }
    }
    Ok(())
}

/// The definitions of a file, in either dialect; a referred file need not say which it is.
pub(super) fn definitions(document: &Document, file: usize) -> &Map<String, Value> {
    static NONE: std::sync::LazyLock<Map<String, Value>> = std::sync::LazyLock::new(Map::new);
    let value = &document.files[file].value;
    let found = value.pointer(definitions_pointer(value));
    found.and_then(Value::as_object).unwrap_or(&NONE)
}

/// Where the definitions of a file stand.
pub(super) fn definitions_pointer(value: &Value) -> &'static str {
    if value.get("definitions").is_some() { "/definitions" } else { "/components/schemas" }
}

/// Where one definition stands.
pub(super) fn definition_pointer(document: &Document, file: usize, name: &str) -> String {
    refs::push(definitions_pointer(&document.files[file].value), name)
}
