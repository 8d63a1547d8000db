//! Which requests are retried, and which limit prevents a retry.

use std::time::Duration;

use crate::support::{Answer, FakeClock, Requests as _, Server, quick, refusing_authority};
use call_http::reqwest::{Method, StatusCode, Url};
use call_http::{ClientOptions, Credential, ErrorKind, Pipeline, Request, RetryClass, RetryPolicy};

fn busy(retry_after: &str) -> Answer {
    Answer::new("503 Service Unavailable", &[("Retry-After", retry_after)], "")
}

fn status(status: &str) -> Answer {
    Answer::new(status, &[], "")
}

/// Returns the wait in a body such as `{"error": {"code": "Busy", "message": "wait 2500"}}`.
fn wait_in_body(body: &[u8]) -> Option<Duration> {
    let (_, rest) = std::str::from_utf8(body).ok()?.split_once("wait ")?;
    let digits = rest.split(|c: char| !c.is_ascii_digit()).next()?;
    digits.parse().ok().map(Duration::from_millis)
}

/// Each case has a name, a class, the responses, and the expected number of attempts.
#[tokio::test]
async fn a_retry_depends_on_the_class_and_the_failure() {
    let ok = || Answer::ok("{}");
    let throttled = || status("429 Too Many Requests");
    let unavailable = || status("503 Service Unavailable");
    let reset = || Answer::Reset(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{".to_vec());
    let dropped = || Answer::Bytes(Vec::new());
    let cases = [
        ("a GET on 503", RetryClass::Always, vec![unavailable(), ok()], 2),
        ("a GET on a reset in the body", RetryClass::Always, vec![reset(), ok()], 2),
        ("a GET on no response", RetryClass::Always, vec![dropped(), ok()], 2),
        ("a GET on 404", RetryClass::Always, vec![status("404 Not Found"), ok()], 1),
        ("repeatable on 500", RetryClass::Repeatable, vec![status("500 Oops"), ok()], 2),
        ("repeatable on a reset", RetryClass::Repeatable, vec![reset(), ok()], 2),
        ("play on 503 without Retry-After", RetryClass::OnlyIfUnprocessed, vec![unavailable(), ok()], 1),
        ("play on 503 with Retry-After", RetryClass::OnlyIfUnprocessed, vec![busy("0"), ok()], 2),
        (
            "play on 503 with an invalid Retry-After",
            RetryClass::OnlyIfUnprocessed,
            vec![busy("soon"), ok()],
            1,
        ),
        ("play on 429", RetryClass::OnlyIfUnprocessed, vec![throttled(), ok()], 2),
        ("play on 500", RetryClass::OnlyIfUnprocessed, vec![status("500 Oops"), ok()], 1),
        ("play on a reset", RetryClass::OnlyIfUnprocessed, vec![reset(), ok()], 1),
        ("play on no response", RetryClass::OnlyIfUnprocessed, vec![dropped(), ok()], 1),
        ("never on 429", RetryClass::Never, vec![throttled(), ok()], 1),
        ("three retries and no more", RetryClass::Always, vec![throttled()], 4),
    ];
    for (name, class, responses, attempts) in cases {
        let server = Server::start(responses).await;
        let result = server.plain().send(server.post().retry_class(class)).await;
        assert_eq!(server.seen().len(), attempts, "{name}: {result:?}");
        let reported = result.map_or_else(|error| error.attempts(), |response| response.attempts());
        assert_eq!(reported as usize, attempts, "{name}");
    }
}

#[tokio::test]
async fn a_404_after_an_earlier_attempt_to_delete_is_a_success() {
    let gone =
        || Answer::new("404 Not Found", &[], r#"{"error":{"code":"8522","message":"Call not found."}}"#);
    let server = Server::start(vec![status("503 Service Unavailable"), gone()]).await;
    let request = Request::new(Method::DELETE, server.url("/calling/callConnections/c-1"));
    let response = server.plain().send(request.clone()).await.expect("not found");
    assert_eq!(response.status(), StatusCode::NO_CONTENT);
    assert!(response.was_deleted_before());

    // The body of the 404 may also be a page of a gateway.
    let page = Answer::new("404 Not Found", &[("Content-Type", "text/html")], "<html><title>404</title>");
    let server = Server::start(vec![status("503 Service Unavailable"), page]).await;
    let deleted = server.plain().call(Method::DELETE, "/calling/callConnections/c-1", &[]).await;
    assert!(deleted.expect("not found").raw().was_deleted_before());

    let busy = Answer::new("429 Too Many Requests", &[("Retry-After", "0")], "");
    for answers in [vec![gone()], vec![busy, gone()]] {
        let attempts = answers.len() as u32;
        let server = Server::start(answers).await;
        let request = Request::new(Method::DELETE, server.url("/calling/callConnections/c-1"));
        let error = server.plain().send(request).await.expect_err("an error");
        assert_eq!((error.code(), error.attempts()), (Some("8522"), attempts));
    }
}

#[tokio::test]
async fn a_request_is_not_retried_when_repetitions_are_no_longer_recognized() {
    let server = Server::start(vec![busy("200")]).await;
    let policy = RetryPolicy::default().max_retry_after(Duration::from_secs(400));
    let clock = FakeClock::at("12:00:00");
    let options = quick().retry(policy).total_timeout(Duration::from_secs(3600)).clock(clock.clone());
    let request = server.post().retry_class(RetryClass::Repeatable);
    server.pipeline(Credential::none(), options).send(request).await.expect_err("the service is busy");
    assert_eq!(clock.waits(), [Duration::from_secs(200)], "400 s is past the five minutes");
}

#[tokio::test]
async fn repetitions_are_recognized_for_less_than_five_minutes() {
    for (wait, attempts) in [("299", 2), ("300", 1)] {
        let server = Server::start(vec![busy(wait), Answer::ok("{}")]).await;
        let policy = RetryPolicy::default().max_retry_after(Duration::from_secs(400));
        let options = quick().retry(policy).total_timeout(Duration::from_secs(3600));
        let pipeline = server.pipeline(Credential::none(), options.clock(FakeClock::at("12:00:00")));
        let _ =
            pipeline.execute(server.post().retry_class(RetryClass::Repeatable)).await.expect("a response");
        assert_eq!(server.seen().len(), attempts, "{wait}");
    }
}

#[tokio::test]
async fn a_wait_in_the_body_is_observed_for_every_status() {
    let body = r#"{"error": {"code": "Busy", "message": "wait 2500 ms"}}"#;
    for code in ["500 Internal Server Error", "200 OK"] {
        let server = Server::start(vec![Answer::new(code, &[], body), Answer::ok("{}")]).await;
        let clock = FakeClock::at("12:00:00");
        let options = quick().clock(clock.clone()).back_off(wait_in_body);
        let pipeline = server.pipeline(Credential::none(), options);
        pipeline.send(server.post()).await.expect("a response");
        assert_eq!(clock.waits(), [Duration::from_millis(2500)], "{code}");
    }
    // A body without a wait means that the service has processed the request.
    let done = body.replace("wait", "done");
    let server = Server::start(vec![Answer::new("200 OK", &[], done)]).await;
    let pipeline = server.pipeline(Credential::none(), quick().back_off(wait_in_body));
    pipeline.send(server.post()).await.expect("a response");
    assert_eq!(server.seen().len(), 1);
    let server = Server::start(vec![Answer::new("500 Internal Server Error", &[], body)]).await;
    let error = server.plain().send(server.post()).await.expect_err("an error");
    assert_eq!(error.code(), Some("Busy"));
    assert_eq!(error.message(), Some("wait 2500 ms"));
}

#[tokio::test]
async fn a_final_error_is_not_retried_unless_the_body_requests_a_wait() {
    let fault = |body: &str| Answer::new("500 Oops", &[], body);
    let back_off = "final, wait 1";
    for (first, attempts) in [("final", 1), ("other", 2), (back_off, 2)] {
        let server = Server::start(vec![fault(first), Answer::ok("{}")]).await;
        let options = quick().back_off(wait_in_body);
        let request = server.post().retry_class(RetryClass::Always);
        let request = request.final_error_if(|body, extensions| {
            extensions.insert(body.to_vec());
            body.starts_with(b"final")
        });
        let response = server.pipeline(Credential::none(), options).execute(request).await;
        assert_eq!(server.seen().len(), attempts, "{first}");
        // The extensions of the last attempt are those of the response.
        let read = response.expect("a response").extensions().get::<Vec<u8>>().cloned();
        assert_eq!(read, (attempts == 1).then(|| b"final".to_vec()), "{first}");
    }
}

#[tokio::test]
async fn a_refused_connection_is_retried_even_for_an_unsafe_request() {
    let endpoint = Url::parse(&format!("http://{}/", refusing_authority())).expect("a URL");
    let clock = FakeClock::at("12:00:00");
    let options = ClientOptions::new().no_proxy().clock(clock.clone());
    let pipeline = Pipeline::new(endpoint.clone(), Credential::none(), options).expect("a pipeline");
    let error = pipeline.send(Request::new(Method::POST, endpoint)).await.expect_err("no connection");
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
