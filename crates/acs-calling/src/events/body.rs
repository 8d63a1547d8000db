//! The events of a request body.

use std::ops::Deref;
use std::{fmt, slice, vec};

use call_webhook::{Answer, Limits, not_json};
use call_wire::json::{self, DecodeError, Kind, Raw, ReadError, Reader};

use super::envelope::Envelope;
use super::error::{EventError, Fault};
use super::received::Received;

/// The events of a body, in their order. Each item is an event, or an error if the event is invalid.
///
/// The list has all valid events, and up to [`DEFAULT_LIMIT`](Self::DEFAULT_LIMIT) errors unless another limit is set.
/// The other errors are only [counted](Self::omitted).
#[derive(Debug)]
pub struct Events<E> {
    list: Vec<Result<Received<E>, EventError>>,
    omitted: usize,
}

impl<E> Events<E> {
    /// The number of invalid events that are listed by default.
    pub const DEFAULT_LIMIT: usize = 100;

    /// Returns the number of invalid events that are not in the list.
    #[must_use]
    pub fn omitted(&self) -> usize {
        self.omitted
    }

    /// Returns the answer to send: 200. The status is the same if events are invalid, because the service would only
    /// send them again.
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
                let message = format!("the body has too many events (expected at most {})", limits.items());
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

/// Returns the error of an event that begins at `start`.
fn error_of<E: Envelope>(fault: Fault, start: json::Place, place: Place, event: &Raw<'_>) -> EventError {
    let (path, message) = match fault {
        Fault::Missing(member, message) => (format!("{place}/{member}"), message),
        Fault::Value(error) => {
            let error = error.since(start).within(event.as_str());
            (format!("{place}{}", error.path()), error.message().to_owned())
        }
    };
    EventError::new(path, message).with_event(event, E::TYPE)
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

/// Calls `read` for each event of a body, which is an array of events or one event. `read` must move past the event.
///
/// # Errors
///
/// The body is not JSON, or neither an array nor an object. The place is that of the event with the syntax error.
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

/// Returns the error of a body that could not be read. If the body is recognized as another format than JSON, such as
/// HTML, the message says so.
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

/// Returns the first event of a body, and the number of events.
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

/// The place of an event in a body: an index of an array, or the body itself. Displayed as a JSON pointer.
#[derive(Clone, Copy)]
pub(super) struct Place(Option<usize>);

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.map_or(Ok(()), |index| write!(f, "/{index}"))
    }
}
