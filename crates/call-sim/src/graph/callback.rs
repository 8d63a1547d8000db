//! Callback URIs.

use url::{Host, Url};

use super::refusal::Refusal;

/// Returns an error unless a callback URI is an https URL. On loopback, http is accepted too, because applications
/// under test have no certificate.
pub(super) fn check(uri: &str) -> Result<(), Refusal> {
    let url = Url::parse(uri).ok();
    let is_valid = url.as_ref().is_some_and(|url| match (url.scheme(), url.host()) {
        ("https", Some(_)) => true,
        ("http", Some(Host::Domain(domain))) => domain == "localhost",
        ("http", Some(Host::Ipv4(address))) => address.is_loopback(),
        ("http", Some(Host::Ipv6(address))) => address.is_loopback(),
        _ => false,
    });
    if is_valid {
        return Ok(());
    }
    let message = format!("callbackUri is {uri} (expected an https URL; http is accepted on loopback).");
    Err(Refusal::invalid_argument(message))
}
