//! Lookup of types, operations and events in the schemas of the JSON protocols.
//!
//! All data is from the generator's normal form and not from the generated types, so the tests compare the two.

use schema_codegen::codegen;
use schema_codegen::surface::{self, Surface};
use serde_json::{Map, Value};
use xtask::apis::Api;

/// The schema of a JSON protocol.
pub struct Schema {
    types: Map<String, Value>,
    surface: Surface,
}

/// A place in a payload that the schema describes.
#[derive(Clone, Debug)]
pub struct Place {
    /// The JSON pointer of the place.
    pub pointer: String,
    /// The kind of value at the place.
    pub kind: PlaceKind,
}

/// The kind of value at a place.
#[derive(Clone, Debug)]
pub enum PlaceKind {
    /// An object of a type in the schema.
    Object,
    /// A union of types, with the name of the member that contains the tag.
    Union(String),
    /// A value of an enum.
    Enum,
    /// A member of an object, with a value of a wrong JSON type.
    Member(Value),
}

impl Schema {
    /// Reads the committed schema of an API.
    ///
    /// # Panics
    ///
    /// Panics if the schema cannot be read.
    #[must_use]
    pub fn of(api: &str) -> Self {
        let document = Api::named(api).and_then(Api::input).and_then(|input| codegen::normal_form(&input));
        let document = document.unwrap_or_else(|error| panic!("{error}")).expect("it is a JSON protocol");
        let types = document["components"]["schemas"].as_object().cloned().expect("the document has types");
        Self { types, surface: surface::of_normal_form(&document) }
    }

    /// Finds the operation of a method and a path. The names of path parameters are ignored.
    #[must_use]
    pub fn operation(&self, method_and_path: &str) -> Option<&str> {
        let expected = without_names(method_and_path);
        let found = self
            .surface
            .iter()
            .find(|(key, value)| key.starts_with("op ") && without_names(value) == expected);
        found.and_then(|(key, _)| key.strip_prefix("op "))
    }

    /// Returns every operation with its method and path.
    pub fn operations(&self) -> impl Iterator<Item = (&str, &str)> {
        let operation = |(key, value)| Some((str::strip_prefix(key, "op ")?, value));
        self.surface.iter().map(|(key, value)| (key.as_str(), value.as_str())).filter_map(operation)
    }

    /// Returns the lowest status code with which an operation succeeds.
    #[must_use]
    pub fn success_status(&self, operation: &str) -> Option<u16> {
        let prefix = format!("answer {operation}.");
        let statuses = self.surface.keys().filter_map(|key| key.strip_prefix(&prefix)?.parse().ok());
        statuses.filter(|status| (200..300).contains(status)).min()
    }

    /// Returns the type of an operation's request body.
    #[must_use]
    pub fn request_type(&self, operation: &str) -> Option<&str> {
        self.surface.get(&format!("body {operation}")).map(|ty| ty.trim_end_matches('?'))
    }

    /// Returns the type of an operation's response body.
    #[must_use]
    pub fn response_type(&self, operation: &str, status: u64) -> Option<&str> {
        let exact = self.surface.get(&format!("answer {operation}.{status}"));
        let range = || self.surface.get(&format!("answer {operation}.{}XX", status / 100));
        exact.or_else(range).map(String::as_str)
    }

    /// Returns the type of an event's data.
    #[must_use]
    pub fn event_data_type(&self, event_type: &str) -> Option<&str> {
        let found = self.types.values().find(|schema| schema["x-event"] == event_type);
        found.and_then(|schema| schema["x-name"].as_str())
    }

    /// Returns whether the schema has a type of this name.
    #[must_use]
    pub fn has_type(&self, name: &str) -> bool {
        self.named(name).is_some()
    }

    /// Returns the members of an object type.
    #[must_use]
    pub fn members(&self, name: &str) -> Option<&Map<String, Value>> {
        self.named(name)?["properties"].as_object()
    }

    /// Returns the type of a member or of its array items, if that type has a name.
    #[must_use]
    pub fn type_of_member(&self, name: &str, member: &str) -> Option<&str> {
        let mut schema = self.members(name)?.get(member)?;
        if schema["type"] == "array" {
            schema = &schema["items"];
        }
        self.resolve(schema)["x-name"].as_str()
    }

