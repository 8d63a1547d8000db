//! Responses with an error status, and redirects.

use std::time::Duration;

use crate::support::{Answer, FakeClock, KEY, Requests as _, Server, once, quick};
use call_http::reqwest::{Client, StatusCode, redirect};
use call_http::{AccessKey, ClockSkew, Credential, ErrorDetail, ErrorKind};
use call_wire::json::Raw;

#[tokio::test]
async fn the_code_and_message_of_every_kind_of_error_body_are_read() {
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
async fn an_error_response_has_details_inner_errors_and_a_typed_body() {
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
    assert!(wrong.client_request_id().is_some());
    assert_eq!(wrong.client_request_id(), error.client_request_id());
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
async fn an_empty_request_id_is_ignored() {
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
async fn an_incomplete_error_body_is_reported_with_its_status_and_text() {
    let half = br#"{"error":{"code":"Busy","message":"Try aga"#;
    let mut reply = b"HTTP/1.1 400 Bad Request\r\nContent-Length: 999\r\n\r\n".to_vec();
    reply.extend_from_slice(half);
    let hangs = Answer::Slow(reply.clone(), Duration::from_secs(5), Vec::new());
    for reply in [Answer::Bytes(reply.clone()), Answer::Reset(reply.clone()), hangs] {
        let server = Server::start(vec![reply]).await;
        let error =
            server.pipeline(Credential::none(), once()).send(server.get()).await.expect_err("an error");
        assert_eq!(error.status(), Some(StatusCode::BAD_REQUEST));
        assert_eq!(error.kind(), ErrorKind::Status);
        assert_eq!(error.message().map(str::as_bytes), Some(half.as_slice()));
        assert!(error.is_body_truncated());
    }
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
    let error = server.pipeline(credential(), options).send(server.get()).await.expect_err("a redirect");
    assert_eq!(error.kind(), ErrorKind::Redirect);
    assert!(other.seen().iter().all(|seen| seen.header("authorization").is_none()));
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

#[tokio::test]
async fn the_error_for_a_401_contains_the_clock_skew() {
    let refused = Answer::new("401 Unauthorized", &[("Date", "Fri, 20 Nov 2026 12:10:00 GMT")], "");
    let server = Server::start(vec![refused]).await;
    let key = AccessKey::parse(KEY).expect("a key");
    let options = quick().clock(FakeClock::at("12:00:00"));
    let error =
        server.pipeline(Credential::access_key(key), options).send(server.get()).await.expect_err("refused");
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Auth, 1));
    assert_eq!(error.clock_skew(), Some(ClockSkew::Behind(Duration::from_secs(600))));
    assert!(error.to_string().contains("the local clock is 10 min 0 s behind the server's"), "{error}");
}
