//! Exchanges: a request and its response, on one line of a file.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use call_wire::json::{self, Extra, Info, Object, Raw};
use call_wire::json_object;
use percent_encoding::percent_decode_str;
use reqwest::header::{CONNECTION, CONTENT_LENGTH, HeaderMap, HeaderName, HeaderValue, TRANSFER_ENCODING};
use reqwest::{Method, StatusCode};

use super::redact::Redactor;

/// One exchange.
#[derive(Clone, Default, PartialEq)]
pub(super) struct Exchange {
    pub(super) request: Option<RecordedRequest>,
    pub(super) response: Option<RecordedResponse>,
    pub(super) extra: Extra,
}
json_object!(Exchange "exchange" { request: "request", response: "response" });

#[derive(Clone, Default, PartialEq)]
pub(super) struct RecordedRequest {
    pub(super) method: Option<String>,
    pub(super) path: Option<String>,
    pub(super) query: Option<String>,
    pub(super) body: Option<RecordedBody>,
    pub(super) extra: Extra,
}
json_object!(RecordedRequest "request" { method: "method", path: "path", query: "query", body: "body" });

#[derive(Clone, Default, PartialEq)]
pub(super) struct RecordedResponse {
    pub(super) status: Option<i32>,
    pub(super) headers: Option<BTreeMap<String, String>>,
    pub(super) body: Option<RecordedBody>,
    pub(super) extra: Extra,
}
json_object!(RecordedResponse "response" { status: "status", headers: "headers", body: "body" });

/// A body, in the first format that applies: JSON, text or base64.
#[derive(Clone, Default, PartialEq)]
pub(super) struct RecordedBody {
    pub(super) json: Option<Raw<'static>>,
    pub(super) text: Option<String>,
    pub(super) base64: Option<String>,
    pub(super) extra: Extra,
}
json_object!(RecordedBody "body" { json: "json", text: "text", base64: "base64" });

impl RecordedRequest {
    /// Records a request without its secrets. Two requests that differ only in secrets are equal.
    pub(super) fn new(request: &reqwest::Request) -> Self {
        let redactor = Redactor::new(request.headers());
        let body = request.body().and_then(reqwest::Body::as_bytes).unwrap_or_default();
        Self {
            method: Some(request.method().to_string()),
            path: Some(redactor.text(request.url().path())),
            query: request.url().query().map(|query| redactor.text(query)),
            body: RecordedBody::new(body, &redactor),
            extra: Extra::default(),
        }
    }

    /// Checks a request from a file, and normalizes it like [`new`](Self::new).
    ///
    /// # Errors
    ///
    /// A missing or invalid member.
    pub(super) fn checked(self) -> Result<Self, String> {
        check_members(&self)?;
        let method = self.method.ok_or("`request.method` is missing")?;
        if Method::from_bytes(method.as_bytes()).is_err() || method.contains(|c: char| c.is_ascii_lowercase())
        {
            return Err(format!("`{method}` is not a valid method (expected upper case, such as `GET`)"));
        }
        let path = self.path.ok_or("`request.path` is missing")?;
        let redactor = Redactor::default();
        let path = redactor.text(&path);
        if !path.starts_with('/') || path.contains('?') {
            return Err(format!(
                "`{path}` is not a valid path (expected a `/` at its start, and the query in `request.query`)"
            ));
        }
        let body = self.body.map(|body| {
            let bytes = body.to_bytes()?;
            Ok::<_, String>(RecordedBody::new(&bytes, &redactor).unwrap_or(body))
        });
        Ok(Self {
            method: Some(method),
            path: Some(path),
            query: self.query.map(|query| redactor.text(&query)),
            body: body.transpose()?,
            extra: Extra::default(),
        })
    }

    /// Returns `true` if a sent request matches this recorded request.
    pub(super) fn matches(&self, sent: &Self) -> bool {
        let is_same_body = self.body.is_none() || self.body == sent.body;
        let is_same_target = self.segments().eq(sent.segments()) && self.pairs().eq(sent.pairs());
        self.method == sent.method && is_same_target && is_same_body
    }

    /// Returns the segments of the path, percent-decoded.
    fn segments(&self) -> impl Iterator<Item = Cow<'_, [u8]>> {
        let segments = self.path.iter().flat_map(|path| path.split('/'));
        segments.map(|segment| percent_decode_str(segment).into())
    }

    /// Returns the names and values in the query, percent-decoded. A `+` is not a space, since the clients send `%20`.
    fn pairs(&self) -> impl Iterator<Item = (Cow<'_, [u8]>, Cow<'_, [u8]>)> {
        let pairs = self.query.iter().flat_map(|query| query.split('&')).filter(|pair| !pair.is_empty());
        pairs.map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (percent_decode_str(name).into(), percent_decode_str(value).into())
        })
    }
}

