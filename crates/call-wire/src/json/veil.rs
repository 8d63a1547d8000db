//! What `Debug` shows of JSON that no type describes: all of it but what a name marks as a secret.

use std::fmt;

use serde_json::{Map, Value};

/// Words in the names of members whose values nobody should read in a log. The schemas mark their own secrets;
/// these are for payloads and members that no schema knows.
const WORDS: [&str; 5] = ["token", "password", "passcode", "secret", "incomingcallcontext"];

/// Whether a member's name says that its value is a secret.
fn is_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    WORDS.iter().any(|word| name.contains(word))
}

/// A member for `Debug`, as JSON.
pub(super) fn member<'v>(name: &str, value: &'v Value) -> Veiled<'v> {
    Veiled { value, is_secret: is_secret(name) && is_text(value) }
}

/// Secrets are texts; an object or a flag of such a name says something else, and is looked into.
fn is_text(value: &Value) -> bool {
    matches!(value, Value::String(_))
}

/// A value for `Debug`, as JSON.
pub(super) struct Veiled<'v> {
    value: &'v Value,
    is_secret: bool,
}

impl fmt::Display for Veiled<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.value {
            _ if self.is_secret => f.write_str("[redacted]"),
            Value::Object(members) => object(members, f),
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    f.write_str(if index == 0 { "[" } else { "," })?;
                    write!(f, "{}", Veiled { value: item, is_secret: false })?;
                }
                f.write_str(if items.is_empty() { "[]" } else { "]" })
            }
            scalar => write!(f, "{scalar}"),
        }
    }
}

fn object(members: &Map<String, Value>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    for (index, (name, value)) in members.iter().enumerate() {
        f.write_str(if index == 0 { "{" } else { "," })?;
        write!(f, "{}:{}", Value::from(name.as_str()), member(name, value))?;
    }
    f.write_str(if members.is_empty() { "{}" } else { "}" })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn secrets_at_any_depth_and_nothing_else() {
        let value = json!({
            "id": "1", "recordingAccessToken": "hush", "none": {}, "no": [], "token": null, "a\"b": true,
            "parts": [{"incomingCallContext": "hush", "passcode": "hush"}, 1.5, {"tokenInfo": {"tokenType": "hush"}}],
        });
        let shown = member("value", &value).to_string();
        assert!(!shown.contains("hush") && shown.matches("[redacted]").count() == 4, "{shown}");
        let kept = json!({"id": "1", "parts": [{"state": "running"}, [], {}, null, "x\ny"]});
        assert_eq!(member("value", &kept).to_string(), kept.to_string());
    }
}
