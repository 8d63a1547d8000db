//! The URLs to which the simulator sends callbacks: `https`, or `http` on loopback.

use url::{Host, Url};

/// Parses the URL of a callback. Returns `None` unless it is an `https` URL, or an `http` URL whose host is on
/// loopback. The services require `https`, but an application under test usually has no certificate.
pub fn parse(text: &str) -> Option<Url> {
    let url = Url::parse(text).ok()?;
    let is_accepted = match url.scheme() {
        "https" => true,
        "http" => url.host().is_some_and(|host| is_loopback(&host)),
        _ => false,
    };
    is_accepted.then_some(url)
}

/// Returns whether a host is on loopback: `localhost`, or a loopback address.
pub(crate) fn is_loopback<S: AsRef<str>>(host: &Host<S>) -> bool {
    match host {
        Host::Domain(name) => name.as_ref() == "localhost",
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.is_loopback(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn https_and_loopback_are_accepted() {
        for url in ["https://bot.example/", "http://localhost:1/", "http://127.9.9.9/", "http://[::1]:8080/"]
        {
            assert!(parse(url).is_some(), "{url}");
        }
        for url in
            ["http://bot.example/", "http://localhost.example/", "ftp://127.0.0.1/", "https://", "path", ""]
        {
            assert_eq!(parse(url), None);
        }
    }
}