/// Checks that an object has no unknown members.
///
/// # Errors
///
/// The first unknown member, such as a misspelled name.
pub(super) fn check_members<O: Object>(object: &O) -> Result<(), String> {
    let Info { name: owner, members, .. } = O::INFO;
    match object.extra().iter().find(|(name, _)| !members.contains(name)) {
        None => Ok(()),
        Some((name, _)) => {
            let expected = members.join("`, `");
            Err(format!("`{name}` is not a valid member of `{owner}` (expected one of `{expected}`)"))
        }
    }
}

impl fmt::Display for RecordedRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [method, path] = [&self.method, &self.path].map(|part| part.as_deref().unwrap_or_default());
        write!(f, "{method} {path}")?;
        if let Some(query) = &self.query {
            write!(f, "?{query}")?;
        }
        match &self.body {
            Some(body) => write!(f, " with the body {}", json::encode(body).map_err(|_| fmt::Error)?),
            None => Ok(()),
        }
    }
}

impl RecordedResponse {
    pub(super) fn new(status: StatusCode, headers: &HeaderMap, body: &[u8], redactor: &Redactor) -> Self {
        let mut recorded: BTreeMap<String, String> = BTreeMap::new();
        // Headers about the transfer are omitted, since the body is replayed in one piece and may be edited.
        for (name, value) in headers.iter().filter(|(name, _)| !is_about_the_transfer(name)) {
            let value = redactor.header(name.as_str(), &String::from_utf8_lossy(value.as_bytes()));
            let values = recorded.entry(name.to_string()).or_default();
            *values = if values.is_empty() { value } else { format!("{values}, {value}") };
        }
        Self {
            status: Some(status.as_u16().into()),
            headers: Some(recorded).filter(|headers| !headers.is_empty()),
            body: RecordedBody::new(body, redactor),
            extra: Extra::default(),
        }
    }

    /// Converts a response from a file.
    ///
    /// # Errors
    ///
    /// A missing or invalid member.
    pub(super) fn to_http(&self) -> Result<http::Response<Bytes>, String> {
        check_members(self)?;
        let status = self.status.ok_or("`response.status` is missing")?;
        let code = u16::try_from(status).ok().and_then(|status| StatusCode::from_u16(status).ok());
        let code = code.ok_or_else(|| format!("{status} is not a valid status (expected 100 to 999)"))?;
        let body = self.body.as_ref().map_or(Ok(Bytes::new()), RecordedBody::to_bytes)?;
        let mut response = http::Response::new(body);
        *response.status_mut() = code;
        for (name, value) in self.headers.iter().flatten() {
            let header = HeaderName::from_bytes(name.as_bytes());
            let header = header.map_err(|_| format!("`{name}` is not a valid header name"))?;
            let value = HeaderValue::from_str(value);
            let value = value.map_err(|_| format!("the value of `{name}` is not a valid header value"))?;
            response.headers_mut().insert(header, value);
        }
        Ok(response)
    }
}

/// Returns `true` for headers about the transfer of the body.
fn is_about_the_transfer(name: &HeaderName) -> bool {
    [CONNECTION, CONTENT_LENGTH, TRANSFER_ENCODING].contains(name)
}

impl RecordedBody {
    /// Records a body; `None` if it is empty.
    fn new(body: &[u8], redactor: &Redactor) -> Option<Self> {
        if body.is_empty() {
            return None;
        }
        let Ok(text) = std::str::from_utf8(body) else {
            return Some(Self { base64: Some(STANDARD.encode(body)), ..Self::default() });
        };
        let json = Raw::parse(text).ok().and_then(|value| redactor.json(&value));
        Some(match json {
            Some(json) => Self { json: Some(json), ..Self::default() },
            None => Self { text: Some(redactor.text(text)), ..Self::default() },
        })
    }

    fn to_bytes(&self) -> Result<Bytes, String> {
        check_members(self)?;
        match (&self.json, &self.text, &self.base64) {
            (Some(json), None, None) => Ok(json.as_str().to_owned().into()),
            (None, Some(text), None) => Ok(text.clone().into()),
            (None, None, Some(base64)) => STANDARD
                .decode(base64)
                .map(Bytes::from)
                .map_err(|_| "`base64` is not valid base64".to_owned()),
            _ => Err("invalid body (expected one of `json`, `text` and `base64`)".to_owned()),
        }
    }
}
