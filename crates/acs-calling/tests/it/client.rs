//! The requests of the client: signatures, repeatability, paths, versions, pages.

use crate::support::store::{ENDPOINT, everywhere};
use crate::support::{Answer, CALL, FakeClock, KEY, Server, client, expected, header_names, key, quick};
use acs_calling::call_http::futures_util::TryStreamExt as _;
use acs_calling::call_http::{Clock as _, Repeatability, RetryClass};
use acs_calling::call_wire::json::Raw;
use acs_calling::{
    CallConnectionState, Client, CommunicationIdentifier, CreateCallRequest, Credential, ErrorKind,
    FileSource, PlayRequest, SCOPE,
};

fn create_call() -> CreateCallRequest {
    let callee = CommunicationIdentifier::phone_number("+14255550123");
    CreateCallRequest::new([callee], "https://app.example/cb")
}

fn play() -> PlayRequest {
    PlayRequest::new([FileSource::new("https://app.example/hello.wav")])
}

/// Microsoft's SDK for Python created the expected signatures.
#[tokio::test]
async fn the_signatures_equal_seven_known_signatures() {
    const CREATE: &str = r#"{"targets": [{"rawId": "4:+14255550123", "phoneNumber": {"value": "+14255550123"}}], "sourceCallerIdNumber": {"value": "+18005550100"}, "operationContext": "ctx", "callbackUri": "https://app.example/cb"}"#;
    let server = Server::start(vec![Answer::ok("{}")]).await;
    let key = Credential::access_key(key());
    let client = Client::with_options(ENDPOINT, key, everywhere(&server)).expect("a client");
    let call = client.call_connection("411f0b00-aaaa");

    call.get().await.expect("a response");
    call.participant("4:+14255550123").await.expect("a response");
    call.participants().pages().next_page().await.expect("a response");
    call.terminate().await.expect("a response");
    call.hang_up().await.expect("a response");
    let location = "https://eu.asm.skype.com/v1/objects/0-eus/content/video";
    let recording = client.call_recording().download(location);
    recording.write_to(&mut Vec::new()).await.expect("a response");
    // The SDK encodes the request with spaces.
    let body = Raw::parse(CREATE).expect("JSON");
    client.create_call(&create_call()).json(&body).await.expect("a response");

    let signatures = [
        ("GET", "", "33Zz+hwr5vENDN6WFfQuD4I8Ewq6C7pKTmscMv0woOw="),
        ("GET", "/participants/4%3A%2B14255550123", "kfK5aOeWD3Vm4BSX914HRiTROtULLPGmqJehDrLAi88="),
        ("GET", "/participants", "ttKDD/HfK/fvNgSXQMB5VKjsE+NEm9FxkoRx7DYUVak="),
        ("POST", ":terminate", "lGvU1PM5M45h2r2w/nppRFn2mAlGhUTOCnlZJ+JTVzk="),
        ("DELETE", "", "RkQKk8JlQYk/nl+7YLtDVb+J4n1J3PPGDnEGPQMvaWE="),
        ("GET", "video", "AKEUQItm7V+cE8S+bLsgpSMfTIJx7rJ7q0AVIawtQJY="),
        ("POST", "create", "bUgXwv6Ws8Gz6Tj74MwsFubGWrsRiJupQjY2mBkhpvo="),
    ];
    let seen = server.seen();
    assert_eq!(seen.len(), signatures.len());
    for (seen, (method, path, signature)) in seen.iter().zip(signatures) {
        let (host, path) = match path {
            "video" => ("eu.asm.skype.com", "/v1/objects/0-eus/content/video".to_owned()),
            "create" => (
                "contoso.communication.azure.com",
                "/calling/callConnections?api-version=2026-03-12".to_owned(),
            ),
            path => ("contoso.communication.azure.com", format!("{CALL}{path}?api-version=2026-03-12")),
        };
        assert_eq!((seen.method.as_str(), seen.need("host"), &seen.target), (method, host, &path));
        assert_eq!(seen.need("x-ms-date"), "Fri, 20 Nov 2026 12:00:00 GMT");
        let authorization =
            format!("HMAC-SHA256 SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature={signature}");
        assert_eq!(seen.need("authorization"), authorization, "{method} {path}");
        let store = host.starts_with("eu").then_some("contoso.communication.azure.com");
        assert_eq!(seen.header("x-ms-host"), store);
    }
}

