//! The JSON form of the requests of a batch.

use std::collections::{BTreeMap, BTreeSet};

use call_http::reqwest::Method;
use call_http::reqwest::header::{CONTENT_TYPE, HeaderMap};
use call_http::{Error, ErrorKind, Request};
use call_wire::json::{self, Raw, Wire as _, Writer};

/// The media type of request bodies.
pub(super) const JSON: &str = "application/json";

/// One request of a batch.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) request: Request,
    /// The numbers of the requests that this one waits for.
    pub(super) depends_on: BTreeSet<usize>,
}

impl Entry {
    /// Writes the request; `prefix` is the path of the endpoint, to which the URLs in a batch are relative.
    pub(super) fn write(&self, number: usize, prefix: &str, output: &mut Writer) -> Result<(), Error> {
        let Self { request, depends_on } = self;
        let url = request.url();
        let path = url.path().strip_prefix(prefix).unwrap_or(url.path());
        let query = url.query().map(|query| format!("?{query}")).unwrap_or_default();
        // The page on batching requires a body for actions without parameters.
        let no_body = *request.method() == Method::POST && request.body().is_empty();
        output.object();
        for (name, value) in [
            ("id", number.to_string().as_str()),
            ("method", request.method().as_str()),
            ("url", &format!("{path}{query}")),
        ] {
            output.name(name);
            output.string(value);
        }
        write_headers(request.headers(), no_body, output)?;
        if no_body {
            output.name("body");
            output.object();
            output.end_object();
        } else if !request.body().is_empty() {
            let body = json::text(request.body()).and_then(Raw::parse);
            output.name("body");
            output
                .raw(&body.map_err(|error| {
                    configuration("the body of a request is not JSON").with_source(error)
                })?);
        }
        if !depends_on.is_empty() {
            output.name("dependsOn");
            let depends_on: Vec<_> = depends_on.iter().map(usize::to_string).collect();
            depends_on.write(output);
        }
        output.end_object();
        Ok(())
    }
}

/// Writes the headers of a request, if it has any; `with_type` adds the `Content-Type` of a body.
fn write_headers(headers: &HeaderMap, with_type: bool, output: &mut Writer) -> Result<(), Error> {
    let mut texts = BTreeMap::new();
    for (name, value) in headers {
        let value = value.to_str().map_err(|_| configuration(format!("the header `{name}` is not ASCII")))?;
        texts.insert(name.as_str().to_owned(), value.to_owned());
    }
    if with_type {
        texts.insert(CONTENT_TYPE.as_str().to_owned(), JSON.to_owned());
    }
    if !texts.is_empty() {
        output.name("headers");
        texts.write(output);
    }
    Ok(())
}

fn configuration(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::Configuration, message)
}
