//! What an error body says, whatever wrote it.
//!
//! Four forms have been seen: `{"error":{"code","message"}}` in any letter case (ACS, Graph),
//! `{"title","status","instance","message","traceId"}` (the recording store), SOAP faults (Exchange) and HTML
//! pages (gateways in between). Anything else is read as text, so that nothing is hidden.

use call_wire::json::{self, Kind, Raw};
use quick_xml::Reader;
use quick_xml::escape::unescape;
use quick_xml::events::Event;

use crate::secret::Scrubber;

/// The parts of an error body that a person or a `match` wants; all are as the server said them, and so open.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ErrorBody {
    /// The code, such as `7509`, `NotFound` or `ErrorServerBusy`.
    pub code: Option<String>,
    /// What went wrong, in words: on one line and no longer than [`ErrorBody::LONGEST`] characters.
    pub message: Option<String>,
    /// What it went wrong with: ACS names the path here.
    pub target: Option<String>,
    /// The server's id of the request, when it stands in the body.
    pub request_id: Option<String>,
    /// The single errors that make up this one: `details`. At most [`ErrorBody::LISTED`] of them.
    pub details: Vec<ErrorDetail>,
    /// The causes of this error: `innererror`, then the `innererror` of that one, and so on. The last one is the most
    /// specific. At most [`ErrorBody::LISTED`] of them.
    pub inner_errors: Vec<ErrorDetail>,
}

/// An error within an error: one of its details, or one of its causes.
///
/// Each text is on one line and no longer than [`ErrorBody::LONGEST`] characters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ErrorDetail {
    /// The code.
    pub code: Option<String>,
    /// What went wrong, in words.
    pub message: Option<String>,
    /// What it went wrong with, such as a member of the request.
    pub target: Option<String>,
}

impl ErrorBody {
    /// No message is longer than this many characters; the body has the rest.
    pub const LONGEST: usize = 1000;

    /// No more details, and no more inner errors, are listed than this; the body has the rest.
    pub const LISTED: usize = 16;

    /// Reads a body, which may be cut off anywhere. Never fails: what has no form that we know is the
    /// message.
    #[must_use]
    pub fn read(body: &[u8]) -> Self {
        Self::read_without(&Scrubber::default(), body)
    }

    /// The same without what is secret.
    pub(crate) fn read_without(secrets: &Scrubber, body: &[u8]) -> Self {
        if body.contains(&0) || body.starts_with(&[0x1f, 0x8b]) {
            return Self::default();
        }
        let text = String::from_utf8_lossy(body);
        let text = text.trim_start_matches('\u{feff}').trim();
        let read = match text.as_bytes().first() {
            Some(b'{') => Raw::parse(text).ok().and_then(|object| read_json(&object)),
            Some(b'<') if is_html(text) => Some(read_html(secrets, text)),
            Some(b'<') => read_soap(text),
            _ => None,
        };
        let mut read = read.unwrap_or_default();
        let message =
            read.message.map(|message| secrets.line(&message)).filter(|message| !message.is_empty());
        // With a code the rest of the body is more noise than news.
        let is_all = message.is_none() && read.code.is_none();
        read.message = if is_all { Some(secrets.line(text)) } else { message };
        read.message = read.message.filter(|message| !message.is_empty());
        let details = read.details.iter_mut().chain(&mut read.inner_errors);
        let details = details.flat_map(|detail| [&mut detail.code, &mut detail.message, &mut detail.target]);
        for part in details.chain([&mut read.code, &mut read.target, &mut read.request_id]) {
            *part = part.take().map(|text| secrets.line(&text)).filter(|text| !text.is_empty());
        }
        read
    }
}

/// A member by name, whatever its letter case; an exact match goes first.
fn member<'o>(object: &'o Raw<'_>, name: &str) -> Option<Raw<'o>> {
    let mut input = json::Reader::new(object.as_str());
    let mut alike = None;
    input.object("an object").ok()?;
    while let Some(key) = input.name().ok()? {
        let value = input.skip().ok()?;
        if key == name {
            return Some(value);
        }
        if alike.is_none() && key.eq_ignore_ascii_case(name) {
            alike = Some(value);
        }
    }
    alike
}

