//! The answer to give to a request.

use std::fmt;

/// The response that a receiver sends, in plain parts for any HTTP server.
///
/// With the feature `http` it converts to an [`http::Response`], which axum, hyper and warp send as it is:
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
/// [`Debug`](fmt::Debug) shows the length of the body and not the body, which may hold a validation code.
///
/// [`http::Response`]: https://docs.rs/http/1/http/response/struct.Response.html
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Answer {
    /// The HTTP status code.
    pub status: u16,
    /// The names, in lower case, and the values of the headers.
    pub headers: Vec<(&'static str, String)>,
    /// The body; empty for none.
    pub body: String,
}

impl Answer {
    /// A response with a status and nothing else.
    #[must_use]
    pub fn new(status: u16) -> Self {
        Self { status, headers: Vec::new(), body: String::new() }
    }

    /// 200: the request was received.
    #[must_use]
    pub fn ok() -> Self {
        Self::new(200)
    }

    /// 202: the request was received and is processed later.
    #[must_use]
    pub fn accepted() -> Self {
        Self::new(202)
    }

    /// 204: the request was received, and there is nothing to say.
    #[must_use]
    pub fn no_content() -> Self {
        Self::new(204)
    }

    /// 302: the request belongs to another URL.
    #[must_use]
    pub fn moved_to(url: impl Into<String>) -> Self {
        Self::new(302).header("location", url)
    }

    /// 200 with a JSON body.
    #[must_use]
    pub fn json(body: impl Into<String>) -> Self {
        Self { body: body.into(), ..Self::ok() }.header("content-type", "application/json")
    }

    /// A status of 400 or above, with a reason as plain text; an empty reason gives an empty body. A 401 has
    /// `WWW-Authenticate: Bearer`, as HTTP requires it (RFC 9110, section 15.5.2).
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
