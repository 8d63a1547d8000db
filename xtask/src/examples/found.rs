//! The payloads that are found in the documentation.

use serde_json::Value;

use schema_codegen::diagnostic::Diagnostic;
use schema_codegen::read::xml::Element;

/// The kind of a payload.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The body of a request.
    Request,
    /// The body of a successful response.
    Response,
    /// A notification that a service posts to an application.
    Notification,
    /// An event in its envelope.
    Event,
    /// A SOAP fault.
    Fault,
    /// The body of an error response.
    Error,
    /// A part of a message.
    Fragment,
    /// A template of a type, with names of types as values.
    Representation,
}

impl Kind {
    /// Returns the kind as a word, as in tables and index files.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Response => "response",
            Self::Notification => "notification",
            Self::Event => "event",
            Self::Fault => "fault",
            Self::Error => "error",
            Self::Fragment => "fragment",
            Self::Representation => "representation",
        }
    }

    /// Returns the kind for a word.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        let all = [
            Self::Request,
            Self::Response,
            Self::Notification,
            Self::Event,
            Self::Fault,
            Self::Error,
            Self::Fragment,
            Self::Representation,
        ];
        all.into_iter().find(|kind| kind.word() == word)
    }
}

/// A payload.
#[derive(Clone, Debug, PartialEq)]
pub enum Payload {
    /// JSON, repaired if necessary.
    Json(Value),
    /// XML: the root element, and the original text.
    Xml(Element, String),
}

/// A payload with its type and origin.
#[derive(Clone, Debug, PartialEq)]
pub struct Example {
    /// The name of the API.
    pub api: &'static str,
    /// The kind of the payload.
    pub kind: Kind,
    /// The type of the payload, by its name in the schema.
    pub type_name: Option<String>,
    /// The operation.
    pub operation: Option<String>,
    /// The HTTP status of a response.
    pub status: Option<u16>,
    /// Whether the type is in our schema.
    pub known: bool,
    /// The repairs.
    pub repaired: Vec<&'static str>,
    /// Another remark about the page.
    pub remark: Option<&'static str>,
    /// The payload itself.
    pub payload: Payload,
    /// The line where it begins, counted from 1.
    pub line: usize,
    /// The path of the page, relative to the folder that was searched.
    pub page: String,
}

/// The result of reading a page.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// The payloads.
    pub examples: Vec<Example>,
    /// The payloads that could not be read.
    pub diagnostics: Vec<Diagnostic>,
    /// Whether the page is about one of our types or operations.
    pub is_ours: bool,
}

impl Reading {
    /// Returns the best of the results for several APIs: that of the API with most payloads of known types.
    #[must_use]
    pub fn best(readings: impl Iterator<Item = Self>) -> Self {
        let rank = |one: &Self| (one.is_ours, one.examples.iter().filter(|example| example.known).count());
        let best = readings.reduce(|best, next| if rank(&next) > rank(&best) { next } else { best });
        best.unwrap_or_default()
    }

    /// Adds the result of another reader for the same page.
    pub fn join(&mut self, other: Self) {
        self.examples.extend(other.examples);
        self.diagnostics.extend(other.diagnostics);
        self.is_ours |= other.is_ours;
    }
}
