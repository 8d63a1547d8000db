//! Additions to the generated enum of events: type names, members that the schema does not declare, and serde.

use call_wire::json::{Raw, Writer};
use serde::ser::Error as _;
use serde::{Serialize, Serializer};

pub use crate::generated::events::Event;

impl Event {
    /// Returns a type without the prefix `Microsoft.Communication.`.
    pub(super) fn short_name(event_type: &str) -> &str {
        match event_type.split_at_checked(Self::PREFIX.len()) {
            Some((prefix, name)) if prefix.eq_ignore_ascii_case(Self::PREFIX) => name,
            _ => event_type,
        }
    }

    /// Returns the type with the prefix, as in an envelope; `None` for an unknown event.
    pub(super) fn full_name(&self) -> Option<String> {
        self.name().map(|name| format!("{}{name}", Self::PREFIX))
    }

    /// Returns whether the payload is null or absent.
    pub(super) fn is_null(&self) -> bool {
        matches!(self, Self::Unknown(payload) if payload.is_null())
    }

    /// Returns the API version of the data, such as `2024-09-01-preview`.
    ///
    /// The specification does not declare this member. Recorded events of Call Automation have it; those of Event Grid
    /// do not.
    #[must_use]
    pub fn version(&self) -> Option<&str> {
        self.undeclared("version")
    }

    /// Returns the event type in the data, such as `Microsoft.Communication.CallConnected`. The type in the envelope,
    /// not this one, determines how the event is decoded.
    ///
    /// The specification does not declare this member. Recorded events of Call Automation have it; those of Event Grid
    /// do not.
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
