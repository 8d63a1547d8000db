//! What the service posts to a call's `callbackUri`, and what to answer. No HTTP here: bytes in, an [`Answer`]
//! out.
//!
//! ```
//! use graph_calls::notification::{Notifications, Resource};
//!
//! let body = br##"{"@odata.type": "#microsoft.graph.commsNotifications", "value": [{
//!     "@odata.type": "#microsoft.graph.commsNotification",
//!     "changeType": "updated",
//!     "resourceUrl": "/communications/calls/57dab8b1-894c-409a-b240-bd8beae78896",
//!     "resourceData": {"@odata.type": "#microsoft.graph.call", "state": "established"}
//! }]}"##;
//! let notifications = Notifications::parse(body)?;
//! for entry in &notifications.entries {
//!     match entry {
//!         Ok(entry) => match (&entry.resource, &entry.path) {
//!             (Resource::Call(call), Some(path)) => println!("{} is {:?}", path.call_id, call.state),
//!             (other, _) => println!("not handled: {other:?}"),
//!         },
//!         Err(error) => eprintln!("{error}"),
//!     }
//! }
//! assert_eq!(notifications.answer().status, 202);
//! # Ok::<(), graph_calls::notification::NotificationError>(())
//! ```
//!
//! # What to expect of the service
//!
//! * Notifications come out of order: `established` may overtake `establishing`, and a call may go from
//!   `establishing` to `terminating` at once (pages call-answer and call-notifications). By report they also
//!   come late, empty or not at all. So take the state of a call from a notification as news, not as the
//!   truth, and mend it by reading the call where it matters.
//! * An operation that ends is told as a *deleted* resource, which carries the operation.
//! * Answer at once and work afterwards. An incoming call must be answered, rejected or redirected within 15
//!   seconds, and within 5 in policy-based recording (page call-answer).
//! * Anybody can post to a callback. Check the token that comes with the request before anything else: `token`,
//!   with the feature of that name. `examples/webhook.rs` does it all.
//!
//! Source of the facts: Microsoft Graph v1.0, resource pages commsNotifications and commsNotification; what
//! `resourceData` holds stands in no schema and was read off the documented notifications.

mod answer;
mod error;
mod path;
mod raw;
mod resource;

use call_wire::json::{self, Object as _, Value, decode, decode_value};
use serde::{Serialize, Serializer, ser::Error as _};
use serde_json::Map;

use crate::{CommsNotification, CommsNotifications};

pub use answer::Answer;
pub use error::NotificationError;
pub use path::{NotACall, Part, ResourcePath};
pub use raw::Raw;
pub use resource::Resource;

/// The member of an entry that no schema has.
const RESOURCE_DATA: &str = "resourceData";

/// The body of one request to a call's `callbackUri`.
///
/// It loses nothing: serialized again, the JSON value is the one that came, broken entries included.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Notifications {
    /// The entries, in the order of the body. One that cannot be read leaves the others as they are.
    pub entries: Vec<Result<Notification, NotificationError>>,
    /// In which form the body came.
    pub form: Form,
}

/// In which form a body came.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Form {
    /// The form of Graph, with the members around the entries. The entries are taken out of its `value`.
    Graph(Box<CommsNotifications>),
    /// An older form, in which the first notification of an incoming call may come. What it tells comes in
    /// the form of Graph after the answer 204: see [`Notifications::answer`].
    Older(Raw),
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

impl Notifications {
    /// Reads a body.
    ///
    /// An empty body, or one of white space, is no error: it has no entries.
    ///
    /// # Errors
    ///
    /// What is not JSON, or not an object, or has a `value` that is no array. Faults within an entry are
    /// in [`entries`](Self::entries).
    pub fn parse(body: &[u8]) -> Result<Self, NotificationError> {
        if body.trim_ascii().is_empty() {
            return Ok(Self { entries: Vec::new(), form: Form::Empty });
        }
        let body: Value = decode(body).map_err(|error| NotificationError::undecoded("", &error))?;
        let Value::Object(mut around) = body else {
            return Err(NotificationError::unlike("", "an object (commsNotifications)", &body));
        };
        if is_older(&around) {
            return Ok(Self { entries: Vec::new(), form: Form::Older(Raw(Value::Object(around))) });
        }
        let entries = match around.get_mut("value") {
            Some(Value::Array(entries)) => std::mem::take(entries),
            None | Some(Value::Null) => Vec::new(),
            Some(other) => return Err(NotificationError::unlike("/value", "an array", other)),
        };
        let around = Value::Object(around);
        let form = decode_value(&around).map_err(|error| NotificationError::undecoded("", &error))?;
        let entries = entries.into_iter().enumerate();
        let entries = entries.map(|(index, entry)| Notification::read(&format!("/value/{index}"), entry));
        Ok(Self { entries: entries.collect(), form: Form::Graph(Box::new(form)) })
    }

