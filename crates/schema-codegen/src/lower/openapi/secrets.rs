//! Pass: marks the properties whose values are redacted in debug output.

use serde_json::{Map, Value, json};

use crate::config::Config;
use crate::diagnostic::Diagnostic;

/// Marks the secrets of a normal form, and returns those that do not exist: a renamed property would not be
/// redacted any more.
pub(super) fn mark(form: &mut Value, config: &Config) -> Vec<Diagnostic> {
    let mut unmatched = Vec::new();
    for row in &config.secrets {
        let Some(property) = property(form, &row.type_name, &row.property) else {
            let what = format!("the schema has no property {}.{}", row.type_name, row.property);
            unmatched.push(config.unmatched(row, what));
            continue;
        };
        // A reference cannot have a hint beside it.
        if let Some(reference) = property.shift_remove("$ref") {
            property.insert("allOf".to_owned(), json!([{"$ref": reference}]));
        }
        property.insert("x-secret".to_owned(), json!(true));
    }
    unmatched
}

/// Returns a property of the type with a name in the schema.
fn property<'f>(form: &'f mut Value, type_name: &str, property: &str) -> Option<&'f mut Map<String, Value>> {
    let schemas = form["components"]["schemas"].as_object_mut()?;
    let schema = schemas.values_mut().find(|schema| schema["x-name"] == type_name)?;
    schema.get_mut("properties")?.get_mut(property)?.as_object_mut()
}