fn text(object: &Raw<'_>, names: &[&str]) -> Option<String> {
    names.iter().find_map(|name| {
        let value = member(object, name)?;
        match value.kind() {
            Kind::String => value.text().map(Into::into).filter(|text: &String| !text.trim().is_empty()),
            Kind::Number => Some(value.as_str().to_owned()),
            _ => None,
        }
    })
}

fn read_json(object: &Raw<'_>) -> Option<ErrorBody> {
    let error = member(object, "error");
    let read = match error.as_ref().map(|error| (error, error.kind())) {
        Some((error, Kind::Object)) => {
            let inner = member(error, "innererror");
            let request_id = |object: &Raw<'_>| text(object, &["request-id", "requestId"]);
            ErrorBody {
                code: text(error, &["code"]),
                message: text(error, &["message"]),
                target: text(error, &["target"]),
                request_id: inner.as_ref().and_then(request_id).or_else(|| request_id(error)),
                details: details(error),
                inner_errors: inner_errors(error),
            }
        }
        // The form of OAuth 2.0, which login hosts and some gateways speak.
        Some((code, Kind::String)) => ErrorBody {
            code: code.text().map(Into::into),
            message: text(object, &["error_description", "message"]),
            ..ErrorBody::default()
        },
        _ => ErrorBody {
            code: text(object, &["code"]),
            message: text(object, &["message", "detail", "title"]),
            target: text(object, &["instance", "target"]),
            request_id: text(object, &["traceId", "request-id", "requestId"]),
            ..ErrorBody::default()
        },
    };
    (read != ErrorBody::default()).then_some(read)
}

/// The errors in `details`. What is not an object is left out, and so is an object that says nothing.
fn details(error: &Raw<'_>) -> Vec<ErrorDetail> {
    let mut details = Vec::new();
    let Some(list) = member(error, "details").filter(|list| list.kind() == Kind::Array) else {
        return details;
    };
    let mut input = json::Reader::new(list.as_str());
    if input.array("an array").is_err() {
        return details;
    }
    while details.len() < ErrorBody::LISTED && input.item().unwrap_or(false) {
        let Ok(item) = input.skip() else { break };
        details.extend(detail(&item));
    }
    details
}

/// The chain of `innererror`, beginning with that of an error.
fn inner_errors(error: &Raw<'_>) -> Vec<ErrorDetail> {
    let mut errors = Vec::new();
    let mut next = member(error, "innererror").map(Raw::into_owned);
    // Each error holds the next one, so the chain is no longer than the nesting that the reader accepts.
    while let Some(inner) = next.filter(|_| errors.len() < ErrorBody::LISTED) {
        errors.extend(detail(&inner));
        next = member(&inner, "innererror").map(Raw::into_owned);
    }
    errors
}

fn detail(object: &Raw<'_>) -> Option<ErrorDetail> {
    let detail = ErrorDetail {
        code: text(object, &["code"]),
        message: text(object, &["message"]),
        target: text(object, &["target"]),
    };
    (detail != ErrorDetail::default()).then_some(detail)
}

fn read_soap(xml: &str) -> Option<ErrorBody> {
    let mut reader = Reader::from_str(xml);
    let mut name = String::new();
    let (mut response_code, mut fault_code, mut fault_string, mut message) = (None, None, None, None);
    // A fault ends the loop: what was read before it counts.
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(element) => name = element.local_name().as_ref().to_owned(),
            Event::End(_) => name.clear(),
            Event::Text(text) => {
                let part = match name.as_str() {
                    "ResponseCode" => &mut response_code,
                    "faultcode" => &mut fault_code,
                    "faultstring" | "Text" => &mut fault_string,
                    "MessageText" | "Message" => &mut message,
                    _ => continue,
                };
                part.get_or_insert_with(String::new).push_str(&text);
            }
            Event::GeneralRef(entity) => {
                let part = match name.as_str() {
                    "faultstring" | "Text" => &mut fault_string,
                    "MessageText" | "Message" => &mut message,
                    _ => continue,
                };
                let entity = format!("&{};", &*entity);
                let text = unescape(&entity).map(|text| text.into_owned()).unwrap_or(entity.clone());
                part.get_or_insert_with(String::new).push_str(&text);
            }
            Event::Eof => break,
            _ => {}
        }
    }
    // A code is `a:ErrorServerBusy`, with a prefix that says nothing outside its document.
    let bare = |code: String| code.rsplit(':').next().unwrap_or_default().trim().to_owned();
    let read = ErrorBody {
        code: response_code.or(fault_code).map(bare),
        message: fault_string.or(message),
        ..ErrorBody::default()
    };
    (read != ErrorBody::default()).then_some(read)
}

