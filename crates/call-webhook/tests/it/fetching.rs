//! Keys that are fetched over HTTP: caching, new keys, failures, and hosts.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, SystemTime};

use crate::support::*;
use call_http::{Clock, RetryPolicy};
use call_webhook::{FetchOptions, FetchedKeys, TokenErrorKind, Verifier};
use serde_json::json;
use test_server::tokens::{Key, foreign_key, header, hs256, jwks, service_key};
use test_server::{Answer, FakeClock, Seen, Server, quick, refusing_authority};

const CONFIGURATION: &str = "/.well-known/openid";

/// A service with a configuration and keys. The response with the keys depends on the phase.
struct Service {
    server: Server,
    phase: Arc<AtomicUsize>,
}

impl Service {
    async fn start(phases: Vec<Answer>) -> Self {
        let phase = Arc::new(AtomicUsize::new(0));
        let current = Arc::clone(&phase);
        let server = Server::answering(move |_, seen| match seen.target.as_str() {
            CONFIGURATION => {
                let keys = format!("http://{}/keys", seen.need("host"));
                Answer::ok(&json!({"issuer": ISSUER, "jwks_uri": keys}).to_string())
            }
            _ => phases[current.load(Ordering::SeqCst)].clone(),
        })
        .await;
        Self { server, phase }
    }

    fn enter(&self, phase: usize) {
        self.phase.store(phase, Ordering::SeqCst);
    }

    fn verifier(&self, clock: &Arc<FakeClock>) -> Verifier {
        let url = self.server.url(CONFIGURATION);
        let options = FetchOptions::new().client(no_retries()).clock(now(clock));
        Verifier::new(rules(clock), FetchedKeys::from_configuration(url.as_str(), options).expect("a URL"))
    }

    /// Returns the number of requests for the keys.
    fn fetches(&self) -> usize {
        self.server.seen().iter().filter(|seen| seen.target == "/keys").count()
    }
}

fn no_retries() -> call_http::ClientOptions {
    quick().retry(RetryPolicy::default().max_retries(0))
}

fn keys(keys: &[serde_json::Value]) -> Answer {
    Answer::ok(&jwks(keys))
}

fn down() -> Answer {
    Answer::new("503 Service Unavailable", &[], "<html>down</html>")
}

/// Returns a token that is valid for a long time, since the tests advance the clock.
fn token(key: &Key, kid: &str) -> String {
    key.sign(&header(kid), &with("exp", (NOON + 10_000_000).into()))
}

async fn kind(verifier: &Verifier, token: &str) -> Option<TokenErrorKind> {
    verifier.check_token(token).await.err().map(|error| error.kind())
}

async fn advance(clock: &FakeClock, seconds: u64) {
    clock.sleep(Duration::from_secs(seconds)).await;
}

#[tokio::test]
async fn keys_are_fetched_for_the_first_token_and_cached() {
    let service = Service::start(vec![keys(&[service_key().jwk(Some("a"))])]).await;
    let (clock, valid) = (noon(), token(service_key(), "a"));
    let verifier = service.verifier(&clock);
    assert!(service.server.seen().is_empty(), "no fetch before the first token");
    for _ in 0..5 {
        assert_eq!(kind(&verifier, &valid).await, None);
        advance(&clock, 3600).await;
    }
    let targets: Vec<_> = service.server.seen().into_iter().map(|seen| seen.target).collect();
    assert_eq!(targets, [CONFIGURATION, "/keys"]);
    for seen in service.server.seen() {
        assert_eq!((seen.method.as_str(), seen.header("authorization")), ("GET", None));
        assert_eq!(seen.need("accept"), "application/json");
    }
}

#[tokio::test]
async fn a_token_that_is_refused_before_a_key_is_used_causes_no_fetch() {
    let service = Service::start(vec![keys(&[service_key().jwk(Some("a"))])]).await;
    let verifier = service.verifier(&noon());
    for bad in ["", "a.b.c", &hs256(b"x", "a", &claims()), &"A".repeat(100_000)] {
        assert!(kind(&verifier, bad).await.is_some());
    }
    assert!(verifier.check(None).await.is_err());
    assert!(service.server.seen().is_empty());
}

