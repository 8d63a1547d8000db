//! Reads the pages of the Graph reference: HTTP messages and JSON in fenced blocks, each after a comment.

use serde_json::Value;

use super::exchange::unclosed;
use super::found::{Example, Kind, Payload, Reading};
use super::http::{self, Message, Start};
use super::index::ApiIndex;
use super::markdown::Block;
use super::repair;
use schema_codegen::diagnostic::{Diagnostic, Result};

/// The languages of the blocks with messages.
const LANGUAGES: [&str; 4] = ["http", "json", "msgraph-interactive", "msgraph"];

/// The namespace of the types.
const NAMESPACE: &str = "microsoft.graph.";

/// The type of notifications.
const NOTIFICATIONS: [&str; 2] = ["commsNotifications", "commsNotification"];

/// Reads the blocks of a page.
#[must_use]
pub fn read(blocks: &[Block], known: &ApiIndex) -> Reading {
    let mut reader = Reader { known, request: None, reading: Reading::default() };
    for block in blocks.iter().filter(|block| LANGUAGES.contains(&block.language.as_str())) {
        reader.block(block);
    }
    reader.reading
}

struct Reader<'k> {
    known: &'k ApiIndex,
    /// The operation of the last request on the page, to which the next response belongs.
    request: Option<String>,
    reading: Reading,
}

impl Reader<'_> {
    fn block(&mut self, block: &Block) {
        let message = http::message(&block.text);
        let operation = match &message.start {
            Some(Start::Request { method, target }) => {
                self.known.operation_at(method, target).map(str::to_owned)
            }
            _ => None,
        };
        if matches!(message.start, Some(Start::Request { .. })) && !is_callback(&message) {
            self.request.clone_from(&operation);
        }
        if message.body.trim().is_empty() || !message.is_json {
            return;
        }
        let is_response = matches!(message.start, Some(Start::Response { .. }));
        let is_answer = is_response && self.request.is_some();
        self.reading.is_ours |= operation.is_some() || is_answer || self.mentions_type(block);
        match self.example(block, &message, operation) {
            Ok(example) => self.reading.examples.push(example),
            Err(diagnostic) => self.reading.diagnostics.push(diagnostic),
        }
    }

    /// Returns whether the block or the comment before it names one of our types.
    fn mentions_type(&self, block: &Block) -> bool {
        let is_common = |name: &str| COMMON.contains(&name.strip_prefix(NAMESPACE).unwrap_or(name));
        let ours = |name: &str| self.known.has_type(name) && !is_common(name);
        let comment = annotated_type(self.known, &block.comment);
        let in_text = block.text.split(NAMESPACE).skip(1).map(|rest| {
            let end = rest.find(|sign: char| !(sign.is_alphanumeric() || sign == '.')).unwrap_or(rest.len());
            &rest[..end]
        });
        // The name of a member or of an action may follow.
        let names = in_text.flat_map(|name| [name, name.split('.').next().unwrap_or(name)]);
        let mut names = names.map(|name| self.known.short(&format!("{NAMESPACE}{name}")));
        comment.is_some_and(|name| ours(&name)) || names.any(|name| ours(&name))
    }

    fn example(&self, block: &Block, message: &Message<'_>, operation: Option<String>) -> Result<Example> {
        if !block.closed {
            return Err(unclosed(block));
        }
        let line = block.line + message.body_line;
        // Preceding line breaks make the lines of diagnostics those of the page.
        let placed = format!("{}{}", "\n".repeat(line - 1), message.body);
        let repaired = repair::read(&placed).map_err(|diagnostic| Diagnostic { help: None, ..diagnostic })?;
        let kind = kind(self.known, block, message, &repaired.value);
        let status = match message.start {
            Some(Start::Response { status }) => Some(status),
            _ => None,
        };
        let operation = match kind {
            Kind::Request => operation,
            Kind::Response | Kind::Error => self.request.clone(),
            _ => None,
        };
        let type_name = self.type_name(block, kind, operation.as_deref(), status, &repaired.value);
        Ok(Example {
            api: &self.known.api.name,
            kind,
            known: type_name.as_ref().is_some_and(|name| self.known.has_type(name)),
            type_name,
            operation,
            status,
            repaired: repaired.notes,
            remark: block.broken_comment.then_some("the comment before it is not JSON"),
            payload: Payload::Json(repaired.value),
            line,
            page: String::new(),
        })
    }

    /// Returns the type, by the operation, else by the comment, else by the payload.
    fn type_name(
        &self,
        block: &Block,
        kind: Kind,
        operation: Option<&str>,
        status: Option<u16>,
        value: &Value,
    ) -> Option<String> {
        let by_operation = operation.and_then(|id| match kind {
            Kind::Request => self.known.body(id),
            _ => self.known.response(id, status),
        });
        let by_operation = by_operation.map(str::to_owned);
        let annotated = || annotated_type(self.known, &block.comment);
        let stated = by_operation.or_else(annotated).or_else(|| own_type(self.known, value));
        // All notifications have this type.
        stated.or_else(|| (kind == Kind::Notification).then(|| NOTIFICATIONS[0].to_owned()))
    }
}

