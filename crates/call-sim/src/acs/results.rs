//! The results in events: codes, subcodes and messages.

use acs_calling::ResultInformation;

/// Creates a result.
pub(crate) fn result(code: i32, subcode: i32, message: impl Into<String>) -> ResultInformation {
    ResultInformation::new().code(code).sub_code(subcode).message(message)
}

/// Creates the result of a success without a message.
pub(crate) fn success() -> ResultInformation {
    result(200, 0, "")
}

/// Creates the result of a media operation that was canceled.
pub(crate) fn canceled() -> ResultInformation {
    result(400, 8508, "Action failed, the operation was canceled.")
}

/// Creates the result of an operation on a participant that is not in the call.
pub(crate) fn participant_not_found() -> ResultInformation {
    result(404, 8522, "Participant not found.")
}
