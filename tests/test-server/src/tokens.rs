//! Bearer tokens, valid and invalid, signed with generated keys.

use std::sync::OnceLock;

use aws_lc_rs::encoding::{AsDer as _, PublicKeyX509Der};
use aws_lc_rs::hmac;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{KeyPair as _, RSA_PKCS1_SHA256, RsaKeyPair, RsaPublicKeyComponents};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Value, json};

/// An RSA key pair.
pub struct Key(RsaKeyPair);

/// Returns the key pair of the service. It is generated once.
pub fn service_key() -> &'static Key {
    static KEY: OnceLock<Key> = OnceLock::new();
    KEY.get_or_init(Key::generate)
}

/// Returns another key pair, unknown to the service. It is generated once.
pub fn foreign_key() -> &'static Key {
    static KEY: OnceLock<Key> = OnceLock::new();
    KEY.get_or_init(Key::generate)
}

impl Key {
    fn generate() -> Self {
        Self(RsaKeyPair::generate(KeySize::Rsa2048).expect("a key pair"))
    }

    /// Returns the modulus and the exponent.
    pub fn components(&self) -> RsaPublicKeyComponents<Vec<u8>> {
        self.0.public_key().into()
    }

    /// Returns the public key in DER (X.509).
    pub fn der(&self) -> Vec<u8> {
        let der: PublicKeyX509Der<'_> = self.0.public_key().as_der().expect("DER");
        der.as_ref().to_vec()
    }

    /// Returns the public key in PEM.
    pub fn pem(&self) -> String {
        format!("-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n", STANDARD.encode(self.der()))
    }

    /// Returns the public key as a JWK.
    pub fn jwk(&self, kid: Option<&str>) -> Value {
        let key = self.components();
        let (n, e) = (encode(&key.n), encode(&key.e));
        let mut jwk = json!({"kty": "RSA", "use": "sig", "alg": "RS256", "n": n, "e": e});
        if let Some(kid) = kid {
            jwk["kid"] = kid.into();
        }
        jwk
    }

    /// Signs a token with RS256. The `alg` of the header may name another algorithm.
    pub fn sign(&self, header: &Value, claims: &Value) -> String {
        self.sign_text(header, &claims.to_string())
    }

    /// Signs a token with any payload, even if it is not JSON.
    pub fn sign_text(&self, header: &Value, payload: &str) -> String {
        let signed = unsigned(header, payload);
        let mut signature = vec![0; self.0.public_modulus_len()];
        let random = SystemRandom::new();
        self.0.sign(&RSA_PKCS1_SHA256, &random, signed.as_bytes(), &mut signature).expect("a signature");
        format!("{signed}.{}", encode(&signature))
    }
}

/// Returns the header of a token with this `kid`.
pub fn header(kid: &str) -> Value {
    json!({"alg": "RS256", "typ": "JWT", "kid": kid})
}

/// Returns the header and the payload of a token, without a signature.
pub fn unsigned(header: &Value, payload: &str) -> String {
    format!("{}.{}", encode(header.to_string().as_bytes()), encode(payload.as_bytes()))
}

/// Returns a token signed with HS256.
pub fn hs256(secret: &[u8], kid: &str, claims: &Value) -> String {
    let header = json!({"alg": "HS256", "typ": "JWT", "kid": kid});
    let signed = unsigned(&header, &claims.to_string());
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret);
    format!("{signed}.{}", encode(hmac::sign(&key, signed.as_bytes()).as_ref()))
}

/// Returns a JWK set.
pub fn jwks(keys: &[Value]) -> String {
    json!({ "keys": keys }).to_string()
}

/// Encodes bytes in base64url.
pub fn encode(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}
