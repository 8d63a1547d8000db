//! The facts about an API that its CSDL does not contain.

use std::path::PathBuf;

use serde::Deserialize;

use super::Row;

/// The facts for a schema in CSDL. Type names are qualified with their namespace.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Csdl {
    /// The title of the API.
    pub title: String,
    /// The version of the API.
    pub version: String,
    /// The main namespace, whose names have no prefix. By default, it is the one with the entity container, or
    /// that of the first type if the entity container has a namespace of its own.
    pub namespace: Option<String>,
    /// The property with the name of an object's type.
    pub tag: String,
    /// Whether values of enums are sent in lower camel case, even if the schema declares all values of an enum in upper
    /// camel case.
    pub lower_camel_values: bool,
    /// A CSDL file with annotations about the capabilities of the paths. It is read in addition to the
    /// schema.
    pub annotations: Option<PathBuf>,
    /// The beginnings of the paths: an item of the entity container, and navigation properties that contain their
    /// targets, such as `shop/orders`. By default, these are all items of the entity containers, and
    /// containment is followed only while the number of paths remains small.
    pub paths: Vec<Row<String>>,
    /// The types that are generated in addition to those of the operations.
    pub types: Vec<Row<String>>,
    /// The types that are sent although they are not part of a request, such as responses to notifications.
    pub sent: Vec<Row<String>>,
    /// The types that do not become unions, and whose derived types are not followed, such as the base type
    /// of all entity types.
    pub bare: Vec<Row<String>>,
    /// The types of which only some derived types are generated.
    pub narrowed: Vec<Row<Narrowed>>,
}

/// A type of which only some derived types are generated.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Narrowed {
    /// The base type.
    pub base: String,
    /// The names of the derived types that are generated; a trailing `*` matches anything.
    pub keep: Vec<String>,
    /// Why the others are skipped.
    pub reason: String,
}

impl Default for Csdl {
    fn default() -> Self {
        Self {
            title: "The API".to_owned(),
            version: String::new(),
            namespace: None,
            tag: "@odata.type".to_owned(),
            lower_camel_values: false,
            annotations: None,
            paths: Vec::new(),
            types: Vec::new(),
            sent: Vec::new(),
            bare: Vec::new(),
            narrowed: Vec::new(),
        }
    }
}

impl Narrowed {
    /// Returns whether a derived type is generated.
    #[must_use]
    pub fn keeps(&self, name: &str) -> bool {
        self.keep.iter().any(|pattern| matches(pattern, name))
    }

    /// Returns a pattern that matches none of the names.
    pub fn without_match<'n>(&self, names: impl Iterator<Item = &'n str> + Clone) -> Option<&str> {
        let unmatched = |pattern: &&String| !names.clone().any(|name| matches(pattern, name));
        self.keep.iter().find(unmatched).map(String::as_str)
    }
}

fn matches(pattern: &str, name: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(prefix) => name.starts_with(prefix),
        None => name == pattern,
    }
}
