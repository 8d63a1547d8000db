//! Everything that can go wrong on the way, over real sockets.

use std::io::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use crate::support::{Answer, KEY, Requests as _, Server, quick};
use call_http::reqwest::{Client, StatusCode, redirect};
use call_http::{
    AccessKey, BoxError, BoxFuture, ClockSkew, Credential, ErrorDetail, ErrorKind, RetryPolicy, Transport,
};
use call_wire::json::Raw;

/// No retries, half a second.
fn once() -> call_http::ClientOptions {
    quick().retry(RetryPolicy::none()).attempt_timeout(Duration::from_millis(500))
}

fn gzip(bytes: usize) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(&vec![b' '; bytes]).expect("a vector takes it");
    encoder.finish().expect("a vector takes it")
}

#[tokio::test]
async fn error_bodies_of_every_kind_stay_readable() {
    let pascal = r#"{"Error":{"Code":"7509","Message":"HMAC-SHA256 validation failed","Target":"/calling"}}"#;
    let cases = [
        (r#"{"error":{"code":"NotFound","message":"No call."}}"#, Some("NotFound"), Some("No call.")),
        (pascal, Some("7509"), Some("HMAC-SHA256 validation failed")),
        (r#"{"title":"Gone","status":404,"message":"Expired.","traceId":"t-1"}"#, None, Some("Expired.")),
        ("<html><head><title>502</title></head><body>Try later</body></html>", None, Some("502: Try later")),
        ("upstream connect error", None, Some("upstream connect error")),
        ("", None, None),
    ];
    for (body, code, message) in cases {
        let server =
            Server::start(vec![Answer::new("418 Teapot", &[("x-ms-request-id", "r-1")], body)]).await;
        let error = server.plain().send(server.get()).await.expect_err(body);
        assert_eq!(error.kind(), ErrorKind::Status);
        assert_eq!(error.status(), Some(StatusCode::IM_A_TEAPOT));
        assert_eq!((error.code(), error.message()), (code, message), "{body}");
        assert_eq!(error.request_id(), Some("r-1"));
        assert_eq!(error.body(), body.as_bytes());
        assert!(error.to_string().contains("418"), "{error}");
    }
}

#[tokio::test]
async fn an_error_response_gives_its_details_its_inner_errors_and_its_typed_body() {
    let body = r#"{"error":{"code":"400","message":"Invalid.","details":[{"code":"a","target":"targets"}],
        "innererror":{"code":"b","innererror":{"code":"c","message":"Too short."}}}}"#;
    let server = Server::start(vec![Answer::new("400 Bad Request", &[], body)]).await;
    let error = server.plain().send(server.get()).await.expect_err("an error");
    let codes = |errors: &[ErrorDetail]| errors.iter().map(|error| error.code.clone()).collect::<Vec<_>>();
    assert_eq!(codes(error.details()), [Some("a".to_owned())]);
    assert_eq!(error.details()[0].target.as_deref(), Some("targets"));
    assert_eq!(codes(error.inner_errors()), [Some("b".to_owned()), Some("c".to_owned())]);
    assert!(format!("{error:?}").contains("Too short."), "{error:?}");

    let typed: Raw<'static> = error.json().expect("JSON");
    assert_eq!(typed.get("error").expect("the member").get_str("code"), Some("400"));
    let wrong = error.json::<String>().expect_err("an object is not a text");
    assert_eq!((wrong.kind(), wrong.status()), (ErrorKind::Decode, Some(StatusCode::BAD_REQUEST)));
    assert!(wrong.to_string().contains("the body of the error response cannot be decoded"), "{wrong}");
}

