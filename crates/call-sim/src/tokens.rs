//! Bearer tokens: the keys of the simulator, and the tokens that it issues and verifies.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{KeyPair as _, RSA_PKCS1_SHA256, RsaKeyPair, RsaPublicKeyComponents};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use futures_util::FutureExt as _;
use graph_calls::token::{Claims, FixedKeys, KeySet, TokenRules, Verifier};
use serde_json::{Value, json};

use crate::clock::Clock;
use crate::start_error::StartError;

/// The number of retired keys that remain in the key set.
const RETIRED_KEYS: usize = 2;

/// The key pairs of this process, by their numbers. Generating one takes up to a second in a debug build, so the
/// simulators of a process share them.
static PAIRS: Mutex<Vec<Arc<RsaKeyPair>>> = Mutex::new(Vec::new());

/// A signing key and its id.
struct SigningKey {
    kid: String,
    pair: Arc<RsaKeyPair>,
}

impl SigningKey {
    /// Returns the key with a number, and generates it if no simulator of this process has used it.
    fn get(number: usize) -> Result<Self, StartError> {
        let mut pairs = PAIRS.lock().unwrap_or_else(PoisonError::into_inner);
        while pairs.len() <= number {
            pairs.push(Arc::new(RsaKeyPair::generate(KeySize::Rsa2048).map_err(|_| StartError::key())?));
        }
        Ok(Self { kid: format!("call-sim-{number}"), pair: pairs[number].clone() })
    }

    fn jwk(&self) -> Value {
        let key = RsaPublicKeyComponents::<Vec<u8>>::from(self.pair.public_key());
        json!({
            "kty": "RSA", "use": "sig", "alg": "RS256", "kid": self.kid,
            "n": URL_SAFE_NO_PAD.encode(key.n), "e": URL_SAFE_NO_PAD.encode(key.e),
        })
    }

    fn sign(&self, kid: &str, claims: &Value) -> String {
        let header = json!({"alg": "RS256", "typ": "JWT", "kid": kid});
        let encode = |part: &Value| URL_SAFE_NO_PAD.encode(part.to_string());
        let signed = format!("{}.{}", encode(&header), encode(claims));
        let mut signature = vec![0; self.pair.public_modulus_len()];
        match self.pair.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), signed.as_bytes(), &mut signature) {
            Ok(()) => format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature)),
            // Signing fails only if the system has no random numbers. Receivers refuse the token.
            Err(_) => format!("{signed}."),
        }
    }
}

/// A defect of a token, as an injected fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Defect {
    /// It expired an hour ago.
    Expired,
    /// Its `kid` is not in the key set.
    UnknownKid,
    /// Its signature was made with another key.
    Signature,
    /// It was issued for another audience.
    Audience,
}

/// The keys of the simulator. One set serves all issuers.
pub(crate) struct Tokens {
    /// The number of the current key.
    current: usize,
    /// The current key is the last one.
    keys: Vec<SigningKey>,
    /// A key that is in no key set.
    foreign: SigningKey,
}

impl Tokens {
    /// Returns the first keys.
    pub(crate) fn new() -> Result<Self, StartError> {
        let foreign = SigningKey::get(0)?;
        Ok(Self { current: 1, keys: vec![SigningKey::get(1)?], foreign })
    }

    /// Returns the key set as JSON.
    pub(crate) fn key_set(&self) -> String {
        let keys: Vec<_> = self.keys.iter().map(SigningKey::jwk).collect();
        json!({ "keys": keys }).to_string()
    }

    /// Rotates the keys: later tokens are signed with a new key. The key set keeps some of the previous keys.
    pub(crate) fn rotate(&mut self) -> Result<(), StartError> {
        self.current += 1;
        self.keys.push(SigningKey::get(self.current)?);
        if self.keys.len() > RETIRED_KEYS + 1 {
            self.keys.remove(0);
        }
        Ok(())
    }

    /// Issues a token with additional claims. `iat`, `nbf`, `exp` and `jti` are added.
    pub(crate) fn issue(
        &self,
        issuer: &str,
        audience: &str,
        lifetime: Duration,
        jti: &str,
        claims: Value,
        defect: Option<Defect>,
    ) -> String {
        let now = seconds(Clock::system());
        let issued =
            if defect == Some(Defect::Expired) { now.saturating_sub(3600 + lifetime.as_secs()) } else { now };
        let audience = if defect == Some(Defect::Audience) { "another-audience" } else { audience };
        let mut all = json!({
            "iss": issuer, "aud": audience, "iat": issued, "nbf": issued,
            "exp": issued + lifetime.as_secs(), "jti": jti,
        });
        if let (Value::Object(all), Value::Object(claims)) = (&mut all, claims) {
            all.extend(claims);
        }
        // There is always a current key: `rotate` removes a key only if there are more.
        let key = self.keys.last().unwrap_or(&self.foreign);
        match defect {
            Some(Defect::UnknownKid) => self.foreign.sign(&self.foreign.kid, &all),
            Some(Defect::Signature) => self.foreign.sign(&key.kid, &all),
            _ => key.sign(&key.kid, &all),
        }
    }

    /// Verifies the value of an `Authorization` header with the keys of the simulator.
    ///
    /// # Errors
    ///
    /// The token is missing or invalid. The error is a message for the response.
    pub(crate) fn verify(&self, rules: TokenRules, authorization: &str) -> Result<Claims, String> {
        let keys = KeySet::from_json(self.key_set().as_bytes()).map_err(|error| error.to_string())?;
        let verifier = Verifier::new(rules, FixedKeys::new(keys));
        match verifier.check(authorization).now_or_never() {
            Some(checked) => checked.map_err(|error| error.to_string()),
            // Fixed keys are available without waiting.
            None => Err("the keys are not available".to_owned()),
        }
    }
}

impl std::fmt::Debug for Tokens {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.keys.iter().map(|key| &key.kid)).finish()
    }
}

fn seconds(time: SystemTime) -> u64 {
    time.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}
