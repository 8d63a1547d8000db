//! Typed responses: a value, and the raw response that contained it.

use std::ops::Deref;

use call_wire::json::Wire;
use reqwest::StatusCode;
use reqwest::header::HeaderMap;
use serde::de::IgnoredAny;

use super::format::BodyFormat;
use super::raw::RawResponse;
use crate::error::{Error, ErrorKind};

/// A typed value, and the raw response that contained it. It dereferences to the value.
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
    /// Creates a response from a value and the raw response that contained it.
    #[must_use]
    pub fn new(value: T, raw: RawResponse) -> Self {
        Self { value, raw }
    }

    /// Returns the value.
    #[must_use]
    pub fn into_inner(self) -> T {
        self.value
    }

    /// Returns the raw response, with the body, the URL, the client request id, the attempts and the elapsed time.
    #[must_use]
    pub fn raw(&self) -> &RawResponse {
        &self.raw
    }

    /// Returns the value and the raw response.
    #[must_use]
    pub fn into_parts(self) -> (T, RawResponse) {
        (self.value, self.raw)
    }

    /// Returns the status: see [`RawResponse::status`].
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.raw.status()
    }

    /// Returns the headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        self.raw.headers()
    }

    /// Returns the request id that the server assigned. Microsoft's support asks for it.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.raw.request_id()
    }

    /// Converts the value.
    #[must_use]
    pub fn map<U>(self, convert: impl FnOnce(T) -> U) -> Response<U> {
        Response { value: convert(self.value), raw: self.raw }
    }
}

impl<T> Deref for Response<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl RawResponse {
    /// Returns the response of an operation without a result. The body may be empty or contain any JSON.
    /// [`raw`](Response::raw) returns it.
    ///
    /// # Errors
    ///
    /// [`Decode`](crate::ErrorKind::Decode) if the body is not JSON, for instance a gateway's login page with status
    /// 200.
    pub fn into_unit(self) -> Result<Response<()>, Error> {
        if !self.body().trim_ascii().is_empty() && !self.was_deleted_before() {
            self.decode_with(BodyFormat::Json, |body| serde_json::from_slice::<IgnoredAny>(body))?;
        }
        Ok(Response::new((), self))
    }

    /// Decodes the body as JSON.
    ///
    /// # Errors
    ///
    /// The errors of [`json`](Self::json).
    pub fn into_json<T: Wire>(self) -> Result<Response<T>, Error> {
        let value = self.json()?;
        Ok(Response::new(value, self))
    }

    /// Decodes the body as text in UTF-8.
    ///
    /// # Errors
    ///
    /// [`Decode`](crate::ErrorKind::Decode) if the body is not valid UTF-8, or compressed, which is never requested.
    pub fn into_text(self) -> Result<Response<String>, Error> {
        self.check_encoding()?;
        match std::str::from_utf8(self.body()) {
            Ok(text) => Ok(Response::new(text.to_owned(), self)),
            Err(error) => {
                let fault = self.fault(ErrorKind::Decode, format!("the body is not text in UTF-8: {error}"));
                Err(fault.with_source(error))
            }
        }
    }

    /// Decodes the body as JSON, or returns `None` if it is empty. For operations whose response may have no body.
    ///
    /// # Errors
    ///
    /// The errors of [`json`](Self::json).
    pub fn into_json_if_any<T: Wire>(self) -> Result<Response<Option<T>>, Error> {
        let value = if self.body().is_empty() { None } else { Some(self.json()?) };
        Ok(Response::new(value, self))
    }
}
