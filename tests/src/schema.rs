//! The schemas as the tests see them: which type an operation says, and what a payload's places are.
//!
//! Everything here comes from the generator's normal form, not from the generated types, so that the two check each
//! other.

use serde_json::{Map, Value};
use xtask::apis::Api;
use xtask::codegen::{self, Request};
use xtask::progress::Progress;
use xtask::surface::{self, Surface};

/// One JSON protocol.
pub struct Schema {
    types: Map<String, Value>,
    surface: Surface,
}

/// A place in a payload that a schema knows.
#[derive(Clone, Debug)]
pub struct Place {
    /// Where: a JSON pointer.
    pub pointer: String,
    /// What is there.
    pub kind: PlaceKind,
}

/// The kinds of places.
#[derive(Clone, Debug)]
pub enum PlaceKind {
    /// An object of a known type.
    Object,
    /// A choice of types, with the member that holds its tag.
    Union(String),
    /// A value of an enum.
    Enum,
    /// A member of an object, with a value of a JSON type that it cannot have.
    Member(Value),
}

impl Schema {
    /// Our schema of an API.
    ///
    /// # Panics
    ///
    /// If it cannot be read.
    #[must_use]
    pub fn of(api: &str) -> Self {
        let request = Request::own(Api::named(api).expect("one of our APIs"));
        let document = codegen::normal_form(&request, &Progress::start());
        let document = document.unwrap_or_else(|fault| panic!("{fault}"));
        let types = document["components"]["schemas"].as_object().cloned().expect("has types");
        Self { types, surface: surface::of_normal_form(&document) }
    }

    /// The operation of a method and a path, with any names in its braces.
    #[must_use]
    pub fn operation(&self, method_and_path: &str) -> Option<&str> {
        let wanted = anonymous(method_and_path);
        let found =
            self.surface.iter().find(|(key, value)| key.starts_with("op ") && anonymous(value) == wanted);
        found.and_then(|(key, _)| key.strip_prefix("op "))
    }

    /// Every operation, with its method and path.
    pub fn operations(&self) -> impl Iterator<Item = (&str, &str)> {
        let operation = |(key, value)| Some((str::strip_prefix(key, "op ")?, value));
        self.surface.iter().map(|(key, value)| (key.as_str(), value.as_str())).filter_map(operation)
    }

    /// The status with which an operation succeeds; the lowest, if there are several.
    #[must_use]
    pub fn success(&self, operation: &str) -> Option<u16> {
        let prefix = format!("answer {operation}.");
        let statuses = self.surface.keys().filter_map(|key| key.strip_prefix(&prefix)?.parse().ok());
        statuses.filter(|status| (200..300).contains(status)).min()
    }

    /// The type of an operation's request body.
    #[must_use]
    pub fn body(&self, operation: &str) -> Option<&str> {
        self.surface.get(&format!("body {operation}")).map(|ty| ty.trim_end_matches('?'))
    }

    /// The type of an operation's answer.
    #[must_use]
    pub fn answer(&self, operation: &str, status: u64) -> Option<&str> {
        let exact = self.surface.get(&format!("answer {operation}.{status}"));
        let range = || self.surface.get(&format!("answer {operation}.{}XX", status / 100));
        exact.or_else(range).map(String::as_str)
    }

    /// The type of the data of an event, by the event's type.
    #[must_use]
    pub fn event(&self, event_type: &str) -> Option<&str> {
        let found = self.types.values().find(|schema| schema["x-event"] == event_type);
        found.and_then(|schema| schema["x-name"].as_str())
    }

    /// Whether there is a type of that name.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.named(name).is_some()
    }

    /// The members of an object type.
    #[must_use]
    pub fn members(&self, name: &str) -> Option<&Map<String, Value>> {
        self.named(name)?["properties"].as_object()
    }

    /// The name of the type that a member holds, if it is a named one.
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

    /// The schema behind references.
    fn resolve<'s>(&'s self, schema: &'s Value) -> &'s Value {
        let target = schema["$ref"].as_str().or_else(|| schema["allOf"][0]["$ref"].as_str());
        let target = target.and_then(|target| self.types.get(target.rsplit('/').next()?));
        target.unwrap_or(schema)
    }

    /// Every place of a payload that the type knows.
    ///
    /// # Panics
    ///
    /// If there is no such type.
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
            let property = schema["discriminator"]["propertyName"].as_str().expect("a tag");
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
                if let Some(wrong) = self.wrong(property) {
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

    /// A value of a JSON type that the schema does not take; none if it takes any.
    fn wrong(&self, schema: &Value) -> Option<Value> {
        let schema = self.resolve(schema);
        let is_object = schema.get("oneOf").is_some() || schema.get("properties").is_some();
        match schema["type"].as_str() {
            _ if is_object => Some(Value::from("no object")),
            Some("string") => Some(Value::from(5)),
            Some("boolean") => Some(Value::from("no boolean")),
            Some("integer" | "number") => Some(Value::from(true)),
            Some("array") => Some(Value::Object(Map::new())),
            Some("object") => Some(Value::Array(Vec::new())),
            _ => None,
        }
    }
}

/// The arm of a union that a tag names; the base for other tags, if it has one.
fn arm(union: &Value, tag: Option<&Value>) -> Option<Value> {
    let plain = |tag: &str| tag.trim_start_matches('#').to_owned();
    let wanted = tag.and_then(Value::as_str).map(plain);
    let mapping = union["discriminator"]["mapping"].as_object()?;
    let named = mapping.iter().find(|(value, _)| wanted.as_ref() == Some(&plain(value)));
    let target = named.map(|(_, target)| target).or_else(|| union.get("x-base"))?;
    Some(serde_json::json!({ "$ref": target }))
}

/// A path whose parameters have no names: `/calls/{}`.
fn anonymous(path: &str) -> String {
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
