//! SOAP messages: parsing, checking and decoding of requests, and encoding of responses.

use std::fmt;

use call_wire::server::{ElementRules, Problem, check_element};
use call_wire::xml::{self, Content, Element, Issue, Root};
use ews_um::soap::{Envelope, Header, ns};
use http::StatusCode;

use crate::answer::Answer;
use crate::request::Request;

/// A request that does not conform to the schema, with the position of the error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Violation {
    /// The line, from 1.
    pub(super) line: usize,
    /// The column, from 1.
    pub(super) position: usize,
    /// The problem.
    pub(super) text: String,
}

/// A message: its header, and the element in its body.
pub(super) struct Message<'r> {
    request: &'r Request,
    /// The header.
    pub(super) header: Header,
    /// The element in the body.
    pub(super) content: Element,
}

impl<'r> Message<'r> {
    /// Parses a message. Names in the namespaces with `https`, which some pages of the reference misspell, are not
    /// those of the schema.
    pub(super) fn parse(request: &'r Request) -> Result<Self, Violation> {
        if let Some(offset) = find(&request.body, b"https://schemas.microsoft.com/exchange/services/2006/") {
            let text = "the namespace begins with https (expected http)".to_owned();
            return Err(Violation::at(&request.body, offset, text));
        }
        let root = xml::parse(&request.body).map_err(|error| Violation::from(error.issue()))?;
        let body = root.child(ns::SOAP, "Body").filter(|_| root.name.is(ns::SOAP, "Envelope"));
        let content = body.and_then(|body| body.elements().next()).cloned().ok_or_else(|| {
            Violation::at(&request.body, 0, "the document is not a SOAP message with a body".to_owned())
        })?;
        let header = root.child(ns::SOAP, "Header").map(xml::from_element).transpose();
        let header = header.map_err(|issue| Violation::from(&issue))?.unwrap_or_default();
        Ok(Self { request, header, content })
    }

    /// Checks the content against the schema.
    pub(super) fn check(&self, rules: &ElementRules) -> Result<(), Violation> {
        if let Some(found) = check_element(&self.content, rules).first() {
            let mut path = found.pointer.rsplit('/').skip(usize::from(found.problem == Problem::Missing));
            let local = path.find(|step| !step.starts_with('@')).unwrap_or_default();
            return Err(self.violation(local, found.to_string()));
        }
        let mut rest = rules.children;
        for child in self.content.elements() {
            let at = rest.iter().position(|rules| child.name.is(rules.namespace, rules.name));
            // A second element with the same name is reported above.
            rest = at.and_then(|at| rest.get(at + 1..)).ok_or_else(|| {
                let (local, parent) = (&child.name.local, &self.content.name.local);
                self.violation(local, format!("{local} is not valid at this place in {parent}"))
            })?;
        }
        Ok(())
    }

    /// Decodes the content, which has been checked.
    pub(super) fn decode<T: Content>(&self) -> Result<T, Violation> {
        xml::from_element(&self.content).map_err(|issue| Violation::from(&issue))
    }

    /// Creates an error at the first element with a local name.
    pub(super) fn violation(&self, local: &str, text: String) -> Violation {
        Violation::at(&self.request.body, start_of(&self.request.body, local), text)
    }
}

impl Violation {
    fn at(body: &[u8], offset: usize, text: String) -> Self {
        let before = String::from_utf8_lossy(&body[..offset.min(body.len())]).into_owned();
        let line = before.matches('\n').count() + 1;
        let position = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
        Self { line, position, text }
    }
}

impl From<&Issue> for Violation {
    fn from(issue: &Issue) -> Self {
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
    xml_answer(status, xml::encode(envelope))
}

/// Returns a response with an encoded document.
pub(super) fn xml_answer<E: fmt::Display>(status: StatusCode, document: Result<String, E>) -> Answer {
    match document {
        Ok(text) => Answer::new(status, "text/xml; charset=utf-8", text),
        // Parsed requests and the values of the simulator contain only characters that XML allows.
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
