//! The verification of tokens on notifications.
use std::time::{Duration, SystemTime};

use graph_calls::token::{
    FixedKeys, GRAPH_ISSUER, ISSUER, KeySet, TENANT_CLAIM, TokenErrorKind, TokenRules, Verifier, rules,
};
use serde_json::{Value, json};
use test_server::tokens::{foreign_key, header, hs256, jwks, service_key};

const APP: &str = "8ad8ad1c-6e3f-4c8e-9c15-6cf7d2b4d5a0";
const TENANT: &str = "72f988bf-86f1-41af-91ab-2d7cd011db47";
const NOON: u64 = 1_795_176_000;

/// Returns a verifier whose clock is at noon.
fn at_noon(rules: TokenRules) -> Verifier {
    let keys = KeySet::from_json(jwks(&[service_key().jwk(Some("a"))]).as_bytes()).expect("has keys");
    let rules = rules.clock(|| SystemTime::UNIX_EPOCH + Duration::from_secs(NOON));
    Verifier::new(rules, FixedKeys::new(keys))
}

fn claims(change: &[(&str, Value)]) -> Value {
    let mut claims =
        json!({"iss": ISSUER, "aud": APP, "tid": TENANT, "nbf": NOON - 60, "exp": NOON + 3540, "ver": "1.0"});
    for (name, value) in change {
        claims[*name] = value.clone();
    }
    claims
}

async fn check(rules: TokenRules, claims: &Value) -> Result<(), TokenErrorKind> {
    let token = service_key().sign(&header("a"), claims);
    at_noon(rules).check_token(&token).await.map(drop).map_err(|error| error.kind())
}

#[tokio::test]
async fn a_valid_token_has_its_tenant() {
    let token = format!("Bearer {}", service_key().sign(&header("a"), &claims(&[])));
    let read = at_noon(rules(APP)).check(&*token).await.expect("is good");
    assert_eq!(read.text(TENANT_CLAIM), Some(TENANT));
    assert_eq!(read.audience, [APP]);
    let slash = claims(&[("iss", json!("https://api.botframework.com/"))]);
    assert_eq!(check(rules(APP), &slash).await, Ok(()));
}

#[tokio::test]
async fn a_token_without_the_expected_tenant_is_refused() {
    for tid in [Value::Null, json!("")] {
        assert_eq!(check(rules(APP), &claims(&[("tid", tid)])).await, Err(TokenErrorKind::Claim));
    }
    let other = claims(&[("tid", json!("00000000-0000-0000-0000-000000000000"))]);
    assert_eq!(check(rules(APP), &other).await, Ok(()));
    let one_tenant = || rules(APP).expect_claim(TENANT_CLAIM, [TENANT.to_owned()]);
    assert_eq!(check(one_tenant(), &other).await, Err(TokenErrorKind::Claim));
    assert_eq!(check(one_tenant(), &claims(&[])).await, Ok(()));
}

#[tokio::test]
async fn the_issuer_of_graph_is_accepted_if_it_is_added() {
    let by_graph = claims(&[("iss", json!("https://graph.microsoft.com/"))]);
    assert_eq!(check(rules(APP), &by_graph).await, Err(TokenErrorKind::Issuer));
    assert_eq!(check(rules(APP).issuer(GRAPH_ISSUER), &by_graph).await, Ok(()));
}

#[tokio::test]
async fn an_app_id_may_contain_colons() {
    for app in ["28:orgid:a:b", "28:8ad8ad1c-6e3f-4c8e-9c15-6cf7d2b4d5a0", "api://bot/8ad8ad1c:1"] {
        assert_eq!(check(rules(app), &claims(&[("aud", json!(app))])).await, Ok(()), "{app}");
        assert_eq!(check(rules(app), &claims(&[])).await, Err(TokenErrorKind::Audience), "{app}");
        assert_eq!(
            check(rules(APP), &claims(&[("aud", json!(app))])).await,
            Err(TokenErrorKind::Audience),
            "{app}"
        );
    }
}

#[tokio::test]
async fn forged_expired_and_not_yet_valid_tokens_are_refused() {
    let verifier = at_noon(rules(APP));
    let outdated = claims(&[("exp", json!(NOON - 600))]);
    let early = claims(&[("nbf", json!(NOON + 600))]);
    let claims = claims(&[]);
    for (token, kind) in [
        (foreign_key().sign(&header("a"), &claims), TokenErrorKind::Signature),
        (foreign_key().sign(&header("b"), &claims), TokenErrorKind::UnknownKey),
        (service_key().sign(&json!({"alg": "none"}), &claims), TokenErrorKind::Algorithm),
        (hs256(service_key().pem().as_bytes(), "a", &claims), TokenErrorKind::Algorithm),
        (service_key().sign(&header("a"), &outdated), TokenErrorKind::Expired),
        (service_key().sign(&header("a"), &early), TokenErrorKind::NotYetValid),
    ] {
        let error = verifier.check_token(&token).await.expect_err("is forged");
        assert_eq!((error.kind(), error.status()), (kind, 401));
    }
}

#[cfg(feature = "client")]
#[tokio::test]
async fn a_verifier_at_another_configuration_uses_its_keys() {
    use test_server::{Answer, Server};

    let server = Server::answering(|_, seen| match seen.target.as_str() {
        "/keys" => Answer::ok(&jwks(&[service_key().jwk(Some("a"))])),
        _ => Answer::ok(&json!({"jwks_uri": format!("http://{}/keys", seen.need("host"))}).to_string()),
    })
    .await;
    let configuration = server.url("/configuration");
    let verifier = graph_calls::token::verifier_at(configuration.as_str(), APP).expect("a URL");
    let now = SystemTime::UNIX_EPOCH.elapsed().expect("a time after 1970").as_secs();
    let claims = json!({"iss": ISSUER, "aud": APP, "tid": TENANT, "nbf": now, "exp": now + 300});
    assert!(verifier.check_token(&service_key().sign(&header("a"), &claims)).await.is_ok());
    assert!(verifier.check_token(&foreign_key().sign(&header("a"), &claims)).await.is_err());
    for (configuration, id) in [("http://keys.example/", APP), ("https://keys.example/", "not-a-guid")] {
        let error = graph_calls::token::verifier_at(configuration, id).expect_err("is not valid");
        assert_eq!(error.kind(), graph_calls::ErrorKind::Configuration);
    }
}

#[cfg(feature = "client")]
#[test]
fn a_verifier_for_the_public_cloud_needs_only_the_app_id() {
    let verifier = graph_calls::token::verifier(APP).expect("trusted certificates");
    let shown = format!("{verifier:?}");
    assert!(shown.contains(graph_calls::token::OPENID_CONFIGURATION), "{shown}");
    assert!(shown.contains(APP) && shown.contains("lifetime: 7200s"), "{shown}");
}

#[cfg(feature = "client")]
#[test]
fn an_app_id_that_is_not_a_guid_is_refused() {
    for id in ["", " ", "not-a-guid", " GUID", "28:GUID"] {
        let id = id.replace("GUID", APP);
        let error = graph_calls::token::verifier(id).expect_err("is not a GUID");
        assert_eq!(error.kind(), graph_calls::ErrorKind::Configuration);
        let shown = error.to_string();
        assert!(shown.contains("the app id is not valid (expected a GUID; "), "{shown}");
        assert!(!shown.contains("not-a-guid"), "{shown}");
    }
}