/// Whether a text is an HTML page, by its document type or its first element. XML may have elements of the same names
/// further in, such as `Body` of SOAP.
fn is_html(text: &str) -> bool {
    const FIRST: [&str; 9] = ["html", "head", "title", "body", "meta", "script", "h1", "h2", "p"];
    let mut rest = text.trim_start();
    loop {
        let end = if rest.starts_with("<?") {
            "?>"
        } else if rest.starts_with("<!--") {
            "-->"
        } else {
            break;
        };
        let Some((_, after)) = rest.split_once(end) else { return false };
        rest = after.trim_start();
    }
    let Some(tag) = rest.strip_prefix('<').and_then(|tag| tag.split('>').next()) else { return false };
    let mut words = tag.split_ascii_whitespace();
    let name = words.next().unwrap_or_default().trim_end_matches('/');
    if name.eq_ignore_ascii_case("!doctype") {
        return words.next().is_some_and(|document| document.eq_ignore_ascii_case("html"));
    }
    FIRST.iter().any(|first| name.eq_ignore_ascii_case(first))
}

/// The title of an HTML page, or the beginning of its text if it has none; `None` if a body is not HTML.
pub(crate) fn html_title(secrets: &Scrubber, body: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(body);
    let html = text.trim_start_matches('\u{feff}').trim();
    let (title, body) = is_html(html).then(|| title_and_text(secrets, html))?;
    Some(shortened(if title.is_empty() { &body } else { &title }))
}

/// The first characters of a text that has no secrets any more.
pub(crate) fn shortened(line: &str) -> String {
    const LONGEST: usize = 100;
    match line.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or_default()),
        None => line.to_owned(),
    }
}

/// The title, and then what the page says.
fn read_html(secrets: &Scrubber, html: &str) -> ErrorBody {
    let (title, body) = title_and_text(secrets, html);
    let message = match (title.is_empty(), body.is_empty()) {
        (false, false) if !body.starts_with(&title) => format!("{title}: {body}"),
        (false, true) => title,
        _ => body,
    };
    ErrorBody { message: Some(message), ..ErrorBody::default() }
}

fn title_and_text(secrets: &Scrubber, html: &str) -> (String, String) {
    // The letters of ASCII alone change, so offsets stay.
    let lower = html.to_ascii_lowercase();
    let title = between(html, &lower, "<title", "</title>").map(plain).unwrap_or_default();
    let body = lower.find("<body").map_or(html, |start| html.get(start..).unwrap_or(html));
    (secrets.line(&title), secrets.line(&plain(body)))
}

/// What stands between a tag and its end; `lower` is `html` in lower case.
fn between<'a>(html: &'a str, lower: &str, open: &str, close: &str) -> Option<&'a str> {
    let start = lower.find(open)?;
    let start = start + lower.get(start..)?.find('>')? + 1;
    let end = lower.get(start..)?.find(close).map_or(html.len(), |end| start + end);
    html.get(start..end)
}

/// The text of a page: no tags, no scripts, no styles; entities resolved where XML knows them.
fn plain(html: &str) -> String {
    let lower = html.to_ascii_lowercase();
    let mut text = String::new();
    let mut at = 0;
    while let Some(tag) = html.get(at..).and_then(|rest| rest.find('<')).map(|tag| at + tag) {
        text.push_str(html.get(at..tag).unwrap_or_default());
        text.push(' ');
        let rest = lower.get(tag..).unwrap_or_default();
        let end = if rest.starts_with("<script") {
            "</script>"
        } else if rest.starts_with("<style") {
            "</style>"
        } else if rest.starts_with("<title") {
            "</title>"
        } else if rest.starts_with("<!--") {
            "-->"
        } else {
            ">"
        };
        at = rest.find(end).map_or(html.len(), |position| tag + position + end.len());
    }
    text.push_str(html.get(at..).unwrap_or_default());
    let text = text.replace("&nbsp;", " ");
    match unescape(&text) {
        Ok(text) => text.into_owned(),
        Err(_) => text,
    }
}

