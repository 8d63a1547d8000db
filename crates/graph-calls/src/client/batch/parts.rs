//! The responses within the response to a batch.

use std::borrow::Cow;
use std::collections::BTreeMap;

use bytes::Bytes;
use call_http::RawResponse;
use call_http::reqwest::StatusCode;
use call_http::reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use call_wire::json::{self, DecodeError, Kind, Raw, ReadError, Reader, Wire as _};

use super::entry::Entry;

/// The maximum number of headers that are read from one part, the same as the HTTP client reads from a response.
const MAX_HEADERS: usize = 100;

/// Reads the responses in a body, by the numbers of their requests.
pub(super) fn read(
    body: &[u8],
    whole: &RawResponse,
    entries: &BTreeMap<usize, Entry>,
) -> Result<BTreeMap<usize, RawResponse>, DecodeError> {
    let text = json::text(body)?;
    let mut responses = BTreeMap::new();
    let mut add = |part: Part<'_>| {
        let entry = part.number.and_then(|number| entries.get_key_value(&number));
        if let Some(((number, entry), status)) = entry.zip(part.status()) {
            let body = part.body(whole.body());
            responses.insert(*number, whole.part(&entry.request, status, part.headers, body));
        }
    };
    let mut input = Reader::new(text);
    let read = each(&mut input, &mut add).and_then(|()| input.end());
    read.map_err(|error| error.within(text))?;
    Ok(responses)
}

/// Reads each part of a body and passes it to `add`.
fn each<'t>(input: &mut Reader<'t>, add: &mut dyn FnMut(Part<'t>)) -> Result<(), ReadError> {
    input.object("an object (batchResponse)")?;
    while let Some(name) = input.name()? {
        if name != "responses" || input.kind()? == Kind::Null {
            input.skip()?;
            continue;
        }
        input.array("an array")?;
        while input.item()? {
            if !input.null()? {
                add(Part::read(input)?);
            }
        }
    }
    Ok(())
}

/// The response to one request, before it is matched with the request.
#[derive(Default)]
struct Part<'t> {
    number: Option<usize>,
    status: Option<i32>,
    headers: HeaderMap,
    body: Option<Raw<'t>>,
}

impl<'t> Part<'t> {
    fn read(input: &mut Reader<'t>) -> Result<Self, ReadError> {
        let mut part = Self::default();
        input.object("an object (batchResponseItem)")?;
        while let Some(name) = input.name()? {
            match &*name {
                _ if input.null()? => {}
                "id" => part.number = input.string("a string")?.parse().ok(),
                "status" => part.status = Some(i32::read(input)?),
                "headers" => part.headers = read_headers(input)?,
                "body" => part.body = Some(input.skip()?),
                _ => drop(input.skip()?),
            }
        }
        Ok(part)
    }

    /// Returns the status; `None` if it is not a valid HTTP status.
    fn status(&self) -> Option<StatusCode> {
        StatusCode::from_u16(self.status?.try_into().ok()?).ok()
    }

    /// Returns the body. A JSON body is a slice of the body of the batch.
    fn body(&self, whole: &Bytes) -> Bytes {
        let is_json = |kind: &HeaderValue| kind.to_str().is_ok_and(|kind| kind.contains("json"));
        let is_json = self.headers.get(CONTENT_TYPE).is_none_or(is_json);
        match &self.body {
            None => Bytes::new(),
            // A body that is not JSON, such as HTML, is a JSON string: the text itself, or base64.
            Some(body) if !is_json => body
                .text()
                .map_or_else(|| whole.slice_ref(body.as_str().as_bytes()), |text| text.into_owned().into()),
            Some(body) => whole.slice_ref(body.as_str().as_bytes()),
        }
    }
}

/// Reads the headers of a part. Headers that are not valid in HTTP are skipped.
fn read_headers(input: &mut Reader<'_>) -> Result<HeaderMap, ReadError> {
    let mut headers = HeaderMap::new();
    input.object("an object (headers)")?;
    while let Some(name) = input.name()? {
        let value = input.skip()?;
        if value.is_null() || headers.len() >= MAX_HEADERS {
            continue;
        }
        let value = value.text().unwrap_or(Cow::Borrowed(value.as_str()));
        if let (Ok(name), Ok(value)) = (name.parse::<HeaderName>(), HeaderValue::from_str(&value)) {
            headers.insert(name, value);
        }
    }
    Ok(headers)
}
