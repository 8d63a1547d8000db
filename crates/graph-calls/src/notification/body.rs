//! The body of a request to a `callbackUri`.

use std::{fmt, slice, vec};

use call_webhook::Limits;
use call_wire::json::{
    self, Fields, Kind, Object as _, Raw, ReadError, Reader, Wire, Writer, read_object_with,
    write_object_with,
};
use call_wire::json_serde;

use super::entry::{Notification, expect};
use super::error::NotificationError;
use super::kind::TAG;
use crate::generated::CommsNotifications;

/// The member with the entries.
const VALUE: &str = "value";

/// The body of one request to the `callbackUri` of a call.
///
/// It is lossless: it encodes to the JSON value from which it was decoded, including the invalid entries that are
/// listed.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Notifications {
    /// The entries, in the order of the body. An invalid entry does not affect the others.
    pub entries: Vec<Result<Notification, NotificationError>>,
    /// The number of invalid entries that are not in the list. The list has all valid entries.
    pub omitted: usize,
    /// The form of the body.
    pub form: Form,
}

/// The form of a body.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub enum Form {
    /// The form of Graph. This value has all members of the body, but its `value` is empty: the entries are in
    /// [`entries`](Notifications::entries).
    Graph(Box<CommsNotifications>),
    /// An older form, which the first notification of an incoming call may have. After the answer 204, the service
    /// sends the same call in the form of Graph: see [`Notifications::answer`]. `Debug` shows the names of the members
    /// but not their values, which may be secret.
    Older(Raw<'static>),
    /// An empty body. Users report that the service sends such bodies.
    Empty,
}

impl fmt::Debug for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Graph(envelope) => f.debug_tuple("Graph").field(envelope).finish(),
            Self::Older(body) => f.debug_tuple("Older").field(&body.outline()).finish(),
            Self::Empty => f.write_str("Empty"),
        }
    }
}

impl Notifications {
    /// The number of invalid entries that are listed by default.
    pub const DEFAULT_LIMIT: usize = 100;

    /// Reads a body without authenticating the sender. To receive notifications, use [`Receiver`](super::Receiver).
    ///
    /// At most [`DEFAULT_LIMIT`](Self::DEFAULT_LIMIT) invalid entries are listed; the other ones are only counted. A
    /// body that is empty or contains only whitespace has no entries.
    ///
    /// # Errors
    ///
    /// [`NotificationError`] if the body is not JSON, is not an object, or has a `value` that is not an array. The
    /// errors of single entries are in [`entries`](Self::entries).
    pub fn parse(body: &[u8]) -> Result<Self, NotificationError> {
        Self::parse_with_limit(body, Self::DEFAULT_LIMIT)
    }

    /// Does the same as [`parse`](Self::parse), and lists at most `errors` invalid entries.
    ///
    /// # Errors
    ///
    /// The same as [`parse`](Self::parse).
    pub fn parse_with_limit(body: &[u8], errors: usize) -> Result<Self, NotificationError> {
        Self::parse_within(body, Limits::default().max_items(usize::MAX).max_errors(errors))
    }

    /// Reads a body within the limits of items and errors.
    pub(super) fn parse_within(body: &[u8], limits: Limits) -> Result<Self, NotificationError> {
        let text =
            json::text(body).map_err(|error| NotificationError::malformed(&error).or_other_format(body))?;
        if text.trim_ascii().is_empty() {
            return Ok(Self { entries: Vec::new(), omitted: 0, form: Form::Empty });
        }
        let mut input = Reader::new(text);
        let mut is_too_many = false;
        let read = Self::read_within(&mut input, limits, &mut is_too_many);
        read.and_then(|read| input.end().map(|()| read)).map_err(|error| {
            let error = NotificationError::in_body(&error, text).or_other_format(body);
            if is_too_many { error.too_many() } else { error }
        })
    }

