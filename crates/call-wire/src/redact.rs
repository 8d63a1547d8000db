//! Finds likely secrets by their names, in untyped data and in URLs.

use std::borrow::Cow;
use std::fmt;

/// Words in the names of members whose values are likely secrets. They apply to payloads and members without a schema;
/// a schema marks its own secrets.
const WORDS: [&str; 8] = [
    "token",
    "password",
    "passcode",
    "secret",
    "incomingcallcontext",
    "authorization",
    "apikey",
    "credential",
];

/// Names of query parameters with secrets. In a payload these names often have another meaning.
const PARAMETERS: [&str; 4] = ["sig", "signature", "code", "key"];

/// The replacement for a secret.
pub(crate) const REDACTED: &str = "[redacted]";

/// Returns `true` if the value of a member, parameter or header with this name is likely a secret. Examples are
/// `accessToken`, `passcode` and `Authorization`. The `Debug` output of untyped JSON redacts these values.
#[must_use]
pub fn is_secret_name(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    WORDS.iter().any(|word| name.contains(word))
}

/// Returns `true` if the value of a query parameter with this name is likely a secret.
fn is_secret_parameter(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    PARAMETERS.contains(&name.as_str())
        || name.ends_with("-key")
        || name.ends_with("_key")
        || is_secret_name(&name)
}

/// Replaces the secrets in the queries of URLs with `[redacted]`. Secrets are the values of parameters such as `sig`,
/// `code` and `key`, and of parameters for which [`is_secret_name`](crate::json::is_secret_name) returns true. Text
/// without secrets is borrowed. The `Debug` output of all types is redacted in this way.
///
/// ```
/// let url = "https://contoso.example/prompt.wav?sv=1&sig=c2ln&se=2";
/// assert_eq!(
///     call_wire::without_secret_parameters(url),
///     "https://contoso.example/prompt.wav?sv=1&sig=[redacted]&se=2",
/// );
/// ```
#[must_use]
pub fn without_secret_parameters(text: &str) -> Cow<'_, str> {
    let mut redacted = String::new();
    let mut copied = 0;
    for (equals, _) in text.match_indices('=') {
        let before = text.get(copied..equals).unwrap_or_default();
        if before.is_empty() || !ends_with_secret_parameter(before, copied == 0) {
            continue;
        }
        let value = text.get(equals + 1..).unwrap_or_default();
        redacted.push_str(before);
        redacted.push('=');
        redacted.push_str(REDACTED);
        copied = equals + 1 + value.find(ends_value).unwrap_or(value.len());
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    redacted.push_str(text.get(copied..).unwrap_or_default());
    Cow::Owned(redacted)
}

/// Returns `true` if the text ends with the name of a secret parameter, at a position where a parameter can begin.
fn ends_with_secret_parameter(text: &str, is_start: bool) -> bool {
    let is_of_name = |c: char| c.is_ascii_alphanumeric() || "-_.~$%".contains(c);
    let before = text.trim_end_matches(is_of_name);
    let name = text.get(before.len()..).unwrap_or_default();
    // JSON may escape `&` as `\u0026`.
    let escaped = name.strip_prefix("u0026").filter(|_| before.ends_with('\\'));
    let begins =
        escaped.is_some() || before.ends_with(['?', '&', '#', ';']) || (before.is_empty() && is_start);
    let name = escaped.unwrap_or(name);
    // `sig=` is a signature in any text. Other names, as in `code=7`, are secrets only in a query.
    let is_signature = ["sig", "signature"].iter().any(|signature| name.eq_ignore_ascii_case(signature));
    is_signature || (begins && is_secret_parameter(name))
}

/// Returns `true` if a character ends the value of a parameter, in a URL or in the text around it.
fn ends_value(c: char) -> bool {
    c.is_whitespace() || "&\"<>\\".contains(c)
}

/// Text whose `Debug` output has no secrets of URLs.
pub(crate) struct Text<'t>(pub(crate) &'t str);

impl fmt::Debug for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        without_secret_parameters(self.0).fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_secrets_in_queries_are_redacted() {
        for (text, redacted) in [
            ("https://a.example/x?sv=1&sig=a%2Bb&se=2", "https://a.example/x?sv=1&sig=[redacted]&se=2"),
            ("https://a.example/x?code=a==&clientId=1#x", "https://a.example/x?code=[redacted]&clientId=1#x"),
            ("https://a.example/x?KEY=hush", "https://a.example/x?KEY=[redacted]"),
            ("https://a.example/x?subscription-key=hush", "https://a.example/x?subscription-key=[redacted]"),
            ("https://a.example/#access_token=hush&a=1", "https://a.example/#access_token=[redacted]&a=1"),
            ("https://a.example/?a=1&amp;password=hush", "https://a.example/?a=1&amp;password=[redacted]"),
            (r#"{"url":"https://a.example/x?sig=hush"}"#, r#"{"url":"https://a.example/x?sig=[redacted]"}"#),
            (r#""x?sv=1\u0026SIG=hush\u0026se=2""#, r#""x?sv=1\u0026SIG=[redacted]\u0026se=2""#),
            ("sig=one&Signature=two", "sig=[redacted]&Signature=[redacted]"),
            ("see x?secret=a,b;c'd or <y?sig=hush>", "see x?secret=[redacted] or <y?sig=[redacted]>"),
            ("sig=", "sig=[redacted]"),
        ] {
            assert_eq!(without_secret_parameters(text), redacted);
        }
        for kept in [
            "",
            "=",
            "the design=plain",
            "failed with code=8500",
            "https://a.example/x?encode=1&monkey=2&errorCode=3&code",
            "https://a.example/sig?a=\u{e9}=sigs&b",
        ] {
            assert!(matches!(without_secret_parameters(kept), Cow::Borrowed(text) if text == kept), "{kept}");
        }
    }
}
