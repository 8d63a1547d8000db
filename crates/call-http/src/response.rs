//! A typed response: the value, with the raw response that it was read from.

use std::ops::Deref;

use call_wire::json::Wire;
use reqwest::StatusCode;
use reqwest::header::HeaderMap;
use serde::de::IgnoredAny;

use crate::body_format::BodyFormat;
use crate::error::Error;
use crate::raw_response::RawResponse;

/// The response to a request: a typed value, with status, headers and raw body.
///
/// It derefs to the value.
///
/// ```
/// # fn example(response: call_http::Response<String>) {
/// println!("{} letters, status {}, request id {:?}", response.len(), response.status(), response.request_id());
/// let text: String = response.into_inner();
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Response<T> {
    value: T,
    raw: RawResponse,
}

impl<T> Response<T> {
    /// A value, and the response that it was read from.
    #[must_use]
    pub fn new(value: T, raw: RawResponse) -> Self {
        Self { value, raw }
    }

    /// The value alone.
    #[must_use]
    pub fn into_inner(self) -> T {
        self.value
    }

    /// The response as it came: body, URL, client request id, attempts, elapsed time.
    #[must_use]
    pub fn raw(&self) -> &RawResponse {
        &self.raw
    }

    /// The value and the raw response.
    #[must_use]
    pub fn into_parts(self) -> (T, RawResponse) {
        (self.value, self.raw)
    }

    /// The status; see [`RawResponse::status`].
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.raw.status()
    }

    /// The headers, as they came.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        self.raw.headers()
    }

    /// The server's id of the request, which support asks for.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.raw.request_id()
    }

    /// The same response with another value, made from this one.
    #[must_use]
    pub fn map<U>(self, make: impl FnOnce(T) -> U) -> Response<U> {
        Response { value: make(self.value), raw: self.raw }
    }
}

impl<T> Deref for Response<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl RawResponse {
    /// This response as that of an operation without a result. A JSON body stays in [`raw`](Response::raw).
    ///
    /// # Errors
    ///
    /// [`Decode`](crate::ErrorKind::Decode) for a body that is not JSON: a page to log in, say, which comes with 200
    /// and not from the service.
    pub fn into_unit(self) -> Result<Response<()>, Error> {
        if !self.body().trim_ascii().is_empty() && !self.was_deleted_before() {
            self.decode_with(BodyFormat::Json, |body| serde_json::from_slice::<IgnoredAny>(body))?;
        }
        Ok(Response::new((), self))
    }

    /// This response with its body decoded as JSON.
    ///
    /// # Errors
    ///
    /// As [`json`](Self::json).
    pub fn into_json<T: Wire>(self) -> Result<Response<T>, Error> {
        let value = self.json()?;
        Ok(Response::new(value, self))
    }

    /// As [`into_json`](Self::into_json), for an operation that may answer without a body, which gives `None`.
    ///
    /// # Errors
    ///
    /// As [`json`](Self::json).
    pub fn into_json_if_any<T: Wire>(self) -> Result<Response<Option<T>>, Error> {
        let value = if self.body().is_empty() { None } else { Some(self.json()?) };
        Ok(Response::new(value, self))
    }
}
