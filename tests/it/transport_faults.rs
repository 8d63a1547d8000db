//! What goes wrong on the way, asked of every client alike: each sends by one pipeline, and none of them may
//! lose what it tells. Over real sockets; what all clients share is tested once more, and closer, in `call-http`.

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
/// In the address that a redirect leads to.
const IN_QUERY: &str = "sig-in-the-query";

/// A question that one of the clients asks.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Question {
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

use Question::*;

const ALL: [Question; 9] = [
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

/// Those that neither go on after a break nor follow redirects on their own terms, which tests of their own
/// crates look at (`recordings`, `recording_hosts`, `autodiscover`).
fn plain() -> impl Iterator<Item = Question> {
    ALL.into_iter().filter(|question| !matches!(question, AcsRecording | Autodiscover))
}

/// What an error says, by the pipeline's error that every client's error is or holds.
struct Told {
    kind: ErrorKind,
    status: Option<u16>,
    attempts: u32,
    code: Option<String>,
    location: Option<String>,
    skew: Option<ClockSkew>,
    body: Vec<u8>,
    truncated: bool,
    /// The one line for people.
    line: String,
}

impl Told {
    fn new(http: &Error, outer: &dyn std::error::Error) -> Self {
        let mut shown = format!("{outer} {outer:?} {outer:#?} {http} {http:?}");
        let mut next = outer.source();
        while let Some(source) = next {
            shown += &format!(" {source} {source:?}");
            next = source.source();
        }
        for secret in [KEY, "secret-key-for-tests", PASSWORD, TOKEN, IN_QUERY] {
            assert!(!shown.contains(secret), "{secret} in {shown}");
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
            line: outer.to_string(),
        }
    }
}

impl From<Error> for Told {
    fn from(error: Error) -> Self {
        Self::new(&error, &error)
    }
}

impl From<ews_um::Error> for Told {
    fn from(error: ews_um::Error) -> Self {
        Self::new(error.http(), &error)
    }
}

impl Question {
    /// Asks it of a server that stands for the whole service.
    fn ask(self, base: Url, options: ClientOptions) -> Pin<Box<dyn Future<Output = Result<(), Told>>>> {
        Box::pin(async move {
            match self {
                AcsCall | AcsParticipants | AcsRecording => self.ask_acs(&base, options).await?,
                GraphCall | GraphParticipants | GraphBatch => self.ask_graph(base, options).await?,
                Um | PhoneCall | Autodiscover => {
                    return self.ask_exchange(base, options).await.map_err(Told::from);
                }
            }
            Ok(())
        })
    }

    async fn ask_acs(self, base: &Url, options: ClientOptions) -> Result<(), Error> {
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

    async fn ask_graph(self, base: Url, options: ClientOptions) -> Result<(), Error> {
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

    async fn ask_exchange(self, base: Url, options: ClientOptions) -> Result<(), ews_um::Error> {
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

    /// What the service answers to it.
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

    /// 200 with a body of its type.
    fn ok(self, headers: &[(&str, &str)], body: impl AsRef<[u8]>) -> Answer {
        let mut all = vec![self.content_type()];
        all.extend_from_slice(headers);
        Answer::new("200 OK", &all, body)
    }

    /// What an answer comes to, without another attempt.
    async fn told(self, answer: Answer) -> Told {
        self.told_with(answer, once()).await
    }

    async fn told_with(self, answer: Answer, options: ClientOptions) -> Told {
        let server = Server::start(vec![answer]).await;
        match self.ask(server.url("/"), options).await {
            Ok(()) => panic!("{self:?} takes it for a success"),
            Err(told) => told,
        }
    }
}

/// One attempt.
fn once() -> ClientOptions {
    quick().retry(RetryPolicy::none())
}

/// The same through one HTTP client for all, since it takes time to make.
fn one_client() -> ClientOptions {
    once().http_client(reqwest::Client::builder().no_proxy().build().expect("a client"))
}

#[tokio::test]
async fn whole_answers_are_understood() {
    for question in ALL {
        let server = Server::start(vec![question.ok(&[], question.body())]).await;
        if let Err(told) = question.ask(server.url("/"), once()).await {
            panic!("{question:?}: {}", told.line);
        }
        assert_eq!(server.seen().len(), 1, "{question:?}");
    }
}

#[tokio::test]
async fn a_refusal_of_http_names_the_host_and_the_option_that_allows_it() {
    for question in plain() {
        let base = Url::parse("http://contoso.example/v1.0").expect("a URL");
        let told = question.ask(base, once()).await.expect_err("http is refused");
        assert_eq!((told.kind, told.attempts), (ErrorKind::UntrustedHost, 0), "{}", told.line);
        for part in ["contoso.example", "`ClientOptions::allow_http`"] {
            assert!(told.line.contains(part), "{question:?}: {}", told.line);
        }
    }
}

#[tokio::test]
async fn the_user_agent_is_the_crate_unless_the_options_say_otherwise() {
    for question in ALL {
        let name = match question {
            AcsCall | AcsParticipants | AcsRecording => "acs-calling/0.1.0",
            GraphCall | GraphParticipants | GraphBatch => "graph-calls/0.1.0",
            Um | PhoneCall | Autodiscover => "ews-um/0.1.0",
        };
        for (options, expected) in [(once(), name), (once().user_agent("contoso/2.1"), "contoso/2.1")] {
            let server = Server::start(vec![question.ok(&[], question.body())]).await;
            if let Err(told) = question.ask(server.url("/"), options).await {
                panic!("{question:?}: {}", told.line);
            }
            assert_eq!(server.seen()[0].need("user-agent"), expected, "{question:?}");
        }
    }
}

/// Nobody has taken it, so that every request is tried again, whatever it does.
#[tokio::test]
async fn connection_refused() {
    for question in ALL {
        let base = Url::parse(&format!("http://{}/", refusing_authority())).expect("a URL");
        let told = question.ask(base, quick()).await.expect_err("nobody is there");
        assert_eq!((told.kind, told.status), (ErrorKind::Transport, None), "{question:?}: {}", told.line);
        assert!(told.line.contains("refused") && told.line.contains("http://127.0.0.1"), "{}", told.line);
        if question != Autodiscover {
            assert_eq!(told.attempts, 4, "{question:?}");
        }
    }
}

#[tokio::test]
async fn connections_that_break_or_sleep() {
    let head = b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: 99\r\n\r\n{\"a\":".to_vec();
    let sleep = Duration::from_secs(30);
    let cases = [
        ("reset", Answer::Reset(Vec::new()), ErrorKind::Transport, None),
        ("reset in the body", Answer::Reset(head.clone()), ErrorKind::Transport, Some(200)),
        ("closed in the body", Answer::Bytes(head.clone()), ErrorKind::Transport, Some(200)),
        ("a slow body", Answer::Slow(head, sleep, Vec::new()), ErrorKind::Timeout, Some(200)),
        ("a slow head", Answer::Slow(Vec::new(), sleep, Vec::new()), ErrorKind::Timeout, None),
        ("no HTTP", Answer::Bytes(b"SMTP ready\r\n\r\n".to_vec()), ErrorKind::Transport, None),
    ];
    for (name, answer, kind, status) in cases {
        let time = if kind == ErrorKind::Timeout { 2 } else { 30 };
        let options = one_client().attempt_timeout(Duration::from_secs(time));
        // At the same time, since two of the cases take theirs.
        let all = plain().chain([Autodiscover]);
        let all = all.map(|question| question.told_with(answer.clone(), options.clone()));
        for told in join_all(all).await {
            assert_eq!((told.kind, told.status), (kind, status), "{name}: {}", told.line);
            assert!(told.line.contains("http://127.0.0.1"), "{name}: {}", told.line);
        }
    }
}

/// The time for all attempts ends an attempt too.
#[tokio::test]
async fn the_total_time_is_kept_to() {
    let hangs = Answer::Slow(Vec::new(), Duration::from_secs(30), Vec::new());
    let options = quick().total_timeout(Duration::from_millis(200));
    for told in join_all(ALL.map(|question| question.told_with(hangs.clone(), options.clone()))).await {
        assert_eq!(told.kind, ErrorKind::Timeout, "{}", told.line);
    }
}

/// A body that ends too early though HTTP calls it whole, at every byte.
#[tokio::test]
async fn bodies_that_are_cut_off_anywhere() {
    let options = one_client();
    for question in plain().chain([Autodiscover]) {
        let whole = question.body();
        let server = Server::answering(move |number, _| question.ok(&[], &whole[..number])).await;
        for end in 0..whole.len() {
            let Err(told) = question.ask(server.url("/"), options.clone()).await else {
                panic!("{question:?} takes {:?} for whole", &whole[..end])
            };
            assert_eq!(
                (told.kind, told.status),
                (ErrorKind::Decode, Some(200)),
                "{question:?}: {}",
                told.line
            );
            assert_eq!(told.body, &whole.as_bytes()[..end], "{question:?}");
            let place = ["column", "byte", "empty", "EOF"].iter().any(|part| told.line.contains(part));
            assert!(place || end == 0, "{question:?} cut at {end}: {}", told.line);
        }
        assert_eq!(server.seen().len(), whole.len());
    }
}

#[tokio::test]
async fn a_gzip_bomb_does_not_go_off() {
    let mut bomb = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    bomb.write_all(&vec![b' '; 64 << 20]).expect("a vector takes it");
    let bomb = bomb.finish().expect("a vector takes it");
    let gzip = ("Content-Encoding", "gzip");
    for question in ALL {
        let told = question.told(question.ok(&[gzip], &bomb)).await;
        assert_eq!((told.kind, told.status), (ErrorKind::Decode, Some(200)), "{question:?}: {}", told.line);
        assert!(told.line.contains("gzip"), "{question:?}: {}", told.line);
        assert!(told.body.len() <= bomb.len());
        let told = question.told(Answer::new("500 Oops", &[gzip], &bomb)).await;
        assert_eq!((told.kind, told.status), (ErrorKind::Status, Some(500)), "{question:?}: {}", told.line);
        assert!(told.body.len() <= 64 << 10 && told.line.len() < 2000, "{question:?}");
    }
}

#[tokio::test]
async fn pages_instead_of_answers() {
    let huge = format!("<html><title>Oops</title><body>{}", "so sorry ".repeat(1_200_000));
    let pascal = r#"{"Error": {"Code": "7509", "Message": "It is not valid."}}"#;
    let cases = [
        ("500 Oops", huge.as_str(), "Oops: so sorry", None),
        (
            "502 Bad Gateway",
            "<html><head><title>502</title></head><body>Try later</body></html>",
            "502: Try later",
            None,
        ),
        ("404 Not Found", pascal, "7509: It is not valid.", Some("7509")),
        ("404 Not Found", r#"{"error": {"code": "Cut", "message": "It is n"#, "It is n", None),
        ("503 Service Unavailable", "upstream connect error", "upstream connect error", None),
        ("400 Bad Request", "", "400", None),
    ];
    for question in ALL {
        for (status, body, says, code) in cases {
            let told = question.told(Answer::new(status, &[("Content-Type", "text/html")], body)).await;
            assert_eq!(told.kind, ErrorKind::Status, "{question:?}: {}", told.line);
            assert_eq!(told.status, status[..3].parse().ok(), "{question:?}");
            assert_eq!(told.code.as_deref(), code, "{question:?}: {}", told.line);
            assert!(
                told.line.contains(says) && told.line.contains(&status[..3]),
                "{question:?}: {}",
                told.line
            );
            assert!(told.line.len() < 2000 && !told.line.contains('\n'), "{question:?}: {}", told.line);
            let kept = body.len().min(64 << 10);
            assert_eq!((told.body.as_slice(), told.truncated), (&body.as_bytes()[..kept], kept < body.len()));
        }
    }
}

/// A page to log in, as web sites and captive portals have it.
fn login_page() -> Answer {
    let page = "<!DOCTYPE html><html><head><title>Sign in</title></head><body>Your account</body></html>";
    Answer::new("200 OK", &[("Content-Type", "text/html; charset=utf-8")], page)
}

#[tokio::test]
async fn a_success_with_an_html_page_is_an_error_that_names_the_page() {
    for question in plain().chain([Autodiscover]) {
        let told = question.told(login_page()).await;
        assert_eq!((told.kind, told.status), (ErrorKind::Decode, Some(200)), "{question:?}: {}", told.line);
        let expected = format!("expected {}, the response is an HTML page: Sign in", question.format());
        assert!(told.line.contains(&expected), "{question:?}: {}", told.line);
    }
}

#[tokio::test]
async fn a_success_of_another_format_is_an_error_that_shows_its_beginning() {
    let text = format!("upstream says: {}", "so sorry ".repeat(100));
    for question in plain().chain([Autodiscover]) {
        let told = question.told(Answer::new("200 OK", &[("Content-Type", "text/plain")], &text)).await;
        assert_eq!((told.kind, told.status), (ErrorKind::Decode, Some(200)), "{question:?}: {}", told.line);
        let expected = format!(
            "expected {}, the response is text/plain and begins with `upstream says",
            question.format()
        );
        assert!(told.line.contains(&expected), "{question:?}: {}", told.line);
        assert!(told.line.len() < 500, "{question:?}: {}", told.line);
    }
}

#[tokio::test]
async fn an_accepted_request_without_the_expected_body_is_an_error_that_says_that_it_was_accepted() {
    for question in plain() {
        let told = question.told(Answer::new("202 Accepted", &[], "")).await;
        assert_eq!((told.kind, told.status), (ErrorKind::Decode, Some(202)), "{question:?}: {}", told.line);
        let expected = "the service accepted the request, but its response has no body";
        assert!(told.line.contains(expected), "{question:?}: {}", told.line);
    }
}

#[tokio::test]
async fn hanging_up_is_an_error_when_an_html_page_answers() {
    let server = Server::start(vec![login_page()]).await;
    let (url, credential) = (server.url("/"), Credential::none());
    let graph = graph_calls::Client::with_options(&url, credential.clone(), once()).expect("a client");
    let acs = acs_calling::Client::with_options(&url, credential.clone(), once()).expect("a client");
    let um = UmClient::with_options(&url, credential.clone(), once()).expect("a client");
    let ews = PhoneCallClient::with_options(&url, credential, once()).expect("a client");
    let errors = [
        Told::from(graph.call("c-1").delete().await.expect_err("not hung up")),
        Told::from(acs.call_connection("c-1").hang_up().await.expect_err("not hung up")),
        Told::from(um.disconnect("c-1").await.expect_err("not hung up")),
        Told::from(ews.disconnect_phone_call(&PhoneCallId::new("c-1")).await.expect_err("not hung up")),
    ];
    for told in errors {
        assert_eq!((told.kind, told.status), (ErrorKind::Decode, Some(200)), "{}", told.line);
        assert!(told.line.contains("the response is an HTML page: Sign in"), "{}", told.line);
    }
}

#[tokio::test]
async fn an_answer_has_a_limit() {
    for question in plain() {
        let body = format!("{}{}", question.body(), " ".repeat(2000));
        let told = question.told_with(question.ok(&[], &body), once().max_body(2000)).await;
        assert_eq!(told.kind, ErrorKind::TooLarge, "{question:?}: {}", told.line);
    }
}

#[tokio::test]
async fn nothing_follows_a_redirect() {
    for question in plain() {
        for status in ["301 Moved", "302 Found", "303 See Other", "307 Go", "308 Go"] {
            let other = Server::start(vec![question.ok(&[], question.body())]).await;
            let to = other.url(&format!("/x?sig={IN_QUERY}")).to_string();
            let told = question.told_with(Answer::new(status, &[("Location", &to)], ""), quick()).await;
            assert_eq!(told.kind, ErrorKind::Redirect, "{question:?}: {}", told.line);
            assert_eq!(told.location.as_deref(), Some(to.as_str()));
            assert!(other.seen().is_empty(), "{question:?} followed {status}");
        }
    }
}

/// To another host nothing of the credential goes, on whatever way one leads there.
#[tokio::test]
async fn credentials_stay_at_home() {
    for question in ALL {
        let other = Server::start(vec![question.ok(&[], question.body())]).await;
        let to = other.url(&format!("/x?sig={IN_QUERY}")).to_string();
        let server = Server::start(vec![Answer::new("302 Found", &[("Location", &to)], "")]).await;
        // The store of recordings may lead elsewhere; whatever the outcome, the question was asked.
        let _ = question.ask(server.url("/"), once()).await;
        assert!(server.seen()[0].header("authorization").is_some(), "{question:?}");
        for seen in other.seen() {
            for name in ["authorization", "cookie", "x-ms-host", "x-ms-date", "x-ms-content-sha256"] {
                assert_eq!(seen.header(name), None, "{question:?}");
            }
            assert!(seen.body.is_empty(), "{question:?}");
        }
    }
}

#[tokio::test]
async fn a_clock_ten_minutes_off_is_named() {
    let ten_minutes = Duration::from_secs(600);
    let cases = [
        ("Fri, 20 Nov 2026 12:10:00 GMT", ClockSkew::Behind(ten_minutes), "10 min 0 s behind the server's"),
        ("Fri, 20 Nov 2026 11:50:00 GMT", ClockSkew::Ahead(ten_minutes), "10 min 0 s ahead of the server's"),
    ];
    for question in ALL {
        for (date, skew, says) in cases {
            let refused = Answer::new("401 Unauthorized", &[("Date", date)], "");
            let told = question.told_with(refused, once().clock(FakeClock::at("12:00:00"))).await;
            assert_eq!((told.kind, told.skew), (ErrorKind::Auth, Some(skew)), "{question:?}: {}", told.line);
            assert!(told.line.contains(says), "{question:?}: {}", told.line);
        }
    }
}

/// Answers every request by hand, and keeps what would have been sent.
#[derive(Debug)]
struct ByHand {
    body: &'static str,
    kept: Mutex<Vec<reqwest::Request>>,
}

impl Transport for ByHand {
    fn send(&self, request: reqwest::Request) -> BoxFuture<'_, Result<reqwest::Response, BoxError>> {
        self.kept.lock().expect("no test panics with it").push(request);
        Box::pin(async { Ok(http::Response::new(self.body).into()) })
    }
}

#[tokio::test]
async fn every_client_sends_at_one_replaceable_point() {
    for question in ALL {
        let by_hand = Arc::new(ByHand { body: question.body(), kept: Mutex::default() });
        let base = Url::parse("http://localhost:9/").expect("a URL");
        let options = ClientOptions::new().transport(by_hand.clone());
        if let Err(told) = question.ask(base, options).await {
            panic!("{question:?}: {}", told.line);
        }
        let kept = by_hand.kept.lock().expect("no test panics with it");
        assert_eq!(kept.len(), 1, "{question:?}");
        assert_eq!(kept[0].url().host_str(), Some("localhost"));
        assert!(kept[0].headers().contains_key("authorization"), "{question:?}");
    }
}
