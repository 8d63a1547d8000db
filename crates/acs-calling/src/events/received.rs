//! An event in its envelope: read and written the same way, whichever the envelope.

use std::ops::Deref;
use std::{slice, vec};

use call_webhook::Limits;
use call_wire::json::{self, Kind, Object, Raw, ReadError, Reader, Wire, WriteMember, Writer};
use call_wire::json_serde;

use super::body::{self, Place};
use super::error::Fault;
use super::{CloudEnvelope, Event, EventError, GridEnvelope};
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

/// The members of an event beside its `data`: [`CloudEnvelope`](super::CloudEnvelope) or
/// [`GridEnvelope`](super::GridEnvelope).
pub trait Envelope: Object + Wire + private::Sealed {
    /// The member that names the event's type.
    const TYPE: &'static str;

    /// The event's type, such as `Microsoft.Communication.CallConnected`.
    fn event_type(&self) -> Option<&str>;

    /// The event's id, the same whenever it is delivered again.
    fn id(&self) -> Option<&str>;
}

pub(super) mod private {
    /// Keeps others from adding envelopes.
    pub trait Sealed {}
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
    fn read_event(input: &mut Reader<'_>) -> Result<Self, Fault> {
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

json_serde!(Received<CloudEnvelope>);
json_serde!(Received<GridEnvelope>);

/// The events of a body, in its order: each as it is, or as what is wrong with it.
///
/// Of what is wrong, the first [`LISTED`](Self::LISTED) are in the list, or as many as the caller wants; the
/// others are [counted](Self::omitted). Every good event is in the list.
#[derive(Debug)]
pub struct Events<E> {
    list: Vec<Result<Received<E>, EventError>>,
    omitted: usize,
}

impl<E> Events<E> {
    /// The number of broken events that are listed by default.
    pub const LISTED: usize = 100;

    /// How many broken events there were beyond those in the list.
    #[must_use]
    pub fn omitted(&self) -> usize {
        self.omitted
    }
}

impl<E: Envelope> Events<E> {
    /// Reads a body within the limits of items and errors.
    pub(super) fn read(body: &[u8], limits: Limits) -> Result<Self, EventError> {
        let (mut list, mut left, mut omitted) = (Vec::new(), limits.errors(), 0);
        let mut is_too_many = false;
        let read = body::each(body, |place, input| {
            let start = input.place();
            is_too_many = list.len() + omitted == limits.items();
            if is_too_many {
                let message = format!("the body has more events than are read (at most {})", limits.items());
                return Err(ReadError::new(start, message));
            }
            match Received::read_event(input) {
                Ok(event) => list.push(Ok(event)),
                Err(fault) => {
                    input.back(start);
                    let raw = input.skip()?;
                    if left == 0 {
                        omitted += 1;
                    } else {
                        left -= 1;
                        list.push(Err(error_of::<E>(fault, start, place, &raw)));
                    }
                }
            }
            Ok(())
        });
        match read {
            Ok(()) => Ok(Self { list, omitted }),
            Err(error) if is_too_many => Err(error.too_many()),
            Err(error) => Err(error),
        }
    }
}

/// The error of an event that begins at `start`.
fn error_of<E: Envelope>(fault: Fault, start: json::Place, place: Place, event: &Raw<'_>) -> EventError {
    let (path, message) = match fault {
        Fault::Missing(member, message) => (format!("{place}/{member}"), message),
        Fault::Value(error) => {
            let error = error.since(start).within(event.as_str());
            (format!("{place}{}", error.path()), error.message().to_owned())
        }
    };
    EventError::new(path, message).about(event, E::TYPE)
}

impl<E> Deref for Events<E> {
    type Target = [Result<Received<E>, EventError>];

    fn deref(&self) -> &Self::Target {
        &self.list
    }
}

impl<'e, E> IntoIterator for &'e Events<E> {
    type Item = &'e Result<Received<E>, EventError>;
    type IntoIter = slice::Iter<'e, Result<Received<E>, EventError>>;

    fn into_iter(self) -> Self::IntoIter {
        self.list.iter()
    }
}

impl<E> IntoIterator for Events<E> {
    type Item = Result<Received<E>, EventError>;
    type IntoIter = vec::IntoIter<Self::Item>;

    fn into_iter(self) -> Self::IntoIter {
        self.list.into_iter()
    }
}
