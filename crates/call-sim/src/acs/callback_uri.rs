//! The check of the callback URIs in a request.

use super::refusal::Refusal;
use crate::callback_url;

/// Returns an error unless a callback URI is accepted. `member` is its name in the error.
pub(crate) fn check(uri: &str, member: &str) -> Result<(), Refusal> {
    match callback_url::parse(uri) {
        Some(_) => Ok(()),
        None => Err(Refusal::callback_uri(member)),
    }
}

/// Returns an error if a callback URI is present and not accepted.
pub(crate) fn check_option(uri: Option<&str>, member: &str) -> Result<(), Refusal> {
    uri.map_or(Ok(()), |uri| check(uri, member))
}
