//! What is sent again, when, and what is not.

use std::time::{Duration, Instant};

use crate::support::{Answer, FakeClock, Requests as _, Server, quick, refusing_authority};
use call_http::reqwest::{Method, StatusCode, Url};
use call_http::{ClientOptions, Credential, ErrorKind, Pipeline, Request, RetryClass, RetryPolicy};

fn busy(retry_after: &str) -> Answer {
    Answer::new("503 Service Unavailable", &[("Retry-After", retry_after)], "")
}

fn status(status: &str) -> Answer {
    Answer::new(status, &[], "")
}

/// Replies, class, and how many attempts it takes; with the last status.
#[tokio::test]
async fn by_class() {
    let ok = || Answer::ok("{}");
    let throttled = || status("429 Too Many Requests");
    let unavailable = || status("503 Service Unavailable");
    let reset = || Answer::Reset(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{".to_vec());
    let dropped = || Answer::Bytes(Vec::new());
    let cases = [
        ("a GET on 503", RetryClass::Always, vec![unavailable(), ok()], 2),
        ("a GET on a reset in the body", RetryClass::Always, vec![reset(), ok()], 2),
        ("a GET on no answer at all", RetryClass::Always, vec![dropped(), ok()], 2),
        ("a GET on 404", RetryClass::Always, vec![status("404 Not Found"), ok()], 1),
        ("repeatable on 500", RetryClass::Repeatable, vec![status("500 Oops"), ok()], 2),
        ("repeatable on a reset", RetryClass::Repeatable, vec![reset(), ok()], 2),
        ("play on 503 without Retry-After", RetryClass::OnlyIfUnprocessed, vec![unavailable(), ok()], 1),
        ("play on 503 with Retry-After", RetryClass::OnlyIfUnprocessed, vec![busy("0"), ok()], 2),
        ("play on 503 with nonsense", RetryClass::OnlyIfUnprocessed, vec![busy("soon"), ok()], 1),
        ("play on 429", RetryClass::OnlyIfUnprocessed, vec![throttled(), ok()], 2),
        ("play on 500", RetryClass::OnlyIfUnprocessed, vec![status("500 Oops"), ok()], 1),
        ("play on a reset", RetryClass::OnlyIfUnprocessed, vec![reset(), ok()], 1),
        ("play on no answer at all", RetryClass::OnlyIfUnprocessed, vec![dropped(), ok()], 1),
        ("never on 429", RetryClass::Never, vec![throttled(), ok()], 1),
        ("three retries and no more", RetryClass::Always, vec![throttled()], 4),
    ];
    for (name, class, replies, attempts) in cases {
        let server = Server::start(replies).await;
        let result = server.plain().send(server.post().retry_class(class)).await;
        assert_eq!(server.seen().len(), attempts, "{name}: {result:?}");
        let told = result.map_or_else(|error| error.attempts(), |response| response.attempts());
        assert_eq!(told as usize, attempts, "{name}");
    }
}

#[tokio::test]
async fn a_fraction_of_a_second_is_waited_for() {
    let server = Server::start(vec![busy("2.128"), Answer::ok("{}")]).await;
    let clock = FakeClock::at("12:00:00");
    server
        .pipeline(Credential::none(), quick().clock(clock.clone()))
        .send(server.get())
        .await
        .expect("an answer");
    assert_eq!(clock.waits(), [Duration::from_millis(2128)]);
}

/// The same by the real clock.
#[tokio::test]
async fn the_wait_is_real() {
    let server = Server::start(vec![busy("0.328"), Answer::ok("{}")]).await;
    let begin = Instant::now();
    let response = server.plain().send(server.get()).await.expect("an answer");
    assert!(begin.elapsed() >= Duration::from_millis(328));
    assert!(response.elapsed() >= Duration::from_millis(328));
}

#[tokio::test]
async fn a_date_is_read_by_the_servers_clock() {
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
        .expect("an answer");
    assert_eq!(clock.waits(), [Duration::from_secs(7), Duration::from_secs(10)]);
}

#[tokio::test]
async fn headers_in_milliseconds_are_obeyed_and_win_over_retry_after() {
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
async fn no_attempt_before_the_time_that_was_asked_for() {
    let server = Server::start(vec![busy("3600"), Answer::ok("{}")]).await;
    let error = server.plain().send(server.get()).await.expect_err("it is beyond the cap");
    assert_eq!(error.status(), Some(StatusCode::SERVICE_UNAVAILABLE));
    assert_eq!(error.retry_after(), Some(Duration::from_secs(3600)));
    assert_eq!(server.seen().len(), 1);

    let policy = RetryPolicy::default().max_retry_after(Duration::from_secs(7200));
    let options = quick().retry(policy).total_timeout(Duration::from_secs(10));
    let begin = Instant::now();
    let error = server.pipeline(Credential::none(), options).send(server.get()).await;
    assert!(error.is_ok(), "the second reply is a success");

    let server = Server::start(vec![busy("60")]).await;
    let options = quick().total_timeout(Duration::from_secs(10));
    let error =
        server.pipeline(Credential::none(), options).send(server.get()).await.expect_err("no time is left");
    assert_eq!(error.retry_after(), Some(Duration::from_secs(60)));
    assert!(begin.elapsed() < Duration::from_secs(5));
}

#[tokio::test]
async fn a_deleted_call_stays_deleted() {
    let gone =
        || Answer::new("404 Not Found", &[], r#"{"error":{"code":"8522","message":"Call not found."}}"#);
    let server = Server::start(vec![status("503 Service Unavailable"), gone()]).await;
    let request = Request::new(Method::DELETE, server.url("/calling/callConnections/c-1"));
    let response = server.plain().send(request.clone()).await.expect("it is gone");
    assert_eq!(response.status(), StatusCode::NO_CONTENT);
    assert!(response.was_deleted_before());

    // A page of a gateway is no reason to report a deleted call as an error.
    let page = Answer::new("404 Not Found", &[("Content-Type", "text/html")], "<html><title>404</title>");
    let server = Server::start(vec![status("503 Service Unavailable"), page]).await;
    let deleted = server.plain().call(Method::DELETE, "/calling/callConnections/c-1", &[]).await;
    assert!(deleted.expect("it is gone").raw().was_deleted_before());

    let busy = Answer::new("429 Too Many Requests", &[("Retry-After", "0")], "");
    for answers in [vec![gone()], vec![busy, gone()]] {
        let attempts = answers.len() as u32;
        let server = Server::start(answers).await;
        let request = Request::new(Method::DELETE, server.url("/calling/callConnections/c-1"));
        let error = server.plain().send(request).await.expect_err("it never was");
        assert_eq!((error.code(), error.attempts()), (Some("8522"), attempts));
    }
}

#[tokio::test]
async fn a_request_is_not_repeated_when_the_service_has_forgotten_it() {
    let server = Server::start(vec![busy("200")]).await;
    let policy = RetryPolicy::default().max_retry_after(Duration::from_secs(400));
    let clock = FakeClock::at("12:00:00");
    let options = quick().retry(policy).total_timeout(Duration::from_secs(3600)).clock(clock.clone());
    let request = server.post().retry_class(RetryClass::Repeatable);
    server.pipeline(Credential::none(), options).send(request).await.expect_err("it is busy");
    assert_eq!(clock.waits(), [Duration::from_secs(200)], "400 s is past the five minutes");
}

/// The wait in a body such as `{"error": {"code": "Busy", "message": "wait 2500"}}`.
fn in_body(body: &[u8]) -> Option<Duration> {
    let (_, rest) = std::str::from_utf8(body).ok()?.split_once("wait ")?;
    let digits = rest.split(|c: char| !c.is_ascii_digit()).next()?;
    digits.parse().ok().map(Duration::from_millis)
}

#[tokio::test]
async fn a_wait_in_the_body_is_obeyed_whatever_the_status() {
    let body = r#"{"error": {"code": "Busy", "message": "wait 2500 ms"}}"#;
    for code in ["500 Internal Server Error", "200 OK"] {
        let server = Server::start(vec![Answer::new(code, &[], body), Answer::ok("{}")]).await;
        let clock = FakeClock::at("12:00:00");
        let options = quick().clock(clock.clone()).back_off(in_body);
        let pipeline = server.pipeline(Credential::none(), options);
        pipeline.send(server.post()).await.expect("an answer");
        assert_eq!(clock.waits(), [Duration::from_millis(2500)], "{code}");
    }
    // Without a wait, the call is placed, and must not be placed again.
    let done = body.replace("wait", "done");
    let server = Server::start(vec![Answer::new("200 OK", &[], done)]).await;
    let pipeline = server.pipeline(Credential::none(), quick().back_off(in_body));
    pipeline.send(server.post()).await.expect("an answer");
    assert_eq!(server.seen().len(), 1);
    let server = Server::start(vec![Answer::new("500 Internal Server Error", &[], body)]).await;
    let error = server.plain().send(server.post()).await.expect_err("nobody reads the body");
    assert_eq!(error.code(), Some("Busy"));
    assert_eq!(error.message(), Some("wait 2500 ms"));
}

#[tokio::test]
async fn a_conclusive_body_ends_it_unless_the_server_is_busy() {
    let fault = |body: &str| Answer::new("500 Oops", &[], body);
    let back_off = "judged, wait 1";
    for (first, attempts) in [("judged", 1), ("perhaps", 2), (back_off, 2)] {
        let server = Server::start(vec![fault(first), Answer::ok("{}")]).await;
        let options = quick().back_off(in_body);
        let request = server.post().retry_class(RetryClass::Always);
        let request = request.final_error_if(|body, extensions| {
            extensions.insert(body.to_vec());
            body.starts_with(b"judged")
        });
        let response = server.pipeline(Credential::none(), options).execute(request).await;
        assert_eq!(server.seen().len(), attempts, "{first}");
        // What the last attempt has read is part of the response.
        let read = response.expect("an answer").extensions().get::<Vec<u8>>().cloned();
        assert_eq!(read, (attempts == 1).then(|| b"judged".to_vec()), "{first}");
    }
}

#[tokio::test]
async fn a_refused_connection_was_not_taken() {
    let endpoint = Url::parse(&format!("http://{}/", refusing_authority())).expect("a URL");
    let clock = FakeClock::at("12:00:00");
    let options = ClientOptions::new().no_proxy().clock(clock.clone());
    let pipeline = Pipeline::new(endpoint.clone(), Credential::none(), options).expect("a pipeline");
    let error = pipeline.send(Request::new(Method::POST, endpoint)).await.expect_err("nobody is there");
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert_eq!((error.attempts(), clock.waits().len()), (4, 3));
    assert!(error.to_string().contains("refused"), "{error}");
}

#[tokio::test]
async fn a_success_may_be_a_repetition_if_an_earlier_attempt_may_have_been_processed() {
    for (first, may_be_repetition) in
        [(Answer::Bytes(Vec::new()), true), (status("429 Too Many Requests"), false)]
    {
        let server = Server::start(vec![first, Answer::ok("{}")]).await;
        let response = server.plain().send(server.get()).await.expect("a response");
        assert_eq!((response.attempts(), response.may_be_repetition()), (2, may_be_repetition));
    }
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
async fn an_error_says_which_limit_prevented_a_retry() {
    let repeatable = RetryPolicy::default().max_retry_after(Duration::from_secs(400));
    let tracked = "after the wait of 350 s, the service would not recognize the repetition";
    let cases = [
        (
            busy("20"),
            quick().total_timeout(Duration::from_secs(15)),
            "the wait of 20 s would exceed `total_timeout`",
        ),
        (busy("90"), quick(), "the wait of 90 s would exceed `max_retry_after`"),
        (busy("1209600"), quick(), "the wait of 14 days would exceed `max_retry_after`"),
        (busy("350"), quick().retry(repeatable).total_timeout(Duration::from_secs(3600)), tracked),
        (busy("0"), quick(), "`max_retries` is 3"),
        (Answer::Bytes(Vec::new()), quick(), "`max_retries` is 3"),
    ];
    for (answer, options, reason) in cases {
        let server = Server::start(vec![answer]).await;
        let pipeline = server.pipeline(Credential::none(), options);
        let request = server.get().retry_class(RetryClass::Repeatable);
        for error in [
            pipeline.send(request.clone()).await.expect_err(reason),
            pipeline.send_streaming(request).await.expect_err(reason),
        ] {
            assert!(error.to_string().ends_with(&format!("not retried: {reason})")), "{error}");
        }
    }
    let server = Server::start(vec![status("404 Not Found")]).await;
    let error = server.plain().send(server.get()).await.expect_err("an error");
    assert!(!error.to_string().contains("not retried"), "{error}");
}

#[tokio::test]
async fn an_absurd_wait_is_printed_as_such() {
    for (seconds, shown) in [
        ("0", "retry after 0 s,"),
        ("0.0000001", "retry after less than 1 ms,"),
        ("0.25", "retry after 250 ms,"),
        ("99999999999999999999999", "retry after more than 100 years,"),
    ] {
        let server = Server::start(vec![busy(seconds)]).await;
        let pipeline = server.pipeline(Credential::none(), quick().retry(RetryPolicy::none()));
        let error = pipeline.send(server.get()).await.expect_err("it is busy");
        assert!(error.to_string().contains(shown), "{error}");
    }
}
