//! Refused requests, in the OData form of Graph.

use graph_calls::{ODataError, ODataErrorResponse};
use http::StatusCode;
use http::header::{ALLOW, HeaderName, RETRY_AFTER};
use serde_json::json;

use crate::answer::Answer;

/// A refused request.
#[derive(Clone, Debug)]
pub(super) struct Refusal {
    /// The status.
    pub(super) status: StatusCode,
    code: String,
    message: String,
    headers: Vec<(HeaderName, String)>,
}

impl Refusal {
    /// Creates a refusal. `code` is a subcode of the calling service, or a word of Graph.
    pub(super) fn new(status: StatusCode, code: impl ToString, message: impl Into<String>) -> Self {
        Self { status, code: code.to_string(), message: message.into(), headers: Vec::new() }
    }

    /// The call, or a part of it, does not exist or no longer exists.
    pub(super) fn call_not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, 8522, "Call not found.")
    }

    /// The request cannot be read.
    pub(super) fn bad_request(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "BadRequest", message)
    }

    /// A member of the body is missing or has an invalid value.
    pub(super) fn invalid_argument(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, 8523, message)
    }

    /// The call is not established yet.
    pub(super) fn not_established() -> Self {
        Self::new(StatusCode::BAD_REQUEST, 8501, "Call is not established.")
    }

    /// The state of the call does not permit the operation.
    pub(super) fn wrong_state(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, 8585, message)
    }

    /// The operation exists for group calls and meetings only.
    pub(super) fn not_a_group_call() -> Self {
        Self::new(StatusCode::BAD_REQUEST, 8548, "The operation requires a group call.")
    }

    /// The operation conflicts with another one.
    pub(super) fn conflict(message: impl Into<String>) -> Self {
        Self::new(StatusCode::CONFLICT, 8519, message)
    }

    /// The media of the call is not hosted in the way that the operation requires.
    pub(super) fn media_mode(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, 8500, message)
    }

    /// The application is not allowed to do this.
    pub(super) fn forbidden(code: u32, message: impl Into<String>) -> Self {
        Self::new(StatusCode::FORBIDDEN, code, message)
    }

    /// The application lacks a permission, or the tenant does not allow the operation.
    pub(super) fn not_permitted() -> Self {
        Self::forbidden(7504, "Insufficient enterprise tenant permissions, cannot access this API.")
    }

    /// The request has no valid token.
    pub(super) fn unauthorized(message: impl Into<String>) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "InvalidAuthenticationToken", message)
    }

    /// The application sends too many requests.
    pub(super) fn throttled() -> Self {
        let refusal = Self::new(StatusCode::TOO_MANY_REQUESTS, "TooManyRequests", message_of(429));
        refusal.header(RETRY_AFTER, "2.128")
    }

    /// The path has other methods.
    pub(super) fn method_not_allowed(allowed: &[&str]) -> Self {
        let refusal = Self::new(StatusCode::METHOD_NOT_ALLOWED, "MethodNotAllowed", message_of(405));
        refusal.header(ALLOW, &allowed.join(", "))
    }

    /// A refusal with a status only, for injected faults.
    pub(super) fn of_status(status: StatusCode) -> Self {
        let code = match status.as_u16() {
            400 => "BadRequest",
            401 => "InvalidAuthenticationToken",
            403 => "Forbidden",
            404 => "ResourceNotFound",
            429 => "TooManyRequests",
            503 => "ServiceUnavailable",
            504 => "GatewayTimeout",
            _ => "UnknownError",
        };
        Self::new(status, code, message_of(status.as_u16()))
    }

    fn header(mut self, name: HeaderName, value: &str) -> Self {
        self.headers.push((name, value.to_owned()));
        self
    }

    /// Returns the response. `ids` are the `request-id` and `client-request-id`; `date` is the time of the error.
    pub(super) fn answer(&self, date: Option<String>, ids: Option<(&str, &str)>) -> Answer {
        let mut error = ODataError::new(&self.code, &self.message);
        if let (Some(date), Some((request, client))) = (date, ids) {
            let inner = json!({"date": date, "request-id": request, "client-request-id": client});
            error = error.inner_error(inner);
        }
        let answer = Answer::json(self.status, &ODataErrorResponse::new(error));
        self.headers.iter().fold(answer, |answer, (name, value)| answer.header(name.clone(), value))
    }
}

fn message_of(status: u16) -> &'static str {
    match status {
        405 => "The method is not supported for this path.",
        429 => "Please retry after the time in Retry-After.",
        503 => "The service is temporarily unavailable. Please retry later.",
        _ => "The service could not process the request.",
    }
}