#[tokio::test]
async fn an_error_body_that_is_not_json_is_a_decode_error() {
    for body in ["<html><title>502</title></html>", "", "{\"error\":"] {
        let server = Server::start(vec![Answer::new("418 Teapot", &[], body)]).await;
        let error = server.plain().send(server.get()).await.expect_err("an error");
        assert_eq!(error.json::<Raw<'static>>().expect_err(body).kind(), ErrorKind::Decode, "{body}");
    }
}

#[tokio::test]
async fn an_empty_request_id_is_none() {
    for (headers, id) in
        [(vec![("request-id", "")], None), (vec![("request-id", ""), ("ms-cv", "r-1")], Some("r-1"))]
    {
        let server = Server::start(vec![Answer::new("418 Teapot", &headers, "")]).await;
        let error = server.plain().send(server.get()).await.expect_err("an error");
        assert_eq!(
            (error.request_id(), error.to_string().contains("(request id")),
            (id, id.is_some()),
            "{error}"
        );
    }
}

#[tokio::test]
async fn a_cut_off_error_body_hides_neither_status_nor_text() {
    let half = br#"{"error":{"code":"Busy","message":"Try aga"#;
    let mut reply = b"HTTP/1.1 400 Bad Request\r\nContent-Length: 999\r\n\r\n".to_vec();
    reply.extend_from_slice(half);
    let hangs = Answer::Slow(reply.clone(), Duration::from_secs(5), Vec::new());
    for reply in [Answer::Bytes(reply.clone()), Answer::Reset(reply.clone()), hangs] {
        let server = Server::start(vec![reply]).await;
        let error =
            server.pipeline(Credential::none(), once()).send(server.get()).await.expect_err("it is cut off");
        assert_eq!(error.status(), Some(StatusCode::BAD_REQUEST));
        assert_eq!(error.kind(), ErrorKind::Status);
        assert_eq!(error.message().map(str::as_bytes), Some(half.as_slice()));
        assert!(error.is_body_truncated());
    }
}

#[tokio::test]
async fn ten_megabytes_of_error_page_are_not_read() {
    let page = format!("<html><title>Oops</title><body>{}", "so sorry ".repeat(1_200_000));
    let server = Server::start(vec![Answer::new("500 Oops", &[], page)]).await;
    let error = server.pipeline(Credential::none(), once()).send(server.get()).await.expect_err("an error");
    assert_eq!(error.body().len(), 64 << 10);
    assert!(error.is_body_truncated());
    assert!(error.message().is_some_and(|message| message.starts_with("Oops: so sorry")));
    assert!(error.to_string().len() < 2000);
}

#[tokio::test]
async fn a_success_has_a_limit_too() {
    let body = "x".repeat(2000);
    let chunked = format!("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7d0\r\n{body}\r\n0\r\n\r\n");
    for reply in [Answer::ok(&body), Answer::Bytes(chunked.into_bytes())] {
        let server = Server::start(vec![reply]).await;
        let pipeline = server.pipeline(Credential::none(), quick().max_body(1999));
        let error = pipeline.send(server.get()).await.expect_err("one too many");
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::TooLarge, 1));
        let pipeline = server.pipeline(Credential::none(), quick().max_body(2000));
        assert_eq!(pipeline.send(server.get()).await.expect("it fits").body().len(), 2000);
    }
}

#[tokio::test]
async fn a_gzip_bomb_does_not_go_off() {
    let bomb = gzip(64 << 20);
    let server = Server::start(vec![Answer::new("200 OK", &[("Content-Encoding", "gzip")], &bomb)]).await;
    let response = server.plain().send(server.get()).await.expect("bytes");
    assert_eq!(response.body().len(), bomb.len());
    let error = response.json::<String>().expect_err("no JSON");
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(error.to_string().contains("gzip"), "{error}");
    assert_eq!(server.seen()[0].need("accept-encoding"), "identity");

    let client = Client::builder().no_proxy().gzip(true).build().expect("a client");
    let options = quick().http_client(client);
    let error = server.pipeline(Credential::none(), options.clone()).send(server.get()).await;
    assert_eq!(error.expect_err("a client that decompresses").kind(), ErrorKind::TooLarge);

    let server = Server::start(vec![Answer::new("400 Bad", &[("Content-Encoding", "gzip")], &bomb)]).await;
    let error = server.pipeline(Credential::none(), options).send(server.get()).await.expect_err("an error");
    assert_eq!(error.body().len(), 64 << 10);
    let error = server.plain().send(server.get()).await.expect_err("an error");
    assert_eq!((error.status(), error.message()), (Some(StatusCode::BAD_REQUEST), None));
}

