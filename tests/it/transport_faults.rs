//! Transport errors, invalid responses and redirects, for every client. The clients share one pipeline, and no client
//! may lose a detail of its errors. All tests use real sockets; the tests of `call-http` cover the pipeline in more
//! detail.

use std::fmt::Debug;
use std::future::Future;
use std::io::Write as _;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use acs_calling::call_http::futures_util::future::join_all;
use acs_calling::call_http::reqwest::{self, Url};
use acs_calling::call_http::{
    AccessKey, BoxError, BoxFuture, ClientOptions, ClockSkew, Credential, Error, ErrorKind, RetryPolicy,
    Transport,
};
use ews_um::phone_call::PhoneCallId;
use ews_um::{Autodiscover, PhoneCallClient, UmClient};
use test_server::{Answer, FakeClock, Server, quick, refusing_authority};

const KEY: &str = "c2VjcmV0LWtleS1mb3ItdGVzdHM=";
const PASSWORD: &str = "correct-horse-battery";
const TOKEN: &str = "eyJhbGciOi.hush.hush";
/// A secret in the URL of a redirect.
const SIGNATURE: &str = "signature-in-the-query";

/// A request of one of the clients.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Request {
    AcsCall,
    AcsParticipants,
    AcsRecording,
    GraphCall,
    GraphParticipants,
    GraphBatch,
    Um,
    PhoneCall,
    Autodiscover,
}

use Request::*;

const ALL: [Request; 9] = [
    AcsCall,
    AcsParticipants,
    AcsRecording,
    GraphCall,
    GraphParticipants,
    GraphBatch,
    Um,
    PhoneCall,
    Autodiscover,
];

/// The requests that are not resumed and do not follow redirects. The tests of the crates cover the others
/// (`recordings`, `recording_hosts`, `autodiscover`).
fn simple_requests() -> impl Iterator<Item = Request> {
    ALL.into_iter().filter(|request| !matches!(request, AcsRecording | Autodiscover))
}

/// The details of a client's error.
struct Failure {
    kind: ErrorKind,
    status: Option<u16>,
    attempts: u32,
    code: Option<String>,
    location: Option<String>,
    skew: Option<ClockSkew>,
    body: Vec<u8>,
    truncated: bool,
    /// The `Display` output.
    message: String,
}

impl Failure {
    /// Copies the details of the pipeline's error, which the client's error is or contains. Checks that no output of
    /// the errors contains a secret.
    fn new(http: &Error, outer: &dyn std::error::Error) -> Self {
        let mut output = format!("{outer} {outer:?} {outer:#?} {http} {http:?}");
        let mut next = outer.source();
        while let Some(source) = next {
            output += &format!(" {source} {source:?}");
            next = source.source();
        }
        for secret in [KEY, "secret-key-for-tests", PASSWORD, TOKEN, SIGNATURE] {
            assert!(!output.contains(secret), "{secret} in {output}");
        }
        Self {
            kind: http.kind(),
            status: http.status().map(|status| status.as_u16()),
            attempts: http.attempts(),
            code: http.code().map(str::to_owned),
            location: http.location().map(str::to_owned),
            skew: http.clock_skew(),
            body: http.body().to_vec(),
            truncated: http.is_body_truncated(),
            message: outer.to_string(),
        }
    }

    #[track_caller]
    fn assert_kind(&self, kind: ErrorKind, status: Option<u16>, context: impl Debug) {
        assert_eq!((self.kind, self.status), (kind, status), "{context:?}: {}", self.message);
    }

    #[track_caller]
    fn assert_contains(&self, part: &str, context: impl Debug) {
        assert!(self.message.contains(part), "{context:?}: {}", self.message);
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::new(&error, &error)
    }
}

impl From<ews_um::Error> for Failure {
    fn from(error: ews_um::Error) -> Self {
        Self::new(error.http(), &error)
    }
}

