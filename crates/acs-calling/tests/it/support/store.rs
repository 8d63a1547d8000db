//! A store of recordings on loopback.

use std::sync::Arc;

use acs_calling::call_http::reqwest::header::HOST;
use acs_calling::call_http::reqwest::{self, Url, redirect};
use acs_calling::call_http::{BoxError, BoxFuture, Transport, TrustedHost};
use acs_calling::{CallRecording, Client, ClientOptions, Credential};

use super::{Answer, FakeClock, Seen, Server, key, quick};

/// The path of the recording.
pub const PATH: &str = "/v1/objects/0-eus-d1/content/video";

/// Returns a recording of a thousand bytes, in which adjacent bytes differ.
pub fn recording() -> Vec<u8> {
    (0..1000_u32).map(|at| (at % 251) as u8).collect()
}

/// The endpoint of the resource.
pub const ENDPOINT: &str = "https://contoso.communication.azure.com";

/// Returns a handle to the recordings of a resource, which trusts a store.
pub fn recordings(options: ClientOptions, store: &Server) -> CallRecording {
    let host: TrustedHost = store.authority.parse().expect("a host");
    recordings_at(ENDPOINT, options.trust(host))
}

/// Returns a handle to the recordings of a resource at an endpoint.
pub fn recordings_at(endpoint: &str, options: ClientOptions) -> CallRecording {
    let credential = Credential::access_key(key());
    Client::with_options(endpoint, credential, options).expect("a client").call_recording()
}

/// Sends the requests to all hosts to one server. The header `Host` has the original host.
#[derive(Debug)]
struct AllHosts {
    inner: reqwest::Client,
    server: Url,
}

impl Transport for AllHosts {
    fn send(&self, mut request: reqwest::Request) -> BoxFuture<'_, Result<reqwest::Response, BoxError>> {
        let url = request.url().clone();
        let host = url.host_str().expect("a host");
        let authority = url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
        request.headers_mut().insert(HOST, authority.parse().expect("a host"));
        let mut target = self.server.clone();
        target.set_path(url.path());
        target.set_query(url.query());
        *request.url_mut() = target;
        Transport::send(&self.inner, request)
    }
}

/// Options with one server for all hosts, and without real waits.
pub fn everywhere(server: &Server) -> ClientOptions {
    let inner = reqwest::Client::builder().no_proxy().redirect(redirect::Policy::none());
    let inner = inner.build().expect("a client");
    patient().transport(Arc::new(AllHosts { inner, server: server.url("/") }))
}

/// Options without real waits.
pub fn patient() -> ClientOptions {
    quick().clock(FakeClock::at("12:00:00"))
}

/// Returns the requested range: the first byte and the end.
pub fn requested_range(seen: &Seen, size: usize) -> Option<(usize, usize)> {
    let (first, last) = seen.header("range")?.strip_prefix("bytes=")?.split_once('-')?;
    let end = if last.is_empty() { size } else { last.parse::<usize>().ok()? + 1 };
    Some((first.parse().ok()?, end.min(size)))
}

/// Returns the response of a store that supports ranges; the connection breaks after `cut` bytes of the body.
pub fn answer(seen: &Seen, e_tag: &str, cut: usize) -> Answer {
    let all = recording();
    let (status, first, end) = match requested_range(seen, all.len()) {
        Some((first, end)) => ("206 Partial Content", first, end),
        None => ("200 OK", 0, all.len()),
    };
    let mut head = format!(
        "HTTP/1.1 {status}\r\nConnection: close\r\nContent-Type: video/mp4\r\nContent-Length: {}\r\n",
        end - first
    );
    if status.starts_with("206") {
        head += &format!("Content-Range: bytes {first}-{}/{}\r\n", end - 1, all.len());
    }
    if !e_tag.is_empty() {
        head += &format!("ETag: {e_tag}\r\n");
    }
    let mut bytes = (head + "\r\n").into_bytes();
    if cut < end - first {
        bytes.extend_from_slice(&all[first..first + cut]);
        return Answer::Reset(bytes);
    }
    bytes.extend_from_slice(&all[first..end]);
    Answer::Bytes(bytes)
}

/// Starts a store whose connections break after a number of bytes each.
pub async fn store(cuts: &'static [usize]) -> Server {
    Server::answering(move |number, seen| {
        answer(seen, "\"v1\"", cuts.get(number).copied().unwrap_or(usize::MAX))
    })
    .await
}

/// Returns a response with a part of the recording.
pub fn partial(range: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
    let mut all = vec![("Content-Range", range)];
    all.extend_from_slice(headers);
    Answer::new("206 Partial Content", &all, body)
}
