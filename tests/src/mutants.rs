//! Mutants: copies of a payload, each changed in one place as a newer or a faulty server might send it.

use serde_json::{Map, Value, json};

use crate::schema::{Place, PlaceKind};

/// A changed copy of a payload.
pub struct Mutant {
    /// The JSON pointer of the changed place.
    pub pointer: String,
    /// The expected outcome of decoding.
    pub expected: Expected,
    /// The changed payload.
    pub payload: Value,
}

/// The expected outcome of decoding a mutant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// The mutant decodes, and encodes to the same value.
    RoundTrip,
    /// The mutant is an error with the path of the changed place, and the only issue of lenient decoding.
    Error,
}

/// Returns the mutants of a payload.
#[must_use]
pub fn mutants(payload: &Value, places: &[Place]) -> Vec<Mutant> {
    let mut mutants: Vec<_> = places.iter().flat_map(|place| mutants_at(payload, place)).collect();
    mutants.push(Mutant {
        pointer: String::new(),
        expected: Expected::RoundTrip,
        payload: reversed(payload),
    });
    mutants
}

fn mutants_at(payload: &Value, place: &Place) -> Vec<Mutant> {
    let mutant = |expected, change: &dyn Fn(&mut Value)| {
        let mut payload = payload.clone();
        change(payload.pointer_mut(&place.pointer).expect("the payload contains the place"));
        Mutant { pointer: place.pointer.clone(), expected, payload }
    };
    match &place.kind {
        PlaceKind::Object => vec![mutant(Expected::RoundTrip, &|value| {
            value["unknownMember"] = json!({"a": [1, 2.5, null, "x"], "b": {}});
        })],
        PlaceKind::Union(tag) => vec![mutant(Expected::RoundTrip, &|value| {
            value[tag] = "#microsoft.graph.unknownType".into();
        })],
        PlaceKind::Enum => vec![mutant(Expected::RoundTrip, &|value| *value = "unknownValue".into())],
        PlaceKind::Member(wrong) => vec![
            mutant(Expected::RoundTrip, &|value| *value = Value::Null),
            mutant(Expected::Error, &|value| *value = wrong.clone()),
        ],
    }
}

/// Returns the payload with the members of every object in reverse order.
fn reversed(value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            let members = members.iter().rev().map(|(name, value)| (name.clone(), reversed(value)));
            Value::Object(members.collect::<Map<_, _>>())
        }
        Value::Array(items) => items.iter().map(reversed).collect(),
        other => other.clone(),
    }
}
