//! Good tokens and bad ones, against keys that are known.

use std::time::{Duration, SystemTime};

use crate::support::*;
use call_webhook::{FixedKeys, KeySet, TokenErrorKind, TokenRules, Verifier, is_guid};
use serde_json::{Value, json};
use test_server::tokens::{encode, foreign_key, header, hs256, jwks, service_key, unsigned};

async fn kind(verifier: &Verifier, token: &str) -> TokenErrorKind {
    let error = verifier.check_token(token).await.expect_err("is bad");
    assert_eq!(error.is_refusal(), error.status() == 401);
    assert!(!format!("{error} {error:?}").contains(token) || token.is_empty(), "{error:?}");
    error.kind()
}

/// What the usual check says to our key's token with these claims.
async fn said(claims: &Value) -> Result<(), TokenErrorKind> {
    let token = service_key().sign(&header("a"), claims);
    verifier().check_token(&token).await.map(drop).map_err(|error| error.kind())
}

#[tokio::test]
async fn a_good_token() {
    let mut claims = claims();
    claims["sub"] = "caller".into();
    claims["tid"] = "72f988bf".into();
    claims["xms"] = json!({"a": [1, null]});
    let token = service_key().sign(&header("a"), &claims);
    let verifier = verifier();
    for header in [format!("Bearer {token}"), format!("bearer  {token} "), format!("BEARER {token}")] {
        let read = verifier.check(&*header).await.expect("is good");
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
    let token = good(service_key(), "a");
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
        let error = verifier.check(header).await.expect_err("is bad");
        assert_eq!((error.kind(), error.status()), (kind, 401), "{header:?}: {error}");
        let shown = format!("{error} {error:?}");
        assert!(!shown.contains("dXNlcjpodW50ZXIy") && !shown.contains(&token), "{shown}");
    }
    let two = format!("Bearer {token},Bearer {token}");
    assert_eq!(verifier.check(&*two).await.expect_err("are two").kind(), TokenErrorKind::Malformed);
}