#[tokio::test]
async fn unknown_kids_cause_one_fetch_per_interval_which_finds_a_new_key() {
    let (old, new) = (service_key().jwk(Some("a")), foreign_key().jwk(Some("b")));
    let service = Service::start(vec![keys(std::slice::from_ref(&old)), keys(&[old, new])]).await;
    let clock = noon();
    let verifier = service.verifier(&clock);
    assert_eq!(kind(&verifier, &token(service_key(), "a")).await, None);
    service.enter(1);

    // Nothing is fetched before the interval ends.
    advance(&clock, 299).await;
    for number in 0..50 {
        let forged = token(foreign_key(), &format!("forged-{number}"));
        assert_eq!(kind(&verifier, &forged).await, Some(TokenErrorKind::UnknownKey));
    }
    assert_eq!(kind(&verifier, &token(foreign_key(), "b")).await, Some(TokenErrorKind::UnknownKey));
    assert_eq!(service.fetches(), 1);

    // After it, the keys are fetched once.
    advance(&clock, 1).await;
    assert_eq!(kind(&verifier, &token(foreign_key(), "b")).await, None);
    assert_eq!(kind(&verifier, &token(service_key(), "a")).await, None);
    assert_eq!(service.fetches(), 2);
    for number in 0..50 {
        let forged = token(foreign_key(), &format!("forged-{number}"));
        assert_eq!(kind(&verifier, &forged).await, Some(TokenErrorKind::UnknownKey));
    }
    assert_eq!(service.fetches(), 2);
}

#[tokio::test]
async fn a_withdrawn_key_is_accepted_until_its_lifetime_ends() {
    let (old, new) = (service_key().jwk(Some("a")), foreign_key().jwk(Some("b")));
    let service = Service::start(vec![keys(&[old]), keys(&[new])]).await;
    let clock = noon();
    let verifier = service.verifier(&clock);
    assert_eq!(kind(&verifier, &token(service_key(), "a")).await, None);
    service.enter(1);
    advance(&clock, 86_399).await;
    assert_eq!(kind(&verifier, &token(service_key(), "a")).await, None);
    advance(&clock, 1).await;
    assert_eq!(kind(&verifier, &token(service_key(), "a")).await, Some(TokenErrorKind::UnknownKey));
    assert_eq!(kind(&verifier, &token(foreign_key(), "b")).await, None);
    assert_eq!(service.fetches(), 2);
}

#[tokio::test]
async fn a_token_cannot_be_checked_without_keys() {
    let service = Service::start(vec![down(), keys(&[service_key().jwk(Some("a"))])]).await;
    let (clock, valid) = (noon(), token(service_key(), "a"));
    let verifier = service.verifier(&clock);
    let error = verifier.check_token(&valid).await.expect_err("no keys");
    assert_eq!((error.kind(), error.status(), error.is_refusal()), (TokenErrorKind::Keys, 503, false));
    assert!(error.to_string().contains("503 Service Unavailable"), "{error}");
    assert!(std::error::Error::source(&error).is_some());

    // The next fetch follows after the delay.
    service.enter(1);
    advance(&clock, 9).await;
    assert_eq!(kind(&verifier, &valid).await, Some(TokenErrorKind::Keys));
    assert_eq!(service.fetches(), 1);
    advance(&clock, 1).await;
    assert_eq!(kind(&verifier, &valid).await, None);
    assert_eq!(service.fetches(), 2);
}

#[tokio::test]
async fn old_keys_remain_in_use_after_a_failed_fetch() {
    let (old, new) = (service_key().jwk(Some("a")), foreign_key().jwk(Some("b")));
    let service = Service::start(vec![keys(&[old]), down(), keys(&[new])]).await;
    let clock = noon();
    let verifier = service.verifier(&clock);
    assert_eq!(kind(&verifier, &token(service_key(), "a")).await, None);
    service.enter(1);
    advance(&clock, 90_000).await;
    for _ in 0..3 {
        assert_eq!(kind(&verifier, &token(service_key(), "a")).await, None);
    }
    assert_eq!(service.fetches(), 2, "no fetch before the delay ends");
    // An unknown key may be a new key, so the token is not refused: it could not be checked.
    assert_eq!(kind(&verifier, &token(foreign_key(), "b")).await, Some(TokenErrorKind::Keys));
    // An invalid signature for a known key is refused.
    assert_eq!(kind(&verifier, &token(foreign_key(), "a")).await, Some(TokenErrorKind::Signature));
    service.enter(2);
    advance(&clock, 10).await;
    assert_eq!(kind(&verifier, &token(foreign_key(), "b")).await, None);
    assert_eq!(service.fetches(), 3);
}

