//! Own keys, and tokens of every kind signed with them.
#![allow(dead_code, reason = "each test file uses a part")]

use std::sync::{Arc, OnceLock};
use std::time::SystemTime;

use aws_lc_rs::encoding::{AsDer, PublicKeyX509Der};
use aws_lc_rs::hmac;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{KeyPair as _, RSA_PKCS1_SHA256, RsaKeyPair, RsaPublicKeyComponents};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use call_http::Clock;
use call_webhook::{FixedKeys, KeySet, TokenRules, Verifier};
use loopback::FakeClock;
use serde_json::{Value, json};

pub const ISSUER: &str = "https://acscallautomation.communication.azure.com";
pub const AUDIENCE: &str = "2f6ac5a8-7a9b-4b1c-9f0e-0a9a3d1b5c11";
/// 12:00:00 on Nov 20, 2026.
pub const NOON: u64 = 20_777 * 86_400 + 12 * 3600;

/// An RSA key of our own.
pub struct Key(RsaKeyPair);

impl Key {
    fn make() -> Self {
        Self(RsaKeyPair::generate(KeySize::Rsa2048).expect("there is randomness"))
    }

    /// Its public half.
    pub fn components(&self) -> RsaPublicKeyComponents<Vec<u8>> {
        self.0.public_key().into()
    }

    pub fn der(&self) -> Vec<u8> {
        let der: PublicKeyX509Der<'_> = self.0.public_key().as_der().expect("has a form");
        der.as_ref().to_vec()
    }

    pub fn pem(&self) -> String {
        format!("-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n", STANDARD.encode(self.der()))
    }

    /// Its public half as a JWK.
    pub fn jwk(&self, kid: Option<&str>) -> Value {
        let key = self.components();
        let mut jwk =
            json!({"kty": "RSA", "use": "sig", "alg": "RS256", "n": encode(&key.n), "e": encode(&key.e)});
        if let Some(kid) = kid {
            jwk["kid"] = kid.into();
        }
        jwk
    }

    /// A token with this header and payload.
    pub fn sign(&self, header: &Value, claims: &Value) -> String {
        self.sign_text(header, &claims.to_string())
    }

    /// A token with this header, and a payload that need not be JSON.
    pub fn sign_text(&self, header: &Value, payload: &str) -> String {
        let signed = format!("{}.{}", encode(header.to_string().as_bytes()), encode(payload.as_bytes()));
        let mut signature = vec![0; self.0.public_modulus_len()];
        let random = SystemRandom::new();
        self.0.sign(&RSA_PKCS1_SHA256, &random, signed.as_bytes(), &mut signature).expect("signs");
        format!("{signed}.{}", encode(&signature))
    }

    /// A token with this `kid`, good at noon.
    pub fn token(&self, kid: &str) -> String {
        self.sign(&header(kid), &claims())
    }
}

pub fn encode(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

pub fn unsigned(header: &Value, claims: &Value) -> String {
    format!("{}.{}", encode(header.to_string().as_bytes()), encode(claims.to_string().as_bytes()))
}

/// A token signed by HS256 with any bytes as the secret.
pub fn hs256(secret: &[u8], kid: &str) -> String {
    let signed = unsigned(&json!({"alg": "HS256", "typ": "JWT", "kid": kid}), &claims());
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret);
    format!("{signed}.{}", encode(hmac::sign(&key, signed.as_bytes()).as_ref()))
}

/// The service's key, made once.
pub fn ours() -> &'static Key {
    static KEY: OnceLock<Key> = OnceLock::new();
    KEY.get_or_init(Key::make)
}

/// Somebody else's.
pub fn theirs() -> &'static Key {
    static KEY: OnceLock<Key> = OnceLock::new();
    KEY.get_or_init(Key::make)
}

pub fn header(kid: &str) -> Value {
    json!({"alg": "RS256", "typ": "JWT", "kid": kid})
}

/// Claims that are good at noon: five minutes, as on callbacks.
pub fn claims() -> Value {
    json!({"iss": ISSUER, "aud": AUDIENCE, "exp": NOON + 240, "nbf": NOON - 60, "iat": NOON - 60, "jti": "1"})
}

/// The good claims with one of them changed, or taken out by null.
pub fn with(name: &str, value: Value) -> Value {
    let mut claims = claims();
    claims[name] = value;
    claims
}

pub fn set(keys: &[Value]) -> String {
    json!({ "keys": keys }).to_string()
}

pub fn fixed(keys: &[Value]) -> FixedKeys {
    FixedKeys::new(KeySet::from_json(set(keys).as_bytes()).expect("has keys"))
}

pub fn rules(clock: &Arc<FakeClock>) -> TokenRules {
    TokenRules::new(ISSUER, AUDIENCE).clock(now(clock))
}

pub fn now(clock: &Arc<FakeClock>) -> impl Fn() -> SystemTime + Send + Sync + 'static {
    let clock = Arc::clone(clock);
    move || clock.now()
}

pub fn noon() -> Arc<FakeClock> {
    FakeClock::at("12:00:00")
}

/// A check at noon by the usual rules, with our key under the id `a`.
pub fn verifier() -> Verifier {
    Verifier::new(rules(&noon()), fixed(&[ours().jwk(Some("a"))]))
}