    /// The entries that could be read.
    pub fn iter(&self) -> impl Iterator<Item = &Notification> {
        self.entries.iter().filter_map(|entry| entry.as_ref().ok())
    }

    /// The usual answer to this body: 204 to the older form, so that the service sends the form of Graph
    /// instead; 202 to all else. Policy-based recording wants [`Answer::joining`] where a
    /// [`Resource::ParticipantJoining`] is among the entries.
    #[must_use]
    pub fn answer(&self) -> Answer {
        match self.form {
            Form::Older(_) => Answer::no_content(),
            _ => Answer::accepted(),
        }
    }
}

/// An object that has neither the tag nor the entries of a commsNotifications.
fn is_older(body: &Map<String, Value>) -> bool {
    let tag = CommsNotifications::INFO.tag;
    let tagged = body.get(resource::TAG).and_then(Value::as_str);
    let tagged = tagged.is_some_and(|text| tag.is_some_and(|tag| tag.is(text)));
    !tagged && !body.contains_key("value")
}

impl Notification {
    /// Reads an entry that stands at a place of the body.
    fn read(place: &str, entry: Value) -> Result<Self, NotificationError> {
        let Value::Object(mut members) = entry else {
            let error = NotificationError::unlike(place, "an object (commsNotification)", &entry);
            return Err(error.with_raw(entry));
        };
        // A null says no more than absence, but is kept where the entry keeps its other nulls.
        let data = match members.get(RESOURCE_DATA) {
            Some(data) if !data.is_null() => members.remove(RESOURCE_DATA),
            _ => None,
        };
        let around = Value::Object(members);
        let read = || {
            let entry: CommsNotification =
                decode_value(&around).map_err(|error| NotificationError::undecoded(place, &error))?;
            let path = path_of(&entry, data.as_ref());
            let place = format!("{place}/{RESOURCE_DATA}");
            let resource = Resource::read(&place, data.as_ref(), path.as_ref())?;
            Ok(Self { entry, resource, path })
        };
        read().map_err(|error: NotificationError| error.with_raw(whole(around.clone(), data.clone())))
    }
}

/// An entry with its data in its place.
fn whole(mut around: Value, data: Option<Value>) -> Value {
    if let (Value::Object(members), Some(data)) = (&mut around, data) {
        members.insert(RESOURCE_DATA.to_owned(), data);
    }
    around
}

/// What says which resource changed, in the order of trust.
fn path_of(entry: &CommsNotification, data: Option<&Value>) -> Option<ResourcePath> {
    let older = entry.extra.get("resource");
    let older = older.as_ref().and_then(json::Raw::text);
    let own = data.and_then(|data| data.get("@odata.id")).and_then(Value::as_str);
    [entry.resource_url.as_deref(), older.as_deref(), own]
        .into_iter()
        .flatten()
        .find_map(|url| url.parse().ok())
}

impl Serialize for Notifications {
    fn serialize<S: Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
        let around = match &self.form {
            Form::Empty => return output.serialize_none(),
            Form::Older(body) => return body.0.serialize(output),
            Form::Graph(around) => serde_json::to_value(around).map_err(S::Error::custom)?,
        };
        let mut body = around;
        if let Some(value) = body.get_mut("value").filter(|value| value.is_array()) {
            *value = self.entries.iter().map(to_value).collect::<Result<_, _>>().map_err(S::Error::custom)?;
        }
        body.serialize(output)
    }
}

fn to_value(entry: &Result<Notification, NotificationError>) -> Result<Value, serde_json::Error> {
    match entry {
        Ok(entry) => serde_json::to_value(entry),
        Err(error) => Ok(error.raw().cloned().unwrap_or_default()),
    }
}

impl Serialize for Notification {
    fn serialize<S: Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
        let entry = serde_json::to_value(&self.entry).map_err(S::Error::custom)?;
        let data = match &self.resource {
            Resource::Absent => None,
            resource => Some(serde_json::to_value(resource).map_err(S::Error::custom)?),
        };
        whole(entry, data).serialize(output)
    }
}
