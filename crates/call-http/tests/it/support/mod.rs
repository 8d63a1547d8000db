//! Requests and pipelines to a server on loopback, which the tests share.

use std::time::Duration;

use call_http::reqwest::Method;
use call_http::{AccessKey, ClientOptions, Credential, Pipeline, Request, RetryPolicy, StringToSign};

pub use test_server::{Answer, FakeClock, Seen, Server, quick, refusing_authority};

/// The access key of the expected signatures.
pub const KEY: &str = "c2VjcmV0LWtleS1mb3ItdGVzdHM=";

/// Pipelines and requests to a server.
pub trait Requests {
    /// Returns a pipeline to the server.
    fn pipeline(&self, credential: Credential, options: ClientOptions) -> Pipeline;
    /// Returns a pipeline without a credential, which retries after 1 ms.
    fn plain(&self) -> Pipeline;
    /// Returns a GET request, which is safe to retry.
    fn get(&self) -> Request;
    /// Returns a POST request, which is not safe to retry.
    fn post(&self) -> Request;
}

impl Requests for Server {
    fn pipeline(&self, credential: Credential, options: ClientOptions) -> Pipeline {
        Pipeline::new(self.url("/"), credential, options).expect("a pipeline")
    }

    fn plain(&self) -> Pipeline {
        self.pipeline(Credential::none(), quick())
    }

    fn get(&self) -> Request {
        Request::new(Method::GET, self.url("/x"))
    }

    fn post(&self) -> Request {
        Request::new(Method::POST, self.url("/calling/callConnections/c-1:play"))
    }
}

/// Returns the `Authorization` that a received request should have.
pub fn expected_authorization(seen: &Seen, host: &str) -> String {
    let date = seen.need("x-ms-date");
    let key = AccessKey::parse(KEY).expect("a key");
    let signature = key.sign(&StringToSign {
        method: &seen.method,
        path_and_query: &seen.target,
        host,
        date: httpdate::parse_http_date(date).expect("a date"),
        body: &seen.body,
    });
    assert_eq!(seen.need("x-ms-content-sha256"), signature.content_sha256);
    signature.authorization
}

/// Returns options without retries, and with a time limit of half a second for an attempt.
pub fn once() -> ClientOptions {
    quick().retry(RetryPolicy::none()).attempt_timeout(Duration::from_millis(500))
}
