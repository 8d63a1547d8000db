//! Redacts likely secrets in the `Debug` output of JSON that no type describes.

use std::borrow::Cow;
use std::fmt::{self, Formatter};

use super::error::ReadError;
use super::kind::Kind;
use super::reader::Reader;
use super::writer::Writer;
use crate::redact::{REDACTED, is_secret_name, without_secret_parameters};

/// Secrets are strings and numbers, or stand in arrays; an object or a flag of such a name says something else, and is
/// looked into.
fn holds_secrets(kind: Kind) -> bool {
    matches!(kind, Kind::String | Kind::Number | Kind::Array)
}

/// Shows a member as JSON.
pub(super) fn member(name: &str, raw: &str, f: &mut Formatter<'_>) -> fmt::Result {
    if Reader::new(raw).kind().is_ok_and(holds_secrets) && is_secret_name(name) {
        f.write_str(REDACTED)
    } else {
        value(raw, f)
    }
}

/// Shows a value as JSON. A secret is not replaced by a JSON string, so that no value can be taken for it.
pub(super) fn value(raw: &str, f: &mut Formatter<'_>) -> fmt::Result {
    let mut output = Writer::new();
    match copy(&mut Reader::new(raw), &mut output, REDACTED) {
        Ok(()) => f.write_str(&output.finish().map_err(|_| fmt::Error)?),
        // Nothing of a text that cannot be looked into is shown.
        Err(_) => f.write_str("[unreadable]"),
    }
}

/// The value as JSON, with the string `[redacted]` in place of secrets. `None` for malformed JSON.
pub(super) fn json(raw: &str) -> Option<String> {
    let mut output = Writer::new();
    copy(&mut Reader::new(raw), &mut output, "\"[redacted]\"").ok()?;
    output.finish().ok()
}

/// Shows the names of an object's members, or those in the objects of an array; else the kind of value.
pub(super) fn names(raw: &str, f: &mut Formatter<'_>) -> fmt::Result {
    let mut output = Writer::new();
    match copy_names(&mut Reader::new(raw), &mut output) {
        Ok(()) => f.write_str(&output.finish().map_err(|_| fmt::Error)?),
        Err(_) => f.write_str("[unreadable]"),
    }
}

/// Copies the names of members, as an array.
fn copy_names(input: &mut Reader<'_>, output: &mut Writer) -> Result<(), ReadError> {
    let kind = input.kind()?;
    match kind {
        Kind::Object => {
            input.object("an object")?;
            output.array();
            while let Some(name) = input.name()? {
                input.skip()?;
                output.item();
                output.string(&name);
            }
            output.end_array();
        }
        Kind::Array => {
            input.array("an array")?;
            output.array();
            while input.item()? {
                output.item();
                copy_names(input, output)?;
            }
            output.end_array();
        }
        _ => {
            input.skip()?;
            output.checked(&kind.to_string());
        }
    }
    Ok(())
}

/// Copies a value, with another text in place of the secrets.
fn copy(input: &mut Reader<'_>, output: &mut Writer, redacted: &str) -> Result<(), ReadError> {
    match input.kind()? {
        Kind::Object => {
            input.object("an object")?;
            output.object();
            while let Some(name) = input.name()? {
                output.name(&name);
                if holds_secrets(input.kind()?) && is_secret_name(&name) {
                    input.skip()?;
                    output.checked(redacted);
                } else {
                    copy(input, output, redacted)?;
                }
            }
            output.end_object();
        }
        Kind::Array => {
            input.array("an array")?;
            output.array();
            while input.item()? {
                output.item();
                copy(input, output, redacted)?;
            }
            output.end_array();
        }
        kind => {
            let raw = input.skip()?;
            let text = raw.text().filter(|_| kind == Kind::String);
            match text.as_deref().map(without_secret_parameters) {
                Some(Cow::Owned(text)) => output.string(&text),
                _ => output.raw(&raw),
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::from_fn::from_fn;

    fn shown(raw: &str) -> String {
        from_fn(|f| member("value", raw, f)).to_string()
    }

    #[test]
    fn secrets_at_any_depth_and_nothing_else() {
        let value = json!({
            "id": "1", "recordingAccessToken": "hush", "none": {}, "no": [], "token": null, "a\"b": true,
            "parts": [{"incomingCallContext": "hush", "passcode": "hush"}, 1.5, {"tokenInfo": {"tokenType": "hush"}}],
            "myPassword": "hush", "clientSecret": "hush", "Authorization": "hush", "api_key": 7, "apiKey": "hush",
            "pins": {"passcode": 8088}, "tokens": ["hush", ["hush"]], "credential": "hush",
        });
        let shown_value = shown(&value.to_string());
        assert!(!shown_value.contains("hush") && !shown_value.contains("8088"), "{shown_value}");
        assert_eq!(shown_value.matches("[redacted]").count(), 11, "{shown_value}");
        let kept = json!({"id": "1", "parts": [{"state": "running"}, [], {}, null, "x\ny"]});
        assert_eq!(shown(&kept.to_string()), kept.to_string());
    }

    #[test]
    fn urls_are_shown_without_their_secrets() {
        for (raw, redacted) in [
            (
                r#"["https://a.example/?sv=1\u0026sig\u003dhush"]"#,
                r#"["https://a.example/?sv=1&sig=[redacted]"]"#,
            ),
            (r#"{"callback": "/x?code=hush&a=1"}"#, r#"{"callback":"/x?code=[redacted]&a=1"}"#),
            (r#""https://a.example/?sv=1\u0026se=2""#, r#""https://a.example/?sv=1\u0026se=2""#),
        ] {
            assert_eq!(shown(raw), redacted);
            assert_eq!(json(raw).as_deref(), Some(redacted));
        }
    }

    #[test]
    fn names_without_values() {
        for (raw, names) in [
            (r#"{"a": {"b": "hush"}, "c\n": "hush"}"#, r#"["a","c\n"]"#),
            (r#"[{"a": 1}, [], "hush"]"#, r#"[["a"],[],a string]"#),
            ("7", "a number"),
        ] {
            assert_eq!(from_fn(|f| super::names(raw, f)).to_string(), names);
        }
    }
}
