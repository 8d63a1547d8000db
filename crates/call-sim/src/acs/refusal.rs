//! The errors of the service.

use acs_calling::{CommunicationError, CommunicationErrorResponse};
use http::header::RETRY_AFTER;
use http::{HeaderName, StatusCode};

use crate::answer::Answer;

/// The response to a request, or the error that refuses it.
pub(crate) type Reply = Result<Answer, Refusal>;

/// An error of the service: a request that is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    status: StatusCode,
    code: String,
    message: String,
    target: String,
    headers: Vec<(HeaderName, &'static str)>,
}

impl Refusal {
    /// Creates an error with a status, a code, which is usually a subcode of the calling service, and a message.
    pub(crate) fn new(status: StatusCode, code: impl ToString, message: impl Into<String>) -> Self {
        Self {
            status,
            code: code.to_string(),
            message: message.into(),
            target: String::new(),
            headers: Vec::new(),
        }
    }

    /// Sets the member of the request that the error concerns, as a JSON pointer.
    pub(crate) fn target(mut self, pointer: &str) -> Self {
        pointer.clone_into(&mut self.target);
        self
    }

    /// Adds a header.
    pub(crate) fn header(mut self, name: HeaderName, value: &'static str) -> Self {
        self.headers.push((name, value));
        self
    }

    /// Creates an error for a request that is not valid.
    pub(crate) fn bad_request(code: impl ToString, message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, code, message)
    }

    /// Creates an error for a value that is not valid. `reason` is a sentence that names the member.
    pub(crate) fn invalid(reason: impl Into<String>) -> Self {
        Self::bad_request(8523, reason)
    }

    /// Creates an error for a missing member.
    pub(crate) fn missing(member: &str) -> Self {
        Self::invalid(format!("The field {member} is required."))
    }

    /// Creates an error for a callback URI that is neither https nor on loopback.
    pub(crate) fn callback_uri(member: &str) -> Self {
        Self::bad_request(400, format!("The field {member} is invalid."))
    }

    /// Creates an error for a call that has ended or never existed.
    pub(crate) fn call_not_found() -> Self {
        Self::not_found("Call")
    }

    /// Creates an error for a participant that is not in the call.
    pub(crate) fn participant_not_found() -> Self {
        Self::not_found("Participant")
    }

    /// Creates an error for an object, such as a `Recording`, that has ended or never existed.
    pub(crate) fn not_found(object: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, 8522, format!("{object} not found."))
    }

    /// Creates an error for a call that is not connected yet.
    pub(crate) fn not_established() -> Self {
        Self::bad_request(8501, "Action is invalid when call is not in Established state.")
    }

    /// Creates an error for an operation on the media of a call that is not connected.
    pub(crate) fn media_not_established() -> Self {
        Self::bad_request(8585, "Media action is invalid when call is not in Established state.")
    }

    /// Creates an error for a media operation that cannot run together with a current one.
    pub(crate) fn incompatible(message: impl Into<String>) -> Self {
        Self::new(StatusCode::PRECONDITION_FAILED, 8583, message)
    }

    /// Creates an error for a call that was set up without options that the operation requires.
    pub(crate) fn missing_configuration(message: impl Into<String>) -> Self {
        Self::new(StatusCode::METHOD_NOT_ALLOWED, 8522, message)
    }

    /// Creates an error for an operation that the state of the call does not support.
    pub(crate) fn not_supported(message: impl Into<String>) -> Self {
        Self::new(StatusCode::METHOD_NOT_ALLOWED, 8520, message)
    }

    /// Creates an error for too many requests.
    pub(crate) fn throttled() -> Self {
        let message = "Too many requests. Retry after the time of Retry-After.";
        Self::new(StatusCode::TOO_MANY_REQUESTS, 8516, message).header(RETRY_AFTER, "1")
    }

    /// Returns the response.
    pub(crate) fn answer(&self) -> Answer {
        let mut error = CommunicationError::new(&self.code, &self.message);
        if !self.target.is_empty() {
            error = error.target(&self.target);
        }
        let body = CommunicationErrorResponse::new(error);
        let answer = Answer::json(self.status, &body);
        self.headers.iter().fold(answer, |answer, (name, value)| answer.header(name.clone(), value))
    }
}

/// Returns the response, whether the request succeeded or not.
pub(crate) fn answer(reply: Reply) -> Answer {
    reply.unwrap_or_else(|refusal| refusal.answer())
}
