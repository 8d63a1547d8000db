//! An event in its envelope: read and written the same way, whichever the envelope.

use call_wire::json::{self, Kind, Raw, ReadError, Reader, Wire, WriteMember, Writer};

use super::envelope::Envelope;
use super::error::Fault;
use super::event::Event;
use crate::generated::events::Known;

/// The member that holds what happened.
const DATA: &str = "data";

/// An event in its envelope: [`CloudEvent`](super::CloudEvent) or [`GridEvent`](super::GridEvent).
///
/// Its JSON form is the event as it came, the order of members apart. Of two types the first one counts, as of
/// the tags of unions: the type must be known before the rest is read. Of other members the last one counts.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Received<E> {
    /// Everything but `data`.
    pub envelope: E,
    /// What happened.
    pub data: Event,
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

    /// Reads one event.
    pub(super) fn read_event(input: &mut Reader<'_>) -> Result<Self, Fault> {
        let kind = input.kind()?;
        if kind != Kind::Object {
            let message = format!("expected an event (an object), {kind} came");
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

/// Reads the data of a type. What came is not repeated in an error: a relay may have put the event's JSON into
/// a text, secrets included.
fn read_data(known: Option<Known>, input: &mut Reader<'_>) -> Result<Event, ReadError> {
    let Some((name, read)) = known else { return Raw::read(input).map(Event::Unknown) };
    match input.kind()? {
        Kind::Object => read(input),
        kind => Err(ReadError::new(input.place(), format!("expected an object ({name}), {kind} came"))),
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
        // A null that came stands in the envelope's `extra`.
        let aside: Option<WriteMember<'_>> = if self.data.is_null() { None } else { Some((DATA, &data)) };
        json::write_object_with(&self.envelope, None, aside, output);
    }
}
