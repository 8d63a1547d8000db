//! What the service posts to a call's `callbackUri`, and what to answer.
//!
//! No HTTP server and no web framework: a [`Receiver`] takes the headers and the body of a request, checks who sent it,
//! and gives typed notifications and the [`Answer`] to send.
//!
//! ```
//! use graph_calls::notification::{Receiver, Resource};
//! # #[cfg(feature = "client")]
//! # use graph_calls::token;
//!
//! # #[cfg(all(feature = "client", feature = "token"))]
//! # async fn example(headers: &[(String, String)], body: &[u8]) -> Result<(), Box<dyn std::error::Error>> {
//! let receiver = Receiver::new(token::verifier("8ad8ad1c-6e3f-4c8e-9c15-6cf7d2b4d5a0")?); // one for all requests
//! let answer = match receiver.receive(headers, body).await {
//!     Ok(notifications) => {
//!         for notification in &notifications {
//!             match notification {
//!                 Ok(notification) => match (&notification.resource, &notification.path) {
//!                     (Resource::Call(call), Some(path)) => println!("{} is {:?}", path.call_id, call.state),
//!                     (other, _) => println!("not handled: {other:?}"),
//!                 },
//!                 Err(error) => eprintln!("{error}"),
//!             }
//!         }
//!         notifications.answer()
//!     }
//!     Err(refused) => refused.answer(),
//! };
//! # Ok(())
//! # }
//! ```
//!
//! [`Notifications::parse`] reads a body and checks nothing else: it is for tests and tools.
//!
//! # What a receiver accepts
//!
//! * A sender that the check accepts. An `unverified` receiver accepts everybody, and says so by its name.
//! * A body within the [`Limits`]: 2 MiB, 32,768 objects and 5000 notifications, unless set. Others are refused with
//!   413.
//! * JSON in UTF-8, not compressed: a `Content-Type` of another media type or charset, and a `Content-Encoding`, are
//!   refused with 415. A request without these headers is accepted, and so is an empty body with any.
//!
//! # What to expect of the service
//!
//! * Notifications come out of order: `established` may overtake `establishing`, and a call may go from
//!   `establishing` to `terminating` at once (pages call-answer and call-notifications). By report they also
//!   come late, empty or not at all. Treat the state of a call in a notification as a hint, and read the call where
//!   it matters.
//! * An operation that ends is reported as a *deleted* resource, which carries the operation.
//! * Answer at once and process the notifications afterwards. An incoming call must be answered, rejected or
//!   redirected within 15 seconds, and within 5 in policy-based recording (page call-answer).
//! * Memory stays in proportion to the body. The factor can be large, since a typed object has room for all its members:
//!   each `{}` in a list of calls takes 1,088 bytes, and half as much again while the list grows.
//!   [`Limits::max_objects`] limits this: to 54 MB by default.
//!
//! Source of the facts: Microsoft Graph v1.0, resource pages commsNotifications and commsNotification; what
//! `resourceData` holds stands in no schema and was read off the documented notifications.

mod error;
mod outline;
mod path;
mod receiver;
mod resource;

use std::{fmt, slice, vec};

use call_wire::json::{
    self, Fields, Kind, Object as _, Raw, ReadError, Reader, Wire, WriteMember, Writer, read_object_with,
    write_object_with,
};
use call_wire::json_serde;

use crate::{CommsNotification, CommsNotifications};

pub use call_webhook::{Answer, Headers, Limits, Refused};
pub use error::NotificationError;
pub use path::{NotACall, Part, ResourcePath};
pub use receiver::{Receiver, joining_answer};
pub use resource::Resource;

use outline::Outline;

/// The member that holds the entries.
const VALUE: &str = "value";

/// The member of an entry that no schema has.
const RESOURCE_DATA: &str = "resourceData";

/// The body of one request to a call's `callbackUri`.
///
/// It loses nothing: encoded again, the JSON value is the one that came, broken entries included as long as they
/// are listed.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Notifications {
    /// The entries, in the order of the body. One that cannot be read leaves the others as they are.
    pub entries: Vec<Result<Notification, NotificationError>>,
    /// How many broken entries there were beyond those in the list, which holds every good one.
    pub omitted: usize,
    /// In which form the body came.
    pub form: Form,
}

