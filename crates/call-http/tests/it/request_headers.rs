//! The headers of requests: signatures, credentials and ids.

use crate::support::{Answer, FakeClock, KEY, Requests as _, Server, expected_authorization, quick};
use call_http::reqwest::header::HeaderValue;
use call_http::reqwest::{Method, Proxy, Url};
use call_http::{AccessKey, Credential, ErrorKind, Pipeline, Request, RequestIdHeader, RetryClass};

fn key() -> AccessKey {
    AccessKey::parse(KEY).expect("a key")
}

/// The requests are sent through a proxy, since the expected signatures are for the host of the service.
#[tokio::test]
async fn the_signatures_sent_are_those_of_microsofts_sdk() {
    const CALL: &str = "/calling/callConnections/411f0b00-aaaa";
    const CREATE: &str = r#"{"targets": [{"rawId": "4:+14255550123", "phoneNumber": {"value": "+14255550123"}}], "sourceCallerIdNumber": {"value": "+18005550100"}, "operationContext": "ctx", "callbackUri": "https://app.example/cb"}"#;
    let cases = [
        ("GET", CALL.to_owned(), "", "33Zz+hwr5vENDN6WFfQuD4I8Ewq6C7pKTmscMv0woOw="),
        (
            "GET",
            format!("{CALL}/participants/4%3A%2B14255550123"),
            "",
            "kfK5aOeWD3Vm4BSX914HRiTROtULLPGmqJehDrLAi88=",
        ),
        ("GET", format!("{CALL}/participants"), "", "ttKDD/HfK/fvNgSXQMB5VKjsE+NEm9FxkoRx7DYUVak="),
        ("POST", format!("{CALL}:terminate"), "", "lGvU1PM5M45h2r2w/nppRFn2mAlGhUTOCnlZJ+JTVzk="),
        ("DELETE", CALL.to_owned(), "", "RkQKk8JlQYk/nl+7YLtDVb+J4n1J3PPGDnEGPQMvaWE="),
        (
            "POST",
            "/calling/callConnections".to_owned(),
            CREATE,
            "bUgXwv6Ws8Gz6Tj74MwsFubGWrsRiJupQjY2mBkhpvo=",
        ),
    ];
    let server = Server::start(vec![Answer::ok("{}")]).await;
    let proxy = Proxy::http(server.url("/")).expect("a proxy");
    let options = quick().proxy(proxy).allow_http(true).clock(FakeClock::at("12:00:00"));
    let options = options.trust("eu.store.example".parse().expect("a host"));
    let endpoint = Url::parse("http://contoso.communication.azure.com/").expect("a URL");
    let pipeline = Pipeline::new(endpoint, Credential::access_key(key()), options).expect("a pipeline");
    for (number, (method, path, body, expected)) in cases.into_iter().enumerate() {
        let url = pipeline.url(&format!("{path}?api-version=2026-03-12")).expect("a URL");
        let method = Method::from_bytes(method.as_bytes()).expect("a method");
        let mut request = Request::new(method, url);
        if !body.is_empty() {
            request = request.bytes(HeaderValue::from_static("application/json"), body);
        }
        pipeline.send(request).await.expect("a response");
        let seen = &server.seen()[number];
        assert!(seen.need("authorization").ends_with(&format!("&Signature={expected}")), "{path}");
        assert_eq!(seen.need("x-ms-date"), "Fri, 20 Nov 2026 12:00:00 GMT");
    }
    let url = Url::parse("http://eu.store.example/v1/objects/0-eus/content/video").expect("a URL");
    pipeline.send(Request::new(Method::GET, url)).await.expect("a response");
    let seen = server.seen().pop().expect("a request");
    assert_eq!(seen.need("x-ms-host"), "contoso.communication.azure.com");
    assert!(seen.need("authorization").ends_with("&Signature=AKEUQItm7V+cE8S+bLsgpSMfTIJx7rJ7q0AVIawtQJY="));
}

