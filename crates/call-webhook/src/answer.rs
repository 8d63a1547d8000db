//! Responses to requests.

use std::fmt;

/// The response that a receiver sends, for any HTTP server.
///
/// With the feature `http`, it can be converted into an [`http::Response`], which axum, hyper and warp accept:
///
/// ```
/// # #[cfg(feature = "http")] {
/// use call_webhook::Answer;
///
/// let response: http::Response<String> = Answer::accepted().into();
/// assert_eq!(response.status(), 202);
/// # }
/// ```
///
/// [`Debug`](fmt::Debug) shows only the length of the body, which may contain a validation code.
///
/// [`http::Response`]: https://docs.rs/http/1/http/response/struct.Response.html
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Answer {
    /// The HTTP status code.
    pub status: u16,
    /// The names (in lower case) and the values of the headers.
    pub headers: Vec<(&'static str, String)>,
    /// The body; empty if there is none.
    pub body: String,
}

impl Answer {
    /// Creates a response with a status, without headers and a body.
    #[must_use]
    pub fn new(status: u16) -> Self {
        Self { status, headers: Vec::new(), body: String::new() }
    }

    /// Creates a response with status 200: the request was processed.
    #[must_use]
    pub fn ok() -> Self {
        Self::new(200)
    }

    /// Creates a response with status 202: the request will be processed later.
    #[must_use]
    pub fn accepted() -> Self {
        Self::new(202)
    }

    /// Creates a response with status 204: the request was processed, and the response has no body.
    #[must_use]
    pub fn no_content() -> Self {
        Self::new(204)
    }

    /// Creates a response with status 302: the request should be sent to another URL.
    #[must_use]
    pub fn moved_to(url: impl Into<String>) -> Self {
        Self::new(302).header("location", url)
    }

    /// Creates a response with status 200 and a JSON body.
    #[must_use]
    pub fn json(body: impl Into<String>) -> Self {
        Self { body: body.into(), ..Self::ok() }.header("content-type", "application/json")
    }

    /// Creates a response with a status of 400 or above, and the reason as plain text in the body. Status 401 has
    /// `WWW-Authenticate: Bearer`, since HTTP requires this header (RFC 9110, section 15.5.2).
    #[must_use]
    pub fn refused(status: u16, reason: impl Into<String>) -> Self {
        let mut answer = Self { body: reason.into(), ..Self::new(status) };
        if status == 401 {
            answer = answer.header("www-authenticate", "Bearer");
        }
        if !answer.body.is_empty() {
            answer = answer.header("content-type", "text/plain; charset=utf-8");
        }
        answer
    }

    /// Adds a header. The name must be in lower case.
    #[must_use]
    pub fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answer")
            .field("status", &self.status)
            .field("headers", &self.headers)
            .field("body", &format_args!("{} bytes", self.body.len()))
            .finish()
    }
}