impl Request {
    /// Sends the request to a server that is in place of all services.
    fn send(self, base: Url, options: ClientOptions) -> Pin<Box<dyn Future<Output = Result<(), Failure>>>> {
        Box::pin(async move {
            match self {
                AcsCall | AcsParticipants | AcsRecording => self.send_acs(&base, options).await?,
                GraphCall | GraphParticipants | GraphBatch => self.send_graph(base, options).await?,
                Um | PhoneCall | Autodiscover => {
                    return self.send_exchange(base, options).await.map_err(Failure::from);
                }
            }
            Ok(())
        })
    }

    async fn send_acs(self, base: &Url, options: ClientOptions) -> Result<(), Error> {
        let key = AccessKey::parse(KEY).expect("the key is base64");
        let client = acs_calling::Client::with_options(base, Credential::access_key(key), options)?;
        let call = client.call_connection("c-1");
        match self {
            AcsCall => drop(call.get().await?),
            AcsParticipants => drop(call.participants().pages().next_page().await?),
            _ => {
                let location = base.join("/v1/objects/video").expect("a URL");
                client.call_recording().download(location.as_str()).write_to(&mut Vec::new()).await?;
            }
        }
        Ok(())
    }

    async fn send_graph(self, base: Url, options: ClientOptions) -> Result<(), Error> {
        let token = Credential::bearer(TOKEN).expect("a token");
        let client = graph_calls::Client::with_options(base, token, options)?;
        match self {
            GraphCall => drop(client.call("c-1").get().await?),
            GraphParticipants => drop(client.call("c-1").participants().list().pages().next_page().await?),
            _ => {
                let mut batch = client.batch();
                let call = batch.add(client.call("c-1").get());
                drop(batch.send().await?.take(call)?);
            }
        }
        Ok(())
    }

    async fn send_exchange(self, base: Url, options: ClientOptions) -> Result<(), ews_um::Error> {
        let credential = Credential::basic("rosa", PASSWORD).expect("a credential");
        match self {
            Um => drop(UmClient::with_options(base, credential, options)?.get_call_info("c-1").await?),
            PhoneCall => {
                let client = PhoneCallClient::with_options(base, credential, options)?;
                drop(client.get_phone_call_information(&PhoneCallId::new("c-1")).await?);
            }
            _ => {
                let search = Autodiscover::with_options("rosa@fabrikam.example", credential, options);
                drop(search.url(base.join("/autodiscover.xml").expect("a URL")).locate().await?);
            }
        }
        Ok(())
    }

    /// The body of a successful response.
    fn body(self) -> &'static str {
        match self {
            AcsCall => r#"{"callConnectionId": "c-1", "targets": [{"rawId": "4:+14255550123"}]}"#,
            AcsParticipants => {
                r#"{"value": [{"identifier": {"rawId": "4:+14255550123"}, "isMuted": false}]}"#
            }
            AcsRecording => "RIFF",
            GraphCall => {
                r##"{"@odata.type": "#microsoft.graph.call", "state": "established", "targets": []}"##
            }
            GraphParticipants => r#"{"value": [{"id": "p-1", "isMuted": false, "info": {"identity": {}}}]}"#,
            GraphBatch => r#"{"responses": [{"id": "1", "status": 200, "body": {"state": "established"}}]}"#,
            Um => {
                r#"<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><GetCallInfoResponse
                xmlns="http://schemas.microsoft.com/exchange/services/2006/messages"><GetCallInfoResponse><CallState>Connected
                </CallState></GetCallInfoResponse></GetCallInfoResponse></s:Body></s:Envelope>"#
            }
            PhoneCall => {
                r#"<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><m:GetPhoneCallInformationResponse
                ResponseClass="Success" xmlns:m="http://schemas.microsoft.com/exchange/services/2006/messages"
                xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types"><m:ResponseCode>NoError</m:ResponseCode>
                <m:PhoneCallInformation><t:PhoneCallState>Connected</t:PhoneCallState></m:PhoneCallInformation>
                </m:GetPhoneCallInformationResponse></s:Body></s:Envelope>"#
            }
            Autodiscover => {
                r#"<Autodiscover xmlns="http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006"><Response
                xmlns="http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a"><Account>
                <AccountType>email</AccountType><Action>settings</Action><Protocol><Type>EXPR</Type>
                <EwsUrl>https://mail.fabrikam.example/EWS/Exchange.asmx</EwsUrl></Protocol></Account></Response>
                </Autodiscover>"#
            }
        }
    }

    fn content_type(self) -> (&'static str, &'static str) {
        let media = if self.body().starts_with('<') { "text/xml; charset=utf-8" } else { "application/json" };
        ("Content-Type", media)
    }

    fn format(self) -> &'static str {
        if self.body().starts_with('<') { "XML" } else { "JSON" }
    }

    /// A response with status 200 and the request's content type.
    fn ok(self, headers: &[(&str, &str)], body: impl AsRef<[u8]>) -> Answer {
        let mut all = vec![self.content_type()];
        all.extend_from_slice(headers);
        Answer::new("200 OK", &all, body)
    }

    /// Sends the request without retries to a server with this response, and returns the error.
    async fn failure(self, response: Answer) -> Failure {
        self.failure_with(response, no_retries()).await
    }

    async fn failure_with(self, response: Answer, options: ClientOptions) -> Failure {
        let server = Server::start(vec![response]).await;
        match self.send(server.url("/"), options).await {
            Ok(()) => panic!("{self:?} succeeds"),
            Err(failure) => failure,
        }
    }
}

