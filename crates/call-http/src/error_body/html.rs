//! Reads HTML pages.

use quick_xml::escape::unescape;

use super::types::ErrorBody;
use crate::redact::Scrubber;
use crate::text::shortened;

/// Returns `true` if a text is an HTML page, according to its document type or its first element. Inner elements are
/// ignored, since XML may have the same names, such as `Body` in SOAP.
pub(super) fn is_html(text: &str) -> bool {
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

/// Returns the title of an HTML page, or the beginning of its text if it has no title. Returns `None` if a body is not
/// HTML.
pub(crate) fn html_title(scrubber: &Scrubber, body: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(body);
    let html = text.trim_start_matches('\u{feff}').trim();
    let (title, body) = is_html(html).then(|| title_and_text(scrubber, html))?;
    Some(shortened(if title.is_empty() { &body } else { &title }))
}

/// Reads the title and the text of a page as the message.
pub(super) fn read_html(scrubber: &Scrubber, html: &str) -> ErrorBody {
    let (title, body) = title_and_text(scrubber, html);
    let message = match (title.is_empty(), body.is_empty()) {
        (false, false) if !body.starts_with(&title) => format!("{title}: {body}"),
        (false, true) => title,
        _ => body,
    };
    ErrorBody { message: Some(message), ..ErrorBody::default() }
}

/// Returns the title and the text of a page, without secrets.
fn title_and_text(scrubber: &Scrubber, html: &str) -> (String, String) {
    // Only ASCII letters change, so the offsets are the same.
    let lower = html.to_ascii_lowercase();
    let title = between(html, &lower, "<title", "</title>").map(plain).unwrap_or_default();
    let body = lower.find("<body").map_or(html, |start| html.get(start..).unwrap_or(html));
    (scrubber.one_line(&title), scrubber.one_line(&plain(body)))
}

/// Returns the content between two tags. `lower` is `html` in lower case.
fn between<'a>(html: &'a str, lower: &str, open: &str, close: &str) -> Option<&'a str> {
    let start = lower.find(open)?;
    let start = start + lower.get(start..)?.find('>')? + 1;
    let end = lower.get(start..)?.find(close).map_or(html.len(), |end| start + end);
    html.get(start..end)
}

/// Returns the text of a page without tags, scripts and styles. The entities of XML and `&nbsp;` are resolved.
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
