//! A body of any length, event by event.

use call_webhook::not_json;
use call_wire::json::{self, DecodeError, Kind, Raw, ReadError, Reader};

use super::EventError;

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

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.map_or(Ok(()), |index| write!(f, "/{index}"))
    }
}
