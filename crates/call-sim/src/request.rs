//! A request to a simulated service.

use bytes::Bytes;
use http::{HeaderMap, Method, Uri};

/// A request whose body has been read.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    /// The number of its entry in the journal.
    pub(crate) number: u64,
    /// The method.
    pub(crate) method: Method,
    /// The path and the query, as received.
    pub(crate) uri: Uri,
    /// The headers.
    pub(crate) headers: HeaderMap,
    /// The body.
    pub(crate) body: Bytes,
}

impl Request {
    /// Returns the path, not decoded.
    pub(crate) fn path(&self) -> &str {
        self.uri.path()
    }

    /// Returns the path and the query, not decoded.
    pub(crate) fn target(&self) -> &str {
        self.uri.path_and_query().map_or("/", |target| target.as_str())
    }

    /// Returns the value of a header, if it is text.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// Returns the host and the port that the client sent.
    pub(crate) fn host(&self) -> &str {
        self.header("host").unwrap_or_default()
    }

    /// Returns the decoded value of a query parameter, by its exact name.
    pub(crate) fn query(&self, name: &str) -> Option<String> {
        let query = self.uri.query()?;
        url::form_urlencoded::parse(query.as_bytes())
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.into_owned())
    }
}
