//! Bearer tokens of every kind, signed with keys that are made for the test.

use std::sync::OnceLock;

use aws_lc_rs::encoding::{AsDer as _, PublicKeyX509Der};
use aws_lc_rs::hmac;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{KeyPair as _, RSA_PKCS1_SHA256, RsaKeyPair, RsaPublicKeyComponents};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Value, json};

/// An RSA key.
pub struct Key(RsaKeyPair);

/// The key of the service, made once.
pub fn ours() -> &'static Key {
    static KEY: OnceLock<Key> = OnceLock::new();
    KEY.get_or_init(Key::make)
}

/// A key of somebody else, made once.
pub fn theirs() -> &'static Key {
    static KEY: OnceLock<Key> = OnceLock::new();
    KEY.get_or_init(Key::make)
}

impl Key {
    fn make() -> Self {
        Self(RsaKeyPair::generate(KeySize::Rsa2048).expect("there is randomness"))
    }

    /// Modulus and exponent.
    pub fn components(&self) -> RsaPublicKeyComponents<Vec<u8>> {
        self.0.public_key().into()
    }

    /// The public half in DER (X.509).
    pub fn der(&self) -> Vec<u8> {
        let der: PublicKeyX509Der<'_> = self.0.public_key().as_der().expect("has a form");
        der.as_ref().to_vec()
    }

    /// The public half in PEM.
    pub fn pem(&self) -> String {
        format!("-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n", STANDARD.encode(self.der()))
    }

    /// The public half as a JWK.
    pub fn jwk(&self, kid: Option<&str>) -> Value {
        let key = self.components();
        let (n, e) = (encode(&key.n), encode(&key.e));
        let mut jwk = json!({"kty": "RSA", "use": "sig", "alg": "RS256", "n": n, "e": e});
        if let Some(kid) = kid {
            jwk["kid"] = kid.into();
        }
        jwk
    }

    /// A token signed by RS256, whatever its header says.
    pub fn sign(&self, header: &Value, claims: &Value) -> String {
        self.sign_text(header, &claims.to_string())
    }

    /// The same with a payload that need not be JSON.
    pub fn sign_text(&self, header: &Value, payload: &str) -> String {
        let signed = unsigned(header, payload);
        let mut signature = vec![0; self.0.public_modulus_len()];
        let random = SystemRandom::new();
        self.0.sign(&RSA_PKCS1_SHA256, &random, signed.as_bytes(), &mut signature).expect("signs");
        format!("{signed}.{}", encode(&signature))
    }
}

/// The header of a token that names a key.
pub fn header(kid: &str) -> Value {
    json!({"alg": "RS256", "typ": "JWT", "kid": kid})
}

/// Header and payload of a token, without the signature.
pub fn unsigned(header: &Value, payload: &str) -> String {
    format!("{}.{}", encode(header.to_string().as_bytes()), encode(payload.as_bytes()))
}

/// A token signed by HS256, with any bytes as the secret.
pub fn hs256(secret: &[u8], kid: &str, claims: &Value) -> String {
    let header = json!({"alg": "HS256", "typ": "JWT", "kid": kid});
    let signed = unsigned(&header, &claims.to_string());
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret);
    format!("{signed}.{}", encode(hmac::sign(&key, signed.as_bytes()).as_ref()))
}

/// A JWK set.
pub fn jwks(keys: &[Value]) -> String {
    json!({ "keys": keys }).to_string()
}

/// base64url.
pub fn encode(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}
