//! Walks JSON payloads along the normal form: members, arrays, maps, unions by tag, values of enums.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use crate::examples::found::{Example, Kind};
use crate::examples::index::ApiIndex;
use schema_codegen::surface::value_key;

/// The facts that occur in a payload, as keys of the surface.
pub type Keys = BTreeSet<String>;

/// The types of a normal form, by all names that payloads use.
#[derive(Debug)]
pub struct Walker<'k> {
    known: &'k ApiIndex,
    schemas: Option<&'k Map<String, Value>>,
    /// By the names in the schema.
    names: BTreeMap<&'k str, &'k Value>,
    /// By the value of the tag.
    tags: BTreeMap<&'k str, &'k Value>,
    /// By the type of the event.
    events: BTreeMap<&'k str, &'k Value>,
}

impl<'k> Walker<'k> {
    /// Creates a walker for the payloads of an API.
    #[must_use]
    pub fn new(known: &'k ApiIndex) -> Self {
        let schemas = known.document["components"]["schemas"].as_object();
        let all = || schemas.into_iter().flat_map(Map::values);
        let by = |name: fn(&Value) -> Option<&str>| -> BTreeMap<&'k str, &'k Value> {
            all().filter_map(|schema| Some((name(schema)?, schema))).collect()
        };
        Self {
            known,
            schemas,
            names: by(|schema| schema["x-name"].as_str()),
            tags: by(|schema| schema["x-tag"]["value"].as_str()),
            events: by(|schema| schema["x-event"].as_str()),
        }
    }

    /// Walks a payload from its root.
    pub fn example(&self, example: &Example, value: &'k Value, keys: &mut Keys) {
        if example.kind == Kind::Event {
            return self.events(value, keys);
        }
        let operation = example.operation.as_deref().filter(|id| self.known.has_operation(id));
        let by_operation = operation.and_then(|id| match example.kind {
            Kind::Request => self.known.body(id),
            Kind::Response | Kind::Error => self.known.response(id, example.status.or(refusal(example.kind))),
            _ => None,
        });
        let Some(schema) = by_operation.or(example.type_name.as_deref()).and_then(|name| self.named(name))
        else {
            return;
        };
        if let Some(id) = operation {
            keys.insert(format!("op {id}"));
        }
        self.definition(schema, value, keys);
    }

    /// Returns the type with a name, or the union over it and its derived types.
    fn named(&self, name: &str) -> Option<&'k Value> {
        self.names.get(format!("any({name})").as_str()).or_else(|| self.names.get(name)).copied()
    }

    /// Walks events: one or an array, in envelopes with their type.
    fn events(&self, value: &'k Value, keys: &mut Keys) {
        let envelopes = match value {
            Value::Array(envelopes) => envelopes.as_slice(),
            single => std::slice::from_ref(single),
        };
        for envelope in envelopes {
            let type_name = envelope["type"].as_str().or_else(|| envelope["eventType"].as_str());
            if let Some(schema) = type_name.and_then(|name| self.events.get(name)) {
                self.definition(schema, &envelope["data"], keys);
            }
        }
    }

    /// Walks a value of a schema.
    fn place(&self, schema: &'k Value, value: &'k Value, keys: &mut Keys) {
        if let Some(reference) = schema["$ref"].as_str() {
            let name = reference.rsplit('/').next().unwrap_or(reference);
            if let Some(schema) = self.schemas.and_then(|schemas| schemas.get(name)) {
                self.definition(schema, value, keys);
            }
        } else if let Some(only) = schema["allOf"].get(0) {
            self.place(only, value, keys);
        } else if let (Some(items), Value::Array(values)) = (schema.get("items"), value) {
            values.iter().for_each(|value| self.place(items, value, keys));
        } else if let (Some(each), Value::Object(members)) = (schema.get("additionalProperties"), value) {
            members.values().for_each(|value| self.place(each, value, keys));
        } else if schema.get("type").is_none() {
            self.untyped(value, keys);
        }
    }

    /// Walks a value whose schema is unknown, by its tag.
    fn untyped(&self, value: &'k Value, keys: &mut Keys) {
        match value {
            Value::Array(values) => values.iter().for_each(|value| self.untyped(value, keys)),
            Value::Object(members) => {
                let tag = members.get("@odata.type").and_then(Value::as_str);
                if let Some(schema) = tag.and_then(|tag| self.tags.get(tag)) {
                    self.definition(schema, value, keys);
                }
            }
            _ => {}
        }
    }

    /// Walks a value of a type, enum or union.
    fn definition(&self, schema: &'k Value, value: &'k Value, keys: &mut Keys) {
        let name = schema["x-name"].as_str().unwrap_or_default();
        // Null is a value of the member, and not of its type.
        if value.is_null() {
            return;
        }
        if let Some(values) = schema["enum"].as_array() {
            keys.insert(format!("enum {name}"));
            enum_values(name, schema, values, value, keys);
        } else if schema.get("oneOf").is_some() {
            keys.insert(format!("union {name}"));
            self.union(schema, value, keys);
        } else if schema["type"] == "object" && schema.get("additionalProperties").is_none() {
            keys.insert(format!("type {name}"));
            self.object(name, schema, value, keys);
        } else {
            keys.insert(format!("type {name}"));
            self.place(schema, value, keys);
        }
    }

    fn object(&self, name: &str, schema: &'k Value, value: &'k Value, keys: &mut Keys) {
        for (member, value) in value.as_object().into_iter().flatten() {
            match schema["properties"].get(member) {
                Some(property) => {
                    keys.insert(format!("type {name}.{member}"));
                    self.place(property, value, keys);
                }
                None => self.untyped(value, keys),
            }
        }
    }

    fn union(&self, schema: &'k Value, value: &'k Value, keys: &mut Keys) {
        let discriminator = &schema["discriminator"];
        let tag = discriminator["propertyName"].as_str().and_then(|property| value[property].as_str());
        let arm =
            tag.and_then(|tag| discriminator["mapping"][tag].as_str()).or_else(|| schema["x-base"].as_str());
        let arm = arm.and_then(|arm| self.schemas?.get(arm.rsplit('/').next()?));
        if let Some(arm) = arm {
            self.definition(arm, value, keys);
        }
    }
}

