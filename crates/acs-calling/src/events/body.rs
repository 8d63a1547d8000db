//! A body of any length becomes its events, each with its place.

use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use super::EventError;

/// An event's place in the body, a JSON pointer, and the event.
pub(super) type Item = (String, Value);

/// Splits a body: an array of events, or one event alone.
///
/// # Errors
///
/// A body that is neither, or no JSON; the place is that of the event in which it breaks off.
pub(super) fn split(body: &[u8]) -> Result<Vec<Item>, EventError> {
    // A byte order mark is no JSON, but some senders write one.
    let body = body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body);
    let mut index = None;
    let mut input = serde_json::Deserializer::from_slice(body);
    let items = Items { index: &mut index }.deserialize(&mut input);
    let items = items.and_then(|items| input.end().map(|()| items));
    items.map_err(|error| {
        let path = index.map_or_else(String::new, |index| format!("/{index}"));
        EventError::syntax(path, &error)
    })
}

struct Items<'c> {
    /// The item that is being read.
    index: &'c mut Option<usize>,
}

impl<'de> DeserializeSeed<'de> for Items<'_> {
    type Value = Vec<Item>;

    fn deserialize<D: Deserializer<'de>>(self, input: D) -> Result<Vec<Item>, D::Error> {
        input.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Items<'_> {
    type Value = Vec<Item>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of events, or one event")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut input: A) -> Result<Vec<Item>, A::Error> {
        let mut items = Vec::new();
        loop {
            *self.index = Some(items.len());
            let Some(item) = input.next_element()? else { break };
            items.push((format!("/{}", items.len()), item));
        }
        *self.index = None;
        Ok(items)
    }

    fn visit_map<A: MapAccess<'de>>(self, input: A) -> Result<Vec<Item>, A::Error> {
        let alone = Value::deserialize(MapAccessDeserializer::new(input))?;
        Ok(vec![(String::new(), alone)])
    }
}