    fn named(&self, name: &str) -> Option<&Value> {
        self.types.values().find(|schema| schema["x-name"] == name)
    }

    /// Follows a reference.
    fn resolve<'s>(&'s self, schema: &'s Value) -> &'s Value {
        let target = schema["$ref"].as_str().or_else(|| schema["allOf"][0]["$ref"].as_str());
        let target = target.and_then(|target| self.types.get(target.rsplit('/').next()?));
        target.unwrap_or(schema)
    }

    /// Returns every place of a payload that its type describes.
    ///
    /// # Panics
    ///
    /// Panics if the schema has no type of this name.
    #[must_use]
    pub fn places(&self, name: &str, payload: &Value) -> Vec<Place> {
        let schema = self.named(name).unwrap_or_else(|| panic!("no type {name}"));
        let mut places = Vec::new();
        self.walk(schema, payload, String::new(), &mut places);
        places
    }

    fn walk(&self, schema: &Value, value: &Value, pointer: String, places: &mut Vec<Place>) {
        let schema = self.resolve(schema);
        let mut add = |kind| places.push(Place { pointer: pointer.clone(), kind });
        if schema.get("enum").is_some() {
            if value.is_string() {
                add(PlaceKind::Enum);
            }
        } else if schema.get("oneOf").is_some() {
            let Some(members) = value.as_object() else { return };
            let property = schema["discriminator"]["propertyName"].as_str().expect("a union has a tag");
            if members.contains_key(property) {
                add(PlaceKind::Union(property.to_owned()));
            }
            if let Some(arm) = arm(schema, members.get(property)) {
                self.walk(&arm, value, pointer, places);
            }
        } else if let Some(properties) = schema["properties"].as_object() {
            let Some(members) = value.as_object() else { return };
            add(PlaceKind::Object);
            for (name, member) in members {
                let Some(property) = properties.get(name) else { continue };
                let pointer = format!("{pointer}/{}", name.replace('~', "~0").replace('/', "~1"));
                if let Some(wrong) = self.wrong_value(property) {
                    places.push(Place { pointer: pointer.clone(), kind: PlaceKind::Member(wrong) });
                }
                self.walk(property, member, pointer, places);
            }
        } else if schema["type"] == "array" {
            for (index, item) in value.as_array().into_iter().flatten().enumerate() {
                self.walk(&schema["items"], item, format!("{pointer}/{index}"), places);
            }
        } else if schema["additionalProperties"].is_object() {
            for (name, value) in value.as_object().into_iter().flatten() {
                let pointer = format!("{pointer}/{}", name.replace('~', "~0").replace('/', "~1"));
                self.walk(&schema["additionalProperties"], value, pointer, places);
            }
        }
    }

    /// Returns a value whose JSON type the schema does not accept, or `None` if it accepts all of them.
    fn wrong_value(&self, schema: &Value) -> Option<Value> {
        let schema = self.resolve(schema);
        let is_object = schema.get("oneOf").is_some() || schema.get("properties").is_some();
        match schema["type"].as_str() {
            _ if is_object => Some(Value::from("not an object")),
            Some("string") => Some(Value::from(5)),
            Some("boolean") => Some(Value::from("not a boolean")),
            Some("integer" | "number") => Some(Value::from(true)),
            Some("array") => Some(Value::Object(Map::new())),
            Some("object") => Some(Value::Array(Vec::new())),
            _ => None,
        }
    }
}

/// Returns the member of a union that a tag names. For any other tag, it is the base type, if the union has one.
fn arm(union: &Value, tag: Option<&Value>) -> Option<Value> {
    let plain = |tag: &str| tag.trim_start_matches('#').to_owned();
    let tag = tag.and_then(Value::as_str).map(plain);
    let mapping = union["discriminator"]["mapping"].as_object()?;
    let named = mapping.iter().find(|(value, _)| tag.as_ref() == Some(&plain(value)));
    let target = named.map(|(_, target)| target).or_else(|| union.get("x-base"))?;
    Some(serde_json::json!({ "$ref": target }))
}

/// Removes the names of path parameters: `/calls/{id}` becomes `/calls/{}`.
fn without_names(path: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for c in path.chars() {
        match c {
            '{' => {
                inside = true;
                out.push_str("{}");
            }
            '}' => inside = false,
            _ if inside => {}
            _ => out.push(c),
        }
    }
    out
}
