//! The head of a response.

use std::time::Duration;

use reqwest::header::HeaderMap;
use reqwest::{Method, StatusCode, Url};

use crate::error::{Error, ErrorKind, NotRetried, Parts};
use crate::redact::Scrubber;
use crate::time::ClockSkew;
use crate::trust::redacted_url;

/// A response without its body. Responses box it, since they are moved often.
#[derive(Clone)]
pub(crate) struct Head {
    pub(crate) method: Method,
    pub(crate) url: Url,
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) retry_after: Option<Duration>,
    pub(crate) clock_skew: Option<ClockSkew>,
    pub(crate) client_request_id: Option<String>,
    pub(crate) scrubber: Scrubber,
    pub(crate) not_retried: Option<NotRetried>,
    pub(crate) attempts: u32,
    pub(crate) elapsed: Duration,
}

impl Head {
    /// Returns the method and the URL without its query, which may contain a secret.
    pub(super) fn redacted_request(&self) -> String {
        format!("{} {}", self.method, redacted_url(&self.url))
    }

    /// Returns the request id that the server assigned, from the headers of Graph and Exchange (`request-id`), ACS and
    /// gateways.
    pub(super) fn request_id(&self) -> Option<&str> {
        ["request-id", "x-ms-request-id", "x-request-id", "ms-cv"]
            .into_iter()
            .filter_map(|name| self.headers.get(name)?.to_str().ok())
            .find(|id| !id.is_empty())
    }

    /// Returns the request id that the server assigned, with redacted secrets and on one line.
    pub(super) fn redacted_request_id(&self) -> Option<String> {
        self.request_id().map(|id| self.scrubber.one_line(id))
    }

    /// Creates an error with the parts of the head.
    pub(crate) fn error(&self, kind: ErrorKind, message: impl Into<String>) -> Error {
        self.parts(Some(kind), Some(message.into())).into()
    }

    pub(super) fn parts(&self, kind: Option<ErrorKind>, message: Option<String>) -> Parts {
        Parts {
            kind,
            message: message.map(|message| self.scrubber.one_line(&message)),
            request: Some(self.redacted_request()),
            status: Some(self.status),
            request_id: self.redacted_request_id(),
            client_request_id: self.client_request_id.clone(),
            retry_after: self.retry_after,
            not_retried: self.not_retried,
            attempts: self.attempts,
            headers: self.headers.clone(),
            scrubber: self.scrubber.clone(),
            ..Parts::default()
        }
    }
}
