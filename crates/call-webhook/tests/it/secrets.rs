//! Tokens do not appear in errors, `Debug` output or traces.

use crate::support::*;
use call_webhook::{FetchOptions, FetchedKeys, Verifier};
use serde_json::json;
use test_server::tokens::{foreign_key, header, hs256, jwks, service_key};
use test_server::trace::Trace;
use test_server::{Answer, Server, quick};

#[tokio::test]
async fn no_output_contains_a_token() {
    let (trace, _guard) = Trace::collect();

    let answers = vec![
        Answer::new("503 Service Unavailable", &[], "down"),
        Answer::ok(&jwks(&[service_key().jwk(Some("a"))])),
    ];
    let server = Server::start(answers).await;
    let clock = noon();
    let options = FetchOptions::new().client(quick()).clock(now(&clock));
    let source = FetchedKeys::from_keys_url(server.url("/keys").as_str(), options).expect("a URL");
    let verifier = Verifier::new(rules(&clock), source);

    let mut printed = String::new();
    let mut secrets = Vec::new();
    for token in [
        valid(service_key(), "a"),
        valid(foreign_key(), "a"),
        valid(foreign_key(), "b"),
        hs256(b"x", "a", &claims()),
        service_key().sign(&header("a"), &with("exp", json!(1))),
        service_key().sign(&header("a"), &with("aud", json!("x"))),
        "eyJhbGciOiJub25lIn0.hunter2hunter2.x".to_owned(),
    ] {
        for header in [format!("Bearer {token}"), token.clone(), format!("Basic {token}")] {
            match verifier.check(&*header).await {
                Ok(claims) => printed += &format!("{claims:?}"),
                Err(error) => printed += &format!("{error} {error:?} {error:#?}"),
            }
        }
        secrets.extend(token.split('.').filter(|part| part.len() > 8).map(str::to_owned));
        secrets.push(token);
    }
    let debug = format!("{verifier:?}");
    assert!(debug.contains("/keys") && debug.contains(r#"kids: ["a"]"#), "{debug}");
    printed += &debug;
    let traced = trace.text();
    assert!(traced.contains("keys fetched") && traced.contains("token refused"), "{traced}");
    for secret in secrets {
        assert!(!printed.contains(&secret), "{secret} in {printed}");
        assert!(!traced.contains(&secret), "{secret} in {traced}");
    }
}