fn no_retries() -> ClientOptions {
    quick().retry(RetryPolicy::none())
}

/// Options without retries and with one HTTP client for many requests, because creating one takes time.
fn shared_http_client() -> ClientOptions {
    no_retries().http_client(reqwest::Client::builder().no_proxy().build().expect("a client"))
}

#[tokio::test]
async fn complete_responses_are_decoded() {
    for request in ALL {
        let server = Server::start(vec![request.ok(&[], request.body())]).await;
        if let Err(failure) = request.send(server.url("/"), no_retries()).await {
            panic!("{request:?}: {}", failure.message);
        }
        assert_eq!(server.seen().len(), 1, "{request:?}");
    }
}

#[tokio::test]
async fn an_http_url_is_refused_with_the_host_and_the_option_that_allows_it() {
    for request in simple_requests() {
        let base = Url::parse("http://contoso.example/v1.0").expect("a URL");
        let failure = request.send(base, no_retries()).await.expect_err("HTTP is refused");
        assert_eq!((failure.kind, failure.attempts), (ErrorKind::UntrustedHost, 0), "{}", failure.message);
        for part in ["contoso.example", "`ClientOptions::allow_http`"] {
            failure.assert_contains(part, request);
        }
    }
}

#[tokio::test]
async fn the_user_agent_is_the_crate_and_its_version_by_default() {
    for request in ALL {
        let name = match request {
            AcsCall | AcsParticipants | AcsRecording => "acs-calling/0.1.0",
            GraphCall | GraphParticipants | GraphBatch => "graph-calls/0.1.0",
            Um | PhoneCall | Autodiscover => "ews-um/0.1.0",
        };
        for (options, expected) in
            [(no_retries(), name), (no_retries().user_agent("contoso/2.1"), "contoso/2.1")]
        {
            let server = Server::start(vec![request.ok(&[], request.body())]).await;
            if let Err(failure) = request.send(server.url("/"), options).await {
                panic!("{request:?}: {}", failure.message);
            }
            assert_eq!(server.seen()[0].need("user-agent"), expected, "{request:?}");
        }
    }
}

/// The service has not received the request, so retries are always safe.
#[tokio::test]
async fn a_refused_connection_is_retried_for_every_request() {
    for request in ALL {
        let base = Url::parse(&format!("http://{}/", refusing_authority())).expect("a URL");
        let failure = request.send(base, quick()).await.expect_err("the connection is refused");
        failure.assert_kind(ErrorKind::Transport, None, request);
        failure.assert_contains("refused", request);
        failure.assert_contains("http://127.0.0.1", request);
        if request != Autodiscover {
            assert_eq!(failure.attempts, 4, "{request:?}");
        }
    }
}

