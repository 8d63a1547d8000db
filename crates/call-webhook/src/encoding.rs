//! Checks the content encoding of a body.

use crate::headers::Headers;
use crate::refused::Refused;
use crate::text::quoted;

/// Accepts a body without a content coding or with the coding `identity`.
///
/// # Errors
///
/// 415 for any other coding. The response has the header `Accept-Encoding: identity` (RFC 9110, section 12.5.3).
pub(crate) fn check<H: Headers + ?Sized>(headers: &H) -> Result<(), Refused> {
    for value in headers.values("content-encoding") {
        let value = String::from_utf8_lossy(value);
        for coding in value.split(',').map(str::trim) {
            if !coding.is_empty() && !coding.eq_ignore_ascii_case("identity") {
                let reason = format!(
                    "the content encoding {} is not supported (expected none; decompress the body first)",
                    quoted(coding)
                );
                return Err(Refused::new(415, reason).header("accept-encoding", "identity"));
            }
        }
    }
    Ok(())
}