#[tokio::test]
async fn a_connection_that_breaks_or_sleeps() {
    let head = b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{\"a\":".to_vec();
    let cases = [
        (Answer::Reset(head.clone()), ErrorKind::Transport, Some(StatusCode::OK)),
        (Answer::Bytes(head.clone()), ErrorKind::Transport, Some(StatusCode::OK)),
        (Answer::Slow(head, Duration::from_secs(5), Vec::new()), ErrorKind::Timeout, Some(StatusCode::OK)),
        (Answer::Slow(Vec::new(), Duration::from_secs(5), Vec::new()), ErrorKind::Timeout, None),
        (Answer::Bytes(b"SMTP ready\r\n\r\n".to_vec()), ErrorKind::Transport, None),
        (Answer::Reset(Vec::new()), ErrorKind::Transport, None),
    ];
    for (number, (reply, kind, status)) in cases.into_iter().enumerate() {
        let server = Server::start(vec![reply]).await;
        let begin = Instant::now();
        let error =
            server.pipeline(Credential::none(), once()).send(server.get()).await.expect_err("it broke");
        assert_eq!((error.kind(), error.status()), (kind, status), "{number}: {error}");
        assert!(begin.elapsed() < Duration::from_secs(3), "{number}");
        assert!(error.to_string().contains("GET http://127.0.0.1"), "{error}");
    }
}

#[tokio::test]
async fn cut_off_json_is_told_with_its_place() {
    let server = Server::start(vec![Answer::ok(r#"{"callConnectionId": "c-1", "targ"#)]).await;
    let response = server.plain().send(server.get()).await.expect("an answer");
    let error = response.json::<String>().expect_err("half of it");
    assert_eq!((error.kind(), error.status()), (ErrorKind::Decode, Some(StatusCode::OK)));
    assert_eq!(error.body(), response.body());
    assert!(std::error::Error::source(&error).is_some());
}

#[tokio::test]
async fn redirects_are_not_followed() {
    let other = Server::start(vec![Answer::ok("{}")]).await;
    let location = format!("http://{}/elsewhere?sig=hush-hush", other.authority);
    let server = Server::start(vec![Answer::new("302 Found", &[("Location", &location)], "")]).await;
    let credential = || Credential::bearer("token-1").expect("a credential");
    let error = server.pipeline(credential(), quick()).send(server.get()).await.expect_err("a redirect");
    assert_eq!(error.kind(), ErrorKind::Redirect);
    assert_eq!(error.location(), Some(location.as_str()));
    assert!(!format!("{error} {error:?}").contains("hush-hush"));
    assert_eq!(other.seen().len(), 0);

    let client =
        Client::builder().no_proxy().redirect(redirect::Policy::limited(5)).build().expect("a client");
    let options = quick().http_client(client);
    let error = server.pipeline(credential(), options).send(server.get()).await.expect_err("it followed");
    assert_eq!(error.kind(), ErrorKind::Redirect);
    assert!(other.seen().iter().all(|seen| seen.header("authorization").is_none()));
}

#[tokio::test]
async fn a_wrong_clock_is_named() {
    let refused = Answer::new("401 Unauthorized", &[("Date", "Fri, 20 Nov 2026 12:10:00 GMT")], "");
    let server = Server::start(vec![refused]).await;
    let key = AccessKey::parse(KEY).expect("a key");
    let options = quick().clock(crate::support::FakeClock::at("12:00:00"));
    let error =
        server.pipeline(Credential::access_key(key), options).send(server.get()).await.expect_err("refused");
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Auth, 1));
    assert_eq!(error.clock_skew(), Some(ClockSkew::Behind(Duration::from_secs(600))));
    assert!(error.to_string().contains("the local clock is 10 min 0 s behind the server's"), "{error}");
}

#[tokio::test]
async fn a_recording_comes_in_pieces() {
    let body = "0123456789".repeat(50_000);
    let server = Server::start(vec![Answer::new("503 Busy", &[], ""), Answer::ok(&body)]).await;
    let pipeline = server.pipeline(Credential::none(), quick().max_body(10));
    let mut response = pipeline.send_streaming(server.get()).await.expect("an answer");
    let (mut size, mut pieces) = (0, 0);
    while let Some(piece) = response.chunk().await.expect("a piece") {
        size += piece.len();
        pieces += 1;
    }
    assert_eq!(size, body.len());
    assert!(pieces > 1);

    let head = b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{".to_vec();
    let stalled = Server::start(vec![Answer::Slow(head, Duration::from_secs(5), Vec::new())]).await;
    let mut response =
        stalled.pipeline(Credential::none(), once()).send_streaming(stalled.get()).await.expect("headers");
    assert!(response.chunk().await.expect("the first piece").is_some());
    assert_eq!(response.chunk().await.expect_err("no second").kind(), ErrorKind::Timeout);

    let server = Server::start(vec![Answer::new("404 Not Found", &[], "<html><title>404</title>")]).await;
    let error = server.plain().send_streaming(server.get()).await.expect_err("it is gone");
    assert_eq!(error.message(), Some("404"));
}

/// What rustls refuses today it refuses a second later too; the system's library does not tell so.
#[cfg(all(feature = "rustls", not(feature = "native-tls")))]
#[tokio::test]
async fn a_server_that_speaks_no_tls_is_asked_once() {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("loopback has ports");
    let authority = listener.local_addr().expect("it is bound");
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await;
            // Kept until the client has had enough, since closing now would be a reset.
            let _ = stream.read_to_end(&mut Vec::new()).await;
        }
    });
    let url = reqwest::Url::parse(&format!("https://{authority}/")).expect("a URL");
    let pipeline = call_http::Pipeline::new(url.clone(), Credential::none(), quick()).expect("a pipeline");
    let request = call_http::Request::new(reqwest::Method::GET, url);
    let error = pipeline.send(request).await.expect_err("no TLS");
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Transport, 1), "{error}");
}

