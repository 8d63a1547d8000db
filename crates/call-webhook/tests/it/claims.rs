//! The rules for the claims of tokens: issuer, audience, time and other claims.

use std::time::Duration;

use crate::support::*;
use call_webhook::{TokenErrorKind, TokenRules, Verifier, is_guid};
use serde_json::{Value, json};
use test_server::tokens::{header, service_key};

/// Checks a token with these claims by the usual rules.
async fn check(claims: &Value) -> Result<(), TokenErrorKind> {
    let token = service_key().sign(&header("a"), claims);
    verifier().check_token(&token).await.map(drop).map_err(|error| error.kind())
}

#[tokio::test]
async fn a_token_is_valid_from_nbf_to_exp_with_a_leeway() {
    let late = |seconds: u64| with("exp", (NOON - seconds).into());
    let early = |seconds: u64| with("nbf", (NOON + seconds).into());
    assert_eq!(check(&late(59)).await, Ok(()));
    assert_eq!(check(&late(60)).await, Err(TokenErrorKind::Expired));
    assert_eq!(check(&late(86_400)).await, Err(TokenErrorKind::Expired));
    assert_eq!(check(&early(60)).await, Ok(()));
    assert_eq!(check(&early(61)).await, Err(TokenErrorKind::NotYetValid));
    assert_eq!(check(&with("nbf", Value::Null)).await, Ok(()));
    assert_eq!(check(&with("exp", json!(NOON as f64 + 0.5))).await, Ok(()));
    for claims in [
        with("exp", Value::Null),
        with("exp", json!("soon")),
        with("exp", json!(-1)),
        with("exp", json!(1e300)),
    ] {
        assert_eq!(check(&claims).await, Err(TokenErrorKind::Claim), "{claims}");
    }
    for claims in
        [with("nbf", json!("now")), with("iat", json!([])), with("sub", json!(7)), with("jti", json!({}))]
    {
        assert_eq!(check(&claims).await, Err(TokenErrorKind::Claim), "{claims}");
    }
    let error =
        verifier().check_token(&service_key().sign(&header("a"), &late(75))).await.expect_err("expired");
    assert_eq!(error.to_string(), "the token expired 75 s ago (leeway 60 s)");

    let strict = Verifier::new(rules(&noon()).leeway(Duration::ZERO), fixed(&[service_key().jwk(Some("a"))]));
    assert_eq!(kind(&strict, &service_key().sign(&header("a"), &late(0))).await, TokenErrorKind::Expired);
    assert_eq!(
        kind(&strict, &service_key().sign(&header("a"), &early(1))).await,
        TokenErrorKind::NotYetValid
    );
    assert!(strict.check_token(&service_key().sign(&header("a"), &early(0))).await.is_ok());
}

#[tokio::test]
async fn issuers_are_compared_without_a_slash_at_the_end() {
    assert_eq!(check(&with("iss", format!("{ISSUER}/").into())).await, Ok(()));
    for issuer in [
        json!("https://evil.example"),
        json!(ISSUER.to_uppercase()),
        json!(format!("{ISSUER}//")),
        json!(format!("{ISSUER}/x")),
        json!(format!("x{ISSUER}")),
        json!(""),
        json!("/"),
        json!([ISSUER]),
        Value::Null,
    ] {
        assert_eq!(check(&with("iss", issuer.clone())).await, Err(TokenErrorKind::Issuer), "{issuer}");
    }
    let two = rules(&noon()).issuer("https://graph.microsoft.com/");
    let verifier = Verifier::new(two, fixed(&[service_key().jwk(Some("a"))]));
    for issuer in ["https://graph.microsoft.com", "https://graph.microsoft.com/", ISSUER] {
        let token = service_key().sign(&header("a"), &with("iss", issuer.into()));
        assert!(verifier.check_token(&token).await.is_ok(), "{issuer}");
    }
    let token = service_key().sign(&header("a"), &with("iss", "https://evil.example".into()));
    assert_eq!(
        verifier.check_token(&token).await.expect_err("another issuer").to_string(),
        format!(
            "the issuer of the token is \"https://evil.example\" (expected \"{ISSUER}\" or \
             \"https://graph.microsoft.com/\")"
        )
    );
}

