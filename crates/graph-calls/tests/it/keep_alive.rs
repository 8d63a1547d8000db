//! The keep-alive loop, with a clock that does not wait.

use std::sync::Arc;
use std::time::Duration;

use graph_calls::client::KeepAlive;
use graph_calls::{Client, Credential, ErrorKind};
use test_server::{Answer, FakeClock, Server, quick, refusing_authority};

const MINUTE: Duration = Duration::from_secs(60);

/// A client without retries, so that each wait is a wait of the loop.
fn client(authority: &str, clock: &Arc<FakeClock>) -> Client {
    let options = quick().clock(clock.clone()).retry(call_http::RetryPolicy::none());
    let endpoint = format!("http://{authority}/v1.0");
    Client::with_options(endpoint, Credential::none(), options).expect("a client")
}

async fn run(answers: Vec<Answer>) -> (Result<(), graph_calls::Error>, Vec<Duration>, usize) {
    let server = Server::start(answers).await;
    let clock = FakeClock::at("12:00:00");
    let ended = client(&server.authority, &clock).call("1").keep_alive_loop(KeepAlive::default()).await;
    for seen in server.seen() {
        assert_eq!(
            (seen.method.as_str(), seen.target.as_str()),
            ("POST", "/v1.0/communications/calls/1/keepAlive")
        );
        assert!(seen.body.is_empty());
    }
    (ended, clock.waits(), server.seen().len())
}

fn ok() -> Answer {
    Answer::new("200 OK", &[], "")
}

fn not_found() -> Answer {
    Answer::new("404 Not Found", &[], r#"{"error": {"code": "8523", "message": "Call not found."}}"#)
}

#[tokio::test]
async fn the_loop_ends_with_the_call() {
    let (ended, waits, requests) = run(vec![ok(), ok(), ok(), not_found()]).await;
    ended.expect("404 is the end");
    assert_eq!((waits, requests), (vec![15 * MINUTE; 3], 4));
}

#[tokio::test]
async fn transient_errors_are_retried() {
    let refused = Answer::new("401 Unauthorized", &[], "");
    let busy = Answer::new("429 Oops", &[("Retry-After", "90")], "");
    let broken = Answer::Reset(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n".to_vec());
    let (ended, waits, _) =
        run(vec![ok(), Answer::new("500 Oops", &[], ""), refused, busy, broken, ok(), not_found()]).await;
    ended.expect("404 is the end");
    let seconds: Vec<_> = waits.iter().map(Duration::as_secs).collect();
    assert_eq!(seconds, [900, 60, 60, 90, 60, 900]);
}

#[tokio::test]
async fn the_limit_counts_from_the_last_success() {
    let oops = Answer::new("500 Oops", &[], "");
    let (ended, waits, _) = run(vec![ok(), ok(), ok(), ok(), ok(), oops, ok(), not_found()]).await;
    ended.expect("404 is the end");
    let minutes: Vec<_> = waits.iter().map(|wait| wait.as_secs() / 60).collect();
    assert_eq!(minutes, [15, 15, 15, 15, 15, 1, 15]);
}

#[tokio::test]
async fn other_errors_end_the_loop() {
    for status in ["400 Bad Request", "403 Forbidden", "302 Found"] {
        let (ended, waits, requests) = run(vec![ok(), Answer::new(status, &[("Location", "/")], "")]).await;
        let error = ended.expect_err(status);
        assert!(error.to_string().contains(&status[..3]), "{error}");
        assert_eq!((waits, requests), (vec![15 * MINUTE], 2), "{status}");
    }
}

#[tokio::test]
async fn retries_end_at_the_limit() {
    let clock = FakeClock::at("12:00:00");
    let call = client(&refusing_authority(), &clock).call("1");
    let error = call.keep_alive_loop(KeepAlive::default()).await.expect_err("no connection");
    assert_eq!(error.kind(), ErrorKind::Transport);
    let waits = clock.waits();
    assert!(waits.iter().all(|wait| *wait == MINUTE), "{waits:?}");
    assert_eq!(waits.iter().sum::<Duration>(), 44 * MINUTE);

    let beyond_limit = Answer::new("503 Oops", &[("Retry-After", "3600")], "");
    let (ended, waits, _) = run(vec![ok(), beyond_limit]).await;
    assert_eq!(ended.expect_err("a wait beyond the limit").retry_after(), Some(60 * MINUTE));
    assert_eq!(waits, [15 * MINUTE]);
}

#[tokio::test]
async fn an_invalid_interval_is_refused() {
    let server = Server::start(vec![ok(), not_found()]).await;
    let clock = FakeClock::at("12:00:00");
    let call = client(&server.authority, &clock).call("1");
    for invalid in [Duration::ZERO, KeepAlive::LIMIT, 60 * MINUTE] {
        let result = call.keep_alive_loop(KeepAlive::default().every(invalid)).await;
        let error = result.expect_err("an invalid interval");
        assert_eq!(error.kind(), ErrorKind::Configuration);
    }
    assert!(server.seen().is_empty());
    call.keep_alive_loop(KeepAlive::default().every(5 * MINUTE)).await.expect("404 is the end");
    assert_eq!(clock.waits(), [5 * MINUTE]);
}

#[tokio::test]
async fn a_dropped_loop_stops() {
    let server = Server::start(vec![ok()]).await;
    let options = quick();
    let client = Client::with_options(server.url("/v1.0"), Credential::none(), options).expect("a client");
    let call = client.call("1");
    let kept = tokio::spawn(async move { call.keep_alive_loop(KeepAlive::default()).await });
    while server.seen().is_empty() {
        tokio::task::yield_now().await;
    }
    kept.abort();
    assert!(kept.await.expect_err("it was dropped").is_cancelled());
    assert_eq!(server.seen().len(), 1);
}
