//! Refused requests: the reason, and the response.

use std::error::Error;
use std::fmt;
use std::sync::Arc;

use crate::answer::Answer;

/// The refusal of a request: the reason, and the [response](Self::answer).
///
/// [`Display`](fmt::Display) shows the reason, for the log of the receiver. It contains neither a token nor a secret.
/// The response also contains the reason, except for the statuses 401, 403 and 503, to reveal nothing about the check
/// to unverified senders.
#[derive(Clone, Debug)]
pub struct Refused {
    answer: Answer,
    reason: String,
    cause: Option<Arc<dyn Error + Send + Sync>>,
}

impl Refused {
    /// Creates a refusal with an HTTP status and a reason.
    #[must_use]
    pub fn new(status: u16, reason: impl Into<String>) -> Self {
        let reason = reason.into();
        let body = if matches!(status, 401 | 403 | 503) { "" } else { &reason };
        Self { answer: Answer::refused(status, body), reason, cause: None }
    }

    /// Creates a refusal whose reason is the message of an error.
    #[must_use]
    pub fn because(status: u16, error: impl Error + Send + Sync + 'static) -> Self {
        let refused = Self::new(status, error.to_string());
        Self { cause: Some(Arc::new(error)), ..refused }
    }

    /// Adds a header to the response.
    #[must_use]
    pub fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.answer = self.answer.header(name, value);
        self
    }

    /// Returns the response.
    #[must_use]
    pub fn answer(&self) -> Answer {
        self.answer.clone()
    }

    /// Returns the HTTP status of the response: 401, 403 or 503 if the sender could not be verified; 400, 405, 413 or
    /// 415 if the request is invalid.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.answer.status
    }

    /// Returns the error that caused the refusal, if it is an `E`: a `TokenError`, or the error of decoding the body.
    #[must_use]
    pub fn cause<E: Error + 'static>(&self) -> Option<&E> {
        self.cause.as_ref()?.downcast_ref()
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.reason)
    }
}

impl Error for Refused {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        // The message of the cause is already the reason, so the cause itself is omitted.
        self.cause.as_ref()?.source()
    }
}

impl From<Refused> for Answer {
    fn from(refused: Refused) -> Self {
        refused.answer
    }
}
