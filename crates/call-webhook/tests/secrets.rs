//! No token in errors, `Debug` or traces.
#![cfg(feature = "fetch")]

mod support;

use std::io;
use std::sync::{Arc, Mutex};

use call_webhook::{FetchOptions, FetchedKeys, Verifier};
use loopback::tokens::{header, hs256, jwks, ours, theirs};
use loopback::{Answer, Server, quick};
use serde_json::json;
use support::*;
use tracing_subscriber::fmt::MakeWriter;

/// Keeps what is traced.
#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<u8>>>);

impl io::Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("no test panics with it").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'w> MakeWriter<'w> for Kept {
    type Writer = Self;

    fn make_writer(&'w self) -> Self {
        self.clone()
    }
}

#[tokio::test]
async fn nothing_shows_a_token() {
    let kept = Kept::default();
    let subscriber =
        tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(kept.clone()).finish();
    let _guard = tracing::subscriber::set_default(subscriber);

    let answers = vec![
        Answer::new("503 Service Unavailable", &[], "down"),
        Answer::ok(&jwks(&[ours().jwk(Some("a"))])),
    ];
    let server = Server::start(answers).await;
    let clock = noon();
    let options = FetchOptions::new().client(quick()).clock(now(&clock));
    let source = FetchedKeys::from_keys_url(server.url("/keys").as_str(), options).expect("a URL");
    let verifier = Verifier::new(rules(&clock), source);

    let mut shown = String::new();
    let mut secrets = Vec::new();
    for token in [
        good(ours(), "a"),
        good(theirs(), "a"),
        good(theirs(), "b"),
        hs256(b"x", "a", &claims()),
        ours().sign(&header("a"), &with("exp", json!(1))),
        ours().sign(&header("a"), &with("aud", json!("x"))),
        "eyJhbGciOiJub25lIn0.hunter2hunter2.x".to_owned(),
    ] {
        for header in [format!("Bearer {token}"), token.clone(), format!("Basic {token}")] {
            match verifier.check(&*header).await {
                Ok(claims) => shown += &format!("{claims:?}"),
                Err(error) => shown += &format!("{error} {error:?} {error:#?}"),
            }
        }
        secrets.extend(token.split('.').filter(|part| part.len() > 8).map(str::to_owned));
        secrets.push(token);
    }
    shown += &format!("{verifier:?}");
    let traced = String::from_utf8(kept.0.lock().expect("no test panics with it").clone()).expect("is text");
    assert!(traced.contains("keys fetched") && traced.contains("token refused"), "{traced}");
    for secret in secrets {
        assert!(!shown.contains(&secret), "{secret} in {shown}");
        assert!(!traced.contains(&secret), "{secret} in {traced}");
    }
}
