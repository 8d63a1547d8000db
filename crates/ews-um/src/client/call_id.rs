//! Checks the identifiers of calls before they are sent.

use call_http::{Error, ErrorKind};

use crate::generated::phone_call::PhoneCallId;

/// The maximum length of a `CallId`, in characters (\[MS-OXWUMS\] 3.1.4.3.2.1).
const MAX_LENGTH: usize = 512;

/// Returns the `CallId` of the UM web service if it is valid: a text value is required, with at most [`MAX_LENGTH`]
/// characters.
pub(super) fn checked(id: &str) -> Result<&str, Error> {
    const EXPECTED: &str = "expected the text that PlayOnPhone or PlayOnPhoneGreeting returned";
    let length = id.chars().count();
    match length {
        0 => Err(invalid(format!("the call id is empty ({EXPECTED})"))),
        1..=MAX_LENGTH => Ok(id),
        _ => {
            let message =
                format!("the call id has {length} characters, more than the maximum of {MAX_LENGTH}");
            Err(invalid(format!("{message} ({EXPECTED})")))
        }
    }
}

/// Returns a copy of the `PhoneCallId` of Exchange Web Services if it is valid: its `Id` is required.
pub(super) fn checked_phone_call(id: &PhoneCallId) -> Result<PhoneCallId, Error> {
    match id.id.as_deref() {
        None | Some("") => Err(invalid(
            "the phone call id has no Id (expected the PhoneCallId that PlayOnPhone returned)".to_owned(),
        )),
        Some(_) => Ok(id.clone()),
    }
}

fn invalid(message: String) -> Error {
    Error::new(ErrorKind::Configuration, message)
}