/// In which form a body came.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub enum Form {
    /// The form of Graph, with the members around the entries. The entries are taken out of its `value`.
    Graph(Box<CommsNotifications>),
    /// An older form, in which the first notification of an incoming call may come. The same call comes in
    /// the form of Graph after the answer 204: see [`Notifications::answer`]. `Debug` shows the names of its
    /// members and not their values, any of which may be secret.
    Older(Raw<'static>),
    /// No body, which the service is reported to send at times.
    Empty,
}

/// One change of one resource.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Notification {
    /// The entry without its `resourceData`: how the resource changed, and its URL as it came.
    pub entry: CommsNotification,
    /// What `resourceData` holds.
    pub resource: Resource,
    /// Which resource changed: `resourceUrl` taken apart, else the older member `resource`, else the
    /// resource's own `@odata.id`. `None` if none of them leads to a call.
    pub path: Option<ResourcePath>,
}

impl fmt::Debug for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Graph(around) => f.debug_tuple("Graph").field(around).finish(),
            Self::Older(body) => f.debug_tuple("Older").field(&body.outline()).finish(),
            Self::Empty => f.write_str("Empty"),
        }
    }
}

impl Notifications {
    /// The number of broken entries that are listed by default.
    pub const LISTED: usize = 100;

    /// Reads a body, and checks nothing else: to receive notifications, use [`Receiver`]. Of broken entries [`LISTED`](Self::LISTED) are listed, and the others counted.
    ///
    /// An empty body, or one of white space, is accepted: it has no entries.
    ///
    /// # Errors
    ///
    /// What is not JSON, or not an object, or has a `value` that is not an array. Faults within an entry are
    /// in [`entries`](Self::entries).
    pub fn parse(body: &[u8]) -> Result<Self, NotificationError> {
        Self::parse_listing(body, Self::LISTED)
    }

    /// As [`parse`](Self::parse), with a list of at most so many broken entries.
    ///
    /// # Errors
    ///
    /// As [`parse`](Self::parse).
    pub fn parse_listing(body: &[u8], errors: usize) -> Result<Self, NotificationError> {
        Self::parse_within(body, Limits::default().max_items(usize::MAX).max_errors(errors))
    }

