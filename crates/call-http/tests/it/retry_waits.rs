//! The waits before retries.

use std::time::{Duration, Instant};

use crate::support::{Answer, FakeClock, Requests as _, Server, quick};
use call_http::reqwest::{Method, StatusCode};
use call_http::{ClientOptions, Credential, RetryPolicy};

fn busy(retry_after: &str) -> Answer {
    Answer::new("503 Service Unavailable", &[("Retry-After", retry_after)], "")
}

#[tokio::test]
async fn a_retry_after_with_a_fraction_is_observed_exactly() {
    let server = Server::start(vec![busy("2.128"), Answer::ok("{}")]).await;
    let clock = FakeClock::at("12:00:00");
    server
        .pipeline(Credential::none(), quick().clock(clock.clone()))
        .send(server.get())
        .await
        .expect("a response");
    assert_eq!(clock.waits(), [Duration::from_millis(2128)]);
}

/// The system clock waits at least as long as the service requests.
#[tokio::test]
async fn the_system_clock_waits_at_least_as_long_as_requested() {
    let server = Server::start(vec![busy("0.328"), Answer::ok("{}")]).await;
    let begin = Instant::now();
    let response = server.plain().send(server.get()).await.expect("a response");
    assert!(begin.elapsed() >= Duration::from_millis(328));
    assert!(response.elapsed() >= Duration::from_millis(328));
}

#[tokio::test]
async fn a_date_in_retry_after_is_compared_with_the_servers_clock() {
    let date = ("Date", "Fri, 20 Nov 2026 12:00:00 GMT");
    let until = ("Retry-After", "Fri, 20 Nov 2026 12:00:07 GMT");
    let server = Server::start(vec![
        Answer::new("429 Too Many Requests", &[date, until], ""),
        Answer::new("429 Too Many Requests", &[until], ""),
        Answer::ok("{}"),
    ])
    .await;
    let clock = FakeClock::at("11:59:50");
    server
        .pipeline(Credential::none(), quick().clock(clock.clone()))
        .send(server.get())
        .await
        .expect("a response");
    assert_eq!(clock.waits(), [Duration::from_secs(7), Duration::from_secs(10)]);
}

#[tokio::test]
async fn headers_in_milliseconds_have_priority_over_retry_after() {
    let after =
        |header: (&str, &str)| Answer::new("429 Too Many Requests", &[header, ("Retry-After", "7")], "");
    let answers = vec![
        after(("retry-after-ms", "250")),
        after(("x-ms-retry-after-ms", "300")),
        after(("retry-after-ms", "soon")),
        Answer::ok("{}"),
    ];
    let server = Server::start(answers).await;
    let clock = FakeClock::at("12:00:00");
    let pipeline = server.pipeline(Credential::none(), quick().clock(clock.clone()));
    pipeline.send(server.get()).await.expect("a response");
    assert_eq!(clock.waits(), [250, 300, 7000].map(Duration::from_millis));
}

#[tokio::test]
async fn a_retry_after_of_zero_waits_the_base_delay() {
    let server = Server::start(vec![busy("0"), busy("0"), Answer::ok("{}")]).await;
    let clock = FakeClock::at("12:00:00");
    let options = ClientOptions::new().no_proxy().clock(clock.clone());
    server.pipeline(Credential::none(), options).send(server.post()).await.expect("a response");
    let waits = clock.waits();
    let base = Duration::from_millis(800);
    assert!((base..=2 * base).contains(&waits[0]) && (2 * base..=4 * base).contains(&waits[1]), "{waits:?}");
}

#[tokio::test]
async fn a_requested_wait_that_exceeds_a_limit_ends_the_request() {
    let server = Server::start(vec![busy("3600"), Answer::ok("{}")]).await;
    let error = server.plain().send(server.get()).await.expect_err("the wait is too long");
    assert_eq!(error.status(), Some(StatusCode::SERVICE_UNAVAILABLE));
    assert_eq!(error.retry_after(), Some(Duration::from_secs(3600)));
    assert_eq!(server.seen().len(), 1);

    let policy = RetryPolicy::default().max_retry_after(Duration::from_secs(7200));
    let options = quick().retry(policy).total_timeout(Duration::from_secs(10));
    let begin = Instant::now();
    let error = server.pipeline(Credential::none(), options).send(server.get()).await;
    assert!(error.is_ok(), "the second response is successful");

    let server = Server::start(vec![busy("60")]).await;
    let options = quick().total_timeout(Duration::from_secs(10));
    let error = server
        .pipeline(Credential::none(), options)
        .send(server.get())
        .await
        .expect_err("the wait is too long");
    assert_eq!(error.retry_after(), Some(Duration::from_secs(60)));
    assert!(begin.elapsed() < Duration::from_secs(5));
}

#[tokio::test]
async fn a_request_can_have_its_own_total_timeout() {
    let server = Server::start(vec![busy("20"), Answer::ok("{}")]).await;
    let options = quick().clock(FakeClock::at("12:00:00"));
    let pipeline = server.pipeline(Credential::none(), options);
    let call = || pipeline.call(Method::GET, "/x", &[]);
    call().total_timeout(Duration::from_secs(15)).await.expect_err("the wait is too long");
    assert_eq!(server.seen().len(), 1);

    let server = Server::start(vec![busy("20"), Answer::ok("{}")]).await;
    let options = quick().clock(FakeClock::at("12:00:00")).total_timeout(Duration::from_secs(15));
    let pipeline = server.pipeline(Credential::none(), options);
    let call = pipeline.call(Method::GET, "/x", &[]).total_timeout(Duration::from_secs(60));
    assert_eq!(call.await.expect("a response").raw().attempts(), 2);
}

#[tokio::test]
async fn an_error_shows_the_requested_wait_in_readable_units() {
    for (seconds, shown) in [
        ("0", "retry after 0 s,"),
        ("0.0000001", "retry after less than 1 ms,"),
        ("0.25", "retry after 250 ms,"),
        ("99999999999999999999999", "retry after more than 100 years,"),
    ] {
        let server = Server::start(vec![busy(seconds)]).await;
        let pipeline = server.pipeline(Credential::none(), quick().retry(RetryPolicy::none()));
        let error = pipeline.send(server.get()).await.expect_err("the service is busy");
        assert!(error.to_string().contains(shown), "{error}");
    }
}

#[tokio::test]
async fn there_are_as_many_waits_as_retries_and_each_is_longer() {
    let server = Server::start(Vec::new()).await;
    let clock = FakeClock::at("12:00:00");
    let policy = RetryPolicy::default().base_delay(Duration::from_secs(1)).max_retries(3);
    let pipeline = server.pipeline(Credential::none(), quick().clock(clock.clone()).retry(policy));
    let mut retries = pipeline.retries();
    for _ in 0..3 {
        assert!(retries.wait().await);
    }
    assert!(!retries.wait().await && !retries.wait().await);
    let waits = clock.waits();
    assert_eq!(waits.len(), 3);
    for (number, wait) in waits.iter().enumerate() {
        let least = Duration::from_secs(1 << number);
        assert!(*wait >= least && *wait <= 2 * least, "{waits:?}");
    }
    // Each `Retries` counts from the beginning.
    assert!(pipeline.retries().wait().await);
    assert!(pipeline.is_local());
}
