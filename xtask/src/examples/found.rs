//! What the readers of the documentation find.

use serde_json::Value;

use crate::diagnostic::Diagnostic;
use crate::read::xml::Element;

/// What a payload is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The body of a request.
    Request,
    /// The body of an answer that is a success.
    Response,
    /// What a service posts to an application.
    Notification,
    /// An event in its envelope.
    Event,
    /// A SOAP fault.
    Fault,
    /// The body of an answer that is a refusal.
    Error,
    /// A part of a message.
    Fragment,
    /// A template of a type, with the names of types in place of values.
    Representation,
}

impl Kind {
    /// The word for it, as the tables and the index files have it.
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

    /// The kind of that word.
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
    /// JSON, repaired where it had to be.
    Json(Value),
    /// XML: the root element, and the text as it stands.
    Xml(Element, String),
}

/// A payload, and what is known about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Example {
    /// The name of the API.
    pub api: &'static str,
    /// What it is.
    pub kind: Kind,
    /// The type of the payload, by its name in the schema.
    pub type_name: Option<String>,
    /// The operation.
    pub operation: Option<String>,
    /// The HTTP status of an answer.
    pub status: Option<u16>,
    /// Whether our schema knows the type.
    pub known: bool,
    /// What had to be repaired.
    pub repaired: Vec<&'static str>,
    /// What else is wrong around it.
    pub remark: Option<&'static str>,
    /// The payload itself.
    pub payload: Payload,
    /// The line where it begins, counted from 1.
    pub line: usize,
    /// The page, as seen from the folder that was searched.
    pub page: String,
}

/// What a reader made of a page.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// The payloads.
    pub examples: Vec<Example>,
    /// What could not be read.
    pub diagnostics: Vec<Diagnostic>,
    /// Whether anything on the page is about one of our types or operations.
    pub is_ours: bool,
}

impl Reading {
    /// Adds what another reader made of the same page.
    pub fn join(&mut self, other: Self) {
        self.examples.extend(other.examples);
        self.diagnostics.extend(other.diagnostics);
        self.is_ours |= other.is_ours;
    }
}
