//! Why a request is refused, and the answer to give.

use std::error::Error;
use std::fmt;
use std::sync::Arc;

use crate::Answer;

/// A request that is refused: the reason, and the [answer](Self::answer) to give.
///
/// [`Display`](fmt::Display) gives the reason, for the receiver's own log. It contains neither a token nor a
/// secret. The answer repeats it to the sender, except for the statuses 401, 403 and 503: a stranger learns
/// nothing about the check.
#[derive(Clone, Debug)]
pub struct Refused {
    answer: Answer,
    reason: String,
    cause: Option<Arc<dyn Error + Send + Sync>>,
}

impl Refused {
    /// A refusal with an HTTP status and a reason.
    #[must_use]
    pub fn new(status: u16, reason: impl Into<String>) -> Self {
        let reason = reason.into();
        let shown = if matches!(status, 401 | 403 | 503) { "" } else { &reason };
        Self { answer: Answer::refused(status, shown), reason, cause: None }
    }

    /// A refusal because of an error, whose text is the reason.
    #[must_use]
    pub fn because(status: u16, error: impl Error + Send + Sync + 'static) -> Self {
        let refused = Self::new(status, error.to_string());
        Self { cause: Some(Arc::new(error)), ..refused }
    }

    /// Adds a header to the answer.
    #[must_use]
    pub fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.answer = self.answer.header(name, value);
        self
    }

    /// The answer to give.
    #[must_use]
    pub fn answer(&self) -> Answer {
        self.answer.clone()
    }

    /// The HTTP status of the answer: 401, 403 or 503 if the sender could not be verified, 400, 405, 413 or 415
    /// if the request is not acceptable.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.answer.status
    }

    /// The error behind the refusal, if there is one, by its type: a `TokenError`, or the error of the body.
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
        // The text of the cause is the reason, so it does not appear a second time.
        self.cause.as_ref()?.source()
    }
}

impl From<Refused> for Answer {
    fn from(refused: Refused) -> Self {
        refused.answer
    }
}
