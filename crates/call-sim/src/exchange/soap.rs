//! SOAP messages: requests are read by the types of the schema, and responses are made of them.

use call_wire::xml::{self, DecodeError, Extra, Name, Root};
use ews_um::soap::{Envelope, Header, ns};
use http::StatusCode;

use crate::answer::Answer;
use crate::request::Request;

/// The content type of SOAP 1.1.
pub(super) const CONTENT_TYPE: &str = "text/xml; charset=utf-8";

/// A request that does not conform to the schema, with the position of the error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Violation {
    /// The line, from 1.
    pub(super) line: usize,
    /// The column, from 1.
    pub(super) position: usize,
    /// What is wrong.
    pub(super) text: String,
}

/// Returns the name of the element in the body. `None` if the message is not SOAP.
pub(super) fn content_name(request: &Request) -> Option<Name> {
    let root = xml::parse(&request.body).ok().filter(|root| root.name.is(ns::SOAP, "Envelope"))?;
    let content = root.child(ns::SOAP, "Body")?.elements().next()?;
    Some(content.name.clone())
}

/// A message in the form that the schema requires.
pub(super) struct Message<'r, T> {
    request: &'r Request,
    /// The header.
    pub(super) header: Header,
    /// The content of the body.
    pub(super) content: T,
}

/// Reads a message, and checks that its content has no child that the schema does not have. `extra` returns the unknown
/// parts of the content.
pub(super) fn read<T: Root + PartialEq + 'static>(
    request: &Request,
    extra: fn(&T) -> &Extra,
) -> Result<Message<'_, T>, Violation> {
    let message = read_open(request)?;
    let extra = extra(&message.content);
    let other = extra.elements().chain(extra.unread()).next();
    match other {
        None => Ok(message),
        Some(other) => {
            let (local, parent) = (&other.name.local, message.name());
            let text = format!("{parent} has a child {local} that is not valid here");
            Err(Violation::new(request, local, text))
        }
    }
}

/// Reads a message. Names in the namespaces with `https`, which some pages of the reference misspell, are not those of
/// the schema.
pub(super) fn read_open<T: Root + PartialEq + 'static>(
    request: &Request,
) -> Result<Message<'_, T>, Violation> {
    if let Some(offset) = find(&request.body, b"https://schemas.microsoft.com/exchange/services/2006/") {
        let text = "the namespace begins with https (expected http)".to_owned();
        return Err(Violation::at(&request.body, offset, text));
    }
    let mut envelope: Envelope<T> = xml::decode(&request.body).map_err(Violation::from)?;
    let header = envelope.header.take().unwrap_or_default();
    let content =
        envelope.into_content().map_err(|error| Violation::new(request, "Body", error.to_string()))?;
    Ok(Message { request, header, content })
}

impl<T: Root> Message<'_, T> {
    /// Returns a member that the schema requires.
    pub(super) fn required<V>(&self, value: Option<V>, member: &str) -> Result<V, Violation> {
        value.ok_or_else(|| {
            let name = self.name();
            Violation::new(self.request, &name, format!("{name} has no {member}"))
        })
    }

    /// Returns the error of a member whose value is not valid.
    pub(super) fn invalid(&self, member: &str, expected: &str) -> Violation {
        Violation::new(self.request, member, format!("{member} is not valid (expected {expected})"))
    }

    fn name(&self) -> String {
        self.content.root_name().local.into_owned()
    }
}

impl Violation {
    /// Creates an error at the first element with a local name.
    fn new(request: &Request, local: &str, text: String) -> Self {
        Self::at(&request.body, start_of(&request.body, local), text)
    }

    fn at(body: &[u8], offset: usize, text: String) -> Self {
        let before = String::from_utf8_lossy(&body[..offset.min(body.len())]).into_owned();
        let line = before.matches('\n').count() + 1;
        let position = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
        Self { line, position, text }
    }
}

impl From<DecodeError> for Violation {
    fn from(error: DecodeError) -> Self {
        let issue = error.issue();
        let text = format!("expected {}, found {}", issue.expected(), issue.found());
        Self { line: issue.line(), position: issue.column(), text }
    }
}

/// Returns the offset of the name in the first start tag with a local name, or 0.
fn start_of(body: &[u8], local: &str) -> usize {
    let is_end = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/');
    let mut tags = body.iter().enumerate().filter(|(_, byte)| **byte == b'<').map(|(at, _)| at + 1);
    let found = tags.find(|at| {
        let name = body[*at..].split(is_end).next().unwrap_or_default();
        name.rsplit(|byte| *byte == b':').next() == Some(local.as_bytes())
    });
    found.unwrap_or_default()
}

fn find(text: &[u8], wanted: &[u8]) -> Option<usize> {
    text.windows(wanted.len()).position(|window| window == wanted)
}

/// Returns a response with a SOAP message.
pub(super) fn answer<T: Root + PartialEq + 'static>(status: StatusCode, envelope: &Envelope<T>) -> Answer {
    match xml::encode(envelope) {
        Ok(text) => Answer::new(status, CONTENT_TYPE, text),
        // The values of the simulator have no characters that XML does not allow.
        Err(error) => Answer::new(StatusCode::INTERNAL_SERVER_ERROR, "text/plain", error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_violation_has_the_position_of_the_element() {
        let body = b"<s:Envelope>\n <s:Body><m:CallIds/>\n  <m:CallId/></s:Body></s:Envelope>";
        let offset = start_of(body, "CallId");
        let violation = Violation::at(body, offset, String::new());
        assert_eq!((violation.line, violation.position), (3, 4));
        assert_eq!(start_of(body, "Other"), 0);
    }
}
