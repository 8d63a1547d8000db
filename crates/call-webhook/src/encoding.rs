//! Whether a body is compressed, by its `Content-Encoding`.

use crate::text::quoted;
use crate::{Headers, Refused};

/// Accepts a body without a content coding, or with `identity`.
///
/// # Errors
///
/// 415 for every other coding, with the header `Accept-Encoding: identity` in the answer (RFC 9110, section 12.5.3).
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
