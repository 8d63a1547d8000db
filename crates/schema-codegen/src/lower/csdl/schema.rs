//! Converts CSDL type references to the schemas of properties, parameters and responses.

use serde_json::{Map, Value, json};

use super::naming::{Naming, reference};
use super::source::Source;
use super::unions::Unions;
use crate::diagnostic::{Diagnostic, Result};
use crate::read::csdl::{TypeKind, TypeRef};
use crate::read::xml::Place;

/// Finds the targets of references.
#[derive(Clone, Copy)]
pub(super) struct Targets<'v, 'a> {
    pub source: &'v Source<'a>,
    pub naming: &'v Naming<'a>,
    pub unions: &'v Unions<'a>,
}

impl Targets<'_, '_> {
    /// Returns the Rust name for values of a type: the name of its union, if it has one.
    pub(super) fn key(&self, name: &str) -> Option<&str> {
        match self.unions.get(name) {
            Some(union) => Some(&union.name),
            None => self.naming.types.get(name).map(String::as_str),
        }
    }

    /// Returns the schema of a type reference, without nullability.
    pub(super) fn schema(&self, ty: &TypeRef, place: Place) -> Result<Value> {
        let item = self.item(&ty.name, place)?;
        Ok(if ty.collection { json!({"type": "array", "items": item}) } else { item })
    }

    fn item(&self, name: &str, place: Place) -> Result<Value> {
        if name.starts_with("Edm.") {
            return self.primitive(name, place);
        }
        match self.source.csdl.find(name).map(|def| &def.kind) {
            Some(TypeKind::Definition(underlying)) => self.primitive(&underlying.name, place),
            Some(TypeKind::Enum(enumeration)) if enumeration.members.is_empty() => {
                self.primitive("Edm.String", place)
            }
            _ => match self.key(name) {
                Some(key) => Ok(reference(key)),
                None if self.source.csdl.is_elsewhere(name) => Ok(json!({})),
                None => Err(self
                    .source
                    .csdl
                    .diagnostic(place, format!("the type {name} was skipped, but is used here"))),
            },
        }
    }

    fn primitive(&self, name: &str, place: Place) -> Result<Value> {
        primitive(name).ok_or_else(|| {
            let diagnostic: Diagnostic =
                self.source.csdl.diagnostic(place, format!("the primitive type {name} is not supported"));
            diagnostic.help("use a primitive type of OData that has a JSON form")
        })
    }
}

/// Returns the JSON form of a primitive type.
fn primitive(name: &str) -> Option<Value> {
    let (ty, format) = match name.strip_prefix("Edm.")? {
        "String" | "Date" | "TimeOfDay" | "Binary" | "Stream" => ("string", None),
        path if path.ends_with("Path") => ("string", None),
        "Guid" => ("string", Some("uuid")),
        "DateTimeOffset" => ("string", Some("date-time")),
        "Duration" => ("string", Some("duration")),
        "Boolean" => ("boolean", None),
        "Byte" | "SByte" | "Int16" | "Int32" => ("integer", Some("int32")),
        "Int64" => ("integer", Some("int64")),
        "Double" => ("number", Some("double")),
        "Single" => ("number", Some("float")),
        // A decimal is a number or, to keep its digits, a string.
        "Decimal" | "Untyped" | "PrimitiveType" | "ComplexType" | "EntityType" => return Some(json!({})),
        spatial if spatial.starts_with("Geography") || spatial.starts_with("Geometry") => {
            return Some(json!({}));
        }
        _ => return None,
    };
    Some(match format {
        Some(format) => json!({"type": ty, "format": format}),
        None => json!({"type": ty}),
    })
}

/// The facts about a value besides its type.
#[derive(Clone, Debug, Default)]
pub(super) struct Remarks {
    pub nullable: bool,
    pub secret: bool,
    pub description: Option<String>,
}

/// Adds remarks to a schema. A reference must not have other members, so it is wrapped in an `allOf`.
pub(super) fn remark(schema: Value, remarks: Remarks) -> Value {
    let mut map = match schema {
        Value::Object(map) => map,
        other => return other,
    };
    // `{}` accepts null anyway.
    let nullable = remarks.nullable && !map.is_empty();
    if map.contains_key("$ref") && (nullable || remarks.secret || remarks.description.is_some()) {
        let reference = Value::Object(std::mem::take(&mut map));
        map = Map::from_iter([("allOf".to_owned(), Value::Array(vec![reference]))]);
    }
    if let Some(text) = remarks.description {
        map.insert("description".to_owned(), text.into());
    }
    if nullable {
        map.insert("nullable".to_owned(), true.into());
    }
    if remarks.secret {
        map.insert("x-secret".to_owned(), true.into());
    }
    Value::Object(map)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_primitive_type_has_a_json_form() {
        assert_eq!(primitive("Edm.Duration"), Some(json!({"type": "string", "format": "duration"})));
        assert_eq!(primitive("Edm.Date"), Some(json!({"type": "string"})));
        assert_eq!(primitive("Edm.Int16"), Some(json!({"type": "integer", "format": "int32"})));
        assert_eq!(primitive("Edm.Decimal"), Some(json!({})));
        assert_eq!(primitive("Edm.GeographyPoint"), Some(json!({})));
        assert_eq!(primitive("Edm.PropertyPath"), Some(json!({"type": "string"})));
        assert_eq!(primitive("Edm.Unknown"), None);
    }

    #[test]
    fn a_reference_with_remarks_is_wrapped() {
        let nullable = Remarks { nullable: true, ..Remarks::default() };
        let wrapped = json!({"allOf": [{"$ref": "#/components/schemas/Call"}], "nullable": true});
        assert_eq!(remark(reference("Call"), nullable.clone()), wrapped);
        assert_eq!(remark(reference("Call"), Remarks::default()), reference("Call"));
        assert_eq!(remark(json!({}), nullable), json!({}));
    }
}
