//! What the tests of the pipeline share: requests and pipelines to a server on loopback.

#![allow(dead_code, unused_imports, reason = "each test binary uses its part")]

use call_http::reqwest::Method;
use call_http::{ClientOptions, Credential, Pipeline, Request};

pub use loopback::{Answer, FakeClock, Seen, Server, nobody, quick};

/// The access key of the known answers.
pub const KEY: &str = "c2VjcmV0LWtleS1mb3ItdGVzdHM=";

/// Short ways to what most tests need.
pub trait Requests {
    fn pipeline(&self, credential: Credential, options: ClientOptions) -> Pipeline;
    /// A pipeline without credential that retries at once.
    fn plain(&self) -> Pipeline;
    fn get(&self) -> Request;
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
