//! The format, the algorithm and the signature of tokens.

use std::time::{Duration, SystemTime};

use crate::support::*;
use call_webhook::{TokenErrorKind, Verifier};
use serde_json::{Value, json};
use test_server::tokens::{encode, foreign_key, header, hs256, service_key, unsigned};

#[tokio::test]
async fn a_valid_token_is_accepted_and_its_claims_are_returned() {
    let mut claims = claims();
    claims["sub"] = "caller".into();
    claims["tid"] = "72f988bf".into();
    claims["xms"] = json!({"a": [1, null]});
    let token = service_key().sign(&header("a"), &claims);
    let verifier = verifier();
    for header in [format!("Bearer {token}"), format!("bearer  {token} "), format!("BEARER {token}")] {
        let read = verifier.check(&*header).await.expect("a valid token");
        assert_eq!(
            (read.issuer.as_str(), read.audience.as_slice()),
            (ISSUER, [AUDIENCE.to_owned()].as_slice())
        );
        let at = |seconds| SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
        assert_eq!((read.expires_at, read.not_before), (at(NOON + 240), Some(at(NOON - 60))));
        assert_eq!((read.issued_at, read.token_id.as_deref()), (Some(at(NOON - 60)), Some("1")));
        assert_eq!((read.subject.as_deref(), read.text("tid")), (Some("caller"), Some("72f988bf")));
        assert_eq!(Value::Object(read.all), claims);
    }
    assert!(verifier.check(Some(&*format!("Bearer {token}"))).await.is_ok());
    assert!(verifier.check_token(&token).await.is_ok());
}

#[tokio::test]
async fn a_header_without_a_bearer_token_is_refused() {
    let verifier = verifier();
    let token = valid(service_key(), "a");
    for (header, kind) in [
        (None, TokenErrorKind::Missing),
        (Some(""), TokenErrorKind::Missing),
        (Some("  "), TokenErrorKind::Missing),
        (Some("Bearer"), TokenErrorKind::Malformed),
        (Some("Bearer "), TokenErrorKind::Malformed),
        (Some("Basic dXNlcjpodW50ZXIy"), TokenErrorKind::Malformed),
        (Some(token.as_str()), TokenErrorKind::Malformed),
        (Some("Bearer a b"), TokenErrorKind::Malformed),
        (Some("Bearer \u{1F511}.\u{1F511}.\u{1F511}"), TokenErrorKind::Malformed),
    ] {
        let error = verifier.check(header).await.expect_err("not accepted");
        assert_eq!((error.kind(), error.status()), (kind, 401), "{header:?}: {error}");
        let shown = format!("{error} {error:?}");
        assert!(!shown.contains("dXNlcjpodW50ZXIy") && !shown.contains(&token), "{shown}");
    }
    let two = format!("Bearer {token},Bearer {token}");
    assert_eq!(verifier.check(&*two).await.expect_err("two tokens").kind(), TokenErrorKind::Malformed);
}