#[tokio::test]
async fn a_text_that_is_not_a_token_is_malformed() {
    let good = good(service_key(), "a");
    let parts: Vec<_> = good.split('.').collect();
    let verifier = verifier();
    let header = |text: &str| format!("{}.{}.{}", encode(text.as_bytes()), parts[1], parts[2]);
    for token in [
        String::new(),
        ".".into(),
        "..".into(),
        "a.b".into(),
        format!("{good}."),
        format!("{good}.x"),
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
        // A struct can also be read from an array, in the order of its members.
        header(r#"["RS256","a"]"#),
        header(r#" ["RS256","a",false]"#),
    ] {
        assert_eq!(kind(&verifier, &token).await, TokenErrorKind::Malformed, "{token}");
    }
    for payload in ["", "not JSON", "[]", "\"text\"", "null", "{"] {
        let signed = service_key().sign_text(&test_server::tokens::header("a"), payload);
        assert_eq!(kind(&verifier, &signed).await, TokenErrorKind::Malformed, "{payload}");
    }
    let huge = format!("{good}{}", "A".repeat(20_000));
    let error = verifier.check_token(&huge).await.expect_err("is huge");
    assert_eq!(error.kind(), TokenErrorKind::Malformed);
    assert!(error.to_string().contains("more than 16384"), "{error}");
    let strict = Verifier::new(rules(&noon()).max_size(100), fixed(&[service_key().jwk(Some("a"))]));
    assert_eq!(kind(&strict, &good).await, TokenErrorKind::Malformed);
}

#[tokio::test]
async fn no_algorithm_but_rs256() {
    let verifier = verifier();
    let good = good(service_key(), "a");
    let signature = good.rsplit('.').next().expect("has one");
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
    let error = verifier.check_token(&hs256(b"x", "a", &claims())).await.expect_err("is bad").to_string();
    assert_eq!(error, r#"the token is signed by "HS256", expected "RS256""#);
}

#[tokio::test]
async fn the_public_key_is_no_secret() {
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
    // Nor does a symmetric key in the set make HS256 acceptable.
    let oct = json!({"kty": "oct", "kid": "s", "k": encode(b"secret"), "alg": "HS256"});
    let verifier = Verifier::new(rules(&noon()), fixed(&[oct, service_key().jwk(Some("a"))]));
    assert_eq!(kind(&verifier, &hs256(b"secret", "s", &claims())).await, TokenErrorKind::Algorithm);
}

#[tokio::test]
async fn a_wrong_signature() {
    let verifier = verifier();
    assert_eq!(kind(&verifier, &good(foreign_key(), "a")).await, TokenErrorKind::Signature);
    let good = good(service_key(), "a");
    let (signed, signature) = good.rsplit_once('.').expect("has one");
    assert_eq!(kind(&verifier, &format!("{signed}.")).await, TokenErrorKind::Signature);
    // Another payload under a good signature.
    let other = unsigned(&header("a"), &with("aud", "somebody".into()).to_string());
    assert_eq!(kind(&verifier, &format!("{other}.{signature}")).await, TokenErrorKind::Signature);
    // A key that the token brings along counts for nothing.
    let mut bringing = header("a");
    bringing["jwk"] = foreign_key().jwk(Some("a"));
    bringing["jku"] = "https://evil.example/keys".into();
    assert_eq!(kind(&verifier, &foreign_key().sign(&bringing, &claims())).await, TokenErrorKind::Signature);
}

#[tokio::test]
async fn the_time_and_its_leeway() {
    let late = |seconds: u64| with("exp", (NOON - seconds).into());
    let early = |seconds: u64| with("nbf", (NOON + seconds).into());
    assert_eq!(said(&late(59)).await, Ok(()));
    assert_eq!(said(&late(60)).await, Err(TokenErrorKind::Expired));
    assert_eq!(said(&late(86_400)).await, Err(TokenErrorKind::Expired));
    assert_eq!(said(&early(60)).await, Ok(()));
    assert_eq!(said(&early(61)).await, Err(TokenErrorKind::NotYetValid));
    assert_eq!(said(&with("nbf", Value::Null)).await, Ok(()));
    assert_eq!(said(&with("exp", json!(NOON as f64 + 0.5))).await, Ok(()));
    for claims in [
        with("exp", Value::Null),
        with("exp", json!("soon")),
        with("exp", json!(-1)),
        with("exp", json!(1e300)),
    ] {
        assert_eq!(said(&claims).await, Err(TokenErrorKind::Claim), "{claims}");
    }
    for claims in
        [with("nbf", json!("now")), with("iat", json!([])), with("sub", json!(7)), with("jti", json!({}))]
    {
        assert_eq!(said(&claims).await, Err(TokenErrorKind::Claim), "{claims}");
    }
    let error =
        verifier().check_token(&service_key().sign(&header("a"), &late(75))).await.expect_err("is late");
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
async fn the_issuer_without_its_slash() {
    assert_eq!(said(&with("iss", format!("{ISSUER}/").into())).await, Ok(()));
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
        assert_eq!(said(&with("iss", issuer.clone())).await, Err(TokenErrorKind::Issuer), "{issuer}");
    }
    let two = rules(&noon()).issuer("https://graph.microsoft.com/");
    let verifier = Verifier::new(two, fixed(&[service_key().jwk(Some("a"))]));
    for issuer in ["https://graph.microsoft.com", "https://graph.microsoft.com/", ISSUER] {
        let token = service_key().sign(&header("a"), &with("iss", issuer.into()));
        assert!(verifier.check_token(&token).await.is_ok(), "{issuer}");
    }
    let token = service_key().sign(&header("a"), &with("iss", "https://evil.example".into()));
    assert_eq!(
        verifier.check_token(&token).await.expect_err("another").to_string(),
        format!(
            "the token is issued by \"https://evil.example\", expected \"{ISSUER}\" or \"https://graph.microsoft.com/\""
        )
    );
}

#[tokio::test]
async fn the_audience_one_or_several() {
    for audience in [json!([AUDIENCE]), json!(["x", AUDIENCE]), json!(AUDIENCE.to_uppercase())] {
        assert_eq!(said(&with("aud", audience.clone())).await, Ok(()), "{audience}");
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
        assert_eq!(said(&with("aud", audience.clone())).await, Err(TokenErrorKind::Audience), "{audience}");
    }
    // What is no GUID is compared to the letter, colons and all.
    let with_colon = TokenRules::new(ISSUER, "28:orgid:8AD8AD1C").audience("").clock(now(&noon()));
    let verifier = Verifier::new(with_colon, fixed(&[service_key().jwk(Some("a"))]));
    for (audience, good) in [
        ("28:orgid:8AD8AD1C", true),
        ("28:orgid:8ad8ad1c", false),
        ("8AD8AD1C", false),
        ("28", false),
        ("", false),
    ] {
        let token = service_key().sign(&header("a"), &with("aud", audience.into()));
        assert_eq!(verifier.check_token(&token).await.is_ok(), good, "{audience}");
    }
}

#[tokio::test]
async fn required_claims() {
    let tenant = "72F988BF-86f1-41af-91ab-2d7cd011db47";
    let rules =
        rules(&noon()).require_claim("nbf").expect_claim("tid", [tenant.to_owned(), "common".to_owned()]);
    let verifier = Verifier::new(rules, fixed(&[service_key().jwk(Some("a"))]));
    for (tid, good) in [
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
            Ok(_) => assert!(good, "{tid}"),
            Err(error) => assert!(!good && error.kind() == TokenErrorKind::Claim, "{tid}: {error}"),
        }
    }
    let mut without = with("tid", "common".into());
    without["nbf"] = Value::Null;
    let error =
        verifier.check_token(&service_key().sign(&header("a"), &without)).await.expect_err("lacks one");
    assert_eq!(error.to_string(), "the token has no claim `nbf`");
}

#[tokio::test]
async fn a_required_claim_that_says_nothing_is_refused() {
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
    let error = verifier.check_token(&token).await.expect_err("says nothing");
    assert_eq!(error.to_string(), "the token's claim `tid` is \"[]\", expected a value");
}

#[tokio::test]
async fn a_token_that_lives_too_long_is_refused() {
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
    // Without a start, the time that is left counts, with the leeway of a minute.
    assert_eq!(kind_of(short(), none.clone(), none.clone(), 3660).await, Ok(()));
    assert_eq!(kind_of(short(), none.clone(), none.clone(), 3661).await, refused);
    assert_eq!(kind_of(rules(&noon()), now.clone(), now.clone(), 86_400).await, Ok(()), "no limit is set");

    // The default of a receiver gives way to the rules of its user.
    let token = service_key().sign(&header("a"), &with("exp", (NOON + 7000).into()));
    for (rules, outcome) in [(rules(&noon()), refused), (rules(&noon()).max_lifetime(2 * hour), Ok(()))] {
        let verifier =
            Verifier::new(rules, fixed(&[service_key().jwk(Some("a"))])).default_max_lifetime(hour);
        assert_eq!(verifier.check_token(&token).await.map(drop).map_err(|error| error.kind()), outcome);
    }
    let verifier = Verifier::new(short(), fixed(&[service_key().jwk(Some("a"))]));
    let error = verifier.check_token(&token).await.expect_err("lives too long");
    assert_eq!(error.to_string(), "the token lives 7060 s (expected at most 3600 s)");
}

#[test]
fn a_weak_key_is_left_out_with_a_reason() {
    let modulus = |bits: usize| {
        let mut n = vec![0xFF; bits.div_ceil(8)];
        n[0] >>= n.len() * 8 - bits;
        n
    };
    let (size, exponent) = (
        "its modulus is not an odd number of 2048 to 8192 bits (`n`)",
        "its exponent is not an odd number from 65537 to 2^33 (`e`)",
    );
    let even = [modulus(2040), vec![0xFE]].concat();
    for (n, e, reason) in [
        (modulus(2048), vec![1, 0, 1], None),
        (modulus(2048), vec![0, 1, 0, 1], None),
        (modulus(8192), vec![1, 0xFF, 0xFF, 0xFF, 0xFF], None),
        (modulus(1024), vec![1, 0, 1], Some(size)),
        (modulus(2047), vec![1, 0, 1], Some(size)),
        (modulus(8193), vec![1, 0, 1], Some(size)),
        (even, vec![1, 0, 1], Some(size)),
        (vec![], vec![1, 0, 1], Some(size)),
        (modulus(2048), vec![], Some(exponent)),
        (modulus(2048), vec![0], Some(exponent)),
        (modulus(2048), vec![1], Some(exponent)),
        (modulus(2048), vec![3], Some(exponent)),
        (modulus(2048), vec![0xFF, 0xFF], Some(exponent)),
        (modulus(2048), vec![1, 0, 2], Some(exponent)),
        (modulus(2048), vec![2, 0, 0, 0, 1], Some(exponent)),
        (modulus(2048), vec![1; 9], Some(exponent)),
    ] {
        let key = json!({"kty": "RSA", "kid": "weak", "n": encode(&n), "e": encode(&e)});
        let set = jwks(&[service_key().jwk(Some("a")), key.clone()]);
        let keys = KeySet::from_json(set.as_bytes()).expect("has a key");
        let left_out: Vec<_> = keys.left_out().iter().map(|key| (key.kid.as_deref(), key.reason)).collect();
        assert_eq!(left_out, Vec::from_iter(reason.map(|reason| (Some("weak"), reason))), "{key}");
        assert_eq!(keys.has(Some("weak")), reason.is_none(), "{key}");
        if let Some(reason) = reason {
            let error = KeySet::from_json(jwks(&[key]).as_bytes()).expect_err("has no other key");
            assert!(error.to_string().ends_with(&format!("; \"weak\": {reason}")), "{error}");
        }
    }
}

#[test]
fn a_key_set_is_an_object_of_objects() {
    let key = service_key().jwk(Some("a"));
    let array = json!(["RSA", null, null, null, key["n"], key["e"]]);
    let error = KeySet::from_json(jwks(&[array]).as_bytes()).expect_err("no object");
    assert!(error.to_string().ends_with("; it is not a valid JWK (an object with `kty`)"), "{error}");
    let error = KeySet::from_json(json!([[key]]).to_string().as_bytes()).expect_err("no object");
    assert_eq!(error.to_string(), "the text is not a valid JWK set: expected an object");
}

#[tokio::test]
async fn which_keys_of_a_set_are_used() {
    let jwk = |change: &dyn Fn(&mut Value)| {
        let mut jwk = service_key().jwk(Some("a"));
        change(&mut jwk);
        jwk
    };
    let n = service_key().components().n;
    for (jwk, used) in [
        (jwk(&|_| {}), true),
        (jwk(&|jwk| drop(jwk.as_object_mut().expect("an object").remove("alg"))), true),
        (jwk(&|jwk| drop(jwk.as_object_mut().expect("an object").remove("use"))), true),
        (jwk(&|jwk| jwk["endorsements"] = json!(["msteams"])), true),
        (jwk(&|jwk| jwk["x5c"] = json!(["MIIC"])), true),
        (jwk(&|jwk| jwk["key_ops"] = json!(["verify"])), true),
        // A modulus as a signed number.
        (jwk(&|jwk| jwk["n"] = encode(&[[0].as_slice(), &n].concat()).into()), true),
        (jwk(&|jwk| jwk["use"] = "enc".into()), false),
        (jwk(&|jwk| jwk["use"] = "tls".into()), false),
        (jwk(&|jwk| jwk["key_ops"] = json!(["encrypt"])), false),
        (jwk(&|jwk| jwk["alg"] = "RS512".into()), false),
        (jwk(&|jwk| jwk["alg"] = "RSA-OAEP".into()), false),
        (jwk(&|jwk| jwk["alg"] = "of tomorrow".into()), false),
        (jwk(&|jwk| jwk["kty"] = "EC".into()), false),
        (jwk(&|jwk| jwk["kty"] = "of tomorrow".into()), false),
        (jwk(&|jwk| jwk["n"] = "no base64url!".into()), false),
        (jwk(&|jwk| jwk["n"] = 7.into()), false),
        (jwk(&|jwk| jwk["n"] = encode(&[0xC3; 128]).into()), false),
        (
            json!({"kty": "EC", "kid": "a", "crv": "P-256", "x": encode(&[1; 32]), "y": encode(&[2; 32])}),
            false,
        ),
        (json!("no key"), false),
        (Value::Null, false),
    ] {
        // With one that fits, since a set without any is an error.
        let keys = KeySet::from_json(jwks(&[jwk.clone(), foreign_key().jwk(Some("b"))]).as_bytes())
            .expect("has keys");
        assert_eq!((keys.len(), keys.left_out().len()), if used { (2, 0) } else { (1, 1) }, "{jwk}");
        let verifier = Verifier::new(rules(&noon()), FixedKeys::new(keys));
        let outcome =
            verifier.check_token(&good(service_key(), "a")).await.map(drop).map_err(|error| error.kind());
        assert_eq!(outcome, if used { Ok(()) } else { Err(TokenErrorKind::UnknownKey) }, "{jwk}");
        assert!(verifier.check_token(&good(foreign_key(), "b")).await.is_ok());
    }
    for text in ["", "[]", "{}", r#"{"keys":{}}"#, r#"{"keys":[]}"#, r#"{"keys":[{"kty":"oct","k":"AA"}]}"#] {
        let error = KeySet::from_json(text.as_bytes()).expect_err(text);
        assert!(error.to_string().contains("JWK set"), "{text}: {error}");
    }
}

#[tokio::test]
async fn tokens_and_keys_without_an_id() {
    let nameless = service_key().sign(&json!({"alg": "RS256"}), &claims());
    for (keys, outcome) in [
        (vec![service_key().jwk(None)], Ok(())),
        (vec![service_key().jwk(Some("a"))], Ok(())),
        (vec![service_key().jwk(Some("a")), json!({"kty": "oct", "k": "AA"})], Ok(())),
        (vec![foreign_key().jwk(None)], Err(TokenErrorKind::Signature)),
        (vec![service_key().jwk(None), foreign_key().jwk(None)], Err(TokenErrorKind::UnknownKey)),
        (vec![service_key().jwk(Some("a")), foreign_key().jwk(Some("b"))], Err(TokenErrorKind::UnknownKey)),
    ] {
        let verifier = Verifier::new(rules(&noon()), fixed(&keys));
        let read = verifier.check_token(&nameless).await;
        assert_eq!(read.map(drop).map_err(|error| error.kind()), outcome);
    }
    // A key without an id is not the one that a token names.
    let verifier = Verifier::new(rules(&noon()), fixed(&[service_key().jwk(None)]));
    assert_eq!(kind(&verifier, &good(service_key(), "a")).await, TokenErrorKind::UnknownKey);
    let error =
        crate::support::verifier().check_token(&good(service_key(), "A")).await.expect_err("no such key");
    assert_eq!(error.to_string(), r#"no key "A"; the service has "a""#);
}

#[tokio::test]
async fn two_keys_of_one_id() {
    for keys in [[service_key(), foreign_key()], [foreign_key(), service_key()]] {
        let verifier = Verifier::new(rules(&noon()), fixed(&keys.map(|key| key.jwk(Some("a")))));
        assert!(verifier.check_token(&good(service_key(), "a")).await.is_ok());
        assert!(verifier.check_token(&good(foreign_key(), "a")).await.is_ok());
    }
}

#[tokio::test]
async fn a_check_may_be_made_anywhere() {
    fn is_send<T: Send>(value: T) -> T {
        value
    }
    let (verifier, token) = (verifier(), format!("Bearer {}", good(service_key(), "a")));
    let task = tokio::spawn(async move { is_send(verifier.check(token.as_str())).await.is_ok() });
    assert!(task.await.expect("no panic"));
}

#[tokio::test]
async fn a_claim_that_may_be_nothing_is_refused() {
    // The list of a configuration that somebody left empty.
    let verifier = Verifier::new(
        rules(&noon()).expect_claim("tid", Vec::<String>::new()),
        fixed(&[service_key().jwk(Some("a"))]),
    );
    let token = service_key().sign(&header("a"), &with("tid", "72f988bf".into()));
    let error = verifier.check_token(&token).await.expect_err("no tenant is welcome");
    assert_eq!(error.kind(), TokenErrorKind::Claim);
    assert!(error.to_string().contains("expected no value at all"), "{error}");
}

#[tokio::test]
async fn rules_with_a_blank_issuer_or_audience_accept_no_token_and_say_so() {
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
        // A blank one beside a good one accepts nothing either.
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
