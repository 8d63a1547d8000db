//! The endpoints, and the checks of the method and the content type.

use http::header::ALLOW;
use http::{Method, StatusCode};

use crate::answer::Answer;
use crate::request::Request;

/// An endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Route {
    /// The Unified Messaging web service.
    Um,
    /// Exchange Web Services.
    Ews,
    /// The plain XML service of Autodiscover.
    AutodiscoverPlain,
    /// The SOAP service of Autodiscover.
    AutodiscoverSoap,
}

/// The path of the Unified Messaging web service.
pub(super) const UM: &str = "/EWS/UM2007Legacy.asmx";
/// The path of Exchange Web Services.
pub(super) const EWS: &str = "/EWS/Exchange.asmx";
/// The path of the plain XML service of Autodiscover.
pub(super) const PLAIN: &str = "/autodiscover/autodiscover.xml";
/// The path of the SOAP service of Autodiscover.
pub(super) const SOAP: &str = "/autodiscover/autodiscover.svc";
/// The paths to which Autodiscover redirects: they return settings for every mailbox.
pub(super) const REDIRECTED_PLAIN: &str = "/autodiscover/redirected/autodiscover.xml";
pub(super) const REDIRECTED_SOAP: &str = "/autodiscover/redirected/autodiscover.svc";

impl Route {
    /// Returns the endpoint of a request. Paths are not case-sensitive, as in IIS.
    pub(super) fn of(request: &Request) -> Option<Self> {
        let is = |path: &str| request.path().eq_ignore_ascii_case(path);
        if is(UM) {
            Some(Self::Um)
        } else if is(EWS) {
            Some(Self::Ews)
        } else if is(PLAIN) || is(REDIRECTED_PLAIN) {
            Some(Self::AutodiscoverPlain)
        } else if is(SOAP) || is(REDIRECTED_SOAP) {
            Some(Self::AutodiscoverSoap)
        } else {
            None
        }
    }

    /// Checks the method and the content type.
    pub(super) fn check(self, request: &Request) -> Result<(), Box<Answer>> {
        if request.method != Method::POST {
            return Err(Box::new(Answer::empty(StatusCode::METHOD_NOT_ALLOWED).header(ALLOW, "POST")));
        }
        let content_type = request.header("content-type").unwrap_or_default();
        let essence = content_type.split(';').next().unwrap_or_default().trim();
        if !essence.eq_ignore_ascii_case("text/xml") {
            return Err(Box::new(Answer::empty(StatusCode::UNSUPPORTED_MEDIA_TYPE)));
        }
        Ok(())
    }
}

/// Returns whether a request to Autodiscover was redirected.
pub(super) fn is_redirected(request: &Request) -> bool {
    let path = request.path();
    path.eq_ignore_ascii_case(REDIRECTED_PLAIN) || path.eq_ignore_ascii_case(REDIRECTED_SOAP)
}
