//! Received events, with any envelope.

use call_wire::json::{self, Kind, Raw, ReadError, Reader, Wire, WriteMember, Writer};

use super::envelope::Envelope;
use super::error::Fault;
use super::event::Event;
use crate::generated::events::Known;

/// The member with the data of the event.
const DATA: &str = "data";

/// An event with its envelope: [`CloudEvent`](super::CloudEvent) or [`GridEvent`](super::GridEvent).
///
/// It encodes to the JSON from which it was decoded, except for the order of members. If a member occurs twice, the
/// last one counts. If the type occurs twice, the first one counts, as in unions, because the type must be known before
/// the data are read.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Received<E> {
    /// The members of the event except `data`.
    pub envelope: E,
    /// The data of the event.
    pub data: Event,
}

impl<E: Envelope> Received<E> {
    /// Returns the event id, which is the same in repeated deliveries.
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        self.envelope.id()
    }

    /// Returns the event type without `Microsoft.Communication.`, such as `CallConnected`. An unknown type is returned
    /// as received.
    #[must_use]
    pub fn name(&self) -> &str {
        let from_envelope = || self.envelope.event_type().map_or("", Event::short_name);
        self.data.name().unwrap_or_else(from_envelope)
    }

    /// Reads one event.
    pub(super) fn read_event(input: &mut Reader<'_>) -> Result<Self, Fault> {
        let kind = input.kind()?;
        if kind != Kind::Object {
            let message = format!("invalid type: {kind}, expected an event (an object)");
            return Err(ReadError::new(input.place(), message).into());
        }
        let event_type = input.look(E::TYPE)?;
        let known =
            event_type.as_ref().and_then(Raw::text).and_then(|name| Event::known(Event::short_name(&name)));
        let (mut envelope, mut data) = (E::default(), None);
        let mut read_data = |input: &mut Reader<'_>| {
            data = Some(read_data(known, input)?);
            Ok(())
        };
        json::read_object_with(&mut envelope, Some(E::TYPE), Some((DATA, &mut read_data)), input)?;
        if envelope.event_type().is_none() {
            let message =
                "the event has no type (expected a string such as `Microsoft.Communication.CallConnected`)";
            return Err(Fault::Missing(E::TYPE, message.to_owned()));
        }
        if data.as_ref().is_some_and(Event::is_null) {
            envelope.extra_mut().insert(DATA, Raw::NULL);
        }
        match (data, known) {
            (Some(data), _) => Ok(Self { envelope, data }),
            (None, None) => Ok(Self { envelope, data: Event::Unknown(Raw::NULL) }),
            (None, Some((name, _))) => {
                Err(Fault::Missing(DATA, format!("the event has no data (expected an object, {name})")))
            }
        }
    }
}

/// Reads the data of an event type. Errors do not contain the value: a relay may send the data as a JSON string, which
/// contains secrets.
fn read_data(known: Option<Known>, input: &mut Reader<'_>) -> Result<Event, ReadError> {
    let Some((name, read)) = known else { return Raw::read(input).map(Event::Unknown) };
    match input.kind()? {
        Kind::Object => read(input),
        kind => {
            Err(ReadError::new(input.place(), format!("invalid type: {kind}, expected an object ({name})")))
        }
    }
}

impl<E: Envelope> Wire for Received<E> {
    fn read(input: &mut Reader<'_>) -> Result<Self, ReadError> {
        let place = input.place();
        Self::read_event(input).map_err(|fault| match fault {
            Fault::Value(error) => error,
            Fault::Missing(member, message) => ReadError::new(place, format!("`{member}`: {message}")),
        })
    }

    fn write(&self, output: &mut Writer) {
        let data = |output: &mut Writer| self.data.write(output);
        // A received null is in the `extra` of the envelope.
        let aside: Option<WriteMember<'_>> = if self.data.is_null() { None } else { Some((DATA, &data)) };
        json::write_object_with(&self.envelope, None, aside, output);
    }
}
