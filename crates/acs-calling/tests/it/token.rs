//! The verification of tokens on events and WebSockets.
use std::time::{Duration, SystemTime};

use acs_calling::token::{
    FixedKeys, ISSUER, KEYS, KeySet, OPENID_CONFIGURATION, TokenErrorKind, Verifier, rules,
};
use serde_json::{Value, json};
use test_server::tokens::{foreign_key, header, hs256, jwks, service_key};

const RESOURCE: &str = "2f6ac5a8-7a9b-4b1c-9f0e-0a9a3d1b5c11";
const NOON: u64 = 1_795_176_000;

/// Returns a verifier whose clock is a number of seconds after noon.
fn verifier(later: u64) -> Verifier {
    let rules = rules(RESOURCE).clock(move || SystemTime::UNIX_EPOCH + Duration::from_secs(NOON + later));
    Verifier::new(rules, FixedKeys::new(keys()))
}

fn keys() -> KeySet {
    KeySet::from_json(jwks(&[service_key().jwk(Some("a"))]).as_bytes()).expect("has keys")
}

fn claims(lifetime: u64) -> Value {
    json!({"iss": ISSUER, "aud": RESOURCE, "nbf": NOON, "exp": NOON + lifetime})
}

async fn check(later: u64, token: &str) -> Result<(), TokenErrorKind> {
    let authorization = format!("Bearer {token}");
    verifier(later).check(&*authorization).await.map(drop).map_err(|error| error.kind())
}

#[tokio::test]
async fn a_token_on_an_event_expires_after_five_minutes() {
    let token = service_key().sign(&header("a"), &claims(300));
    assert_eq!(check(1, &token).await, Ok(()));
    assert_eq!(check(359, &token).await, Ok(()), "the leeway");
    assert_eq!(check(360, &token).await, Err(TokenErrorKind::Expired));
}

#[tokio::test]
async fn a_token_on_a_websocket_expires_after_a_day() {
    let token = service_key().sign(&header("a"), &claims(86_400));
    assert_eq!(check(86_399, &token).await, Ok(()));
    assert_eq!(check(86_460, &token).await, Err(TokenErrorKind::Expired));
}

#[tokio::test]
async fn the_audience_is_the_resource_id() {
    for (audience, outcome) in [
        (RESOURCE.to_uppercase(), Ok(())),
        ("https://contoso.communication.azure.com".to_owned(), Err(TokenErrorKind::Audience)),
        ("0a6ac5a8-7a9b-4b1c-9f0e-0a9a3d1b5c11".to_owned(), Err(TokenErrorKind::Audience)),
    ] {
        let mut claims = claims(300);
        claims["aud"] = audience.into();
        assert_eq!(check(1, &service_key().sign(&header("a"), &claims)).await, outcome);
    }
    let mut other = claims(300);
    other["iss"] = "https://api.botframework.com".into();
    assert_eq!(check(1, &service_key().sign(&header("a"), &other)).await, Err(TokenErrorKind::Issuer));
}

#[tokio::test]
async fn forged_tokens_are_refused() {
    let claims = claims(300);
    assert_eq!(check(1, &foreign_key().sign(&header("a"), &claims)).await, Err(TokenErrorKind::Signature));
    let none = service_key().sign(&json!({"alg": "none", "kid": "a"}), &claims);
    assert_eq!(check(1, &none).await, Err(TokenErrorKind::Algorithm));
    assert_eq!(check(1, &foreign_key().sign(&header("b"), &claims)).await, Err(TokenErrorKind::UnknownKey));
    let public = hs256(service_key().pem().as_bytes(), "a", &claims);
    assert_eq!(check(1, &public).await, Err(TokenErrorKind::Algorithm));
}

#[test]
fn the_urls_are_those_of_the_issuer() {
    assert!(
        OPENID_CONFIGURATION.starts_with(&format!("{ISSUER}/")) && KEYS.starts_with(&format!("{ISSUER}/"))
    );
}

#[cfg(feature = "client")]
mod fetched {
    use acs_calling::token::{FetchOptions, FetchedKeys, verifier, verifier_at};
    use test_server::{Answer, Server, quick};

    use super::*;

    #[tokio::test]
    async fn keys_are_fetched_from_another_configuration() {
        let server = Server::answering(|_, seen| match seen.target.as_str() {
            "/calling/keys" => Answer::ok(&jwks(&[service_key().jwk(Some("a"))])),
            _ => Answer::ok(
                &json!({"jwks_uri": format!("http://{}/calling/keys", seen.need("host"))}).to_string(),
            ),
        })
        .await;
        let configuration = server.url("/calling/.well-known/acsopenidconfiguration");
        let options = FetchOptions::new().client(quick());
        let keys = FetchedKeys::from_configuration(configuration.as_str(), options).expect("a URL");
        let rules = rules(RESOURCE).clock(|| SystemTime::UNIX_EPOCH + Duration::from_secs(NOON));
        let verifier = Verifier::new(rules, keys);
        let token = service_key().sign(&header("a"), &claims(300));
        assert!(verifier.check_token(&token).await.is_ok());
        assert_eq!(server.seen().len(), 2);
    }

    #[tokio::test]
    async fn a_verifier_at_another_configuration_uses_its_keys() {
        let server = Server::answering(|_, seen| match seen.target.as_str() {
            "/keys" => Answer::ok(&jwks(&[service_key().jwk(Some("a"))])),
            _ => Answer::ok(&json!({"jwks_uri": format!("http://{}/keys", seen.need("host"))}).to_string()),
        })
        .await;
        let verifier = verifier_at(server.url("/configuration").as_str(), RESOURCE).expect("a URL");
        let now = SystemTime::UNIX_EPOCH.elapsed().expect("a time after 1970").as_secs();
        let claims = json!({"iss": ISSUER, "aud": RESOURCE, "nbf": now, "exp": now + 300});
        assert!(verifier.check_token(&service_key().sign(&header("a"), &claims)).await.is_ok());
        assert!(verifier.check_token(&foreign_key().sign(&header("a"), &claims)).await.is_err());
        for (configuration, id) in
            [("http://keys.example/", RESOURCE), ("https://keys.example/", "not-a-guid")]
        {
            let error = verifier_at(configuration, id).expect_err("is not valid");
            assert_eq!(error.kind(), acs_calling::ErrorKind::Configuration);
        }
    }

    #[test]
    fn a_verifier_for_the_public_cloud_needs_only_the_resource_id() {
        let verifier = verifier(RESOURCE).expect("trusted certificates");
        let shown = format!("{verifier:?}");
        assert!(
            shown.contains(OPENID_CONFIGURATION) && shown.contains(RESOURCE) && shown.contains(ISSUER),
            "{shown}"
        );
    }

    #[test]
    fn a_resource_id_that_is_not_a_guid_is_refused() {
        for id in ["", " ", "not-a-guid", " GUID", "28:GUID"] {
            let id = id.replace("GUID", RESOURCE);
            let error = verifier(id).expect_err("is not a GUID");
            assert_eq!(error.kind(), acs_calling::ErrorKind::Configuration);
            let shown = error.to_string();
            assert!(shown.contains("the resource id is not valid (expected a GUID; "), "{shown}");
            assert!(!shown.contains("not-a-guid"), "{shown}");
        }
    }
}
