//! An event in its envelope: read and written the same way, whichever the envelope.

use call_wire::json::{Extra, Value, Wire, decode_value, encode_value};
use serde::ser::Error as _;
use serde::{Serialize, Serializer};

use super::body::{self, Item};
use super::{Event, EventError};

/// An event in its envelope: [`CloudEvent`](super::CloudEvent) or [`GridEvent`](super::GridEvent).
///
/// Its JSON form is the event as it came, the order of members apart.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Received<E> {
    /// Everything but `data`.
    pub envelope: E,
    /// What happened.
    pub data: Event,
}

/// The members of an event beside its `data`: [`CloudEnvelope`](super::CloudEnvelope) or
/// [`GridEnvelope`](super::GridEnvelope).
pub trait Envelope: Wire + private::Sealed {
    /// The member that names the event's type.
    const TYPE: &'static str;

    /// The event's type, such as `Microsoft.Communication.CallConnected`.
    fn event_type(&self) -> Option<&str>;

    /// The event's id, the same whenever it is delivered again.
    fn id(&self) -> Option<&str>;
}

pub(super) mod private {
    use super::Extra;

    /// Keeps others from adding envelopes.
    pub trait Sealed {
        /// What the typed members do not say, to change it.
        fn extra_mut(&mut self) -> &mut Extra;
    }
}

impl<E: Envelope> Received<E> {
    /// The event's id, the same whenever it is delivered again.
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        self.envelope.id()
    }

    /// The event's name without `Microsoft.Communication.`, such as `CallConnected`; that of an unknown type
    /// as it came.
    #[must_use]
    pub fn name(&self) -> &str {
        let named = || self.envelope.event_type().map_or("", Event::short_name);
        self.data.name().unwrap_or_else(named)
    }

    /// The events of a body, each or what is wrong with it.
    pub(super) fn each(body: &[u8]) -> Result<Vec<Result<Self, EventError>>, EventError> {
        Ok(body::split(body)?.into_iter().map(Self::read).collect())
    }

    /// Reads one event.
    pub(super) fn read((place, event): Item) -> Result<Self, EventError> {
        let Value::Object(mut members) = event else {
            let message = format!("expected an event (an object), {} came", kind(&event));
            return Err(EventError::new(place, message).about(event, E::TYPE));
        };
        let data = members.remove("data");
        let rest = Value::Object(members);
        let read: Result<(E, _), _> = decode(&place, &rest, data.as_ref());
        let (mut envelope, typed) = match read {
            Ok(read) => read,
            Err(error) => return Err(error.about(joined(rest, data), E::TYPE)),
        };
        if data.as_ref().is_some_and(Value::is_null) {
            envelope.extra_mut().insert("data", Value::Null);
        }
        Ok(Self { envelope, data: typed.unwrap_or_else(|| Event::Unknown(data.unwrap_or_default())) })
    }
}

/// Reads the envelope, and the data if its type is known.
fn decode<E: Envelope>(
    place: &str,
    rest: &Value,
    data: Option<&Value>,
) -> Result<(E, Option<Event>), EventError> {
    let envelope: E = decode_value(rest).map_err(|error| EventError::below(place, &error))?;
    let Some(event_type) = envelope.event_type() else {
        let message = format!("nothing here; an event of this form has its type in `{}`", E::TYPE);
        return Err(EventError::new(format!("{place}/{}", E::TYPE), message));
    };
    let Some((name, read)) = Event::reader(event_type) else { return Ok((envelope, None)) };
    let place = format!("{place}/data");
    match data {
        Some(data @ Value::Object(_)) => {
            let typed = read(data).map_err(|error| EventError::below(&place, &error))?;
            Ok((envelope, Some(typed)))
        }
        // What came is not repeated: a relay may have put the event's JSON into a text, secrets included.
        other => {
            let came = other.map_or("nothing", kind);
            Err(EventError::new(place, format!("expected an object ({name}), {came} came")))
        }
    }
}

/// The event as it came.
fn joined(mut rest: Value, data: Option<Value>) -> Value {
    if let (Some(data), Some(members)) = (data, rest.as_object_mut()) {
        members.insert("data".to_owned(), data);
    }
    rest
}

/// The JSON type of a value.
fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

impl<E: Envelope> Serialize for Received<E> {
    fn serialize<S: Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
        let envelope = encode_value(&self.envelope).map_err(S::Error::custom)?;
        let data = match &self.data {
            // A null that came stands in the envelope's `extra`.
            Event::Unknown(Value::Null) => None,
            data => Some(serde_json::to_value(data).map_err(S::Error::custom)?),
        };
        joined(envelope, data).serialize(output)
    }
}
