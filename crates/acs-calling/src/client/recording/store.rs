//! The hosts of recordings, and requests to them.

use call_http::reqwest::header::HeaderMap;
use call_http::reqwest::{Method, Url};
use call_http::{Error, ErrorKind, Pipeline, Request, StreamingResponse, TrustedHost};

use super::private_hosts::is_private;

/// The hosts of recordings, from the lists of Microsoft's SDKs.
///
/// The list does not contain `.blob.core.windows.net`, which an older SDK for .NET also trusts: anyone can create an
/// account with such a host, and the documentation of the service does not name it.
const HOSTS: [&str; 3] = [".asm.skype.com", ".asyncgw.teams.microsoft.com", ".ams.gov.teams.microsoft.us"];

/// The maximum number of redirects. A store and its file server need fewer.
const MAX_REDIRECTS: u32 = 5;

/// Returns the hosts to which the credential may be sent, in addition to the endpoint.
pub(crate) fn hosts() -> impl Iterator<Item = TrustedHost> {
    let host = |host: &str| host.parse::<TrustedHost>().expect("the hosts of the list are host names");
    HOSTS.into_iter().map(move |name| host(name).https_only())
}

/// Parses a location from an event.
///
/// # Errors
///
/// `Configuration` if the text is not a valid URL, `UntrustedHost` if it is a URL of the endpoint. The pipeline checks
/// all other hosts.
pub(super) fn location(pipeline: &Pipeline, text: &str) -> Result<Url, Error> {
    let url = Url::parse(text).map_err(|error| {
        Error::new(ErrorKind::Configuration, "the recording's location is not a valid URL").with_source(error)
    })?;
    if is_endpoint(pipeline, &url) {
        let message = "the recording's location has the host of the endpoint, which has no recordings";
        return Err(Error::new(ErrorKind::UntrustedHost, message));
    }
    Ok(url)
}

/// Returns whether a URL from an event or a redirect has the host of the endpoint. If such a request were signed, a
/// forged event could hang up calls. The recordings of a local emulator may have the host of the endpoint.
fn is_endpoint(pipeline: &Pipeline, url: &Url) -> bool {
    url.origin() == pipeline.endpoint().origin() && !pipeline.is_local()
}

/// Sends a GET request to a location and follows redirects. When a redirect leaves the trusted hosts or leads to the
/// endpoint, the credential is dropped for this and all further requests.
///
/// # Errors
///
/// `UntrustedHost` for a redirect to a private address, unless the endpoint has one too or the host is trusted.
pub(super) async fn get(
    pipeline: &Pipeline,
    location: &Url,
    headers: &HeaderMap,
) -> Result<StreamingResponse, Error> {
    let (mut url, mut without_credential) = (location.clone(), false);
    let mut redirects = 0;
    loop {
        let error = match send(pipeline, &url, headers, without_credential).await {
            Err(error) if error.kind() == ErrorKind::Redirect && redirects < MAX_REDIRECTS => error,
            result => return result,
        };
        let Some(next) = error.location().and_then(|location| next(&url, location)) else {
            return Err(error);
        };
        let is_trusted = pipeline.trusts(&next);
        if !is_trusted && is_private(&next) && !is_private(pipeline.endpoint()) {
            let host = next.host_str().unwrap_or_default();
            let message = format!("the redirect leads to {host}, which is a local or private address");
            return Err(Error::new(ErrorKind::UntrustedHost, message));
        }
        without_credential = without_credential || !is_trusted || is_endpoint(pipeline, &next);
        url = next;
        redirects += 1;
    }
}

async fn send(
    pipeline: &Pipeline,
    url: &Url,
    headers: &HeaderMap,
    without_credential: bool,
) -> Result<StreamingResponse, Error> {
    let mut request = Request::new(Method::GET, url.clone()).operation("call_recording_download");
    request.headers_mut().extend(headers.clone());
    if without_credential {
        request = request.without_credential();
    }
    pipeline.send_streaming(request).await
}

/// Returns the target of a redirect; `None` if it is not a valid URL or leads from https to another scheme.
fn next(url: &Url, location: &str) -> Option<Url> {
    let next = url.join(location).ok()?;
    (next.scheme() == "https" || url.scheme() == next.scheme()).then_some(next)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_redirect_from_https_to_another_scheme_is_not_followed() {
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
    fn all_hosts_are_valid() {
        assert_eq!(hosts().count(), HOSTS.len());
    }
}
