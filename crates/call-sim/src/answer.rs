//! The response of a simulated service.

use bytes::Bytes;
use call_wire::json::{self, Wire};
use http::header::{CONTENT_TYPE, HeaderName};
use http::{HeaderMap, HeaderValue, StatusCode};

/// A response, with the call that it concerns.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    /// The status.
    pub(crate) status: StatusCode,
    /// The headers, without `Content-Length` and `Date`.
    pub(crate) headers: HeaderMap,
    /// The body.
    pub(crate) body: Bytes,
    /// The id of the call, for the journal.
    pub(crate) call: Option<String>,
}

impl Answer {
    /// Creates a response without a body.
    pub(crate) fn empty(status: StatusCode) -> Self {
        Self { status, headers: HeaderMap::new(), body: Bytes::new(), call: None }
    }

    /// Creates a response with a body.
    pub(crate) fn new(status: StatusCode, content_type: &'static str, body: impl Into<Bytes>) -> Self {
        let headers = HeaderMap::from_iter([(CONTENT_TYPE, HeaderValue::from_static(content_type))]);
        Self { status, headers, body: body.into(), call: None }
    }

    /// Creates a response with a JSON body from a generated type.
    pub(crate) fn json(status: StatusCode, value: &impl Wire) -> Self {
        match json::encode(value) {
            Ok(text) => Self::new(status, "application/json; charset=utf-8", text),
            // The values of the simulator have no raw text that could be invalid.
            Err(error) => Self::new(StatusCode::INTERNAL_SERVER_ERROR, "text/plain", error.to_string()),
        }
    }

    /// Sets a header. A value that is not valid in a header is left out.
    pub(crate) fn header(mut self, name: HeaderName, value: &str) -> Self {
        if let Ok(value) = HeaderValue::from_str(value) {
            self.headers.insert(name, value);
        }
        self
    }

    /// Sets the call.
    pub(crate) fn for_call(mut self, call: impl Into<String>) -> Self {
        self.call = Some(call.into());
        self
    }
}
