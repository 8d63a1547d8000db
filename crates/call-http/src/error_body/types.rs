//! The parts of an error body.

use crate::text::LONGEST_LINE;

/// The parts of an error body. The codes are open strings: a service may send others than the documented ones.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ErrorBody {
    /// The code, such as `7509`, `NotFound` or `ErrorServerBusy`.
    pub code: Option<String>,
    /// The message, on one line of at most [`ErrorBody::LONGEST`] characters.
    pub message: Option<String>,
    /// The target of the error. ACS sends the path of the request.
    pub target: Option<String>,
    /// The server's id of the request, if the body contains it.
    pub request_id: Option<String>,
    /// The single errors that make up this one: `details`. At most [`ErrorBody::LISTED`] of them.
    pub details: Vec<ErrorDetail>,
    /// The causes of this error: `innererror`, then the `innererror` of that one, and so on. The last one is the most
    /// specific. At most [`ErrorBody::LISTED`] of them.
    pub inner_errors: Vec<ErrorDetail>,
}

/// An error within an error: one of its details, or one of its causes.
///
/// Each text is one line of at most [`ErrorBody::LONGEST`] characters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ErrorDetail {
    /// The code.
    pub code: Option<String>,
    /// The message.
    pub message: Option<String>,
    /// The target of the error, such as a member of the request.
    pub target: Option<String>,
}

impl ErrorBody {
    /// The largest number of characters in a message. Longer messages are cut; the body has the rest.
    pub const LONGEST: usize = LONGEST_LINE;

    /// The largest number of details, and of inner errors. The body has the rest.
    pub const LISTED: usize = 16;
}
