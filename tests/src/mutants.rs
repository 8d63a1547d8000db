//! Payloads changed in one place each, as a server of tomorrow or a broken one would send them.

use serde_json::{Map, Value, json};

use crate::schema::{Place, PlaceKind};

/// A changed payload.
pub struct Mutant {
    /// Where it was changed.
    pub pointer: String,
    /// How.
    pub how: How,
    /// The payload.
    pub payload: Value,
}

/// What a mutant must do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// Decode, and encode to the same value.
    Survive,
    /// Fail with the path of the place, and decode leniently with exactly that issue.
    Fail,
}

/// The mutants of a payload.
#[must_use]
pub fn mutants(payload: &Value, places: &[Place]) -> Vec<Mutant> {
    let mut mutants: Vec<_> = places.iter().flat_map(|place| at(payload, place)).collect();
    mutants.push(Mutant { pointer: String::new(), how: How::Survive, payload: reversed(payload) });
    mutants
}

fn at(payload: &Value, place: &Place) -> Vec<Mutant> {
    let mutant = |how, change: &dyn Fn(&mut Value)| {
        let mut payload = payload.clone();
        change(payload.pointer_mut(&place.pointer).expect("the place is in the payload"));
        Mutant { pointer: place.pointer.clone(), how, payload }
    };
    match &place.kind {
        PlaceKind::Object => vec![mutant(How::Survive, &|value| {
            value["memberOfTomorrow"] = json!({"a": [1, 2.5, null, "x"], "b": {}});
        })],
        PlaceKind::Union(tag) => vec![mutant(How::Survive, &|value| {
            value[tag] = "#microsoft.graph.typeOfTomorrow".into();
        })],
        PlaceKind::Enum => vec![mutant(How::Survive, &|value| *value = "valueOfTomorrow".into())],
        PlaceKind::Member(wrong) => vec![
            mutant(How::Survive, &|value| *value = Value::Null),
            mutant(How::Fail, &|value| *value = wrong.clone()),
        ],
    }
}

/// The payload with the members of every object in reverse order.
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
