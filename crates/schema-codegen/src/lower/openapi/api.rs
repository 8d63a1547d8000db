//! The state of lowering: the types and operations of a document, with their places in the file.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use heck::ToUpperCamelCase;
use serde_json::{Map, Value, json};

use crate::diagnostic::Diagnostic;
use crate::output::Skipped;
use crate::read::openapi::Dialect;
use crate::read::refs;

/// The JSON pointer of the types, from the first pass on.
pub(super) const SCHEMAS: &str = "#/components/schemas/";

/// The members of a path item with operations.
pub(super) const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// A place in a file, for diagnostics.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub file: PathBuf,
    pub pointer: String,
}

impl Place {
    pub fn new(file: &Path, pointer: impl Into<String>) -> Self {
        Self { file: file.to_path_buf(), pointer: pointer.into() }
    }

    /// Returns the place of a member or an item.
    pub fn child(&self, key: &str) -> Self {
        Self { file: self.file.clone(), pointer: refs::push(&self.pointer, key) }
    }

    pub fn diagnostic(&self, what: impl Into<String>) -> Diagnostic {
        Diagnostic::in_file(&self.file, what).at(self.pointer.as_str())
    }
}

/// A document that is being lowered.
#[derive(Debug)]
pub(super) struct Api {
    pub dialect: Dialect,
    pub file: PathBuf,
    pub info: Map<String, Value>,
    /// The types, by their names in the document until the last pass.
    pub schemas: Map<String, Value>,
    /// The places of the types.
    pub places: BTreeMap<String, Place>,
    pub operations: Vec<Operation>,
    /// The skipped definitions and operations.
    pub skipped: Vec<Skipped>,
    /// The types that are not definitions of the document.
    pub made: Vec<String>,
    pub notes: Vec<String>,
    /// The number of definitions in all files.
    pub read: usize,
}

impl Api {
    /// Returns the place of a type. A type that a pass created has the place of its origin.
    pub fn place(&self, name: &str) -> Place {
        self.places.get(name).cloned().unwrap_or_else(|| Place::new(&self.file, ""))
    }

    /// Rewrites every reference to a type. `change` maps names to names.
    pub fn rename_references(&mut self, change: &dyn Fn(&str) -> Option<String>) {
        let mut rewrite = |reference: &mut String| {
            if let Some(name) = reference.strip_prefix(SCHEMAS).and_then(change) {
                *reference = reference_to(&name);
            }
        };
        for schema in self.schemas.values_mut() {
            refs::each_mut(schema, &mut rewrite);
        }
        for operation in &mut self.operations {
            for site in operation.sites_mut() {
                refs::each_mut(site.schema, &mut rewrite);
            }
        }
    }
}

/// Returns the reference to a type.
pub(super) fn reference_to(name: &str) -> String {
    format!("{SCHEMAS}{name}")
}

/// Returns a schema that is a reference.
pub(super) fn reference(name: &str) -> Value {
    json!({"$ref": reference_to(name)})
}

/// Returns any JSON with the description of a schema that has no counterpart.
pub(super) fn any(schema: &Map<String, Value>) -> Value {
    let said = ["title", "description", "nullable"].into_iter();
    said.filter_map(|member| Some((member.to_owned(), schema.get(member)?.clone()))).collect()
}

/// Returns the name of the type that a schema refers to, directly or as the only part of an `allOf`.
pub(super) fn referred(schema: &Value) -> Option<&str> {
    let direct = schema.get("$ref");
    let wrapped = || match schema.get("allOf")?.as_array()?.as_slice() {
        [only] if schema.get("properties").is_none() => only.get("$ref"),
        _ => None,
    };
    direct.or_else(wrapped)?.as_str()?.strip_prefix(SCHEMAS)
}

/// An operation. `value` is the Operation Object, with the parameters of its path item.
#[derive(Debug)]
pub(super) struct Operation {
    pub path: String,
    pub method: String,
    pub place: Place,
    pub value: Map<String, Value>,
}

/// A schema outside the definitions.
pub(super) struct Site<'a> {
    /// The name of an inline type at this place.
    pub name: String,
    pub place: Place,
    pub schema: &'a mut Value,
}

impl Operation {
    pub fn id(&self) -> &str {
        self.value.get("operationId").and_then(Value::as_str).unwrap_or_default()
    }

    /// Returns the schemas of the parameters, the body and the responses.
    pub fn sites_mut(&mut self) -> Vec<Site<'_>> {
        let id = self.id().to_upper_camel_case();
        let place = self.place.clone();
        let mut sites = Vec::new();
        for (key, value) in self.value.iter_mut() {
            let place = place.child(key);
            match (key.as_str(), value) {
                ("parameters", Value::Array(parameters)) => {
                    for parameter in parameters {
                        let name = text(parameter, "name").unwrap_or_default().to_owned();
                        // By name, since parameters may have been moved.
                        let place = place.child(&name);
                        let name = format!("{id}{}", name.to_upper_camel_case());
                        if let Some(schema) = parameter.get_mut("schema") {
                            sites.push(Site { name, place, schema });
                        }
                    }
                }
                ("requestBody", body) => content_site(body, format!("{id}Body"), &place, &mut sites),
                ("responses", Value::Object(responses)) => {
                    for (status, response) in responses {
                        let place = place.child(status);
                        let name = match status.as_str() {
                            "default" => format!("{id}Error"),
                            status => format!("{id}Response{status}"),
                        };
                        content_site(response, name, &place, &mut sites);
                    }
                }
                _ => {}
            }
        }
        sites
    }
}

fn content_site<'a>(holder: &'a mut Value, name: String, place: &Place, sites: &mut Vec<Site<'a>>) {
    let Some(content) = holder.get_mut("content").and_then(Value::as_object_mut) else {
        return;
    };
    for (media, body) in content {
        let place = place.child("content").child(media).child("schema");
        if let Some(schema) = body.get_mut("schema") {
            sites.push(Site { name: name.clone(), place, schema });
        }
    }
}

/// Returns a string member.
pub(super) fn text<'a>(value: &'a Value, member: &str) -> Option<&'a str> {
    value.get(member).and_then(Value::as_str)
}

/// Returns whether a member is `true`.
pub(super) fn flag(value: &Value, member: &str) -> bool {
    value.get(member).and_then(Value::as_bool).unwrap_or_default()
}