#[tokio::test]
async fn broken_and_slow_connections_are_errors() {
    let head = b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: 99\r\n\r\n{\"a\":".to_vec();
    let sleep = Duration::from_secs(30);
    let cases = [
        ("reset", Answer::Reset(Vec::new()), ErrorKind::Transport, None),
        ("reset in the body", Answer::Reset(head.clone()), ErrorKind::Transport, Some(200)),
        ("closed in the body", Answer::Bytes(head.clone()), ErrorKind::Transport, Some(200)),
        ("a slow body", Answer::Slow(head, sleep, Vec::new()), ErrorKind::Timeout, Some(200)),
        ("a slow head", Answer::Slow(Vec::new(), sleep, Vec::new()), ErrorKind::Timeout, None),
        ("not HTTP", Answer::Bytes(b"SMTP ready\r\n\r\n".to_vec()), ErrorKind::Transport, None),
    ];
    for (name, response, kind, status) in cases {
        let time = if kind == ErrorKind::Timeout { 2 } else { 30 };
        let options = shared_http_client().attempt_timeout(Duration::from_secs(time));
        // Concurrent, because the requests of two cases wait for their timeout.
        let requests = simple_requests().chain([Autodiscover]);
        let failures = requests.map(|request| request.failure_with(response.clone(), options.clone()));
        for failure in join_all(failures).await {
            failure.assert_kind(kind, status, name);
            failure.assert_contains("http://127.0.0.1", name);
        }
    }
}

#[tokio::test]
async fn the_total_timeout_ends_a_slow_attempt() {
    let slow = Answer::Slow(Vec::new(), Duration::from_secs(30), Vec::new());
    let options = quick().total_timeout(Duration::from_millis(200));
    for failure in join_all(ALL.map(|request| request.failure_with(slow.clone(), options.clone()))).await {
        assert_eq!(failure.kind, ErrorKind::Timeout, "{}", failure.message);
    }
}

/// The body ends early, but `Content-Length` matches.
#[tokio::test]
async fn a_body_that_is_cut_off_at_any_byte_is_a_decode_error() {
    let options = shared_http_client();
    for request in simple_requests().chain([Autodiscover]) {
        let whole = request.body();
        let server = Server::answering(move |number, _| request.ok(&[], &whole[..number])).await;
        for end in 0..whole.len() {
            let Err(failure) = request.send(server.url("/"), options.clone()).await else {
                panic!("{request:?} accepts {:?}", &whole[..end])
            };
            failure.assert_kind(ErrorKind::Decode, Some(200), request);
            assert_eq!(failure.body, &whole.as_bytes()[..end], "{request:?}");
            let has_position =
                ["column", "byte", "empty", "EOF"].iter().any(|part| failure.message.contains(part));
            assert!(has_position || end == 0, "{request:?} cut at {end}: {}", failure.message);
        }
        assert_eq!(server.seen().len(), whole.len());
    }
}

#[tokio::test]
async fn a_gzip_bomb_is_not_decompressed() {
    let mut bomb = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    bomb.write_all(&vec![b' '; 64 << 20]).expect("writing to a vector succeeds");
    let bomb = bomb.finish().expect("writing to a vector succeeds");
    let gzip = ("Content-Encoding", "gzip");
    for request in ALL {
        let failure = request.failure(request.ok(&[gzip], &bomb)).await;
        failure.assert_kind(ErrorKind::Decode, Some(200), request);
        failure.assert_contains("gzip", request);
        assert!(failure.body.len() <= bomb.len());
        let failure = request.failure(Answer::new("500 Oops", &[gzip], &bomb)).await;
        failure.assert_kind(ErrorKind::Status, Some(500), request);
        assert!(failure.body.len() <= 64 << 10 && failure.message.len() < 2000, "{request:?}");
    }
}

#[tokio::test]
async fn an_error_status_shows_the_code_or_the_text_of_any_body() {
    let huge = format!("<html><title>Oops</title><body>{}", "so sorry ".repeat(1_200_000));
    let pascal_case = r#"{"Error": {"Code": "7509", "Message": "It is not valid."}}"#;
    let cases = [
        ("500 Oops", huge.as_str(), "Oops: so sorry", None),
        (
            "502 Bad Gateway",
            "<html><head><title>502</title></head><body>Try later</body></html>",
            "502: Try later",
            None,
        ),
        ("404 Not Found", pascal_case, "7509: It is not valid.", Some("7509")),
        ("404 Not Found", r#"{"error": {"code": "Cut", "message": "It is n"#, "It is n", None),
        ("503 Service Unavailable", "upstream connect error", "upstream connect error", None),
        ("400 Bad Request", "", "400", None),
    ];
    for request in ALL {
        for (status, body, expected, code) in cases {
            let failure = request.failure(Answer::new(status, &[("Content-Type", "text/html")], body)).await;
            failure.assert_kind(ErrorKind::Status, status[..3].parse().ok(), request);
            assert_eq!(failure.code.as_deref(), code, "{request:?}: {}", failure.message);
            failure.assert_contains(expected, request);
            failure.assert_contains(&status[..3], request);
            assert!(
                failure.message.len() < 2000 && !failure.message.contains('\n'),
                "{request:?}: {}",
                failure.message
            );
            let kept = body.len().min(64 << 10);
            assert_eq!(
                (failure.body.as_slice(), failure.truncated),
                (&body.as_bytes()[..kept], kept < body.len())
            );
        }
    }
}

/// A login page, as a web site or a captive portal returns it.
fn login_page() -> Answer {
    let page = "<!DOCTYPE html><html><head><title>Sign in</title></head><body>Your account</body></html>";
    Answer::new("200 OK", &[("Content-Type", "text/html; charset=utf-8")], page)
}

#[tokio::test]
async fn a_success_with_an_html_page_is_an_error_with_the_title_of_the_page() {
    for request in simple_requests().chain([Autodiscover]) {
        let failure = request.failure(login_page()).await;
        failure.assert_kind(ErrorKind::Decode, Some(200), request);
        let expected = format!("expected {}, but the response is an HTML page: Sign in", request.format());
        failure.assert_contains(&expected, request);
    }
}

#[tokio::test]
async fn a_success_in_another_format_is_an_error_with_the_beginning_of_the_body() {
    let text = format!("upstream says: {}", "so sorry ".repeat(100));
    for request in simple_requests().chain([Autodiscover]) {
        let failure = request.failure(Answer::new("200 OK", &[("Content-Type", "text/plain")], &text)).await;
        failure.assert_kind(ErrorKind::Decode, Some(200), request);
        let expected = format!(
            "expected {}, but the response is text/plain and begins with `upstream says",
            request.format()
        );
        failure.assert_contains(&expected, request);
        assert!(failure.message.len() < 500, "{request:?}: {}", failure.message);
    }
}

#[tokio::test]
async fn a_success_without_a_body_is_an_error_that_says_the_request_was_accepted() {
    for request in simple_requests() {
        let failure = request.failure(Answer::new("202 Accepted", &[], "")).await;
        failure.assert_kind(ErrorKind::Decode, Some(202), request);
        let expected = "the service accepted the request, but its response has no body";
        failure.assert_contains(expected, request);
    }
}

#[tokio::test]
async fn hanging_up_is_an_error_if_the_response_is_an_html_page() {
    let server = Server::start(vec![login_page()]).await;
    let (url, credential) = (server.url("/"), Credential::none());
    let graph = graph_calls::Client::with_options(&url, credential.clone(), no_retries()).expect("a client");
    let acs = acs_calling::Client::with_options(&url, credential.clone(), no_retries()).expect("a client");
    let um = UmClient::with_options(&url, credential.clone(), no_retries()).expect("a client");
    let ews = PhoneCallClient::with_options(&url, credential, no_retries()).expect("a client");
    let errors = [
        Failure::from(graph.call("c-1").delete().await.expect_err("the response is an HTML page")),
        Failure::from(acs.call_connection("c-1").hang_up().await.expect_err("the response is an HTML page")),
        Failure::from(um.disconnect("c-1").await.expect_err("the response is an HTML page")),
        Failure::from(
            ews.disconnect_phone_call(&PhoneCallId::new("c-1"))
                .await
                .expect_err("the response is an HTML page"),
        ),
    ];
    for failure in errors {
        failure.assert_kind(ErrorKind::Decode, Some(200), "hanging up");
        failure.assert_contains("the response is an HTML page: Sign in", "hanging up");
    }
}

#[tokio::test]
async fn a_response_beyond_the_size_limit_is_an_error() {
    for request in simple_requests() {
        let body = format!("{}{}", request.body(), " ".repeat(2000));
        let failure = request.failure_with(request.ok(&[], &body), no_retries().max_body(2000)).await;
        assert_eq!(failure.kind, ErrorKind::TooLarge, "{request:?}: {}", failure.message);
    }
}

#[tokio::test]
async fn redirects_are_not_followed() {
    for request in simple_requests() {
        for status in ["301 Moved", "302 Found", "303 See Other", "307 Go", "308 Go"] {
            let other = Server::start(vec![request.ok(&[], request.body())]).await;
            let to = other.url(&format!("/x?sig={SIGNATURE}")).to_string();
            let failure = request.failure_with(Answer::new(status, &[("Location", &to)], ""), quick()).await;
            assert_eq!(failure.kind, ErrorKind::Redirect, "{request:?}: {}", failure.message);
            assert_eq!(failure.location.as_deref(), Some(to.as_str()));
            assert!(other.seen().is_empty(), "{request:?} followed {status}");
        }
    }
}

#[tokio::test]
async fn credentials_are_not_sent_to_another_host() {
    for request in ALL {
        let other = Server::start(vec![request.ok(&[], request.body())]).await;
        let to = other.url(&format!("/x?sig={SIGNATURE}")).to_string();
        let server = Server::start(vec![Answer::new("302 Found", &[("Location", &to)], "")]).await;
        // A download follows the redirect, and other requests fail. This test checks only what was sent.
        let _ = request.send(server.url("/"), no_retries()).await;
        assert!(server.seen()[0].header("authorization").is_some(), "{request:?}");
        for seen in other.seen() {
            for name in ["authorization", "cookie", "x-ms-host", "x-ms-date", "x-ms-content-sha256"] {
                assert_eq!(seen.header(name), None, "{request:?}");
            }
            assert!(seen.body.is_empty(), "{request:?}");
        }
    }
}

#[tokio::test]
async fn an_authentication_error_names_the_clock_skew() {
    let ten_minutes = Duration::from_secs(600);
    let cases = [
        ("Fri, 20 Nov 2026 12:10:00 GMT", ClockSkew::Behind(ten_minutes), "10 min 0 s behind the server's"),
        ("Fri, 20 Nov 2026 11:50:00 GMT", ClockSkew::Ahead(ten_minutes), "10 min 0 s ahead of the server's"),
    ];
    for request in ALL {
        for (date, skew, expected) in cases {
            let unauthorized = Answer::new("401 Unauthorized", &[("Date", date)], "");
            let failure =
                request.failure_with(unauthorized, no_retries().clock(FakeClock::at("12:00:00"))).await;
            assert_eq!(
                (failure.kind, failure.skew),
                (ErrorKind::Auth, Some(skew)),
                "{request:?}: {}",
                failure.message
            );
            failure.assert_contains(expected, request);
        }
    }
}

/// Records each request instead of sending it, and returns a response with this body.
#[derive(Debug)]
struct RecordingTransport {
    body: &'static str,
    requests: Mutex<Vec<reqwest::Request>>,
}

impl Transport for RecordingTransport {
    fn send(&self, request: reqwest::Request) -> BoxFuture<'_, Result<reqwest::Response, BoxError>> {
        self.requests.lock().expect("the lock is not poisoned").push(request);
        Box::pin(async { Ok(http::Response::new(self.body).into()) })
    }
}

#[tokio::test]
async fn every_client_sends_by_the_transport_of_its_options() {
    for request in ALL {
        let transport = Arc::new(RecordingTransport { body: request.body(), requests: Mutex::default() });
        let base = Url::parse("http://localhost:9/").expect("a URL");
        let options = ClientOptions::new().transport(transport.clone());
        if let Err(failure) = request.send(base, options).await {
            panic!("{request:?}: {}", failure.message);
        }
        let requests = transport.requests.lock().expect("the lock is not poisoned");
        assert_eq!(requests.len(), 1, "{request:?}");
        assert_eq!(requests[0].url().host_str(), Some("localhost"));
        assert!(requests[0].headers().contains_key("authorization"), "{request:?}");
    }
}
