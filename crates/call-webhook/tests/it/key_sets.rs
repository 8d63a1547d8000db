//! The keys in JWK sets, and the selection of the key for a token.

use crate::support::*;
use call_webhook::{FixedKeys, KeySet, TokenErrorKind, Verifier};
use serde_json::{Value, json};
use test_server::tokens::{encode, foreign_key, jwks, service_key};

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
        let keys = KeySet::from_json(set.as_bytes()).expect("a key");
        assert!(!keys.is_empty());
        let left_out: Vec<_> = keys.left_out().iter().map(|key| (key.kid.as_deref(), key.reason)).collect();
        assert_eq!(left_out, Vec::from_iter(reason.map(|reason| (Some("weak"), reason))), "{key}");
        assert_eq!(keys.has(Some("weak")), reason.is_none(), "{key}");
        if let Some(reason) = reason {
            let error = KeySet::from_json(jwks(&[key]).as_bytes()).expect_err("no valid key");
            assert!(error.to_string().ends_with(&format!("; \"weak\": {reason}")), "{error}");
        }
    }
}

#[test]
fn a_key_set_must_be_an_object_with_a_list_of_objects() {
    let key = service_key().jwk(Some("a"));
    let array = json!(["RSA", null, null, null, key["n"], key["e"]]);
    let error = KeySet::from_json(jwks(&[array]).as_bytes()).expect_err("not an object");
    assert!(error.to_string().ends_with("; it is not a valid JWK (an object with `kty`)"), "{error}");
    let error = KeySet::from_json(json!([[key]]).to_string().as_bytes()).expect_err("not an object");
    assert_eq!(error.to_string(), "the text is not a valid JWK set: expected an object");
}

#[tokio::test]
async fn only_keys_for_rs256_signatures_are_used() {
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
        // A modulus with a leading zero, as in a signed number.
        (jwk(&|jwk| jwk["n"] = encode(&[[0].as_slice(), &n].concat()).into()), true),
        (jwk(&|jwk| jwk["use"] = "enc".into()), false),
        (jwk(&|jwk| jwk["use"] = "tls".into()), false),
        (jwk(&|jwk| jwk["key_ops"] = json!(["encrypt"])), false),
        (jwk(&|jwk| jwk["alg"] = "RS512".into()), false),
        (jwk(&|jwk| jwk["alg"] = "RSA-OAEP".into()), false),
        (jwk(&|jwk| jwk["alg"] = "unknown".into()), false),
        (jwk(&|jwk| jwk["kty"] = "EC".into()), false),
        (jwk(&|jwk| jwk["kty"] = "unknown".into()), false),
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
        // A second key is valid, since a set without a valid key is an error.
        let keys = KeySet::from_json(jwks(&[jwk.clone(), foreign_key().jwk(Some("b"))]).as_bytes())
            .expect("a key set");
        assert_eq!((keys.len(), keys.left_out().len()), if used { (2, 0) } else { (1, 1) }, "{jwk}");
        let verifier = Verifier::new(rules(&noon()), FixedKeys::new(keys));
        let outcome =
            verifier.check_token(&valid(service_key(), "a")).await.map(drop).map_err(|error| error.kind());
        assert_eq!(outcome, if used { Ok(()) } else { Err(TokenErrorKind::UnknownKey) }, "{jwk}");
        assert!(verifier.check_token(&valid(foreign_key(), "b")).await.is_ok());
    }
    for text in ["", "[]", "{}", r#"{"keys":{}}"#, r#"{"keys":[]}"#, r#"{"keys":[{"kty":"oct","k":"AA"}]}"#] {
        let error = KeySet::from_json(text.as_bytes()).expect_err(text);
        assert!(error.to_string().contains("JWK set"), "{text}: {error}");
    }
}

#[tokio::test]
async fn a_token_without_a_kid_is_accepted_only_if_there_is_one_key() {
    let without_kid = service_key().sign(&json!({"alg": "RS256"}), &claims());
    for (keys, outcome) in [
        (vec![service_key().jwk(None)], Ok(())),
        (vec![service_key().jwk(Some("a"))], Ok(())),
        (vec![service_key().jwk(Some("a")), json!({"kty": "oct", "k": "AA"})], Ok(())),
        (vec![foreign_key().jwk(None)], Err(TokenErrorKind::Signature)),
        (vec![service_key().jwk(None), foreign_key().jwk(None)], Err(TokenErrorKind::UnknownKey)),
        (vec![service_key().jwk(Some("a")), foreign_key().jwk(Some("b"))], Err(TokenErrorKind::UnknownKey)),
    ] {
        let verifier = Verifier::new(rules(&noon()), fixed(&keys));
        let read = verifier.check_token(&without_kid).await;
        assert_eq!(read.map(drop).map_err(|error| error.kind()), outcome);
    }
    // A key without an id does not match the `kid` of a token.
    let verifier = Verifier::new(rules(&noon()), fixed(&[service_key().jwk(None)]));
    assert_eq!(kind(&verifier, &valid(service_key(), "a")).await, TokenErrorKind::UnknownKey);
    let error =
        crate::support::verifier().check_token(&valid(service_key(), "A")).await.expect_err("an unknown key");
    assert_eq!(error.to_string(), r#"the service has no key "A" (it has "a")"#);
}

#[tokio::test]
async fn two_keys_may_have_the_same_kid() {
    for keys in [[service_key(), foreign_key()], [foreign_key(), service_key()]] {
        let verifier = Verifier::new(rules(&noon()), fixed(&keys.map(|key| key.jwk(Some("a")))));
        assert!(verifier.check_token(&valid(service_key(), "a")).await.is_ok());
        assert!(verifier.check_token(&valid(foreign_key(), "a")).await.is_ok());
    }
}
