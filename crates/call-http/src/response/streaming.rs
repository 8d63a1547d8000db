//! Responses whose body is read in chunks.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use reqwest::StatusCode;
use reqwest::header::HeaderMap;
use tokio::time::timeout;

use super::head::Head;
use crate::error::{Error, ErrorKind, root_cause};
use crate::time_limit::TimeLimit;

/// A response whose body is read in chunks, such as a recording.
///
/// [`Debug`](fmt::Debug) shows neither headers nor body.
pub struct StreamingResponse {
    pub(crate) head: Box<Head>,
    pub(crate) inner: reqwest::Response,
    pub(crate) chunk_timeout: Duration,
}

impl StreamingResponse {
    /// Returns the status, which is always a success (2xx).
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.head.status
    }

    /// Returns the headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.head.headers
    }

    /// Returns the request id that the server assigned.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.head.request_id()
    }

    /// Creates an error with the parts of this response.
    #[must_use]
    pub fn fault(&self, kind: ErrorKind, message: impl Into<String>) -> Error {
        self.head.error(kind, message)
    }

    /// Returns the next chunk of the body, or `None` at its end.
    ///
    /// # Errors
    ///
    /// [`Timeout`](ErrorKind::Timeout) if no chunk arrives within the time limit of an attempt,
    /// [`Transport`](ErrorKind::Transport) if the connection breaks.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, Error> {
        match timeout(self.chunk_timeout, self.inner.chunk()).await {
            Err(_) => {
                let message = TimeLimit::attempt(self.chunk_timeout).message("further chunk of the body");
                Err(self.head.error(ErrorKind::Timeout, message))
            }
            Ok(Err(error)) => {
                let error = error.without_url();
                let cause = root_cause(&error).to_string();
                let message = format!("the connection broke in the body: {cause}");
                Err(self.head.error(ErrorKind::Transport, message).with_source(error))
            }
            Ok(Ok(chunk)) => Ok(chunk),
        }
    }
}

impl fmt::Debug for StreamingResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StreamingResponse")
            .field("request", &self.head.redacted_request())
            .field("status", &self.head.status)
            .field("request_id", &self.head.redacted_request_id())
            .finish_non_exhaustive()
    }
}
