//! Describes bodies that are not JSON.

/// Describes a body that is not JSON in UTF-8. Recognizes HTML, XML, UTF-16 and gzip by the first bytes, and returns
/// `None` for other bodies. Receivers use it in errors, since a JSON parser reports only the position of an unexpected
/// byte.
///
/// ```
/// use call_webhook::not_json;
///
/// assert_eq!(not_json(b"<!DOCTYPE html><title>502</title>"), Some("expected JSON, found an HTML page"));
/// assert_eq!(not_json(b"[\0{\0"), Some("expected JSON in UTF-8, found UTF-16"));
/// assert_eq!(not_json(b" [{}]"), None);
/// ```
#[must_use]
pub fn not_json(body: &[u8]) -> Option<&'static str> {
    // JSON in UTF-8 never contains a NUL byte, and begins with an ASCII character.
    match body {
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] | [0, 1..=255, ..] | [1..=255, 0, ..] => {
            return Some("expected JSON in UTF-8, found UTF-16");
        }
        [0x1F, 0x8B, ..] => return Some("expected JSON, found gzip data"),
        _ => {}
    }
    let body = body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body).trim_ascii_start();
    let begins =
        |with: &str| body.get(..with.len()).is_some_and(|start| start.eq_ignore_ascii_case(with.as_bytes()));
    if begins("<!doctype html") || begins("<html") {
        Some("expected JSON, found an HTML page")
    } else if begins("<") {
        Some("expected JSON, found XML or HTML")
    } else {
        None
    }
}
