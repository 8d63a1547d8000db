//! Tags: the members whose value says which type an object has.

use std::{borrow::Cow, fmt};

use serde::{
    Deserialize, Deserializer,
    de::{
        DeserializeSeed, Error, IntoDeserializer, MapAccess, SeqAccess, Visitor,
        value::{MapAccessDeserializer, SeqAccessDeserializer},
    },
};
use serde_json::Value;

/// The tag that a type writes where a union is expected.
#[derive(Clone, Copy, Debug)]
pub struct Tag {
    /// The name of the member.
    pub name: &'static str,
    /// The value that stands for the type.
    pub value: &'static str,
}

impl Tag {
    /// Whether a text is this tag. OData allows a type's name with and without its `#`.
    #[must_use]
    pub fn is(&self, text: &str) -> bool {
        text.strip_prefix('#').unwrap_or(text) == self.value.strip_prefix('#').unwrap_or(self.value)
    }
}

/// The value of a tag as it came: nearly always a text, which needs no copy to be looked at.
pub(super) enum TagValue<'de> {
    Text(Cow<'de, str>),
    Other(Value),
}

impl<'de> TagValue<'de> {
    pub(super) fn as_str(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Other(_) => None,
        }
    }

    pub(super) fn into_value(self) -> Value {
        match self {
            Self::Text(text) => Value::String(text.into_owned()),
            Self::Other(value) => value,
        }
    }

    /// Hands the value to whoever reads it next.
    pub(super) fn feed<V: DeserializeSeed<'de>, E: Error>(self, seed: V) -> Result<V::Value, E> {
        // As a value, because serde's own deserializers of a text do not take it for an option.
        seed.deserialize(self.into_value()).map_err(E::custom)
    }
}

/// Reads the value of a tag.
pub(super) struct ReadTag;

impl<'de> DeserializeSeed<'de> for ReadTag {
    type Value = TagValue<'de>;

    fn deserialize<D: Deserializer<'de>>(self, input: D) -> Result<TagValue<'de>, D::Error> {
        input.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for ReadTag {
    type Value = TagValue<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a tag")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<TagValue<'de>, E> {
        Ok(TagValue::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<TagValue<'de>, E> {
        Ok(TagValue::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_string<E>(self, text: String) -> Result<TagValue<'de>, E> {
        Ok(TagValue::Text(Cow::Owned(text)))
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<TagValue<'de>, E> {
        Ok(TagValue::Other(value.into()))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<TagValue<'de>, E> {
        Ok(TagValue::Other(value.into()))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<TagValue<'de>, E> {
        Ok(TagValue::Other(value.into()))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<TagValue<'de>, E> {
        Value::deserialize(value.into_deserializer()).map(TagValue::Other)
    }

    fn visit_unit<E>(self) -> Result<TagValue<'de>, E> {
        Ok(TagValue::Other(Value::Null))
    }

    fn visit_none<E>(self) -> Result<TagValue<'de>, E> {
        Ok(TagValue::Other(Value::Null))
    }

    fn visit_some<D: Deserializer<'de>>(self, input: D) -> Result<TagValue<'de>, D::Error> {
        input.deserialize_any(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<TagValue<'de>, A::Error> {
        Value::deserialize(SeqAccessDeserializer::new(items)).map(TagValue::Other)
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<TagValue<'de>, A::Error> {
        Value::deserialize(MapAccessDeserializer::new(members)).map(TagValue::Other)
    }
}