/// White space and control characters as single spaces, and no more than is readable: what a server says may
/// end in a log or on a terminal.
pub(crate) fn one_line(text: &str) -> String {
    let mut line = String::new();
    let words = text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty());
    let mut length = 0;
    for word in words {
        for c in (!line.is_empty()).then_some(' ').into_iter().chain(word.chars()) {
            if length == ErrorBody::LONGEST {
                line.push('…');
                return line;
            }
            line.push(c);
            length += 1;
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(body: &str) -> (Option<String>, Option<String>) {
        let read = ErrorBody::read(body.as_bytes());
        (read.code, read.message)
    }

    fn some(code: &str, message: &str) -> (Option<String>, Option<String>) {
        (Some(code.to_owned()), Some(message.to_owned()))
    }

    #[test]
    fn json_in_any_letter_case() {
        let refused = some("7509", "HMAC-SHA256 validation failed");
        for body in [
            r#"{"error":{"code":"7509","message":"HMAC-SHA256 validation failed"}}"#,
            r#"{"Error":{"Code":"7509","Message":"HMAC-SHA256 validation failed","Target":"/calling"}}"#,
            r#"{"ERROR":{"CODE":7509,"MESSAGE":"HMAC-SHA256 validation failed"}}"#,
            "\u{feff}\n {\"code\":\"7509\",\"message\":\"HMAC-SHA256\\nvalidation failed\"}",
        ] {
            assert_eq!(parts(body), refused, "{body}");
        }
    }

    #[test]
    fn inner_errors_hold_the_request_id() {
        for body in [
            r#"{"error":{"code":"a","message":"b","innerError":{"request-id":"r-1"}}}"#,
            r#"{"error":{"code":"a","message":"b","innererror":{"requestId":"r-1"}}}"#,
            r#"{"title":"Not Found","status":404,"instance":"/v1/x","message":"b","traceId":"r-1"}"#,
        ] {
            assert_eq!(ErrorBody::read(body.as_bytes()).request_id.as_deref(), Some("r-1"), "{body}");
        }
    }

    fn detail(code: &str, message: &str, target: Option<&str>) -> ErrorDetail {
        ErrorDetail {
            code: Some(code.to_owned()),
            message: Some(message.to_owned()),
            target: target.map(str::to_owned),
        }
    }

    #[test]
    fn details_and_inner_errors_are_read_in_any_letter_case() {
        let body = r#"{"error":{"code":"400","message":"Invalid request.",
            "details":[{"code":"a","message":"Not a\nnumber.","target":"targets[0]"},7,{},{"code":"b","message":"c"}],
            "innererror":{"code":"d","message":"e","innererror":{"date":"2026","innererror":{"code":"f","message":"g"}}}}}"#;
        let pascal = body.replace("\"error", "\"Error").replace("details", "Details");
        let pascal = pascal.replace("innererror", "InnerError").replace("\"code", "\"Code");
        for body in [body, &pascal] {
            let read = ErrorBody::read(body.as_bytes());
            assert_eq!(
                read.details,
                [detail("a", "Not a number.", Some("targets[0]")), detail("b", "c", None)],
                "{body}"
            );
            assert_eq!(read.inner_errors, [detail("d", "e", None), detail("f", "g", None)], "{body}");
        }
    }

    #[test]
    fn details_and_inner_errors_are_bounded() {
        let details = vec![r#"{"code":"x"}"#; 1000].join(",");
        let inner = format!("{}1{}", r#"{"code":"y","innererror":"#.repeat(100), "}".repeat(100));
        let message = "z".repeat(5000);
        let body = format!(
            r#"{{"error":{{"code":"a","details":[{{"message":"{message}"}},{details}],"innererror":{inner}}}}}"#
        );
        let read = ErrorBody::read(body.as_bytes());
        assert_eq!((read.details.len(), read.inner_errors.len()), (ErrorBody::LISTED, ErrorBody::LISTED));
        let message = read.details[0].message.as_ref().map(|message| message.chars().count());
        assert_eq!(message, Some(ErrorBody::LONGEST + 1));
    }

    #[test]
    fn other_forms_of_details_are_no_details() {
        for body in [
            r#"{"error":{"code":"a","details":"none","innererror":null}}"#,
            r#"{"error":{"code":"a","details":[1,[2],null],"innererror":{"date":"2026"}}}"#,
            r#"{"error":{"code":"a","details":{},"innererror":[1]}}"#,
        ] {
            let read = ErrorBody::read(body.as_bytes());
            assert_eq!(
                (read.code.as_deref(), read.details.len(), read.inner_errors.len()),
                (Some("a"), 0, 0)
            );
        }
    }

    #[test]
    fn other_json() {
        assert_eq!(
            parts(r#"{"error":"invalid_grant","error_description":"late"}"#),
            some("invalid_grant", "late")
        );
        assert_eq!(parts(r#"{"title":"Gone"}"#), (None, Some("Gone".to_owned())));
        assert_eq!(parts(r#"{"error":null}"#), (None, Some(r#"{"error":null}"#.to_owned())));
        assert_eq!(parts("[1]"), (None, Some("[1]".to_owned())));
        assert_eq!(parts(r#"{"error":{"code":"ab"}}"#).0.as_deref(), Some("ab"));
    }

    #[test]
    fn html_is_title_and_text() {
        let page = "<!DOCTYPE html>\r\n<html><head><title>502 Bad Gateway</title><style>a{}</style></head>\
            <body><script>steal()</script><h1>Try  later</h1><!-- x --> &lt;5 min&nbsp;or so</body></html>";
        assert_eq!(parts(page).1.as_deref(), Some("502 Bad Gateway: Try later <5 min or so"));
        assert_eq!(parts("<HTML><TITLE>Oops</TITLE>").1.as_deref(), Some("Oops"));
        assert_eq!(parts("<html><title>Cut o").1.as_deref(), Some("Cut o"));
        assert_eq!(parts("<html><body>Cut <scr").1.as_deref(), Some("Cut"));
    }

    #[test]
    fn html_is_told_from_xml_by_its_first_element() {
        for page in [
            "<!DOCTYPE html><html><head>",
            "<!doctype HTML PUBLIC \"-//W3C//DTD XHTML 1.0\">",
            "<HTML>",
            "<?xml version='1.0'?>\n<!-- a proxy -->\n<html xmlns='http://www.w3.org/1999/xhtml'>",
            "<head><title>x",
            "<p>busy",
        ] {
            assert!(is_html(page), "{page}");
        }
        for text in
            ["<Envelope><Header/><Body>", "<s:Envelope>", "<header>", "<?xml", "<!-- <html>", "{}", "", "<"]
        {
            assert!(!is_html(text), "{text}");
        }
        let fault = "<Envelope xmlns=\"http://schemas.xmlsoap.org/soap/envelope/\"><Header/><Body><Fault>\
            <faultcode>ErrorServerBusy</faultcode><faultstring>Busy</faultstring></Fault></Body></Envelope>";
        assert_eq!(parts(fault), some("ErrorServerBusy", "Busy"));
    }

    #[test]
    fn soap_faults() {
        let fault = r#"<s:Envelope xmlns:s="x"><s:Body><s:Fault><faultcode>a:ErrorServerBusy</faultcode>
            <faultstring>Busy &amp; tired.</faultstring></s:Fault></s:Body></s:Envelope>"#;
        assert_eq!(parts(fault), some("ErrorServerBusy", "Busy & tired."));
        let cut = fault.split_at(fault.find("&amp;").expect("it is there")).0;
        assert_eq!(parts(cut), some("ErrorServerBusy", "Busy"));
    }

    #[test]
    fn empty_cut_off_and_binary() {
        assert_eq!(parts(""), (None, None));
        assert_eq!(parts(" \n"), (None, None));
        assert_eq!(parts(r#"{"error":{"code":"75"#).1.as_deref(), Some(r#"{"error":{"code":"75"#));
        assert_eq!(ErrorBody::read(&[0x1f, 0x8b, 8, 0]), ErrorBody::default());
        assert_eq!(ErrorBody::read(b"caf\xe9 closed").message.as_deref(), Some("caf\u{fffd} closed"));
        assert_eq!(parts(&"[".repeat(100_000)).1.map(|text| text.chars().count()), Some(1001));
        assert_eq!(parts("red \u{1b}[31malert").1.as_deref(), Some("red [31malert"));
    }
}
