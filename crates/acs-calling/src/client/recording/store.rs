//! The store of recordings: where it is, and how a request gets there.

use call_http::reqwest::header::HeaderMap;
use call_http::reqwest::{Method, Url};
use call_http::{Error, ErrorKind, Pipeline, Request, StreamingResponse, TrustedHost};

use super::private_hosts::is_private;

/// The hosts that keep recordings, by the lists of Microsoft's SDKs.
///
/// `.blob.core.windows.net`, which an older SDK for .NET trusts too, is left out: anybody may open an account
/// below it, and the service's documentation does not name it.
const HOSTS: [&str; 3] = [".asm.skype.com", ".asyncgw.teams.microsoft.com", ".ams.gov.teams.microsoft.us"];

/// More than a store and its file server need.
const MAX_REDIRECTS: u32 = 5;

/// The hosts that may see the credential besides the endpoint's.
pub(crate) fn hosts() -> impl Iterator<Item = TrustedHost> {
    let host = |host: &str| host.parse::<TrustedHost>().expect("the hosts of the list are host names");
    HOSTS.into_iter().map(move |name| host(name).https_only())
}

/// The URL of a location that an event named.
///
/// # Errors
///
/// `Configuration` if it is not a valid URL, `UntrustedHost` for the endpoint itself. The pipeline checks all other
/// hosts.
pub(super) fn location(pipeline: &Pipeline, text: &str) -> Result<Url, Error> {
    let url = Url::parse(text).map_err(|error| {
        Error::new(ErrorKind::Configuration, "the recording's location is not a valid URL").with_source(error)
    })?;
    if is_endpoint(pipeline, &url) {
        let message = "the recording's location is the endpoint itself, which keeps no recordings";
        return Err(Error::new(ErrorKind::UntrustedHost, message));
    }
    Ok(url)
}

/// Whether a URL from outside leads to the endpoint, where a signature would let a forged event or redirect hang up
/// calls. An emulator may keep its recordings beside everything else.
fn is_endpoint(pipeline: &Pipeline, url: &Url) -> bool {
    url.origin() == pipeline.endpoint().origin() && !pipeline.is_local()
}

/// Requests a location and follows redirects. The credential is dropped when a redirect leaves the trusted hosts or
/// leads to the endpoint, and stays dropped.
///
/// # Errors
///
/// `UntrustedHost` for a redirect into a private network, unless the endpoint is in one too or the host is trusted.
pub(super) async fn get(
    pipeline: &Pipeline,
    location: &Url,
    headers: &HeaderMap,
) -> Result<StreamingResponse, Error> {
    let (mut url, mut bare) = (location.clone(), false);
    let mut redirects = 0;
    loop {
        let error = match send(pipeline, &url, headers, bare).await {
            Err(error) if error.kind() == ErrorKind::Redirect && redirects < MAX_REDIRECTS => error,
            done => return done,
        };
        let Some(next) = error.location().and_then(|location| next(&url, location)) else {
            return Err(error);
        };
        let is_trusted = pipeline.trusts(&next);
        if !is_trusted && is_private(&next) && !is_private(pipeline.endpoint()) {
            let host = next.host_str().unwrap_or_default();
            let message =
                format!("the redirect leads to {host}, this machine or an address of a private network");
            return Err(Error::new(ErrorKind::UntrustedHost, message));
        }
        bare = bare || !is_trusted || is_endpoint(pipeline, &next);
        url = next;
        redirects += 1;
    }
}

async fn send(
    pipeline: &Pipeline,
    url: &Url,
    headers: &HeaderMap,
    bare: bool,
) -> Result<StreamingResponse, Error> {
    let mut request = Request::new(Method::GET, url.clone()).operation("call_recording_download");
    request.headers_mut().extend(headers.clone());
    if bare {
        request = request.without_credential();
    }
    pipeline.send_streaming(request).await
}

/// Where a redirect leads, unless out of TLS.
fn next(url: &Url, location: &str) -> Option<Url> {
    let next = url.join(location).ok()?;
    (next.scheme() == "https" || url.scheme() == next.scheme()).then_some(next)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_redirect_leads_out_of_tls() {
        for (from, location, to) in [
            ("https://a.example/x?y", "/z?sig=1", Some("https://a.example/z?sig=1")),
            ("https://a.example/x", "https://b.example/z", Some("https://b.example/z")),
            ("https://a.example/x", "//b.example/z", Some("https://b.example/z")),
            ("https://a.example/x", "http://a.example/x", None),
            ("http://localhost/x", "https://a.example/x", Some("https://a.example/x")),
            ("https://a.example/x", "file:///etc/passwd", None),
            ("https://a.example/x", "https://[", None),
        ] {
            let next = next(&Url::parse(from).expect(from), location);
            assert_eq!(next.as_ref().map(Url::as_str), to, "{location}");
        }
    }

    #[test]
    fn the_hosts_are_hosts() {
        assert_eq!(hosts().count(), HOSTS.len());
    }
}
