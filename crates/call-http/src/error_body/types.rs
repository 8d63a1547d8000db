//! The parts of an error body.

use crate::text::LONGEST_LINE;

/// The parts of an error body. The codes are open strings: a service may send codes that are not documented.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ErrorBody {
    /// The code, such as `7509`, `NotFound` or `ErrorServerBusy`.
    pub code: Option<String>,
    /// The message, on one line of at most [`ErrorBody::LONGEST`] characters.
    pub message: Option<String>,
    /// The target of the error. ACS sends the path of the request.
    pub target: Option<String>,
    /// The request id that the server assigned, if the body contains it.
    pub request_id: Option<String>,
    /// The individual errors in `details`, at most [`ErrorBody::LISTED`].
    pub details: Vec<ErrorDetail>,
    /// The causes of this error from the nested `innererror` objects, outermost first, at most [`ErrorBody::LISTED`].
    /// The last one is the most specific.
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
    /// The largest number of characters in a message. Longer messages are cut; the body contains the rest.
    pub const LONGEST: usize = LONGEST_LINE;

    /// The largest number of details and of inner errors. The body contains the rest.
    pub const LISTED: usize = 16;
}
