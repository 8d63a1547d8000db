//! The bodies of pending requests, and how the bodies of their responses are read.

use bytes::Bytes;
use call_wire::json::Wire;
use reqwest::header::{ACCEPT, HeaderValue};
use serde::Serialize;

use crate::error::Error;
use crate::pending_request::{PendingRequest, json_value};
use crate::request::header::header_value;
use crate::request::{Multipart, Request, encode};
use crate::response::{Response, StreamingResponse};

/// Sets the type of the response of an operation.
impl PendingRequest<()> {
    /// Reads the body of a successful response as JSON.
    pub fn returns_json<T: Wire>(self) -> PendingRequest<T> {
        PendingRequest {
            pipeline: self.pipeline,
            request: self.request,
            read: |response| response.into_success()?.into_json(),
        }
    }

    /// Reads the body of a successful response as JSON, or returns `None` if it is empty.
    pub fn may_return_json<T: Wire>(self) -> PendingRequest<Option<T>> {
        PendingRequest {
            pipeline: self.pipeline,
            request: self.request,
            read: |response| response.into_success()?.into_json_if_any(),
        }
    }

    /// Reads the body of a successful response as text in UTF-8. `media` is the expected type of the content, such as
    /// `text/csv`, for `Accept`. Several types are separated by commas.
    pub fn returns_text(self, media: &str) -> PendingRequest<String> {
        PendingRequest {
            pipeline: self.pipeline,
            request: self.request.and_then(|request| accept(request, media)),
            read: |response| response.into_success()?.into_text(),
        }
    }

    /// Reads the body of a successful response as bytes. `media` is the expected type of the content, such as
    /// `image/png`, for `Accept`. Several types are separated by commas.
    pub fn returns_bytes(self, media: &str) -> PendingRequest<Bytes> {
        PendingRequest {
            pipeline: self.pipeline,
            request: self.request.and_then(|request| accept(request, media)),
            read: |response| {
                let response = response.into_success()?;
                Ok(Response::new(response.body().clone(), response))
            },
        }
    }
}

impl PendingRequest<Bytes> {
    /// Sends the request, and returns a response whose body is read in chunks, without a size limit. `.await` on the
    /// pending request itself reads the whole body into memory.
    ///
    /// # Errors
    ///
    /// The errors of [`send_streaming`](crate::Pipeline::send_streaming), and
    /// [`Configuration`](crate::ErrorKind::Configuration) for an invalid argument.
    pub async fn stream(self) -> Result<StreamingResponse, Error> {
        self.pipeline.send_streaming(self.request?).await
    }
}

/// Sets the body of a request. For crates that define the operations of a protocol.
impl<T, E> PendingRequest<T, E> {
    /// Sets the body to a value, encoded as JSON.
    pub fn json<B: Wire>(self, body: &B) -> Self {
        self.try_map(|request| request.json(body))
    }

    /// Sets the body to an object, encoded as a form (`application/x-www-form-urlencoded`). A list becomes one field per
    /// item, and null no field.
    pub fn form<B: Serialize>(self, body: &B) -> Self {
        self.try_map(|request| {
            let form = encode::form(json_value("body", body)?)?;
            Ok(request.bytes(HeaderValue::from_static("application/x-www-form-urlencoded"), form))
        })
    }

    /// Sets the body to files and the fields of a form (`multipart/form-data`).
    pub fn multipart(self, body: Multipart) -> Self {
        let (content_type, body) = body.into_body();
        self.bytes(&content_type, body)
    }

    /// Sets the body to text in UTF-8, and the `Content-Type` to a media type, such as `text/csv`.
    pub fn text(self, media: &str, body: &str) -> Self {
        self.try_map(|request| {
            let has_charset = media.to_ascii_lowercase().contains("charset=");
            let content_type = if has_charset { media.to_owned() } else { format!("{media}; charset=utf-8") };
            Ok(request.bytes(header_value("Content-Type", content_type)?, body.to_owned()))
        })
    }

    /// Sets the body to bytes, and the `Content-Type` to a media type, such as `image/png`.
    pub fn bytes(self, media: &str, body: impl Into<Bytes>) -> Self {
        self.try_map(|request| Ok(request.bytes(header_value("Content-Type", media)?, body)))
    }
}

/// Sets `Accept` to media types, and to JSON for errors.
fn accept(request: Request, media: &str) -> Result<Request, Error> {
    Ok(request.header(ACCEPT, header_value("Accept", format!("{media}, application/json;q=0.1"))?))
}
