//! The observations of requests and attempts.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::support::{Answer, Requests as _, Server, quick};
use call_http::{ClientOptions, Credential, Observation, Observer, RetryPolicy};

/// Records a line for each observation.
#[derive(Debug, Default)]
struct Lines(Mutex<Vec<String>>);

impl Lines {
    fn record(&self, what: &str, seen: &Observation<'_>) {
        let status = seen.status.map(|status| status.as_u16());
        let (method, operation, attempts) = (seen.method, seen.operation, seen.attempts);
        let (error, error_type) = (seen.error, seen.error_type());
        let line = format!("{what} {attempts}: {method} {operation} {status:?} {error:?} {error_type:?}");
        assert!(seen.server_address == "127.0.0.1" && seen.server_port.is_some(), "{seen:?}");
        assert!(seen.duration > Duration::ZERO, "{seen:?}");
        self.0.lock().expect("no thread panics with the lock").push(line);
    }

    fn take(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().expect("no thread panics with the lock"))
    }
}

impl Observer for Lines {
    fn request_ended(&self, request: &Observation<'_>) {
        self.record("request", request);
    }

    fn attempt_ended(&self, attempt: &Observation<'_>) {
        self.record("attempt", attempt);
    }
}

fn observed() -> (Arc<Lines>, ClientOptions) {
    let lines = Arc::new(Lines::default());
    (lines.clone(), quick().observer(lines))
}

#[tokio::test]
async fn an_observer_is_called_for_each_attempt_and_then_for_the_request() {
    let busy = Answer::new("503 Service Unavailable", &[("Retry-After", "0")], "");
    let server = Server::start(vec![busy, Answer::ok("{}")]).await;
    let (lines, options) = observed();
    let pipeline = server.pipeline(Credential::none(), options);
    let _ = pipeline.send(server.get().operation("get_call")).await.expect("a response");
    let expected = [
        "attempt 1: GET get_call Some(503) None Some(\"503\")",
        "attempt 2: GET get_call Some(200) None None",
        "request 2: GET get_call Some(200) None None",
    ];
    assert_eq!(lines.take(), expected);
}

#[tokio::test]
async fn all_methods_report_the_same_observation_of_an_error_status() {
    let server = Server::start(vec![Answer::new("404 Not Found", &[], "")]).await;
    let (lines, options) = observed();
    let pipeline = server.pipeline(Credential::none(), options);
    let expected =
        ["attempt 1: GET  Some(404) None Some(\"404\")", "request 1: GET  Some(404) None Some(\"404\")"];
    let _ = pipeline.execute(server.get()).await.expect("a response");
    assert_eq!(lines.take(), expected);
    let _ = pipeline.send(server.get()).await.expect_err("not found");
    assert_eq!(lines.take(), expected);
    let _ = pipeline.send_streaming(server.get()).await.expect_err("not found");
    assert_eq!(lines.take(), expected);
}

#[tokio::test]
async fn an_incomplete_response_is_observed_with_its_status_and_the_error() {
    let half = b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{".to_vec();
    let server = Server::start(vec![Answer::Bytes(half)]).await;
    let (lines, options) = observed();
    let pipeline = server.pipeline(Credential::none(), options.retry(RetryPolicy::none()));
    let _ = pipeline.send(server.get()).await.expect_err("an incomplete response");
    let expected = [
        "attempt 1: GET  Some(200) Some(Transport) Some(\"transport\")",
        "request 1: GET  Some(200) Some(Transport) Some(\"transport\")",
    ];
    assert_eq!(lines.take(), expected);
}

/// Panics at the end of each request.
#[derive(Debug)]
struct Panicking;

impl Observer for Panicking {
    fn request_ended(&self, _: &Observation<'_>) {
        panic!("a fault of the observer");
    }
}

#[tokio::test]
async fn a_panic_of_an_observer_ends_only_its_request() {
    let server = Server::start(vec![Answer::ok("{}")]).await;
    let pipeline = server.pipeline(Credential::none(), quick().observer(Arc::new(Panicking)));
    for sent in 1..=2 {
        let (pipeline, request) = (pipeline.clone(), server.get());
        let ended = tokio::spawn(async move { pipeline.send(request).await.map(drop) }).await;
        assert!(ended.expect_err("a panic").is_panic());
        assert_eq!(server.seen().len(), sent);
    }
}
