//! Errors of reading events.

use std::error::Error;
use std::fmt;

use call_webhook::Refused;
use call_wire::json::{Raw, ReadError};

/// An error for a body or an event that could not be read.
///
/// [`Debug`](fmt::Debug) and [`Display`](fmt::Display) do not show the event; [`raw`](Self::raw) returns it.
pub struct EventError(Box<Parts>);

#[derive(Default)]
struct Parts {
    path: String,
    message: String,
    position: Option<(usize, usize)>,
    event_type: Option<String>,
    id: Option<String>,
    raw: Option<Raw<'static>>,
    is_too_many: bool,
}

/// An error of an event, without its path in the body.
pub(super) enum Fault {
    /// A value is not valid.
    Value(ReadError),
    /// A member is missing: its name, and the message.
    Missing(&'static str, String),
}

impl From<ReadError> for Fault {
    fn from(error: ReadError) -> Self {
        Self::Value(error)
    }
}

impl EventError {
    pub(super) fn new(path: impl Into<String>, message: impl Into<String>) -> Self {
        Self(Box::new(Parts { path: path.into(), message: message.into(), ..Parts::default() }))
    }

    /// Creates the error of a body that could not be read, with the path of the event with the error, and line and
    /// column.
    pub(super) fn of_body(path: &str, message: &str, position: Option<(usize, usize)>) -> Self {
        let mut error = Self::new(path, message);
        error.0.position = position;
        error
    }

    /// Marks the error as that of a body with too many events.
    pub(super) fn too_many(mut self) -> Self {
        self.0.is_too_many = true;
        self
    }

    /// Returns whether the body has too many events.
    fn is_too_many(&self) -> bool {
        self.0.is_too_many
    }

    /// Returns the refusal of a body that could not be read.
    pub(super) fn into_refused(self) -> Refused {
        Refused::because(if self.is_too_many() { 413 } else { 400 }, self)
    }

    /// Adds the event, with its type and id. If a member occurs twice, the first one counts.
    pub(super) fn with_event(mut self, event: &Raw<'_>, type_member: &str) -> Self {
        let text = |name| event.get(name)?.text().map(Into::into);
        self.0.event_type = text(type_member);
        self.0.id = text("id");
        self.0.raw = Some(event.compact());
        self
    }

    /// Returns the place of the error as a JSON pointer, such as `/1/data/resultInformation/code`. It is empty for the
    /// body as a whole.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.0.path
    }

    /// Returns the message: the expected and the actual value.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// Returns the line and column, counted from 1, if the body is not JSON.
    #[must_use]
    pub fn position(&self) -> Option<(usize, usize)> {
        self.0.position
    }

    /// Returns the type of the invalid event.
    #[must_use]
    pub fn event_type(&self) -> Option<&str> {
        self.0.event_type.as_deref()
    }

    /// Returns the id of the invalid event.
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        self.0.id.as_deref()
    }

    /// Returns the invalid event as received; `None` if the body as a whole could not be read.
    #[must_use]
    pub fn raw(&self) -> Option<&Raw<'static>> {
        self.0.raw.as_ref()
    }
}

impl fmt::Display for EventError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts = &self.0;
        let place = if parts.path.is_empty() { "the body" } else { &parts.path };
        write!(f, "{place}: {}", parts.message)?;
        if let Some((line, column)) = parts.position {
            write!(f, " (line {line}, column {column})")?;
        }
        match (&parts.event_type, &parts.id) {
            (Some(event_type), Some(id)) => write!(f, " (event {event_type:?}, id {id:?})"),
            (Some(event_type), None) => write!(f, " (event {event_type:?})"),
            (None, Some(id)) => write!(f, " (event with id {id:?})"),
            (None, None) => Ok(()),
        }
    }
}

impl fmt::Debug for EventError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts = &self.0;
        f.debug_struct("EventError")
            .field("path", &parts.path)
            .field("message", &parts.message)
            .field("position", &parts.position)
            .field("event_type", &parts.event_type)
            .field("id", &parts.id)
            .finish_non_exhaustive()
    }
}

impl Error for EventError {}
