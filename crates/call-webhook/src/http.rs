//! Conversions from and to the types of the crate `http`.

use http::header::{HeaderMap, HeaderName, HeaderValue};
use http::{Response, StatusCode};

use crate::answer::Answer;
use crate::headers::Headers;

impl Headers for HeaderMap {
    fn values(&self, name: &str) -> impl Iterator<Item = &[u8]> {
        self.get_all(name).iter().map(HeaderValue::as_bytes)
    }
}

/// An `Answer` with an invalid status or header becomes a response with status 500 and an explanation.
impl<B: From<String>> From<Answer> for Response<B> {
    fn from(answer: Answer) -> Self {
        let head = StatusCode::from_u16(answer.status).ok().zip(header_map(&answer.headers));
        let (status, headers, body) = match head {
            Some((status, headers)) => (status, headers, answer.body),
            None => {
                let body = "the response has an invalid status or header".to_owned();
                (StatusCode::INTERNAL_SERVER_ERROR, HeaderMap::new(), body)
            }
        };
        let mut response = Self::new(body.into());
        *response.status_mut() = status;
        *response.headers_mut() = headers;
        response
    }
}

fn header_map(headers: &[(&'static str, String)]) -> Option<HeaderMap> {
    let mut map = HeaderMap::with_capacity(headers.len());
    for (name, value) in headers {
        map.append(HeaderName::from_bytes(name.as_bytes()).ok()?, HeaderValue::try_from(value).ok()?);
    }
    Some(map)
}
