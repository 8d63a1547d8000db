//! Clients and credentials for the tests.

pub mod store;

use std::time::Duration;

use acs_calling::call_http::{AccessKey, Clock as _, RetryPolicy, StringToSign};
use acs_calling::{Client, ClientOptions, Credential};

pub use test_server::{Answer, FakeClock, Seen, Server, quick, refusing_authority};

/// The access key of the known signatures.
pub const KEY: &str = "c2VjcmV0LWtleS1mb3ItdGVzdHM=";

/// The path of the call in the tests.
pub const CALL: &str = "/calling/callConnections/411f0b00-aaaa";

pub fn key() -> AccessKey {
    AccessKey::parse(KEY).expect("the key is base64")
}

/// Returns a client with an access key.
pub fn client(server: &Server, options: ClientOptions) -> Client {
    Client::with_options(server.url("/"), Credential::access_key(key()), options).expect("a client")
}

/// Options without retries, and with a timeout of half a second.
pub fn once() -> ClientOptions {
    quick().retry(RetryPolicy::none()).attempt_timeout(Duration::from_millis(500))
}

/// Returns the expected `Authorization` of a received request, which was signed on Nov 20, 2026.
pub fn expected(seen: &Seen, host: &str) -> String {
    let date = seen.need("x-ms-date");
    let time = date.strip_prefix("Fri, 20 Nov 2026 ").and_then(|rest| rest.strip_suffix(" GMT"));
    let date = FakeClock::at(time.expect(date)).now();
    let request =
        StringToSign { method: &seen.method, path_and_query: &seen.target, host, date, body: &seen.body };
    let signature = key().sign(&request);
    assert_eq!(seen.need("x-ms-content-sha256"), signature.content_sha256);
    signature.authorization
}

/// Returns the sorted names of the headers.
pub fn header_names(seen: &Seen) -> Vec<&str> {
    let mut names: Vec<_> = seen.headers.iter().map(|(name, _)| name.as_str()).collect();
    names.sort_unstable();
    names
}