#[tokio::test]
async fn a_text_that_is_not_a_token_is_malformed() {
    let valid = valid(service_key(), "a");
    let parts: Vec<_> = valid.split('.').collect();
    let verifier = verifier();
    let header = |text: &str| format!("{}.{}.{}", encode(text.as_bytes()), parts[1], parts[2]);
    for token in [
        String::new(),
        ".".into(),
        "..".into(),
        "a.b".into(),
        format!("{valid}."),
        format!("{valid}.x"),
        format!("{}.{}", parts[0], parts[1]),
        format!("{}.{}.{}=", parts[0], parts[1], parts[2]),
        format!("{}.{}.!{}", parts[0], parts[1], parts[2]),
        format!("{}.%{}.{}", parts[0], parts[1], parts[2]),
        header("not JSON"),
        header("[]"),
        header("{}"),
        header(r#"{"alg":7}"#),
        header(r#"{"alg":null}"#),
        header(r#"{"alg":"RS256","alg":"none"}"#),
        header(r#"{"alg":"RS256","kid":7}"#),
        header(r#"{"alg":"RS256","kid":"a","crit":["b64"],"b64":false}"#),
        header(r#"{"alg":"RS256","kid":"a","crit":null}"#),
        // serde can also decode a struct from an array.
        header(r#"["RS256","a"]"#),
        header(r#" ["RS256","a",false]"#),
    ] {
        assert_eq!(kind(&verifier, &token).await, TokenErrorKind::Malformed, "{token}");
    }
    for crit in [r#"["b64"]"#, "null"] {
        let token = header(&format!(r#"{{"alg":"RS256","kid":"a","crit":{crit}}}"#));
        let error = verifier.check_token(&token).await.expect_err("an unsupported extension");
        assert!(error.to_string().contains("`crit`"), "{error}");
    }
    for payload in ["", "not JSON", "[]", "\"text\"", "null", "{"] {
        let signed = service_key().sign_text(&test_server::tokens::header("a"), payload);
        assert_eq!(kind(&verifier, &signed).await, TokenErrorKind::Malformed, "{payload}");
    }
    let huge = format!("{valid}{}", "A".repeat(20_000));
    let error = verifier.check_token(&huge).await.expect_err("too large");
    assert_eq!(error.kind(), TokenErrorKind::Malformed);
    assert!(error.to_string().contains("expected at most 16384"), "{error}");
    let strict = Verifier::new(rules(&noon()).max_size(100), fixed(&[service_key().jwk(Some("a"))]));
    assert_eq!(kind(&strict, &valid).await, TokenErrorKind::Malformed);
}

#[tokio::test]
async fn a_token_with_another_algorithm_than_rs256_is_refused() {
    let verifier = verifier();
    let valid = valid(service_key(), "a");
    let signature = valid.rsplit('.').next().expect("a signature");
    for alg in
        ["none", "None", "NONE", "", "HS256", "HS512", "RS384", "RS512", "PS256", "ES256", "EdDSA", "rs256"]
    {
        let header = json!({"alg": alg, "typ": "JWT", "kid": "a"});
        let unsigned = unsigned(&header, &claims().to_string());
        for token in [
            format!("{unsigned}."),
            format!("{unsigned}.{signature}"),
            service_key().sign(&header, &claims()),
        ] {
            assert_eq!(kind(&verifier, &token).await, TokenErrorKind::Algorithm, "{alg}");
        }
    }
    let error =
        verifier.check_token(&hs256(b"x", "a", &claims())).await.expect_err("not accepted").to_string();
    assert_eq!(error, r#"the algorithm "HS256" is not supported (expected "RS256")"#);
}

#[tokio::test]
async fn a_token_signed_by_hs256_with_the_public_key_is_refused() {
    let verifier = verifier();
    let key = service_key().components();
    let jwk = service_key().jwk(Some("a"));
    let pkcs1 = &service_key().der()[24..];
    let text = |name: &str| jwk[name].as_str().expect("a text").to_owned().into_bytes();
    for secret in [
        service_key().pem().into_bytes(),
        service_key().pem().trim_end().as_bytes().to_vec(),
        service_key().der(),
        pkcs1.to_vec(),
        key.n,
        text("n"),
        jwk.to_string().into_bytes(),
        Vec::new(),
    ] {
        assert_eq!(kind(&verifier, &hs256(&secret, "a", &claims())).await, TokenErrorKind::Algorithm);
    }
    // A symmetric key in the set does not make HS256 acceptable either.
    let oct = json!({"kty": "oct", "kid": "s", "k": encode(b"secret"), "alg": "HS256"});
    let verifier = Verifier::new(rules(&noon()), fixed(&[oct, service_key().jwk(Some("a"))]));
    assert_eq!(kind(&verifier, &hs256(b"secret", "s", &claims())).await, TokenErrorKind::Algorithm);
}

#[tokio::test]
async fn a_token_with_an_invalid_signature_is_refused() {
    let verifier = verifier();
    assert_eq!(kind(&verifier, &valid(foreign_key(), "a")).await, TokenErrorKind::Signature);
    let valid = valid(service_key(), "a");
    let (signed, signature) = valid.rsplit_once('.').expect("a signature");
    assert_eq!(kind(&verifier, &format!("{signed}.")).await, TokenErrorKind::Signature);
    // Another payload with the signature of this token.
    let other = unsigned(&header("a"), &with("aud", "another".into()).to_string());
    assert_eq!(kind(&verifier, &format!("{other}.{signature}")).await, TokenErrorKind::Signature);
    // A key in the token itself is ignored.
    let mut with_key = header("a");
    with_key["jwk"] = foreign_key().jwk(Some("a"));
    with_key["jku"] = "https://evil.example/keys".into();
    assert_eq!(kind(&verifier, &foreign_key().sign(&with_key, &claims())).await, TokenErrorKind::Signature);
}

#[tokio::test]
async fn the_future_of_a_check_is_send() {
    fn is_send<T: Send>(value: T) -> T {
        value
    }
    let (verifier, token) = (verifier(), format!("Bearer {}", valid(service_key(), "a")));
    let task = tokio::spawn(async move { is_send(verifier.check(token.as_str())).await.is_ok() });
    assert!(task.await.expect("no panic"));
}
