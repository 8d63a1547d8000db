//! Requests, and their URLs and headers.

pub(crate) mod encode;
pub(crate) mod header;
mod multipart;
mod repeatability;

use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use call_wire::json::{Wire, encode};
use http::Extensions;
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use reqwest::{Method, Url};

pub use multipart::Multipart;
pub use repeatability::Repeatability;

use crate::error::Error;
use crate::retry::RetryClass;
use crate::trust::redacted_url;

/// A function that returns `true` for the body of a final error. Final errors are not retried.
pub(crate) type IsFinalError = fn(&[u8], &mut Extensions) -> bool;

/// An HTTP request. All its attempts send the same method, URL, headers and body.
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
    /// Creates a request without a body. Its retry class depends on the method: see [`RetryClass::of`].
    #[must_use]
    pub fn new(method: Method, mut url: Url) -> Self {
        // HTTP does not send the fragment.
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

    /// Sets a header, replacing any header with the same name.
    #[must_use]
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.insert(name, value);
        self
    }

    /// Sets the body and its `Content-Type`.
    #[must_use]
    pub fn bytes(mut self, content_type: HeaderValue, body: impl Into<Bytes>) -> Self {
        self.body = body.into();
        self.header(CONTENT_TYPE, content_type)
    }

    /// Sets the body to compact JSON and the `Content-Type` to `application/json`.
    ///
    /// # Errors
    ///
    /// [`Configuration`](crate::ErrorKind::Configuration) if the value cannot be encoded as JSON.
    pub fn json<T: Wire>(self, value: &T) -> Result<Self, Error> {
        let body = encode(value)
            .map_err(|error| Error::configuration("the body cannot be encoded as JSON").with_source(error))?;
        Ok(self.bytes(HeaderValue::from_static("application/json"), body))
    }

    /// Appends a query parameter. The rest of the query is unchanged. All characters except letters, digits and
    /// `- . _ ~ $ , ( ) ; : / @ *` are percent-encoded, a space as `%20`.
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

    /// Sets the retry class, overriding that of the method.
    #[must_use]
    pub fn retry_class(mut self, class: RetryClass) -> Self {
        self.class = class;
        self
    }

    /// Sets the repeatability headers of an earlier request, to repeat that request. Otherwise, new headers are created
    /// for a request of the class [`RetryClass::Repeatable`].
    #[must_use]
    pub fn repeatability(mut self, repeatability: Repeatability) -> Self {
        self.repeatability = Some(repeatability);
        self
    }

    /// Sets the client request id. Otherwise, it is generated.
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

    /// Sets the time limit for one attempt, overriding
    /// [`ClientOptions::attempt_timeout`](crate::ClientOptions::attempt_timeout).
    #[doc(alias = "timeout")]
    #[must_use]
    pub fn attempt_timeout(mut self, time: Duration) -> Self {
        self.attempt_timeout = Some(time);
        self
    }

    /// Sets the time limit for all attempts and the waits between them, overriding
    /// [`ClientOptions::total_timeout`](crate::ClientOptions::total_timeout).
    #[doc(alias = "timeout")]
    #[must_use]
    pub fn total_timeout(mut self, time: Duration) -> Self {
        self.total_timeout = Some(time);
        self
    }

    /// Sends the request without the credential. Such a request may be sent to any host, for instance after a redirect.
    #[must_use]
    pub fn without_credential(mut self) -> Self {
        self.without_credential = true;
        self
    }

    /// Sets a function that recognizes final errors, such as SOAP faults, by the body of a response with an error
    /// status. A final error is not retried, even with a transient status such as 500, unless the body requests a
    /// [wait](crate::ClientOptions::back_off).
    ///
    /// The function can store decoded values in the [extensions](crate::RawResponse::extensions) of the response, to
    /// avoid decoding the body twice.
    #[must_use]
    pub fn final_error_if(mut self, is_final: fn(&[u8], &mut Extensions) -> bool) -> Self {
        self.is_final_error = Some(is_final);
        self
    }

    /// Returns the method.
    #[must_use]
    pub fn method(&self) -> &Method {
        &self.method
    }

    /// Returns the URL.
    #[must_use]
    pub fn url(&self) -> &Url {
        &self.url
    }

    /// Returns the headers, without those that each attempt adds.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Returns a mutable reference to the headers.
    pub fn headers_mut(&mut self) -> &mut HeaderMap {
        &mut self.headers
    }

    /// Returns the body.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// Returns the method and the URL without its query, which may contain a secret.
    pub(crate) fn redacted(&self) -> String {
        format!("{} {}", self.method, redacted_url(&self.url))
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("request", &self.redacted())
            .field("headers", &self.headers.keys().map(HeaderName::as_str).collect::<Vec<_>>())
            .field("body", &format_args!("{} bytes", self.body.len()))
            .field("class", &self.class)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(url: &str) -> Request {
        Request::new(Method::GET, Url::parse(url).expect(url))
    }

    #[test]
    fn a_parameter_is_appended_and_the_query_is_unchanged() {
        let grown = request("https://a.example/p?x=a%20b&t=~").query("api-version", "a b/c");
        assert_eq!(grown.url().as_str(), "https://a.example/p?x=a%20b&t=~&api-version=a%20b/c");
        let grown =
            request("https://a.example/p?").query("$select", "id,state").query("$filter", "a eq 'b+c'");
        assert_eq!(grown.url().query(), Some("$select=id,state&$filter=a%20eq%20%27b%2Bc%27"));
        let grown = request("https://a.example/p").query("api-version", "2026-03-12");
        assert_eq!(grown.url().query(), Some("api-version=2026-03-12"));
    }

    #[test]
    fn debug_does_not_show_the_query_headers_or_body() {
        let secret = HeaderValue::from_static("hush");
        let request = request("https://a.example:8443/p?sig=hush").bytes(secret, "hush");
        let output = format!("{request:?}");
        assert!(
            output.contains("GET https://a.example:8443/p\"") && output.contains("content-type"),
            "{output}"
        );
        assert!(!output.contains("hush"), "{output}");
    }
}
