//! Redacts likely secrets in the `Debug` output of untyped JSON.

use std::borrow::Cow;
use std::fmt::{self, Formatter};

use super::error::ReadError;
use super::kind::Kind;
use super::reader::Reader;
use super::writer::Writer;
use crate::redact::{REDACTED, is_secret_name, without_secret_parameters};

/// Returns `true` if a value of this kind can be a secret: a string, a number or an array of them. The members of an
/// object are redacted by their own names.
fn can_be_secret(kind: Kind) -> bool {
    matches!(kind, Kind::String | Kind::Number | Kind::Array)
}

/// Formats a member as JSON.
pub(super) fn member(name: &str, raw: &str, f: &mut Formatter<'_>) -> fmt::Result {
    if Reader::new(raw).kind().is_ok_and(can_be_secret) && is_secret_name(name) {
        f.write_str(REDACTED)
    } else {
        value(raw, f)
    }
}

/// Formats a value as JSON. `[redacted]` is not a JSON string, so it cannot be mistaken for a value.
pub(super) fn value(raw: &str, f: &mut Formatter<'_>) -> fmt::Result {
    let mut output = Writer::new();
    match copy(&mut Reader::new(raw), &mut output, REDACTED) {
        Ok(()) => f.write_str(&output.finish().map_err(|_| fmt::Error)?),
        // A malformed text may contain a secret anywhere.
        Err(_) => f.write_str("[unreadable]"),
    }
}

/// Returns the value as JSON, with the string `[redacted]` for secrets. Returns `None` for malformed JSON.
pub(super) fn json(raw: &str) -> Option<String> {
    let mut output = Writer::new();
    copy(&mut Reader::new(raw), &mut output, "\"[redacted]\"").ok()?;
    output.finish().ok()
}

/// Formats the names of the members of an object, or of the objects in an array. Formats the kind of any other value.
pub(super) fn names(raw: &str, f: &mut Formatter<'_>) -> fmt::Result {
    let mut output = Writer::new();
    match copy_names(&mut Reader::new(raw), &mut output) {
        Ok(()) => f.write_str(&output.finish().map_err(|_| fmt::Error)?),
        Err(_) => f.write_str("[unreadable]"),
    }
}

/// Copies the names of members as an array.
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

/// Copies a value, with `redacted` for secrets.
fn copy(input: &mut Reader<'_>, output: &mut Writer, redacted: &str) -> Result<(), ReadError> {
    match input.kind()? {
        Kind::Object => {
            input.object("an object")?;
            output.object();
            while let Some(name) = input.name()? {
                output.name(&name);
                if can_be_secret(input.kind()?) && is_secret_name(&name) {
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

    fn redacted(raw: &str) -> String {
        from_fn(|f| member("value", raw, f)).to_string()
    }

    #[test]
    fn only_secrets_are_redacted_at_any_depth() {
        let value = json!({
            "id": "1", "recordingAccessToken": "hush", "none": {}, "no": [], "token": null, "a\"b": true,
            "parts": [{"incomingCallContext": "hush", "passcode": "hush"}, 1.5, {"tokenInfo": {"tokenType": "hush"}}],
            "myPassword": "hush", "clientSecret": "hush", "Authorization": "hush", "api_key": 7, "apiKey": "hush",
            "pins": {"passcode": 8088}, "tokens": ["hush", ["hush"]], "credential": "hush",
        });
        let output = redacted(&value.to_string());
        assert!(!output.contains("hush") && !output.contains("8088"), "{output}");
        assert_eq!(output.matches("[redacted]").count(), 11, "{output}");
        let kept = json!({"id": "1", "parts": [{"state": "running"}, [], {}, null, "x\ny"]});
        assert_eq!(redacted(&kept.to_string()), kept.to_string());
    }

    #[test]
    fn urls_are_printed_without_their_secrets() {
        for (raw, expected) in [
            (
                r#"["https://a.example/?sv=1\u0026sig\u003dhush"]"#,
                r#"["https://a.example/?sv=1&sig=[redacted]"]"#,
            ),
            (r#"{"callback": "/x?code=hush&a=1"}"#, r#"{"callback":"/x?code=[redacted]&a=1"}"#),
            (r#""https://a.example/?sv=1\u0026se=2""#, r#""https://a.example/?sv=1\u0026se=2""#),
        ] {
            assert_eq!(redacted(raw), expected);
            assert_eq!(json(raw).as_deref(), Some(expected));
        }
    }

    #[test]
    fn an_outline_has_names_and_no_values() {
        for (raw, names) in [
            (r#"{"a": {"b": "hush"}, "c\n": "hush"}"#, r#"["a","c\n"]"#),
            (r#"[{"a": 1}, [], "hush"]"#, r#"[["a"],[],a string]"#),
            ("7", "a number"),
        ] {
            assert_eq!(from_fn(|f| super::names(raw, f)).to_string(), names);
        }
    }
}