#[tokio::test]
async fn one_audience_of_a_token_must_match() {
    for audience in [json!([AUDIENCE]), json!(["x", AUDIENCE]), json!(AUDIENCE.to_uppercase())] {
        assert_eq!(check(&with("aud", audience.clone())).await, Ok(()), "{audience}");
    }
    for audience in [
        json!("https://contoso.communication.azure.com"),
        json!(format!("{AUDIENCE}/")),
        json!(AUDIENCE.replace('-', "")),
        json!([]),
        json!(["x"]),
        json!([AUDIENCE, 7]),
        json!({AUDIENCE: 1}),
        json!(""),
        Value::Null,
    ] {
        assert_eq!(check(&with("aud", audience.clone())).await, Err(TokenErrorKind::Audience), "{audience}");
    }
    // Audiences that are not GUIDs are compared case-sensitively, including colons.
    let with_colon = TokenRules::new(ISSUER, "28:orgid:8AD8AD1C").audience("").clock(now(&noon()));
    let verifier = Verifier::new(with_colon, fixed(&[service_key().jwk(Some("a"))]));
    for (audience, valid) in [
        ("28:orgid:8AD8AD1C", true),
        ("28:orgid:8ad8ad1c", false),
        ("8AD8AD1C", false),
        ("28", false),
        ("", false),
    ] {
        let token = service_key().sign(&header("a"), &with("aud", audience.into()));
        assert_eq!(verifier.check_token(&token).await.is_ok(), valid, "{audience}");
    }
}

#[tokio::test]
async fn a_claim_must_have_an_expected_value() {
    let tenant = "72F988BF-86f1-41af-91ab-2d7cd011db47";
    let rules =
        rules(&noon()).require_claim("nbf").expect_claim("tid", [tenant.to_owned(), "common".to_owned()]);
    let verifier = Verifier::new(rules, fixed(&[service_key().jwk(Some("a"))]));
    for (tid, valid) in [
        (json!(tenant), true),
        (json!(tenant.to_lowercase()), true),
        (json!("common"), true),
        (json!("Common"), false),
        (json!(""), false),
        (json!(7), false),
        (Value::Null, false),
    ] {
        let token = service_key().sign(&header("a"), &with("tid", tid.clone()));
        match verifier.check_token(&token).await {
            Ok(_) => assert!(valid, "{tid}"),
            Err(error) => assert!(!valid && error.kind() == TokenErrorKind::Claim, "{tid}: {error}"),
        }
    }
    let mut without = with("tid", "common".into());
    without["nbf"] = Value::Null;
    let error = verifier
        .check_token(&service_key().sign(&header("a"), &without))
        .await
        .expect_err("a claim is missing");
    assert_eq!(error.to_string(), "the token has no claim `nbf`");
}

#[tokio::test]
async fn a_required_claim_with_an_empty_value_is_refused() {
    let verifier = Verifier::new(rules(&noon()).require_claim("tid"), fixed(&[service_key().jwk(Some("a"))]));
    for (value, accepted) in [
        (json!("72f988bf"), true),
        (json!(true), true),
        (json!(7), true),
        (json!(-0.5), true),
        (json!(["", "72f988bf"]), true),
        (json!({"id": "72f988bf"}), true),
        (Value::Null, false),
        (json!(false), false),
        (json!(0), false),
        (json!(-0.0), false),
        (json!(""), false),
        (json!(" \t\n\u{a0}"), false),
        (json!([]), false),
        (json!([null, ""]), false),
        (json!({}), false),
    ] {
        let checked =
            verifier.check_token(&service_key().sign(&header("a"), &with("tid", value.clone()))).await;
        match checked {
            Ok(_) => assert!(accepted, "{value}"),
            Err(error) => assert!(!accepted && error.kind() == TokenErrorKind::Claim, "{value}: {error}"),
        }
    }
    let token = service_key().sign(&header("a"), &with("tid", json!([])));
    let error = verifier.check_token(&token).await.expect_err("an empty claim");
    assert_eq!(error.to_string(), "the token's claim `tid` is \"[]\" (expected a value)");
}

