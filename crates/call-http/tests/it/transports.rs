//! Custom transports.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::support::quick;
use call_http::{BoxError, BoxFuture, Credential, Transport};

/// Fails once, then returns a response.
#[derive(Debug, Default)]
struct FailsOnce(AtomicUsize);

impl Transport for FailsOnce {
    fn send(&self, request: reqwest::Request) -> BoxFuture<'_, Result<reqwest::Response, BoxError>> {
        assert!(request.headers().contains_key("authorization"), "the request has its credential");
        let first = self.0.fetch_add(1, Ordering::Relaxed) == 0;
        Box::pin(async move {
            if first { Err("a fault of my own".into()) } else { Ok(http::Response::new("by hand").into()) }
        })
    }
}

#[tokio::test]
async fn a_custom_transport_sends_the_requests() {
    let transport = Arc::new(FailsOnce::default());
    let options = quick().transport(transport.clone());
    let endpoint = reqwest::Url::parse("https://contoso.example/").expect("a URL");
    let credential = Credential::bearer("token-1").expect("a credential");
    let pipeline = call_http::Pipeline::new(endpoint.clone(), credential, options).expect("a pipeline");
    let response =
        pipeline.send(call_http::Request::new(reqwest::Method::GET, endpoint)).await.expect("a response");
    assert_eq!((response.body().as_ref(), response.attempts()), (b"by hand".as_slice(), 2));
    assert_eq!(transport.0.load(Ordering::Relaxed), 2);
}
