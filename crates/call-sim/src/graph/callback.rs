//! The check of the callback URIs in a request.

use super::refusal::Refusal;
use crate::callback_url;

/// Returns an error unless a callback URI is accepted.
pub(super) fn check(uri: &str) -> Result<(), Refusal> {
    if callback_url::parse(uri).is_some() {
        return Ok(());
    }
    let message = format!("callbackUri is {uri} (expected an https URL; http is accepted on loopback).");
    Err(Refusal::invalid_argument(message))
}
