//! The events of a request body.

use std::fmt;
use std::ops::Deref;
use std::{slice, vec};

use call_webhook::{Answer, Limits, not_json};
use call_wire::json::{self, DecodeError, Kind, Raw, ReadError, Reader};

use super::envelope::Envelope;
use super::error::{EventError, Fault};
use super::received::Received;

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

    /// The answer to give: 200. Broken events do not change it, since the service would only send them again.
    #[must_use]
    pub fn answer(&self) -> Answer {
        Answer::ok()
    }
}

impl<E: Envelope> Events<E> {
    /// Reads a body within the limits of items and errors.
    pub(super) fn read(body: &[u8], limits: Limits) -> Result<Self, EventError> {
        let (mut list, mut left, mut omitted) = (Vec::new(), limits.errors(), 0);
        let mut is_too_many = false;
        let read = each(body, |place, input| {
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

/// Hands each event of a body to `read`, with its place in the body, a JSON pointer: the items of an array, or
/// one event alone. `read` must pass over the event.
///
/// # Errors
///
/// A body that is neither, or no JSON; the place is that of the event in which it breaks off.
pub(super) fn each<'t>(
    body: &'t [u8],
    mut read: impl FnMut(Place, &mut Reader<'t>) -> Result<(), ReadError>,
) -> Result<(), EventError> {
    let text = json::text(body).map_err(|error| fault(body, error.path(), &error))?;
    let mut input = Reader::new(text);
    let mut place = Place(None);
    let items = items(&mut input, &mut place, &mut read).and_then(|()| input.end());
    items.map_err(|error| fault(body, &place.to_string(), &error.within(text)))
}

/// The error of a body that could not be read at a place. A body that is something else than JSON is named.
fn fault(body: &[u8], path: &str, error: &DecodeError) -> EventError {
    let (path, message) = not_json(body).map_or((path, error.message()), |message| ("", message));
    EventError::of_body(path, message, error.position())
}

fn items<'t>(
    input: &mut Reader<'t>,
    place: &mut Place,
    read: &mut dyn FnMut(Place, &mut Reader<'t>) -> Result<(), ReadError>,
) -> Result<(), ReadError> {
    if input.kind()? == Kind::Object {
        return read(*place, input);
    }
    input.array("an array of events, or one event")?;
    for index in 0.. {
        *place = Place(Some(index));
        if !input.item()? {
            break;
        }
        read(*place, input)?;
    }
    *place = Place(None);
    Ok(())
}

/// The first event of a body, and how many there are.
pub(super) fn first(body: &[u8]) -> Result<(Option<(Place, Raw<'_>)>, usize), EventError> {
    let (mut first, mut count) = (None, 0);
    each(body, |place, input| {
        let event = input.skip()?;
        first.get_or_insert((place, event));
        count += 1;
        Ok(())
    })?;
    Ok((first, count))
}

/// Where in a body an event stands: at an index, or alone.
#[derive(Clone, Copy)]
pub(super) struct Place(Option<usize>);

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.map_or(Ok(()), |index| write!(f, "/{index}"))
    }
}