/// The kind of a response without a status.
fn refusal(kind: Kind) -> Option<u16> {
    (kind == Kind::Error).then_some(400)
}

fn enum_values(name: &str, schema: &Value, values: &[Value], value: &Value, keys: &mut Keys) {
    let text = value.as_str().unwrap_or_default();
    let parts: Vec<&str> =
        if schema["x-enum-flags"] == true { text.split(',').map(str::trim).collect() } else { vec![text] };
    let folds = schema["x-enum-fold"] == true;
    for known in values.iter().filter_map(Value::as_str) {
        let is_it = |part: &&str| *part == known || (folds && part.eq_ignore_ascii_case(known));
        if parts.iter().any(is_it) {
            keys.insert(value_key(name, known));
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::examples::found::Payload;
    use schema_codegen::read::format::Format;

    use crate::apis::Api;
    use schema_codegen::surface;

    fn walked(kind: Kind, type_name: &str, payload: Value) -> Vec<String> {
        let reference = |name: &str| json!({"$ref": format!("#/components/schemas/{name}")});
        let document = json!({"paths": {}, "components": {"schemas": {
            "AnyPet": {"x-name": "any(pet)", "oneOf": [], "x-base": "#/components/schemas/Pet",
                "discriminator": {"propertyName": "@odata.type", "mapping": {"#cat": "#/components/schemas/Cat"}}},
            "Pet": {"x-name": "pet", "type": "object", "x-tag": {"value": "#pet"},
                "properties": {"mood": {"allOf": [reference("Mood")], "nullable": true}, "any": {}}},
            "Cat": {"x-name": "cat", "type": "object", "x-event": "N.cat",
                "properties": {"kin": {"type": "array", "items": reference("AnyPet")}}},
            "Mood": {"x-name": "mood", "type": "string", "enum": ["so", "la la"], "x-enum-flags": true, "x-enum-fold": true},
        }}});
        let known = ApiIndex {
            api: Api::named("graph-calls").expect("one of our APIs"),
            format: Format::Csdl,
            surface: surface::of_normal_form(&document),
            document,
        };
        let example = Example {
            api: "a",
            kind,
            type_name: Some(type_name.to_owned()),
            operation: None,
            status: None,
            known: true,
            repaired: vec![],
            remark: None,
            payload: Payload::Json(Value::Null),
            line: 1,
            page: String::new(),
        };
        let mut keys = Keys::new();
        Walker::new(&known).example(&example, &payload, &mut keys);
        keys.into_iter().collect()
    }

    #[test]
    fn members_are_counted_for_their_type() {
        let pet = walked(Kind::Fragment, "pet", json!({"mood": "SO, La La", "kin": []}));
        assert_eq!(
            pet,
            [
                "enum mood",
                "type pet",
                "type pet.mood",
                "union any(pet)",
                "value mood.\"la la\"",
                "value mood.so"
            ]
        );
        let cat = walked(Kind::Fragment, "pet", json!({"@odata.type": "#cat", "kin": [{"mood": null}]}));
        assert_eq!(cat, ["type cat", "type cat.kin", "type pet", "type pet.mood", "union any(pet)"]);
    }

    #[test]
    fn a_tag_determines_the_type_without_a_schema() {
        let any =
            walked(Kind::Fragment, "pet", json!({"any": [{"@odata.type": "#pet"}], "more": {"mood": "so"}}));
        assert_eq!(any, ["type pet", "type pet.any", "union any(pet)"]);
        assert!(walked(Kind::Fragment, "dog", json!({})).is_empty());
    }

    #[test]
    fn events_are_read_alone_and_in_arrays() {
        let event = json!({"type": "N.cat", "data": {"kin": []}});
        assert_eq!(walked(Kind::Event, "", event.clone()), ["type cat", "type cat.kin"]);
        assert_eq!(walked(Kind::Event, "", json!([event, {"type": "N.dog"}])), ["type cat", "type cat.kin"]);
    }
}
