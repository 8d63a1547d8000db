//! Spans of requests and attempts, and observations for observers.

use std::time::Duration;

use reqwest::StatusCode;
use tracing::field::Empty;
use tracing::{Span, info_span};

use crate::error::{Error, ErrorKind};
use crate::observer::{Observation, error_type};
use crate::request::Request;
use crate::trust::redacted_url;

/// Creates the span of a request. Its fields are evaluated only if a subscriber is interested.
pub(crate) fn request_span(request: &Request, client_request_id: &str) -> Span {
    let operation = &*request.operation;
    info_span!(
        "call_http",
        otel.name = if operation.is_empty() { request.method.as_str() } else { operation },
        otel.kind = "internal",
        otel.status_code = Empty,
        operation,
        http.request.method = request.method.as_str(),
        url.full = redacted_url(&request.url),
        server.address = request.url.host_str(),
        server.port = request.url.port_or_known_default(),
        client_request_id,
        http.response.status_code = Empty,
        "error.type" = Empty,
        attempts = Empty,
    )
}

/// Creates the span of an attempt. The number of the first one is 1.
pub(crate) fn attempt_span(request: &Request, number: u32) -> Span {
    info_span!(
        "call_http_attempt",
        otel.name = request.method.as_str(),
        otel.kind = "client",
        otel.status_code = Empty,
        http.request.method = request.method.as_str(),
        url.full = redacted_url(&request.url),
        server.address = request.url.host_str(),
        server.port = request.url.port_or_known_default(),
        http.request.resend_count = (number > 1).then(|| number - 1),
        http.response.status_code = Empty,
        "error.type" = Empty,
    )
}

/// The result of a request or an attempt.
#[derive(Clone, Copy)]
pub(crate) struct Ended {
    status: Option<StatusCode>,
    error: Option<ErrorKind>,
}

impl Ended {
    pub(crate) fn new<S>(result: &Result<S, Error>, status: Option<StatusCode>) -> Self {
        // The status is the reason, even if the caller gets an error.
        let is_error_status = status.is_some_and(|status| !status.is_success());
        let error = result.as_ref().err().map(Error::kind).filter(|_| !is_error_status);
        Self { status, error }
    }

    /// Records the result in its span.
    pub(crate) fn record(&self, span: &Span) {
        if let Some(status) = self.status {
            span.record("http.response.status_code", status.as_u16());
        }
        if let Some(error_type) = error_type(self.status.as_ref(), self.error) {
            span.record("error.type", error_type);
            span.record("otel.status_code", "ERROR");
        }
    }

    /// Creates the observation for an observer.
    pub(crate) fn observation<'a>(
        &self,
        request: &'a Request,
        attempts: u32,
        duration: Duration,
    ) -> Observation<'a> {
        Observation {
            operation: &request.operation,
            method: &request.method,
            server_address: request.url.host_str().unwrap_or_default(),
            server_port: request.url.port_or_known_default(),
            status: self.status,
            error: self.error,
            attempts,
            duration,
        }
    }
}