#[tokio::test]
async fn a_response_without_valid_keys_does_not_replace_the_keys() {
    let empty = Answer::ok(r#"{"keys": []}"#);
    let html = Answer::new("200 OK", &[("Content-Type", "text/html")], "<html>sign in</html>");
    // A valid key set that is too large.
    let huge = json!({"keys": [foreign_key().jwk(Some("b"))], "x": "x".repeat(2 << 20)}).to_string();
    let huge = Answer::ok(&huge);
    let cut = Answer::Bytes(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"keys\"".to_vec());
    let away = Answer::new("302 Found", &[("Location", "https://evil.example/keys")], "");
    for answer in [empty, html, huge, cut, away, Answer::Reset(Vec::new())] {
        let service = Service::start(vec![keys(&[service_key().jwk(Some("a"))]), answer]).await;
        let clock = noon();
        let verifier = service.verifier(&clock);
        assert_eq!(kind(&verifier, &token(service_key(), "a")).await, None);
        service.enter(1);
        advance(&clock, 86_400).await;
        assert_eq!(kind(&verifier, &token(service_key(), "a")).await, None);
        assert_eq!(kind(&verifier, &token(foreign_key(), "b")).await, Some(TokenErrorKind::Keys));
        assert_eq!(service.fetches(), 2);
    }
}

#[tokio::test]
async fn concurrent_checks_share_one_fetch() {
    let Answer::Bytes(bytes) = keys(&[service_key().jwk(Some("a"))]) else { panic!("bytes") };
    let (first, second) = bytes.split_at(10);
    let slow = Answer::Slow(first.to_vec(), Duration::from_millis(50), second.to_vec());
    let service = Service::start(vec![slow]).await;
    let clock = noon();
    let verifier = service.verifier(&clock);
    let checks: Vec<_> = (0..20)
        .map(|_| {
            let (verifier, valid) = (verifier.clone(), token(service_key(), "a"));
            tokio::spawn(async move { verifier.check_token(&valid).await.is_ok() })
        })
        .collect();
    for check in checks {
        assert!(check.await.expect("no panic"));
    }
    assert_eq!(service.fetches(), 1);
}

#[tokio::test]
async fn a_fetch_continues_when_its_request_is_dropped() {
    let Answer::Bytes(bytes) = keys(&[service_key().jwk(Some("a"))]) else { panic!("bytes") };
    let (first, second) = bytes.split_at(10);
    let slow = Answer::Slow(first.to_vec(), Duration::from_millis(50), second.to_vec());
    let service = Service::start(vec![slow]).await;
    let (verifier, valid) = (service.verifier(&noon()), token(service_key(), "a"));
    let dropped = tokio::spawn({
        let (verifier, valid) = (verifier.clone(), valid.clone());
        async move { verifier.check_token(&valid).await.is_ok() }
    });
    while service.fetches() == 0 {
        tokio::task::yield_now().await;
    }
    dropped.abort();
    assert!(dropped.await.is_err_and(|error| error.is_cancelled()));
    assert_eq!(kind(&verifier, &valid).await, None);
    assert_eq!(service.fetches(), 1, "the first fetch has continued");
}

#[tokio::test]
async fn keys_can_be_fetched_without_a_configuration() {
    let server = Server::start(vec![keys(&[service_key().jwk(Some("a"))])]).await;
    let clock = noon();
    let options = FetchOptions::new().client(no_retries()).clock(now(&clock));
    let source = FetchedKeys::from_keys_url(server.url("/keys").as_str(), options).expect("a URL");
    let verifier = Verifier::new(rules(&clock), source.clone());
    assert_eq!(kind(&verifier, &token(service_key(), "a")).await, None);
    let another = Verifier::new(rules(&clock), source);
    assert_eq!(kind(&another, &token(service_key(), "a")).await, None);
    assert_eq!(server.seen().len(), 1, "clones share the keys");
}

#[tokio::test]
async fn keys_on_a_different_host_must_be_trusted() {
    let other = Server::start(vec![keys(&[service_key().jwk(Some("a"))])]).await;
    let other_keys = other.url("/keys").to_string();
    let configuration = move |_: usize, _: &Seen| Answer::ok(&json!({"jwks_uri": other_keys}).to_string());
    let server = Server::answering(configuration).await;
    let clock = noon();
    let verifier = |client| {
        let options = FetchOptions::new().client(client).clock(now(&clock));
        let source = FetchedKeys::from_configuration(server.url("/c").as_str(), options).expect("a URL");
        Verifier::new(rules(&clock), source)
    };
    let error =
        verifier(no_retries()).check_token(&token(service_key(), "a")).await.expect_err("another host");
    assert_eq!(error.kind(), TokenErrorKind::Keys);
    assert!(error.to_string().contains("nor a trusted host"), "{error}");
    assert!(other.seen().is_empty());
    // A trusted host is accepted.
    let trusting = no_retries().trust(other.authority.parse().expect("a host"));
    assert_eq!(kind(&verifier(trusting), &token(service_key(), "a")).await, None);
}

#[tokio::test]
async fn urls_of_keys_that_are_invalid_or_not_https_are_refused() {
    for url in
        ["http://keys.example/c", "ftp://keys.example", "keys.example", "", "https://u:hunter2@keys.example"]
    {
        let error = FetchedKeys::from_configuration(url, FetchOptions::new()).expect_err(url);
        assert_eq!(error.kind(), call_http::ErrorKind::Configuration);
        assert!(!format!("{error} {error:?}").contains("hunter2"), "{error:?}");
    }
    for uri in [
        json!("http://keys.example/keys"),
        json!("https://keys.example/keys"),
        json!("file:///etc/keys"),
        json!("/keys"),
        json!(7),
        json!(null),
    ] {
        let body = json!({"jwks_uri": uri}).to_string();
        let server = Server::start(vec![Answer::ok(&body)]).await;
        let options = FetchOptions::new().client(no_retries());
        let source = FetchedKeys::from_configuration(server.url("/c").as_str(), options).expect("a URL");
        let verifier = Verifier::new(rules(&noon()), source);
        assert_eq!(kind(&verifier, &token(service_key(), "a")).await, Some(TokenErrorKind::Keys), "{uri}");
        assert_eq!(server.seen().len(), 1);
    }
}

#[tokio::test]
async fn keys_are_fetched_over_http_from_another_machine_only_if_that_is_allowed() {
    let url = "http://keys.example/keys";
    let error = FetchedKeys::from_keys_url(url, FetchOptions::new()).expect_err("http is not allowed");
    let text = error.to_string();
    assert!(text.contains("keys.example") && text.contains("allow_http(true)"), "{text}");

    // The host does not exist. A proxy responds in its place.
    let proxy = Server::answering(|_, seen| match seen.target.as_str() {
        "http://keys.example/c" => Answer::ok(&json!({"jwks_uri": "http://keys.example/keys"}).to_string()),
        _ => keys(&[service_key().jwk(Some("a"))]),
    })
    .await;
    let client = || {
        let proxy = call_http::reqwest::Proxy::http(proxy.url("/").as_str()).expect("a URL");
        call_http::ClientOptions::new().proxy(proxy).retry(RetryPolicy::default().max_retries(0))
    };
    let options = |allow| FetchOptions::new().client(client().allow_http(allow));
    assert!(FetchedKeys::from_configuration("http://keys.example/c", options(false)).is_err());
    let source = FetchedKeys::from_configuration("http://keys.example/c", options(true)).expect("a URL");
    let verifier = Verifier::new(rules(&noon()), source);
    assert_eq!(kind(&verifier, &token(service_key(), "a")).await, None);
    let targets: Vec<_> = proxy.seen().into_iter().map(|seen| seen.target).collect();
    assert_eq!(targets, ["http://keys.example/c", url]);
}

#[tokio::test]
async fn a_refused_connection_is_an_error_of_the_kind_keys() {
    let url = format!("http://{}/c", refusing_authority());
    let options = FetchOptions::new().client(no_retries());
    let verifier =
        Verifier::new(rules(&noon()), FetchedKeys::from_configuration(&url, options).expect("a URL"));
    let error = verifier.check_token(&token(service_key(), "a")).await.expect_err("no connection");
    assert_eq!((error.kind(), error.status()), (TokenErrorKind::Keys, 503));
}

#[tokio::test]
async fn a_transient_error_is_retried() {
    let server = Server::start(vec![down(), keys(&[service_key().jwk(Some("a"))])]).await;
    let clock = noon();
    let options = FetchOptions::new().client(quick()).clock(now(&clock));
    let source = FetchedKeys::from_keys_url(server.url("/keys").as_str(), options).expect("a URL");
    assert_eq!(kind(&Verifier::new(rules(&clock), source), &token(service_key(), "a")).await, None);
}

#[tokio::test]
async fn keys_are_fetched_again_after_the_clock_was_set_back() {
    let jwk = |key: &Key, kid| key.jwk(Some(kid));
    let service =
        Service::start(vec![keys(&[jwk(service_key(), "a")]), keys(&[jwk(foreign_key(), "b")])]).await;
    // The clock is a year ahead at first.
    let ahead = Arc::new(AtomicUsize::new(365 * 86_400));
    let (clock, seconds) = (noon(), Arc::clone(&ahead));
    let wrong = move || {
        let ahead = u64::try_from(seconds.load(Ordering::SeqCst)).expect("a number");
        SystemTime::UNIX_EPOCH + Duration::from_secs(NOON + ahead)
    };
    let url = service.server.url(CONFIGURATION);
    let options = FetchOptions::new().client(no_retries()).clock(wrong);
    let keys = FetchedKeys::from_configuration(url.as_str(), options).expect("a URL");
    let verifier = Verifier::new(rules(&clock), keys);
    assert_eq!(kind(&verifier, &token(service_key(), "a")).await, None);
    ahead.store(0, Ordering::SeqCst);
    service.enter(1);
    assert_eq!(kind(&verifier, &token(foreign_key(), "b")).await, None, "the new key was fetched");
    assert_eq!(service.fetches(), 2);
}
