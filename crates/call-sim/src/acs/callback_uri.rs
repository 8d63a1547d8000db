//! The check of callback URIs.

use url::{Host, Url};

use super::refusal::Refusal;

/// Checks the URI of a callback. The service requires https; the simulator also accepts http on loopback.
pub(crate) fn check(uri: &str, member: &str) -> Result<(), Refusal> {
    let url = Url::parse(uri).map_err(|_| Refusal::callback_uri(member))?;
    let is_accepted = match url.scheme() {
        "https" => true,
        "http" => is_loopback(&url),
        _ => false,
    };
    if is_accepted { Ok(()) } else { Err(Refusal::callback_uri(member)) }
}

/// Checks a URI that may be absent.
pub(crate) fn check_option(uri: Option<&str>, member: &str) -> Result<(), Refusal> {
    uri.map_or(Ok(()), |uri| check(uri, member))
}

/// Returns whether the host of a URL is on loopback.
pub(crate) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}
