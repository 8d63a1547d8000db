//! A request before it has a credential.

use std::borrow::Cow;
use std::fmt;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use call_wire::json::{Wire, encode};
use http::Extensions;
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use reqwest::{Method, Url};
use uuid::Uuid;

use crate::encode;
use crate::error::Error;
use crate::header::header_value;
use crate::retry::RetryClass;
use crate::time::http_date;
use crate::trust::redacted_url;

/// Returns whether the body of an error status shows that a retry would end the same way.
pub(crate) type IsFinalError = fn(&[u8], &mut Extensions) -> bool;

/// One logical request: all its attempts send the same method, URL, headers and body bytes.
///
/// ```
/// use call_http::{Request, RetryClass};
/// use reqwest::{Method, Url};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let url = Url::parse("https://contoso.communication.azure.com/calling/callConnections:answer")?;
/// let request = Request::new(Method::POST, url)
///     .json(&serde_json::json!({"callbackUri": "https://app.example/cb"}))?
///     .retry_class(RetryClass::Repeatable);
/// assert_eq!(request.body().as_ref(), br#"{"callbackUri":"https://app.example/cb"}"#);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Request {
    pub(crate) method: Method,
    pub(crate) url: Url,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    pub(crate) class: RetryClass,
    pub(crate) repeatability: Option<Repeatability>,
    pub(crate) client_request_id: Option<String>,
    pub(crate) operation: Cow<'static, str>,
    pub(crate) attempt_timeout: Option<Duration>,
    pub(crate) total_timeout: Option<Duration>,
    pub(crate) without_credential: bool,
    pub(crate) is_final_error: Option<IsFinalError>,
}

impl Request {
    /// A request without a body, of the retry class that HTTP gives its method: see [`RetryClass::of`].
    #[must_use]
    pub fn new(method: Method, mut url: Url) -> Self {
        // No fragment is sent, so none is asked for.
        url.set_fragment(None);
        Self {
            class: RetryClass::of(&method),
            method,
            url,
            headers: HeaderMap::new(),
            body: Bytes::new(),
            repeatability: None,
            client_request_id: None,
            operation: Cow::Borrowed(""),
            attempt_timeout: None,
            total_timeout: None,
            without_credential: false,
            is_final_error: None,
        }
    }

    /// Sets a header, in place of one with the same name.
    #[must_use]
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.insert(name, value);
        self
    }

    /// Sets the body and its `Content-Type`. These bytes are hashed, and these bytes are sent.
    #[must_use]
    pub fn bytes(mut self, content_type: HeaderValue, body: impl Into<Bytes>) -> Self {
        self.body = body.into();
        self.header(CONTENT_TYPE, content_type)
    }

    /// Sets the body to compact JSON and its type to `application/json`.
    ///
    /// # Errors
    ///
    /// [`Configuration`](crate::ErrorKind::Configuration) when the value has no JSON form.
    pub fn json<T: Wire>(self, value: &T) -> Result<Self, Error> {
        let body = encode(value)
            .map_err(|error| Error::configuration("the body has no JSON form").with_source(error))?;
        Ok(self.bytes(HeaderValue::from_static("application/json"), body))
    }

    /// Appends a query parameter and leaves the query that is there as it is. All but letters, digits and
    /// `- . _ ~ $ , ( ) ; : / @ *` is percent-encoded, a space as `%20`.
    #[must_use]
    pub fn query(mut self, name: &str, value: &str) -> Self {
        let pair = encode::pair(name, value);
        let query = match self.url.query() {
            None | Some("") => pair,
            Some(query) => format!("{query}&{pair}"),
        };
        self.url.set_query(Some(&query));
        self
    }

    /// Says when the request may be sent again.
    #[must_use]
    pub fn retry_class(mut self, class: RetryClass) -> Self {
        self.class = class;
        self
    }

    /// Sets the repeatability headers, to go on with a request of before; [`RetryClass::Repeatable`] makes
    /// new ones otherwise.
    #[must_use]
    pub fn repeatability(mut self, repeatability: Repeatability) -> Self {
        self.repeatability = Some(repeatability);
        self
    }

    /// Sets the client request id, in place of a generated one.
    #[must_use]
    pub fn client_request_id(mut self, id: impl Into<String>) -> Self {
        self.client_request_id = Some(id.into());
        self
    }

    /// Names the operation, for traces.
    #[must_use]
    pub fn operation(mut self, name: impl Into<Cow<'static, str>>) -> Self {
        self.operation = name.into();
        self
    }

    /// Sets the time for one attempt, in place of
    /// [`ClientOptions::attempt_timeout`](crate::ClientOptions::attempt_timeout).
    #[doc(alias = "timeout")]
    #[must_use]
    pub fn attempt_timeout(mut self, time: Duration) -> Self {
        self.attempt_timeout = Some(time);
        self
    }

    /// Sets the time for all attempts and the waits between them, in place of
    /// [`ClientOptions::total_timeout`](crate::ClientOptions::total_timeout).
    #[doc(alias = "timeout")]
    #[must_use]
    pub fn total_timeout(mut self, time: Duration) -> Self {
        self.total_timeout = Some(time);
        self
    }

    /// Sends no credential. Such a request may go to any host, as after a redirect.
    #[must_use]
    pub fn without_credential(mut self) -> Self {
        self.without_credential = true;
        self
    }

    /// Sets a function that recognizes a final error by the body of a response with an error status, such as a SOAP
    /// fault with status 500. A final error is not retried, whatever its status, unless the body asks for a
    /// [wait](crate::ClientOptions::back_off).
    ///
    /// What the function puts into the extensions becomes part of the
    /// [response](crate::RawResponse::extensions), so that the body need not be decoded again.
    #[must_use]
    pub fn final_error_if(mut self, is_final: fn(&[u8], &mut Extensions) -> bool) -> Self {
        self.is_final_error = Some(is_final);
        self
    }

    /// The method.
    #[must_use]
    pub fn method(&self) -> &Method {
        &self.method
    }

    /// The URL.
    #[must_use]
    pub fn url(&self) -> &Url {
        &self.url
    }

    /// The headers, without those that each attempt adds.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The headers, to change.
    pub fn headers_mut(&mut self) -> &mut HeaderMap {
        &mut self.headers
    }

    /// The body.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// The request without its query, which may hold a secret.
    pub(crate) fn shown(&self) -> String {
        format!("{} {}", self.method, redacted_url(&self.url))
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("request", &self.shown())
            .field("headers", &self.headers.keys().map(HeaderName::as_str).collect::<Vec<_>>())
            .field("body", &format_args!("{} bytes", self.body.len()))
            .field("class", &self.class)
            .finish_non_exhaustive()
    }
}

