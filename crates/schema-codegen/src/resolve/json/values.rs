//! Determines the Rust types of values with typify.

use std::collections::{BTreeMap, BTreeSet};
use std::iter;

use schemars::schema::{InstanceType, Schema, SchemaObject};
use serde_json::{Value, json};
use typify::{TypeDetails, TypeId, TypeSpace, TypeSpaceSettings};

use crate::diagnostic::{Diagnostic, Result};
use crate::resolve::model::ValueType;

/// The string formats with a type of `call-wire`; any other format is read as `String`.
const FORMATS: [(&str, &str); 3] = [
    ("date-time", "::call_wire::DateTime"),
    ("duration", "::call_wire::Duration"),
    ("uuid", "::call_wire::Uuid"),
];

/// The types of a normal form in typify.
#[derive(Debug)]
pub(super) struct Values {
    space: TypeSpace,
    /// The Rust names of the types.
    names: BTreeSet<String>,
    /// The enums whose string contains several values.
    flags: BTreeSet<String>,
}

impl Values {
    /// Adds the types to typify, each under its Rust name.
    pub(super) fn new(schemas: &BTreeMap<String, Value>, flags: BTreeSet<String>) -> Result<Self> {
        let named = schemas.iter().map(|(name, schema)| {
            let place = |diagnostic: Diagnostic| diagnostic.at(format!("/components/schemas/{name}"));
            Ok((name.clone(), json_schema(schema).map_err(place)?))
        });
        let named: Vec<_> = named.collect::<Result<_>>()?;
        let mut space = TypeSpace::new(&settings());
        space.add_ref_types(named).map_err(|error| diagnostic(&error))?;
        Ok(Self { space, names: schemas.keys().cloned().collect(), flags })
    }

    /// Returns the type of a schema's values.
    pub(super) fn value_type(&mut self, schema: &Value) -> Result<ValueType> {
        let id = self.id(&json_schema(&plain(schema))?)?;
        self.resolved(&id)
    }

    /// Returns the type of a whole body. Unlike the members of an object, which keeps their nulls, it says which values
    /// may be null: the body, and the items and values in it.
    pub(super) fn whole_type(&mut self, schema: &Value) -> Result<ValueType> {
        let any = any_json();
        let ty = match (schema.get("items"), schema.get("additionalProperties")) {
            (Some(items), _) => ValueType::Vec(Box::new(self.whole_type(items)?)),
            (None, Some(values)) => match self.whole_type(values)? {
                value if value == any => any.clone(),
                value => ValueType::Map(Box::new(value)),
            },
            (None, None) => self.value_type(schema)?,
        };
        Ok(if schema["nullable"] == true && ty != any { ValueType::Nullable(Box::new(ty)) } else { ty })
    }

    /// Returns the types of an object's members, by their labels.
    pub(super) fn members(&mut self, name: &str) -> Result<BTreeMap<String, ValueType>> {
        let id = self.named(name)?;
        let object = self.space.get_type(&id).map_err(|error| diagnostic(&error))?;
        let TypeDetails::Struct(details) = object.details() else {
            return Err(Diagnostic::new(format!("typify does not treat {name} as an object")));
        };
        details.properties().map(|(label, id)| Ok((label.to_owned(), self.resolved(&id)?))).collect()
    }

    /// Returns the type that a name stands for, if it is not an object, enum or union.
    pub(super) fn alias(&mut self, name: &str) -> Result<ValueType> {
        let id = self.named(name)?;
        match self.space.get_type(&id).map_err(|error| diagnostic(&error))?.details() {
            TypeDetails::Newtype(details) => self.resolved(&details.inner()),
            _ => self.resolved(&id),
        }
    }

    fn named(&mut self, name: &str) -> Result<TypeId> {
        self.id(&json_schema(&json!({"$ref": format!("#/components/schemas/{name}")}))?)
    }

    fn id(&mut self, schema: &Schema) -> Result<TypeId> {
        self.space.add_type(schema).map_err(|error| diagnostic(&error))
    }

