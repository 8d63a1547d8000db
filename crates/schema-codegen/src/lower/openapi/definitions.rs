//! The definitions in a file, in either dialect.

use serde_json::{Map, Value};

use super::api::Place;
use crate::diagnostic::Result;
use crate::read::openapi::{Document, mere_reference};
use crate::read::refs;

/// A definition: the index of the file, and the name.
pub(super) type Key = (usize, String);

/// Checks the form of the maps, since an invalid one would be ignored silently.
pub(super) fn check_form(document: &Document) -> Result<()> {
    for file in &document.files {
        for pointer in ["/info", "/paths", "/definitions", "/components", "/components/schemas"] {
            let value = file.value.pointer(pointer);
            if value.is_some_and(|value| !value.is_object()) {
                return Err(Place::new(&file.path, pointer).diagnostic("this must be an object"));
            }
            if value.and_then(mere_reference).is_some() {
                let what = "a reference here is not supported";
                return Err(Place::new(&file.path, pointer).diagnostic(what).help(
                    "replace it with the content of its target; references inside of it are supported",
                ));
            }
        }
    }
    Ok(())
}

/// Returns the definitions of a file. A file that is referred to need not name its dialect.
pub(super) fn definitions(document: &Document, file: usize) -> &Map<String, Value> {
    static NONE: std::sync::LazyLock<Map<String, Value>> = std::sync::LazyLock::new(Map::new);
    let value = &document.files[file].value;
    let found = value.pointer(definitions_pointer(value));
    found.and_then(Value::as_object).unwrap_or(&NONE)
}

/// Returns the JSON pointer of a file's definitions.
pub(super) fn definitions_pointer(value: &Value) -> &'static str {
    if value.get("definitions").is_some() { "/definitions" } else { "/components/schemas" }
}

/// Returns the JSON pointer of a definition.
pub(super) fn definition_pointer(document: &Document, file: usize, name: &str) -> String {
    refs::push(definitions_pointer(&document.files[file].value), name)
}