    /// Reads a body within the limits of items and errors.
    fn parse_within(body: &[u8], limits: Limits) -> Result<Self, NotificationError> {
        let text = json::text(body).map_err(|error| NotificationError::unlike_json(&error).naming(body))?;
        if text.trim_ascii().is_empty() {
            return Ok(Self { entries: Vec::new(), omitted: 0, form: Form::Empty });
        }
        let mut input = Reader::new(text);
        let mut is_too_many = false;
        let read = Self::read_within(&mut input, limits, &mut is_too_many);
        read.and_then(|read| input.end().map(|()| read)).map_err(|error| {
            let error = NotificationError::in_body(&error, text).naming(body);
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
        let (mut around, mut value) = (CommsNotifications::default(), None);
        let mut read_value = |input: &mut Reader<'_>| {
            value = Some(Entries::read(input, limits, is_too_many)?);
            Ok(())
        };
        read_object_with(&mut around, None, Some((VALUE, &mut read_value)), input)?;
        if value.is_none() && !is_tagged(&around) {
            input.back(start);
            let form = Form::Older(Raw::read(input)?);
            return Ok(Self { entries: Vec::new(), omitted: 0, form });
        }
        match value {
            Some(Some(_)) => around.value = Some(Vec::new()),
            Some(None) => _ = (&mut around as &mut dyn Fields).set_null(VALUE),
            None => {}
        }
        let Entries { list, omitted } = value.flatten().unwrap_or_default();
        Ok(Self { entries: list, omitted, form: Form::Graph(Box::new(around)) })
    }

    /// The [`entries`](Self::entries), each as it is or as what is wrong with it.
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

/// Whether the body says that it has the form of Graph.
fn is_tagged(around: &CommsNotifications) -> bool {
    let own = CommsNotifications::INFO.tag;
    let is = |said: Raw<'_>| said.text().is_some_and(|text| own.is_some_and(|tag| tag.is(&text)));
    around.extra.get(resource::TAG).is_some_and(is)
}

/// Checks what comes next. What came is not repeated in the error: it may hold secrets.
fn expect(kind: Kind, expected: &str, input: &mut Reader<'_>) -> Result<(), ReadError> {
    match input.kind()? {
        came if came == kind => Ok(()),
        came => Err(ReadError::new(input.place(), format!("{came}, expected {expected}"))),
    }
}

/// The entries of a body.
#[derive(Default)]
struct Entries {
    list: Vec<Result<Notification, NotificationError>>,
    omitted: usize,
}

impl Entries {
    /// Reads the entries, and lists so many broken ones at most; none for null.
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
                let message = format!("more notifications than are read (at most {})", limits.items());
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

    /// An empty body is written as null, which the service does not send.
    fn write(&self, output: &mut Writer) {
        let around = match &self.form {
            Form::Empty => return output.null(),
            Form::Older(body) => return output.raw(body),
            Form::Graph(around) => around,
        };
        if around.value.is_none() {
            return around.write(output);
        }
        // The entries stand in place of its own, which are none.
        let mut around = CommsNotifications { extra: around.extra.clone(), ..CommsNotifications::default() };
        around.extra.remove(VALUE);
        let entries = |output: &mut Writer| self.write_entries(output);
        write_object_with(&around, None, Some((VALUE, &entries)), output);
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

impl Wire for Notification {
    fn read<'t>(input: &mut Reader<'t>) -> Result<Self, ReadError> {
        expect(Kind::Object, "an object (commsNotification)", input)?;
        let (mut entry, mut data) = (CommsNotification::default(), None);
        let mut read_data = |input: &mut Reader<'t>| {
            data = Some(Outline::read(input)?);
            Ok(())
        };
        read_object_with(&mut entry, None, Some((RESOURCE_DATA, &mut read_data)), input)?;
        let path = path_of(&entry, data.as_ref());
        let Some(data) = data else { return Ok(Self { entry, resource: Resource::Absent, path }) };
        let end = input.place();
        input.back(data.place);
        let resource = Resource::read(&data, path.as_ref(), input)?;
        // A null says no more than absence, but is kept; so is a list that holds nulls.
        if resource == Resource::Absent || input.take_non_canonical() {
            input.back(data.place);
            entry.extra.insert(RESOURCE_DATA, Raw::read(input)?);
        }
        input.back(end);
        Ok(Self { entry, resource, path })
    }

    fn write(&self, output: &mut Writer) {
        let data = |output: &mut Writer| self.resource.write(output);
        let is_said = self.resource == Resource::Absent || self.is_kept();
        let aside: Option<WriteMember<'_>> = if is_said { None } else { Some((RESOURCE_DATA, &data)) };
        write_object_with(&self.entry, None, aside, output);
    }
}

json_serde!(Notification);

impl Notification {
    /// Whether the text that is kept of the data still means the resource.
    fn is_kept(&self) -> bool {
        let Some(raw) = self.entry.extra.get(RESOURCE_DATA) else { return false };
        let mut input = Reader::new(raw.as_str());
        let read = Outline::read(&mut input).and_then(|outline| {
            input.back(outline.place);
            Resource::read(&outline, self.path.as_ref(), &mut input)
        });
        read.is_ok_and(|resource| resource == self.resource)
    }
}

/// What says which resource changed, in the order of trust.
fn path_of(entry: &CommsNotification, data: Option<&Outline<'_>>) -> Option<ResourcePath> {
    let older = entry.extra.get("resource");
    let older = older.as_ref().and_then(Raw::text);
    let own = data.and_then(|data| data.id.as_deref());
    [entry.resource_url.as_deref(), older.as_deref(), own]
        .into_iter()
        .flatten()
        .find_map(|url| url.parse().ok())
}
