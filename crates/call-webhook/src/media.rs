//! Checks the media type of a body.

use crate::refused::Refused;
use crate::text::quoted;

/// Accepts JSON in UTF-8: `application/json`, `text/json`, and every media type that ends with `+json`. A missing
/// header is accepted too, since the decoder refuses a body that is not JSON.
///
/// # Errors
///
/// 415 for another media type or charset.
pub(crate) fn check(content_type: Option<&str>) -> Result<(), Refused> {
    let Some(value) = content_type else { return Ok(()) };
    let mut parts = value.split(';').map(str::trim);
    let media = parts.next().unwrap_or_default();
    if !is_json(media) {
        let reason = format!("the media type {} is not supported (expected application/json)", quoted(media));
        return Err(Refused::new(415, reason));
    }
    for (name, value) in parts.filter_map(|parameter| parameter.split_once('=')) {
        let charset = value.trim().trim_matches('"');
        if name.trim().eq_ignore_ascii_case("charset") && !is_utf8(charset) {
            let reason = format!("the charset {} is not supported (expected utf-8)", quoted(charset));
            return Err(Refused::new(415, reason));
        }
    }
    Ok(())
}

fn is_json(media: &str) -> bool {
    let media = media.to_ascii_lowercase();
    matches!(&*media, "application/json" | "text/json") || media.ends_with("+json")
}

/// Returns `true` for UTF-8 and its subset ASCII.
fn is_utf8(charset: &str) -> bool {
    ["utf-8", "utf8", "us-ascii", "ascii"].iter().any(|known| known.eq_ignore_ascii_case(charset))
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn json_in_utf8_is_accepted() {
        for value in [
            "application/json",
            "Application/JSON; Charset=UTF-8",
            "application/json;charset=\"utf-8\"",
            "application/json ; a=b; charset = us-ascii",
            "application/cloudevents+json; charset=utf-8",
            "application/cloudevents-batch+json",
            "text/json",
        ] {
            assert!(check(Some(value)).is_ok(), "{value}");
        }
        assert!(check(None).is_ok());
    }

    #[test]
    fn another_media_type_or_charset_is_refused_with_its_name() {
        for (value, reason) in [
            ("text/plain", "the media type \"text/plain\" is not supported (expected application/json)"),
            ("", "the media type \"\" is not supported (expected application/json)"),
            (
                "application/x-www-form-urlencoded",
                "the media type \"application/x-www-form-urlencoded\" is not supported (expected application/json)",
            ),
            ("application/json; charset=utf-16", "the charset \"utf-16\" is not supported (expected utf-8)"),
            (
                "application/json; charset=\"ISO-8859-1\"",
                "the charset \"ISO-8859-1\" is not supported (expected utf-8)",
            ),
            (
                "application/json; charset=utf-8; charset=latin1",
                "the charset \"latin1\" is not supported (expected utf-8)",
            ),
        ] {
            let refused = check(Some(value)).expect_err(value);
            assert_eq!((refused.status(), refused.to_string().as_str()), (415, reason));
            assert_eq!(refused.answer().body, reason);
        }
    }
}