    fn read_within(
        input: &mut Reader<'_>,
        limits: Limits,
        is_too_many: &mut bool,
    ) -> Result<Self, ReadError> {
        expect(Kind::Object, "an object (commsNotifications)", input)?;
        let start = input.place();
        let (mut envelope, mut value) = (CommsNotifications::default(), None);
        let mut read_value = |input: &mut Reader<'_>| {
            value = Some(Entries::read(input, limits, is_too_many)?);
            Ok(())
        };
        read_object_with(&mut envelope, None, Some((VALUE, &mut read_value)), input)?;
        if value.is_none() && !is_tagged(&envelope) {
            input.back(start);
            let form = Form::Older(Raw::read(input)?);
            return Ok(Self { entries: Vec::new(), omitted: 0, form });
        }
        match value {
            Some(Some(_)) => envelope.value = Some(Vec::new()),
            Some(None) => _ = (&mut envelope as &mut dyn Fields).set_null(VALUE),
            None => {}
        }
        let Entries { list, omitted } = value.flatten().unwrap_or_default();
        Ok(Self { entries: list, omitted, form: Form::Graph(Box::new(envelope)) })
    }

    /// Returns an iterator over the [`entries`](Self::entries).
    pub fn iter(&self) -> slice::Iter<'_, Result<Notification, NotificationError>> {
        self.entries.iter()
    }
}

impl<'n> IntoIterator for &'n Notifications {
    type Item = &'n Result<Notification, NotificationError>;
    type IntoIter = slice::Iter<'n, Result<Notification, NotificationError>>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl IntoIterator for Notifications {
    type Item = Result<Notification, NotificationError>;
    type IntoIter = vec::IntoIter<Self::Item>;

    fn into_iter(self) -> Self::IntoIter {
        self.entries.into_iter()
    }
}

/// Returns whether the body has the `@odata.type` of the form of Graph.
fn is_tagged(envelope: &CommsNotifications) -> bool {
    let tag = CommsNotifications::INFO.tag;
    let is = |value: Raw<'_>| value.text().is_some_and(|text| tag.is_some_and(|tag| tag.is(&text)));
    envelope.extra.get(TAG).is_some_and(is)
}

/// The entries of a body.
#[derive(Default)]
struct Entries {
    list: Vec<Result<Notification, NotificationError>>,
    omitted: usize,
}

impl Entries {
    /// Reads the entries within the limits; returns `None` for null.
    fn read(
        input: &mut Reader<'_>,
        limits: Limits,
        is_too_many: &mut bool,
    ) -> Result<Option<Self>, ReadError> {
        if input.null()? {
            return Ok(None);
        }
        expect(Kind::Array, "an array", input)?;
        input.array("an array")?;
        let (mut entries, mut left) = (Self::default(), limits.errors());
        for index in 0.. {
            if !input.item()? {
                break;
            }
            let start = input.place();
            if index == limits.items() {
                *is_too_many = true;
                let message =
                    format!("the body has too many notifications (expected at most {})", limits.items());
                return Err(ReadError::new(start, message));
            }
            match Notification::read(input) {
                Ok(entry) => entries.list.push(Ok(entry)),
                Err(error) => {
                    input.back(start);
                    let raw = input.skip()?;
                    if left == 0 {
                        entries.omitted += 1;
                    } else {
                        left -= 1;
                        let error = NotificationError::in_entry(index, &error.since(start), &raw);
                        entries.list.push(Err(error));
                    }
                }
            }
        }
        Ok(Some(entries))
    }
}

impl Wire for Notifications {
    fn read(input: &mut Reader<'_>) -> Result<Self, ReadError> {
        Self::read_within(input, Limits::default().max_items(usize::MAX), &mut false)
    }

    /// Writes the body. An empty body is written as null, which the service does not send.
    fn write(&self, output: &mut Writer) {
        let envelope = match &self.form {
            Form::Empty => return output.null(),
            Form::Older(body) => return output.raw(body),
            Form::Graph(envelope) => envelope,
        };
        if envelope.value.is_none() {
            return envelope.write(output);
        }
        // The entries are written in place of `value`, which is empty.
        let mut envelope =
            CommsNotifications { extra: envelope.extra.clone(), ..CommsNotifications::default() };
        envelope.extra.remove(VALUE);
        let entries = |output: &mut Writer| self.write_entries(output);
        write_object_with(&envelope, None, Some((VALUE, &entries)), output);
    }
}

impl Notifications {
    fn write_entries(&self, output: &mut Writer) {
        output.array();
        for entry in &self.entries {
            output.item();
            match entry {
                Ok(entry) => entry.write(output),
                Err(error) => output.raw(error.raw().unwrap_or(&Raw::NULL)),
            }
        }
        output.end_array();
    }
}

json_serde!(Notifications);
