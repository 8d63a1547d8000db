//! What the generated choice between events does not have: names for envelopes, members that the schema does not
//! declare, and serde.

use call_wire::json::{Raw, Writer};
use serde::ser::Error as _;
use serde::{Serialize, Serializer};

pub use crate::generated::events::Event;

impl Event {
    /// A type's name without `Microsoft.Communication.`.
    pub(super) fn short_name(event_type: &str) -> &str {
        match event_type.split_at_checked(Self::PREFIX.len()) {
            Some((prefix, name)) if prefix.eq_ignore_ascii_case(Self::PREFIX) => name,
            _ => event_type,
        }
    }

    /// The type's whole name, for an envelope.
    pub(super) fn full_name(&self) -> Option<String> {
        self.name().map(|name| format!("{}{name}", Self::PREFIX))
    }

    /// Whether it is a payload that is null or missing.
    pub(super) fn is_null(&self) -> bool {
        matches!(self, Self::Unknown(payload) if payload.is_null())
    }

    /// The version of the API that the data follows, such as `2024-09-01-preview`.
    ///
    /// The specification does not declare it; recorded events of Call Automation have it, and those of Event Grid do
    /// not.
    #[must_use]
    pub fn version(&self) -> Option<&str> {
        self.undeclared("version")
    }

    /// The event's type as the data repeats it, such as `Microsoft.Communication.CallConnected`.
    ///
    /// The specification does not declare it; recorded events of Call Automation have it, and those of Event Grid do
    /// not. The type in the envelope decides how an event is read.
    #[must_use]
    pub fn public_event_type(&self) -> Option<&str> {
        self.undeclared("publicEventType")
    }
}

impl Serialize for Event {
    fn serialize<S: Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
        let mut text = Writer::new();
        self.write(&mut text);
        let text = text.finish().map_err(S::Error::custom)?;
        Raw::parse(&text).map_err(S::Error::custom)?.into_owned().serialize(output)
    }
}