    /// Converts a type of typify, without `Option`, since every member is an `Option`.
    fn resolved(&self, id: &TypeId) -> Result<ValueType> {
        let one = self.space.get_type(id).map_err(|error| diagnostic(&error))?;
        let inner = |id: &TypeId| self.resolved(id).map(Box::new);
        Ok(match one.details() {
            TypeDetails::Option(id) => self.resolved(&id)?,
            TypeDetails::Vec(id) => ValueType::Vec(inner(&id)?),
            TypeDetails::Box(id) => ValueType::Boxed(inner(&id)?),
            TypeDetails::Map(_, id) => match self.resolved(&id)? {
                any @ ValueType::Wire(_) if any == any_json() => any,
                value => ValueType::Map(Box::new(value)),
            },
            TypeDetails::String => ValueType::Text,
            TypeDetails::Builtin("::serde_json::Value") => any_json(),
            TypeDetails::Builtin(path) if path.starts_with("::call_wire::") => {
                ValueType::Wire(path.trim_start_matches(':').to_owned())
            }
            TypeDetails::Builtin(name @ ("bool" | "i32" | "i64" | "u32" | "u64" | "f32" | "f64")) => {
                ValueType::Plain(name.to_owned())
            }
            TypeDetails::Enum(_) if self.flags.contains(&one.name()) => ValueType::Flags(one.name()),
            TypeDetails::Enum(_) | TypeDetails::Struct(_) | TypeDetails::Newtype(_)
                if self.names.contains(&one.name()) =>
            {
                ValueType::Named(one.name())
            }
            _ => {
                let what =
                    format!("typify uses {} for a value, which has no lossless counterpart", one.name());
                return Err(Diagnostic::new(what).help("rewrite the schema in a lowering pass"));
            }
        })
    }
}

/// Arbitrary JSON.
fn any_json() -> ValueType {
    ValueType::Wire("call_wire::json::Json".to_owned())
}

fn diagnostic(error: &typify::Error) -> Diagnostic {
    Diagnostic::new(format!("typify: {error}"))
}

fn json_schema(schema: &Value) -> Result<Schema> {
    serde_json::from_value(schema.clone())
        .map_err(|error| Diagnostic::new(format!("this is not a valid JSON Schema: {error}")))
}

fn settings() -> TypeSpaceSettings {
    let mut settings = TypeSpaceSettings::default();
    for (format, path) in FORMATS {
        let schema = SchemaObject {
            instance_type: Some(InstanceType::String.into()),
            format: Some(format.to_owned()),
            ..SchemaObject::default()
        };
        settings.with_conversion(schema, path, iter::empty());
    }
    settings
}

/// Returns the parts of a schema that typify needs.
pub(super) fn plain(schema: &Value) -> Value {
    match schema {
        Value::Array(items) => items.iter().map(plain).collect(),
        Value::Object(members) => {
            if let Some(target) = members.get("$ref") {
                return json!({"$ref": target});
            }
            if let Some(Value::Array(only)) = members.get("allOf") {
                return only.first().map(plain).unwrap_or_default();
            }
            let mut kept = serde_json::Map::new();
            for (name, value) in members {
                match (name.as_str(), value.as_str()) {
                    ("format", Some(format)) => {
                        kept.extend(known_format(format).map(|format| (name.clone(), json!(format))));
                    }
                    ("type" | "items" | "additionalProperties", _) => {
                        kept.insert(name.clone(), plain(value));
                    }
                    _ => {}
                }
            }
            Value::Object(kept)
        }
        other => other.clone(),
    }
}

/// Returns the formats that determine the Rust type. Small integers have no types of their own.
fn known_format(format: &str) -> Option<&str> {
    match format {
        "int8" | "int16" | "uint8" | "uint16" => Some("int32"),
        "int32" | "int64" | "uint32" | "uint64" | "float" | "double" => Some(format),
        text => FORMATS.iter().map(|(format, _)| *format).find(|format| *format == text),
    }
}
