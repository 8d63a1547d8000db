//! Answers that come within another: a batch sends many requests as one, and each has its own status.

use std::time::SystemTime;

use bytes::Bytes;
use reqwest::StatusCode;
use reqwest::header::{DATE, HeaderMap, RETRY_AFTER};

use crate::call::Call;
use crate::error::Error;
use crate::reply::Reply;
use crate::request::Request;
use crate::response::{Before, Head, Response};
use crate::retry_after::retry_after;

/// Reads the body of a success; [`Response::into_success`] comes before it.
pub type ReadReply<T> = fn(Response) -> Result<Reply<T>, Error>;

impl<T> Call<T> {
    /// The request, or what sending it would end in, and what reads the answer to it: for those who send it
    /// in a way of their own.
    pub fn into_parts(self) -> (Result<Request, Error>, ReadReply<T>) {
        (self.request, self.read)
    }
}

impl Response {
    /// The answer to a request that came as a part of this one. It has this one's client request id, attempts
    /// and time, and all else of its own; secrets of this one's request are kept out of its errors.
    #[must_use]
    pub fn part(&self, request: &Request, status: StatusCode, headers: HeaderMap, body: Bytes) -> Self {
        let date = |headers: &HeaderMap| {
            headers.get(DATE).and_then(|date| httpdate::parse_http_date(date.to_str().ok()?).ok())
        };
        let now = date(&headers).or_else(|| date(self.headers())).unwrap_or_else(SystemTime::now);
        let wish = headers.get(RETRY_AFTER).and_then(|value| value.to_str().ok());
        let head = Head {
            request: request.shown(),
            url: request.url.clone(),
            status,
            retry_after: wish.and_then(|wish| retry_after(wish, now)),
            clock_skew: self.head.clock_skew,
            headers,
            ..self.head.clone()
        };
        Self { head, body, truncated: false, before: Before::default() }
    }
}
