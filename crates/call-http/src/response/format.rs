//! Body formats, and descriptions of bodies in another format.

use reqwest::StatusCode;
use reqwest::header::{CONTENT_TYPE, HeaderMap};

use crate::error_body::html_title;
use crate::redact::Scrubber;
use crate::text::shortened;

/// The expected format of a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum BodyFormat {
    /// JSON, the format of Graph and Communication Services.
    Json,
    /// XML, the format of Exchange.
    Xml,
}

impl BodyFormat {
    fn name(self) -> &'static str {
        match self {
            Self::Json => "JSON",
            Self::Xml => "XML",
        }
    }

    /// Returns `true` if a body may have this format, according to its content type and its first byte.
    fn may_be(self, content_type: Option<&str>, first: u8) -> bool {
        let (name, begins) = match self {
            Self::Json => ("json", first.is_ascii_digit() || b"{[\"-tfn".contains(&first)),
            // The first byte of UTF-16, with and without a byte order mark.
            Self::Xml => ("xml", matches!(first, b'<' | 0xfe | 0xff | 0)),
        };
        begins && content_type.is_none_or(|content_type| content_type.to_ascii_lowercase().contains(name))
    }

    /// Describes a body that cannot be decoded. Returns `None` if it seems to have the expected format, since the error
    /// of the decoder is then more specific.
    pub(crate) fn mismatch(
        self,
        status: StatusCode,
        headers: &HeaderMap,
        body: &[u8],
        scrubber: &Scrubber,
    ) -> Option<String> {
        let name = self.name();
        let content = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body).trim_ascii_start();
        let Some(&first) = content.first() else {
            return Some(if status == StatusCode::ACCEPTED {
                format!("the service accepted the request, but its response has no body (expected {name})")
            } else {
                format!("expected {name}, the response has no body")
            });
        };
        if let Some(title) = html_title(scrubber, body) {
            return Some(format!("expected {name}, but the response is an HTML page: {title}"));
        }
        let content_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
        if self.may_be(content_type, first) {
            return None;
        }
        let content_type = content_type.unwrap_or("of no content type");
        let start = shortened(&scrubber.one_line(&String::from_utf8_lossy(content)));
        Some(format!("expected {name}, but the response is {content_type} and begins with `{start}`"))
    }
}
