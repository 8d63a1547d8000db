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

/// Parses a message. A block may contain addresses or headers alone, or several requests without bodies.
#[must_use]
pub fn message(text: &str) -> Message<'_> {
    let mut message = Message { start: None, body: text, body_line: 0, is_json: true };
    let mut is_head = false;
    while let Some(line) = message.body.lines().next() {
        let found = start(line);
        if line.trim().is_empty() {
            is_head = false;
        } else if found.is_some() || is_address(line) {
            is_head = true;
        // Some pages have no blank line before the body.
        } else if line.trim_start().starts_with(['{', '[']) || !(is_head || is_header(line)) {
            break;
        }
        let header = line.to_lowercase();
        message.is_json &= !header.starts_with("content-type:") || header.contains("json");
        message.start = message.start.or(found);
        message.body = after(message.body, line);
        message.body_line += 1;
    }
    message
}

/// Returns whether a line is an address, which may begin with the name of a server in braces.
fn is_address(line: &str) -> bool {
    let line = line.trim();
    let rest = line.strip_prefix('{').and_then(|rest| rest.split_once('}'));
    let server = rest.is_some_and(|(name, rest)| is_word(name) && rest.starts_with('/'));
    server || line.starts_with("https://") || line.starts_with("http://") || line.starts_with('/')
}

/// Returns whether a line is a header.
fn is_header(line: &str) -> bool {
    line.split_once(':').is_some_and(|(name, _)| name.starts_with(char::is_uppercase) && is_word(name))
}

fn is_word(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|sign| sign.is_ascii_alphanumeric() || sign == '-' || sign == '_')
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
    // An address may contain blanks, after the commas between arguments.
    let target = rest.rsplit_once(" HTTP/").map_or(rest, |(target, _)| target).trim();
    METHODS.contains(&first).then(|| Start::Request { method: first.to_owned(), target: target.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn get(target: &str) -> Start {
        Start::Request { method: "GET".to_owned(), target: target.to_owned() }
    }

    #[test]
    fn addresses_and_headers_alone_have_no_body() {
        for text in [
            "https://graph.microsoft.com/v1.0/communications/calls",
            "/communications/calls/{id}\n",
            "{server}/communications/calls",
            "\nAuthorization: Bearer {token}\nContent-Type: application/json\n",
            "GET /a\n\nGET /b\nPrefer: x\n\nhttps://c\n",
        ] {
            assert_eq!(message(text).body, "", "{text}");
        }
        assert_eq!(message("GET /a\n\nGET /b").start, Some(get("/a")));
        assert_eq!(message("Content-Type: application/json\n\n{}").body, "{}");
        assert!(!message("Content-Type: text/plain\n\nx").is_json);
        for text in ["{\"a\": 1", "callId: 1", "\"a\": 1", "{ a }/b", "POST /a\n\nnull"] {
            assert!(!message(text).body.is_empty(), "{text}");
        }
    }

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
        assert_eq!(message("GET /a(b=1, c=2) HTTP/1.1").start, Some(get("/a(b=1, c=2)")));
        assert_eq!(message("HTTP/1.1 many\n\nx").start, None);
    }
}