/// What makes a request repeatable: the service does it once, however often it comes.
///
/// Source: OASIS Repeatable Requests 1.0. The service keeps track for five minutes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Repeatability {
    /// `Repeatability-Request-ID`: one for each logical request.
    pub request_id: Uuid,
    /// `Repeatability-First-Sent`: when the first attempt was made.
    pub first_sent: SystemTime,
}

impl Repeatability {
    /// A service that keeps track does so for this long.
    pub const TRACKED: Duration = Duration::from_secs(5 * 60);

    /// For a request that is first sent now.
    #[must_use]
    pub fn new(first_sent: SystemTime) -> Self {
        Self { request_id: Uuid::new_v4(), first_sent }
    }

    pub(crate) fn write(&self, headers: &mut HeaderMap) -> Result<(), Error> {
        let values = [
            ("repeatability-request-id", self.request_id.to_string()),
            ("repeatability-first-sent", http_date(self.first_sent)),
        ];
        for (name, value) in values {
            headers.insert(HeaderName::from_static(name), header_value(name, value)?);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(url: &str) -> Request {
        Request::new(Method::GET, Url::parse(url).expect(url))
    }

    #[test]
    fn a_query_grows_and_keeps_its_spelling() {
        let grown = request("https://a.example/p?x=a%20b&t=~").query("api-version", "a b/c");
        assert_eq!(grown.url().as_str(), "https://a.example/p?x=a%20b&t=~&api-version=a%20b/c");
        let grown =
            request("https://a.example/p?").query("$select", "id,state").query("$filter", "a eq 'b+c'");
        assert_eq!(grown.url().query(), Some("$select=id,state&$filter=a%20eq%20%27b%2Bc%27"));
        let grown = request("https://a.example/p").query("api-version", "2026-03-12");
        assert_eq!(grown.url().query(), Some("api-version=2026-03-12"));
    }

    #[test]
    fn debug_shows_no_query_header_or_body() {
        let secret = HeaderValue::from_static("hush");
        let request = request("https://a.example:8443/p?sig=hush").bytes(secret, "hush");
        let shown = format!("{request:?}");
        assert!(
            shown.contains("GET https://a.example:8443/p\"") && shown.contains("content-type"),
            "{shown}"
        );
        assert!(!shown.contains("hush"), "{shown}");
    }
}