#[tokio::test]
async fn a_url_is_sent_and_signed_unchanged() {
    let server = Server::start(vec![Answer::ok("{}")]).await;
    let pipeline = server.pipeline(Credential::access_key(key()), quick().clock(FakeClock::at("12:00:00")));
    for target in ["/p?x=a%20b&t=~", "/p?", "/p", "/a%2fb/%3A;c?q=%2B+%7E&%24skip='1'&&z"] {
        pipeline.send(Request::new(Method::GET, server.url(target))).await.expect("a response");
        let seen = server.seen().pop().expect("a request");
        assert_eq!(seen.target, target.replace('\'', "%27"));
        assert_eq!(seen.need("authorization"), expected_authorization(&seen, &server.authority));
    }
}

#[tokio::test]
async fn every_attempt_has_a_new_signature_and_the_same_ids() {
    let busy = Answer::new("503 Service Unavailable", &[("Retry-After", "40")], "");
    let server = Server::start(vec![busy.clone(), busy, Answer::ok("{}")]).await;
    let clock = FakeClock::at("12:00:00");
    let pipeline = server.pipeline(Credential::access_key(key()), quick().clock(clock.clone()));
    let request = server.post().json(&"body".to_owned()).expect("JSON").retry_class(RetryClass::Repeatable);
    let response = pipeline.send(request).await.expect("a response");
    assert_eq!(response.attempts(), 3);

    let seen = server.seen();
    let dates: Vec<_> = seen.iter().map(|seen| seen.need("x-ms-date")).collect();
    assert_eq!(
        dates,
        ["12:00:00", "12:00:40", "12:01:20"].map(|time| format!("Fri, 20 Nov 2026 {time} GMT"))
    );
    for attempt in &seen {
        assert_eq!(attempt.need("authorization"), expected_authorization(attempt, &server.authority));
        assert_eq!(attempt.body, br#""body""#);
        assert_eq!(attempt.need("repeatability-first-sent"), "Fri, 20 Nov 2026 12:00:00 GMT");
        for same in ["repeatability-request-id", "x-ms-client-request-id"] {
            assert_eq!(attempt.need(same), seen[0].need(same));
        }
    }
    let id = seen[0].need("repeatability-request-id");
    assert_eq!((id.len(), &id[14..15]), (36, "4"), "a v4 UUID");
    assert_eq!(response.client_request_id(), seen[0].header("x-ms-client-request-id"));
}

#[tokio::test]
async fn only_the_documented_headers_are_sent() {
    let server = Server::start(vec![Answer::ok("{}")]).await;
    let pipeline = server.pipeline(Credential::access_key(key()), quick());
    let request = server
        .post()
        .json(&"body".to_owned())
        .expect("JSON")
        .retry_class(RetryClass::Repeatable)
        .operation("Play");
    pipeline.send(request).await.expect("a response");
    let mut names: Vec<_> = server.seen()[0].headers.iter().map(|(name, _)| name.clone()).collect();
    names.sort();
    assert_eq!(
        names,
        [
            "accept",
            "accept-encoding",
            "authorization",
            "content-length",
            "content-type",
            "host",
            "repeatability-first-sent",
            "repeatability-request-id",
            "user-agent",
            "x-ms-client-request-id",
            "x-ms-content-sha256",
            "x-ms-date",
            "x-ms-return-client-request-id",
        ]
    );
}

#[tokio::test]
async fn a_post_without_a_body_has_a_content_length() {
    let server = Server::start(vec![Answer::ok("{}")]).await;
    server.plain().send(server.post()).await.expect("a response");
    assert_eq!(server.seen()[0].need("content-length"), "0");
    assert_eq!(server.seen()[0].header("authorization"), None);
}

#[tokio::test]
async fn basic_and_bearer_credentials_and_plain_id_headers_are_sent() {
    let server = Server::start(vec![Answer::ok("{}")]).await;
    let options = quick().request_id_header(RequestIdHeader::Plain).request_ids(|| "id-1".to_owned());
    let basic = Credential::basic("user@contoso.com", "pass:word").expect("a credential");
    server.pipeline(basic, options.clone()).send(server.get()).await.expect("a response");
    let bearer = Credential::bearer("token-1").expect("a credential");
    server.pipeline(bearer, options).send(server.get()).await.expect("a response");
    let seen = server.seen();
    assert_eq!(seen[0].need("authorization"), "Basic dXNlckBjb250b3NvLmNvbTpwYXNzOndvcmQ=");
    assert_eq!(seen[1].need("authorization"), "Bearer token-1");
    assert_eq!(seen[1].need("client-request-id"), "id-1");
    assert_eq!(seen[1].need("return-client-request-id"), "true");
    assert_eq!(seen[1].header("x-ms-date"), None);
}

#[tokio::test]
async fn a_credential_is_not_sent_to_another_host() {
    let (server, other) =
        (Server::start(vec![Answer::ok("{}")]).await, Server::start(vec![Answer::ok("{}")]).await);
    let pipeline = server.pipeline(Credential::bearer("token-1").expect("a credential"), quick());
    let error = pipeline.send(other.get()).await.expect_err("another host");
    assert_eq!(error.kind(), ErrorKind::UntrustedHost);
    assert_eq!(other.seen().len(), 0);
    let request =
        other.get().header("authorization".parse().expect("a name"), HeaderValue::from_static("Bearer t"));
    pipeline.send(request.without_credential()).await.expect("a response");
    assert_eq!(other.seen()[0].header("authorization"), None);
}

#[tokio::test]
async fn options_of_the_caller_have_priority_over_those_of_a_protocol() {
    let server = Server::start(vec![Answer::ok("{}")]).await;
    let own = quick().user_agent("contoso/2.1").request_id_header(RequestIdHeader::None);
    for (options, agent, id_header) in
        [(quick(), "graph-calls/1", Some("client-request-id")), (own, "contoso/2.1", None)]
    {
        let options = options.protocol_defaults("graph-calls/1", RequestIdHeader::Plain, None);
        server.pipeline(Credential::none(), options).send(server.get()).await.expect("a response");
        let seen = server.seen().pop().expect("a request");
        assert_eq!(seen.need("user-agent"), agent);
        let ids: Vec<_> =
            seen.headers.iter().filter(|(name, _)| name.ends_with("client-request-id")).collect();
        assert_eq!(
            ids.iter().map(|(name, _)| name.as_str()).find(|name| !name.contains("return")),
            id_header
        );
        assert_eq!(ids.is_empty(), id_header.is_none(), "{ids:?}");
    }
}

#[tokio::test]
async fn a_header_of_a_request_can_be_changed() {
    let server = Server::start(vec![Answer::ok("{}")]).await;
    let mut request = server.get();
    request.headers_mut().insert("x-own", HeaderValue::from_static("1"));
    server.plain().send(request).await.expect("a response");
    assert_eq!(server.seen()[0].need("x-own"), "1");
}

#[test]
fn a_pipeline_trusts_its_endpoint_and_the_trusted_hosts() {
    let url = |text: &str| Url::parse(text).expect("a URL");
    let options = quick().trust("store.example".parse().expect("a host"));
    let bearer = Credential::bearer("token-1").expect("a credential");
    let pipeline = Pipeline::new(url("http://127.0.0.1:8080/"), bearer, options).expect("a pipeline");
    for (text, is_trusted) in [
        ("http://127.0.0.1:8080/x", true),
        ("https://store.example/x", true),
        ("http://store.example/x", false),
        ("https://other.example/x", false),
    ] {
        assert_eq!(pipeline.trusts(&url(text)), is_trusted, "{text}");
    }
    assert!(pipeline.is_local());
}

#[tokio::test]
async fn no_proxy_keeps_the_other_options() {
    let server = Server::start(vec![Answer::ok("{}")]).await;
    let options = quick().user_agent("contoso/2.1").no_proxy();
    server.pipeline(Credential::none(), options).send(server.get()).await.expect("a response");
    assert_eq!(server.seen()[0].need("user-agent"), "contoso/2.1");
}