#[tokio::test]
async fn a_retry_has_a_new_signature_and_the_same_repeatability_id() {
    let busy = Answer::new("503 Service Unavailable", &[("Retry-After", "40")], "");
    let server = Server::start(vec![busy.clone(), busy, Answer::ok(r#"{"callConnectionId": "c-1"}"#)]).await;
    let client = client(&server, quick().clock(FakeClock::at("12:00:00")));
    let reply = client.create_call(&create_call()).await.expect("a response");
    assert_eq!(reply.call_connection_id.as_deref(), Some("c-1"));
    assert_eq!(reply.raw().attempts(), 3);

    let seen = server.seen();
    let dates = ["12:00:00", "12:00:40", "12:01:20"].map(|time| format!("Fri, 20 Nov 2026 {time} GMT"));
    assert_eq!(seen.iter().map(|seen| seen.need("x-ms-date")).collect::<Vec<_>>(), dates);
    for attempt in &seen {
        assert_eq!(attempt.need("authorization"), expected(attempt, &server.authority));
        assert_eq!(attempt.need("repeatability-first-sent"), dates[0]);
        for same in ["repeatability-request-id", "x-ms-client-request-id"] {
            assert_eq!(attempt.need(same), seen[0].need(same));
        }
        assert_eq!(attempt.body, seen[0].body);
    }
    // A new request has a new repeatability id.
    client.create_call(&create_call()).await.expect("a response");
    let next = server.seen().pop().expect("a request");
    assert_ne!(next.need("repeatability-request-id"), seen[0].need("repeatability-request-id"));
}

#[tokio::test]
async fn repeatability_headers_can_be_set() {
    let server = Server::start(vec![Answer::ok("{}")]).await;
    let client = client(&server, quick().clock(FakeClock::at("12:01:00")));
    let earlier = Repeatability::new(FakeClock::at("12:00:00").now());
    client.create_call(&create_call()).repeatability(earlier).await.expect("a response");
    let seen = server.seen();
    assert_eq!(seen[0].need("repeatability-request-id"), earlier.request_id.to_string());
    assert_eq!(seen[0].need("repeatability-first-sent"), "Fri, 20 Nov 2026 12:00:00 GMT");
    assert_eq!(seen[0].need("x-ms-date"), "Fri, 20 Nov 2026 12:01:00 GMT");
}

#[tokio::test]
async fn a_play_request_is_retried_only_if_it_is_unprocessed() {
    let busy = || Answer::new("503 Service Unavailable", &[], "");
    let server = Server::start(vec![busy()]).await;
    let call = client(&server, quick()).call_connection("411f0b00-aaaa");
    let error = call.media().play(&play()).await.expect_err("busy");
    assert_eq!((error.attempts(), server.seen().len()), (1, 1));
    assert_eq!(server.seen()[0].header("repeatability-request-id"), None);

    // A 503 with `Retry-After` means that the request is unprocessed.
    let later = Answer::new("503 Service Unavailable", &[("Retry-After", "1")], "");
    let server = Server::start(vec![later, Answer::new("202 Accepted", &[], "")]).await;
    let options = quick().clock(FakeClock::at("12:00:00"));
    client(&server, options.clone()).call_media("c-1").play(&play()).await.expect("a response");
    assert_eq!(server.seen().len(), 2);

    // A request with repeatability headers is retried.
    let server = Server::start(vec![busy(), Answer::ok("{}")]).await;
    client(&server, options.clone()).create_call(&create_call()).await.expect("a response");
    assert_eq!(server.seen().len(), 2);

    // The caller can set another retry class.
    let server = Server::start(vec![busy(), Answer::new("202 Accepted", &[], "")]).await;
    let call = client(&server, options).call_media("c-1").play(&play()).retry_class(RetryClass::Always);
    call.await.expect("a response");
    assert_eq!(server.seen().len(), 2);
}

#[tokio::test]
async fn a_404_after_a_retried_hang_up_is_a_success() {
    let gone = Answer::new("404 Not Found", &[], "");
    let server = Server::start(vec![Answer::new("500 Oops", &[], ""), gone.clone()]).await;
    let reply = client(&server, quick()).call_connection("c-1").hang_up().await.expect("done");
    assert!(reply.raw().was_deleted_before());
    let server = Server::start(vec![gone]).await;
    let error = client(&server, quick()).call_connection("c-1").hang_up().await.expect_err("never there");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(404));
}

#[tokio::test]
async fn a_next_link_is_requested_unchanged() {
    let link = "/calling/callConnections/c-1/participants?skip=a%20b&t=~&api-version=2026-03-12";
    let server = Server::answering(move |number, seen| match number {
        0 => {
            let host = seen.need("host");
            let participant = r#"{"identifier": {"rawId": "4:+1425"}, "isMuted": true}"#;
            Answer::ok(&format!(r#"{{"value": [{participant}], "nextLink": "http://{host}{link}"}}"#))
        }
        _ => Answer::ok(r#"{"value": [{"identifier": {"rawId": "8:acs:b"}}]}"#),
    })
    .await;
    let client = client(&server, quick().clock(FakeClock::at("12:00:00")));
    let participants: Vec<_> =
        client.call_connection("c-1").participants().pages().items().try_collect().await.expect("two pages");
    let who = participants.iter().filter_map(|one| one.identifier.as_ref());
    let who: Vec<_> = who.map(|one| CommunicationIdentifier::from(one).to_string()).collect();
    assert_eq!(who, ["4:+1425", "8:acs:b"]);
    let seen = server.seen();
    assert_eq!(seen[1].target, link);
    assert_eq!(seen[1].need("authorization"), expected(&seen[1], &server.authority));
}

#[tokio::test]
async fn a_next_link_to_another_host_is_refused() {
    let other = Server::start(vec![Answer::ok(r#"{"value": []}"#)]).await;
    // Hosts of recordings are not trusted for pages.
    for elsewhere in [other.url("/x").to_string(), "https://eu.asm.skype.com/x".to_owned()] {
        let body = format!(r#"{{"value": [{{"isMuted": true}}], "nextLink": "{elsewhere}"}}"#);
        let server = Server::start(vec![Answer::ok(&body)]).await;
        let mut participants = client(&server, quick()).call_connection("c-1").participants().pages().items();
        assert!(participants.try_next().await.expect("the first").is_some());
        let error = participants.try_next().await.expect_err("another host");
        assert_eq!(error.kind(), ErrorKind::UntrustedHost, "{error}");
    }
    assert_eq!(other.seen().len(), 0);
}

#[tokio::test]
async fn ids_in_paths_are_percent_encoded() {
    let server = Server::start(vec![Answer::ok("{}")]).await;
    let call = client(&server, quick()).call_connection("a b/c?d");
    let app = CommunicationIdentifier::from("28:orgid:a:b");
    call.participant(&app).await.expect("a response");
    call.participant("4:+14255550123").await.expect("a response");
    call.participant("8:acs:é_/?#%").await.expect("a response");
    let targets: Vec<_> = server.seen().into_iter().map(|seen| seen.target).collect();
    let at = |who: &str| {
        format!("/calling/callConnections/a%20b%2Fc%3Fd/participants/{who}?api-version=2026-03-12")
    };
    assert_eq!(
        targets,
        ["28%3Aorgid%3Aa%3Ab", "4%3A%2B14255550123", "8%3Aacs%3A%C3%A9_%2F%3F%23%25"].map(at)
    );
    for invalid in ["", ".", ".."] {
        let error = call.participant(invalid).await.expect_err("an invalid path segment");
        assert_eq!(error.kind(), ErrorKind::Configuration);
    }
    let error = client(&server, quick()).call_connection("").hang_up().await.expect_err("an empty id");
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert_eq!(server.seen().len(), 3);
}

#[tokio::test]
async fn the_api_version_can_be_set() {
    let server = Server::start(vec![Answer::ok("{}")]).await;
    let client = client(&server, quick());
    client.call_connection("c-1").get().await.expect("a response");
    let older = client.clone().with_api_version("2025-05-15");
    older.call_connection("c-1").get().await.expect("a response");
    older.call_recording().get_properties("r-1").await.expect("a response");
    older.call_connection("c-1").media().cancel_all_media_operations().await.expect("a response");
    let targets: Vec<_> = server.seen().into_iter().map(|seen| seen.target).collect();
    assert_eq!(
        targets,
        [
            "/calling/callConnections/c-1?api-version=2026-03-12",
            "/calling/callConnections/c-1?api-version=2025-05-15",
            "/calling/recordings/r-1?api-version=2025-05-15",
            "/calling/callConnections/c-1:cancelAllMediaOperations?api-version=2025-05-15",
        ]
    );
}

#[tokio::test]
async fn requests_have_only_the_documented_headers() {
    let server = Server::start(vec![Answer::ok("{}")]).await;
    let client = client(&server, quick());
    client.create_call(&create_call()).await.expect("a response");
    client.call_connection("c-1").get().await.expect("a response");
    let seen = server.seen();
    let posted = [
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
    ];
    assert_eq!(header_names(&seen[0]), posted);
    let got: Vec<_> = posted
        .into_iter()
        .filter(|name| !name.starts_with("repeatability") && !name.starts_with("content-"))
        .collect();
    assert_eq!(header_names(&seen[1]), got);
}

#[tokio::test]
async fn a_client_is_created_from_a_connection_string() {
    let server = Server::start(vec![Answer::ok(r#"{"callConnectionState": "connected"}"#)]).await;
    let at = &server.authority;
    for text in [
        format!("endpoint=http://{at}/;accesskey={KEY}"),
        format!("endpoint=http://{at};accesskey={KEY};"),
        format!(" AccessKey={KEY} ; region=eu=west;;ENDPOINT=http://{at}/"),
    ] {
        let client = Client::from_connection_string(&text, quick()).expect(&text);
        let call = client.call_connection("411f0b00-aaaa").get().await.expect("a response");
        assert_eq!(call.call_connection_state, Some(CallConnectionState::Connected));
        let seen = server.seen().pop().expect("a request");
        assert_eq!(seen.target, format!("{CALL}?api-version=2026-03-12"));
        assert!(seen.need("authorization").starts_with("HMAC-SHA256 "));
    }
    for (text, message) in [
        (format!("accesskey={KEY}"), "no `endpoint`"),
        ("endpoint=https://a.example".to_owned(), "no `accesskey`"),
        (format!("endpoint=ftp://a.example;accesskey={KEY}"), "http"),
    ] {
        let error = Client::from_connection_string(&text, quick()).expect_err(&text);
        assert_eq!(error.kind(), ErrorKind::Configuration);
        assert!(error.to_string().contains(message) && !error.to_string().contains(KEY), "{error}");
    }
    let error = Client::new("nonsense", Credential::none()).expect_err("no URL");
    assert_eq!(error.kind(), ErrorKind::Configuration);
}

#[tokio::test]
async fn a_bearer_token_is_sent_without_a_signature() {
    let server = Server::start(vec![Answer::ok("{}")]).await;
    let credential = Credential::bearer("token-1").expect("a credential");
    let client = Client::with_options(server.url("/"), credential, quick()).expect("a client");
    client.call_connection("c-1").get().await.expect("a response");
    let seen = &server.seen()[0];
    assert_eq!(seen.need("authorization"), "Bearer token-1");
    assert_eq!((seen.header("x-ms-date"), seen.header("x-ms-content-sha256")), (None, None));
    assert_eq!(SCOPE, "https://communication.azure.com//.default");
}
