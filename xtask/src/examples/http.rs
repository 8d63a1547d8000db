//! Parses HTTP messages in documentation: start line, headers, blank line and body, each of which may be
//! missing.

/// A message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message<'t> {
    /// The start line.
    pub start: Option<Start>,
    /// The body.
    pub body: &'t str,
    /// The number of lines before the body.
    pub body_line: usize,
    /// Whether the body may be JSON according to the headers.
    pub is_json: bool,
}

/// A start line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Start {
    /// `POST https://host/path`.
    Request {
        /// The method.
        method: String,
        /// The path or address.
        target: String,
    },
    /// `HTTP/1.1 200 OK`.
    Response {
        /// The status.
        status: u16,
    },
}

const METHODS: [&str; 5] = ["GET", "POST", "PATCH", "PUT", "DELETE"];

/// Parses a message.
#[must_use]
pub fn message(text: &str) -> Message<'_> {
    let mut rest = text;
    let mut body_line = 0;
    while let Some(line) = rest.lines().next().filter(|line| line.trim().is_empty()) {
        rest = after(rest, line);
        body_line += 1;
    }
    let Some((line, start)) = rest.lines().next().and_then(|line| Some((line, start(line)?))) else {
        return Message { start: None, body: rest, body_line, is_json: true };
    };
    rest = after(rest, line);
    body_line += 1;
    let mut is_json = true;
    while let Some(line) = rest.lines().next() {
        // Some pages have no blank line before the body.
        if line.trim_start().starts_with(['{', '[']) {
            break;
        }
        rest = after(rest, line);
        body_line += 1;
        if line.trim().is_empty() {
            break;
        }
        let header = line.to_lowercase();
        is_json &= !header.starts_with("content-type:") || header.contains("json");
    }
    Message { start: Some(start), body: rest, body_line, is_json }
}

/// Returns the text after a line.
fn after<'t>(text: &'t str, line: &str) -> &'t str {
    let rest = &text[line.len()..];
    rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix('\n')).unwrap_or(rest)
}

fn start(line: &str) -> Option<Start> {
    let (first, rest) = line.trim().split_once(' ')?;
    if first.starts_with("HTTP/") {
        let status = rest.trim().split(' ').next()?.parse().ok()?;
        return Some(Start::Response { status });
    }
    let target = rest.trim().split(' ').next()?;
    METHODS.contains(&first).then(|| Start::Request { method: first.to_owned(), target: target.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_may_be_missing() {
        let response = message("HTTP/1.1 200 OK\nContent-Type: application/json\n\n{\n}\n");
        assert_eq!((response.body, response.body_line), ("{\n}\n", 3));
        assert_eq!(response.start, Some(Start::Response { status: 200 }));
        let request = message("\nPOST /a HTTP/1.1\n{}");
        assert_eq!((request.body, request.body_line), ("{}", 2));
        let start = Start::Request { method: "POST".to_owned(), target: "/a".to_owned() };
        assert_eq!(request.start, Some(start));
        assert_eq!(message("\n{}").body_line, 1);
        assert_eq!(message("GET /a").body, "");
        assert!(!message("POST /a\nContent-type: text/plain\n\nx").is_json);
        assert_eq!(message("").body, "");
        assert_eq!(message("HTTP/1.1 many\n\nx").start, None);
    }
}