#[tokio::test]
async fn a_token_whose_lifetime_is_too_long_is_refused() {
    let kind_of = async |rules: TokenRules, issued: Value, not_before: Value, lifetime: u64| {
        let mut claims = with("iat", issued);
        claims["nbf"] = not_before;
        claims["exp"] = (NOON + lifetime).into();
        let verifier = Verifier::new(rules, fixed(&[service_key().jwk(Some("a"))]));
        let token = service_key().sign(&header("a"), &claims);
        verifier.check_token(&token).await.map(drop).map_err(|error| error.kind())
    };
    let (now, none, hour) = (json!(NOON), Value::Null, Duration::from_secs(3600));
    let short = || rules(&noon()).max_lifetime(hour);
    let refused = Err(TokenErrorKind::Lifetime);
    for (issued, not_before) in [(&now, &now), (&now, &none), (&none, &now), (&now, &json!(0))] {
        assert_eq!(kind_of(short(), issued.clone(), not_before.clone(), 3600).await, Ok(()));
        assert_eq!(kind_of(short(), issued.clone(), not_before.clone(), 3601).await, refused);
    }
    // Without a start, the remaining time is the lifetime, with the leeway of a minute.
    assert_eq!(kind_of(short(), none.clone(), none.clone(), 3660).await, Ok(()));
    assert_eq!(kind_of(short(), none.clone(), none.clone(), 3661).await, refused);
    assert_eq!(kind_of(rules(&noon()), now.clone(), now.clone(), 86_400).await, Ok(()), "no limit is set");

    // The rules have priority over the default of a receiver.
    let token = service_key().sign(&header("a"), &with("exp", (NOON + 7000).into()));
    for (rules, outcome) in [(rules(&noon()), refused), (rules(&noon()).max_lifetime(2 * hour), Ok(()))] {
        let verifier =
            Verifier::new(rules, fixed(&[service_key().jwk(Some("a"))])).default_max_lifetime(hour);
        assert_eq!(verifier.check_token(&token).await.map(drop).map_err(|error| error.kind()), outcome);
    }
    let verifier = Verifier::new(short(), fixed(&[service_key().jwk(Some("a"))]));
    let error = verifier.check_token(&token).await.expect_err("the lifetime is too long");
    assert_eq!(error.to_string(), "the lifetime of the token is 7060 s (expected at most 3600 s)");
}

#[tokio::test]
async fn an_empty_list_of_expected_values_accepts_no_token() {
    let verifier = Verifier::new(
        rules(&noon()).expect_claim("tid", Vec::<String>::new()),
        fixed(&[service_key().jwk(Some("a"))]),
    );
    let token = service_key().sign(&header("a"), &with("tid", "72f988bf".into()));
    let error = verifier.check_token(&token).await.expect_err("no tenant is expected");
    assert_eq!(error.kind(), TokenErrorKind::Claim);
    assert!(error.to_string().contains("expected one of an empty list of values"), "{error}");
}

#[tokio::test]
async fn rules_with_only_a_blank_issuer_or_audience_are_an_error() {
    for (issuer, audience, name) in [
        (ISSUER, "", "audience"),
        (ISSUER, " \t", "audience"),
        ("", AUDIENCE, "issuer"),
        (" ", AUDIENCE, "issuer"),
    ] {
        let rules = TokenRules::new(issuer, audience).clock(now(&noon()));
        let verifier = Verifier::new(rules.clone(), fixed(&[service_key().jwk(Some("a"))]));
        let mut claims = with("aud", audience.into());
        claims["iss"] = issuer.into();
        let error = verifier.check_token(&service_key().sign(&header("a"), &claims)).await.expect_err(name);
        assert_eq!((error.kind(), error.status()), (TokenErrorKind::Rules, 503));
        assert_eq!(
            error.to_string(),
            format!(
                "the {name} of the token rules is blank, so no token can be accepted; set it with `TokenRules::{name}`"
            )
        );
        // A blank issuer or audience in addition to a valid one matches no token either.
        let verifier =
            Verifier::new(rules.issuer(ISSUER).audience(AUDIENCE), fixed(&[service_key().jwk(Some("a"))]));
        let token = service_key().sign(&header("a"), &claims);
        let kind = if name == "issuer" { TokenErrorKind::Issuer } else { TokenErrorKind::Audience };
        assert_eq!(verifier.check_token(&token).await.expect_err(name).kind(), kind);
    }
}

#[test]
fn a_guid_has_five_groups_of_hexadecimal_digits() {
    assert!(is_guid(AUDIENCE) && is_guid(&AUDIENCE.to_uppercase()));
    for text in [
        "",
        " ",
        "not-a-guid",
        &AUDIENCE.replace('-', ""),
        &format!("{AUDIENCE} "),
        &AUDIENCE.replace('2', "g"),
    ] {
        assert!(!is_guid(text), "{text}");
    }
}