/// Answers by hand, after one failure of its own.
#[derive(Debug, Default)]
struct ByHand(AtomicUsize);

impl Transport for ByHand {
    fn send(&self, request: reqwest::Request) -> BoxFuture<'_, Result<reqwest::Response, BoxError>> {
        assert!(request.headers().contains_key("authorization"), "it comes with its credential");
        let first = self.0.fetch_add(1, Ordering::Relaxed) == 0;
        Box::pin(async move {
            if first { Err("a fault of my own".into()) } else { Ok(http::Response::new("by hand").into()) }
        })
    }
}

#[tokio::test]
async fn the_send_point_can_be_replaced() {
    let transport = Arc::new(ByHand::default());
    let options = quick().transport(transport.clone());
    let endpoint = reqwest::Url::parse("https://contoso.example/").expect("a URL");
    let credential = Credential::bearer("token-1").expect("a credential");
    let pipeline = call_http::Pipeline::new(endpoint.clone(), credential, options).expect("a pipeline");
    let response =
        pipeline.send(call_http::Request::new(reqwest::Method::GET, endpoint)).await.expect("an answer");
    assert_eq!((response.body().as_ref(), response.attempts()), (b"by hand".as_slice(), 2));
    assert_eq!(transport.0.load(Ordering::Relaxed), 2);
}

#[tokio::test]
async fn a_timeout_names_the_time_and_the_option() {
    let head = b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{".to_vec();
    let long = Duration::from_secs(30);
    let (attempt, total) = (Duration::from_millis(300), Duration::from_millis(200));
    for (first, missing) in [(Vec::new(), "response"), (head, "complete body")] {
        let server = Server::start(vec![Answer::Slow(first, long, Vec::new())]).await;
        let pipeline = server.pipeline(Credential::none(), quick().retry(RetryPolicy::none()));
        let error = pipeline.send(server.get().attempt_timeout(attempt)).await.expect_err("it is slow");
        let expected = format!("no {missing} within 300 ms (`attempt_timeout`)");
        assert!(error.kind() == ErrorKind::Timeout && error.to_string().contains(&expected), "{error}");
        let error = pipeline.send(server.get().total_timeout(total)).await.expect_err("it is slow");
        let expected = format!("no {missing} within 200 ms (`total_timeout`)");
        assert!(error.kind() == ErrorKind::Timeout && error.to_string().contains(&expected), "{error}");
    }
}

#[tokio::test]
async fn a_redirect_error_says_that_redirects_are_not_followed() {
    let location = ("Location", "https://login.example/");
    for (body, expected) in [
        ("", "302 Found: redirects are not followed (client request id"),
        ("<title>Moved</title>", "302 Found: redirects are not followed: Moved (client request id"),
    ] {
        let server = Server::start(vec![Answer::new("302 Found", &[location], body)]).await;
        let error = server.plain().send(server.get()).await.expect_err("a redirect");
        assert!(error.to_string().contains(expected), "{error}");
    }
}
