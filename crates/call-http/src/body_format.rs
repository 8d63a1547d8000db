//! The format that the body of a response is expected to have, and what a body is instead.

use reqwest::StatusCode;
use reqwest::header::{CONTENT_TYPE, HeaderMap};

use crate::error_body::{html_title, shortened};
use crate::secret::Scrubber;

/// The format that a body is expected to have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum BodyFormat {
    /// JSON, as of Graph and Communication Services.
    Json,
    /// XML, as of Exchange.
    Xml,
}

impl BodyFormat {
    fn name(self) -> &'static str {
        match self {
            Self::Json => "JSON",
            Self::Xml => "XML",
        }
    }

    /// Whether a body can be of this format, by its content type and its first byte.
    fn may_be(self, content_type: Option<&str>, first: u8) -> bool {
        let (name, begins) = match self {
            Self::Json => ("json", first.is_ascii_digit() || b"{[\"-tfn".contains(&first)),
            // The first byte of UTF-16, with and without a byte order mark.
            Self::Xml => ("xml", matches!(first, b'<' | 0xfe | 0xff | 0)),
        };
        begins && content_type.is_none_or(|content_type| content_type.to_ascii_lowercase().contains(name))
    }

    /// What a body that cannot be decoded is instead, in words. `None` when it looks like the expected format, so that
    /// the error of decoding says more.
    pub(crate) fn mismatch(
        self,
        status: StatusCode,
        headers: &HeaderMap,
        body: &[u8],
        secrets: &Scrubber,
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
        if let Some(title) = html_title(secrets, body) {
            return Some(format!("expected {name}, the response is an HTML page: {title}"));
        }
        let content_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
        if self.may_be(content_type, first) {
            return None;
        }
        let content_type = content_type.map_or("of no content type", |content_type| content_type);
        let start = shortened(&secrets.line(&String::from_utf8_lossy(content)));
        Some(format!("expected {name}, the response is {content_type} and begins with `{start}`"))
    }
}
