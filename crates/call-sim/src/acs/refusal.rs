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

    /// The request is not valid.
    pub(crate) fn bad_request(code: impl ToString, message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, code, message)
    }

    /// A value is not valid. `reason` is a sentence that names the member.
    pub(crate) fn invalid(reason: impl Into<String>) -> Self {
        Self::bad_request(8523, reason)
    }

    /// A required member is missing.
    pub(crate) fn missing(member: &str) -> Self {
        Self::invalid(format!("The field {member} is required."))
    }

    /// A URI of a callback is neither https nor on loopback.
    pub(crate) fn callback_uri(member: &str) -> Self {
        Self::bad_request(400, format!("The field {member} is invalid."))
    }

    /// The call has ended, or never existed.
    pub(crate) fn call_not_found() -> Self {
        Self::not_found("Call")
    }

    /// The participant is not in the call.
    pub(crate) fn participant_not_found() -> Self {
        Self::not_found("Participant")
    }

    /// A thing, such as `Recording`, has ended or never existed.
    pub(crate) fn not_found(thing: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, 8522, format!("{thing} not found."))
    }

    /// The call is not connected yet.
    pub(crate) fn not_established() -> Self {
        Self::bad_request(8501, "Action is invalid when call is not in Established state.")
    }

    /// The call is not connected yet, or no longer, and the operation concerns its media.
    pub(crate) fn media_not_established() -> Self {
        Self::bad_request(8585, "Media action is invalid when call is not in Established state.")
    }

    /// A media operation cannot run beside those that are running.
    pub(crate) fn incompatible(message: impl Into<String>) -> Self {
        Self::new(StatusCode::PRECONDITION_FAILED, 8583, message)
    }

    /// The call was set up without something that the operation needs.
    pub(crate) fn missing_configuration(message: impl Into<String>) -> Self {
        Self::new(StatusCode::METHOD_NOT_ALLOWED, 8522, message)
    }

    /// The operation is not supported in this situation.
    pub(crate) fn not_supported(message: impl Into<String>) -> Self {
        Self::new(StatusCode::METHOD_NOT_ALLOWED, 8520, message)
    }

    /// The application sends too many requests.
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
