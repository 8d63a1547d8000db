//! The journal: every request, response, callback and action, in order.

use std::collections::VecDeque;
use std::fmt;

use http::HeaderMap;
use jiff::Timestamp;
use serde::Serialize;

use crate::clock::as_text;
use crate::service::Service;

/// The number of entries that a journal keeps. Older entries are dropped.
const KEPT: usize = 200_000;

/// An entry of the journal.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Entry {
    /// The number of the entry, from 1.
    pub number: u64,
    /// The simulator's time.
    #[serde(serialize_with = "as_text")]
    pub time: Timestamp,
    /// The service.
    pub service: Service,
    /// The id of the call, if the entry belongs to one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub call: Option<String>,
    /// The kind of the entry.
    pub kind: Kind,
    /// The name of the operation, the event, the action or the state, such as `create_call` or `CallConnected`.
    pub name: String,
    /// One line of detail: the method and the target, the status, or a message.
    pub detail: String,
    /// The number of the entry that this one responds to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub in_reply_to: Option<u64>,
    /// The status of a response.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// The headers. Credentials are redacted.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub headers: Vec<(String, String)>,
    /// The body as text. A body that is not UTF-8 is replaced by its size.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub body: String,
}

/// The kinds of entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum Kind {
    /// The application sent a request to the service.
    Request,
    /// The service responded.
    Response,
    /// The service sent a callback, a notification or an Event Grid event to the application.
    Callback,
    /// The application responded to a callback, or could not be reached.
    CallbackResponse,
    /// The service sent a frame on a media WebSocket.
    FrameSent,
    /// The service received a frame on a media WebSocket.
    FrameReceived,
    /// A call changed its state.
    State,
    /// A remote party acted because of a script, the page, or its magic number.
    Phone,
    /// A fault was injected.
    Fault,
    /// The application made a risky request, or something failed: for example, a callback could not be delivered.
    Warning,
}

impl Entry {
    /// Returns the entry without its headers and body.
    pub(crate) fn brief(&self) -> Self {
        Self {
            number: self.number,
            time: self.time,
            service: self.service,
            call: self.call.clone(),
            kind: self.kind,
            name: self.name.clone(),
            detail: self.detail.clone(),
            in_reply_to: self.in_reply_to,
            status: self.status,
            headers: Vec::new(),
            body: String::new(),
        }
    }
}

/// An entry before it is numbered and timed.
#[derive(Clone, Debug)]
pub(crate) struct NewEntry(Entry);

impl NewEntry {
    /// Creates an entry.
    pub(crate) fn new(service: Service, kind: Kind, name: impl Into<String>) -> Self {
        Self(Entry {
            number: 0,
            time: Timestamp::UNIX_EPOCH,
            service,
            call: None,
            kind,
            name: name.into(),
            detail: String::new(),
            in_reply_to: None,
            status: None,
            headers: Vec::new(),
            body: String::new(),
        })
    }

    /// Sets the call.
    pub(crate) fn call(mut self, call: impl Into<Option<String>>) -> Self {
        self.0.call = call.into();
        self
    }

    /// Sets the line of detail. Secrets in URLs are redacted.
    pub(crate) fn detail(mut self, detail: impl fmt::Display) -> Self {
        let detail = detail.to_string();
        self.0.detail = without_user(&call_wire::without_secret_parameters(&detail));
        self
    }

    /// Sets the number of the entry that this one responds to.
    pub(crate) fn in_reply_to(mut self, number: u64) -> Self {
        self.0.in_reply_to = Some(number);
        self
    }

    /// Sets the status of a response.
    pub(crate) fn status(mut self, status: u16) -> Self {
        self.0.status = Some(status);
        self
    }

    /// Sets the headers, without the credentials in them.
    pub(crate) fn headers(mut self, headers: &HeaderMap) -> Self {
        let each = headers.iter().map(|(name, value)| {
            let value = value.to_str().unwrap_or("(not text)");
            let is_secret = ["authorization", "cookie", "set-cookie"].contains(&name.as_str());
            (name.to_string(), if is_secret { without_credential(value) } else { value.to_owned() })
        });
        self.0.headers = each.collect();
        self
    }

    /// Sets the body.
    pub(crate) fn body(mut self, body: &[u8]) -> Self {
        self.0.body = match std::str::from_utf8(body) {
            Ok(text) => text.to_owned(),
            Err(_) => format!("({} bytes that are not text)", body.len()),
        };
        self
    }
}

/// Redacts the user and the password of a URL in a text.
fn without_user(text: &str) -> String {
    let parts = text.split_once("://").and_then(|(before, rest)| {
        let authority = rest.split(['/', '?', '#', ' ']).next()?;
        let (user, _) = authority.rsplit_once('@')?;
        Some(format!("{before}://[redacted]{}", &rest[user.len()..]))
    });
    parts.unwrap_or_else(|| text.to_owned())
}

/// Returns only the scheme of a credential.
fn without_credential(value: &str) -> String {
    let scheme = value.split_once(' ').map_or("", |(scheme, _)| scheme);
    format!("{scheme} [redacted]").trim_start().to_owned()
}

/// The journal of a simulator.
pub(crate) struct Journal {
    last: u64,
    entries: VecDeque<Entry>,
}

impl Journal {
    /// Creates an empty journal.
    pub(crate) fn new() -> Self {
        Self { last: 0, entries: VecDeque::new() }
    }

    /// Adds an entry and returns its number.
    pub(crate) fn add(&mut self, time: Timestamp, entry: NewEntry) -> u64 {
        self.last += 1;
        let entry = Entry { number: self.last, time, ..entry.0 };
        if self.entries.len() == KEPT {
            self.entries.pop_front();
        }
        self.entries.push_back(entry);
        self.last
    }

    /// Sets the call of an entry, if the journal still has it.
    pub(crate) fn set_call(&mut self, number: u64, call: &str) {
        let at = self.entries.partition_point(|entry| entry.number < number);
        if let Some(entry) = self.entries.get_mut(at).filter(|entry| entry.number == number) {
            entry.call = Some(call.to_owned());
        }
    }

    /// Returns the entries after a number, in order.
    pub(crate) fn after(&self, number: u64) -> impl Iterator<Item = &Entry> {
        let first = self.entries.partition_point(|entry| entry.number <= number);
        self.entries.range(first..)
    }

    /// Returns the number of the first entry. If the journal is empty, it is the number of the next entry.
    pub(crate) fn first(&self) -> u64 {
        self.entries.front().map_or(self.last + 1, |entry| entry.number)
    }

    /// Returns the number of the last entry.
    pub(crate) fn last(&self) -> u64 {
        self.last
    }

    /// Removes all entries. The numbers continue.
    pub(crate) fn clear(&mut self) {
        self.entries.clear();
    }
}

impl fmt::Debug for Journal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Journal").field("entries", &self.entries.len()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::without_user;

    #[test]
    fn the_user_of_a_url_is_redacted() {
        assert_eq!(without_user("GET wss://user:pw@127.0.0.1:1/x@y"), "GET wss://[redacted]@127.0.0.1:1/x@y");
        for text in ["POST http://127.0.0.1:1/a@b", "GET /calling", "4:+1@x", "a://"] {
            assert_eq!(without_user(text), text);
        }
    }
}