/// Types that pages about other APIs use, too.
const COMMON: [&str; 3] = ["entity", "identity", "identitySet"];

/// Returns the type in the comment before a block.
fn annotated_type(known: &ApiIndex, comment: &Value) -> Option<String> {
    let plain = known.short(comment["@odata.type"].as_str()?);
    if comment["isCollection"] == true && !plain.starts_with("Collection(") {
        return Some(format!("Collection({plain})"));
    }
    Some(plain)
}

fn own_type(known: &ApiIndex, value: &Value) -> Option<String> {
    value["@odata.type"].as_str().map(|name| known.short(name))
}

fn is_callback(message: &Message<'_>) -> bool {
    match &message.start {
        Some(Start::Request { method, target }) => {
            method == "POST" && target.contains("://") && !target.contains("graph.microsoft.")
        }
        _ => false,
    }
}

fn kind(known: &ApiIndex, block: &Block, message: &Message<'_>, value: &Value) -> Kind {
    let stated = block.comment["blockType"].as_str().unwrap_or_default();
    let type_name = own_type(known, value).or_else(|| annotated_type(known, &block.comment));
    let type_name = type_name.unwrap_or_default();
    if stated == "resource" {
        return Kind::Representation;
    }
    if NOTIFICATIONS.contains(&type_name.as_str()) || is_callback(message) {
        return Kind::Notification;
    }
    match (&message.start, stated) {
        (Some(Start::Response { status }), _) if *status >= 400 => Kind::Error,
        (Some(Start::Response { .. }), _) | (None, "response") => Kind::Response,
        (Some(Start::Request { .. }), _) | (None, "request") => Kind::Request,
        (None, _) if is_template(value) => Kind::Representation,
        (None, _) => kind_by_heading(&block.headings),
    }
}

/// Returns whether a payload has the names of types as values.
fn is_template(value: &Value) -> bool {
    match value {
        Value::String(text) => TYPES.contains(&text.split(" (").next().unwrap_or_default()),
        Value::Array(items) => items.iter().any(is_template),
        Value::Object(members) => members.values().any(is_template),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

/// The names of types in templates, which are not translated.
const TYPES: [&str; 10] =
    ["Boolean", "Date", "DateTimeOffset", "Double", "Duration", "Guid", "Int32", "Int64", "Stream", "String"];

fn kind_by_heading(headings: &[String]) -> Kind {
    let last = headings.last().map(|title| title.to_lowercase()).unwrap_or_default();
    if last.contains("json representation") {
        Kind::Representation
    } else if last.contains("notification") {
        Kind::Notification
    } else {
        Kind::Fragment
    }
}
