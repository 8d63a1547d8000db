//! The public keys of a service.

use std::error::Error;
use std::fmt;
use std::future::{Future, ready};
use std::pin::Pin;
use std::sync::Arc;

use jsonwebtoken::crypto::aws_lc;
use jsonwebtoken::jwk::{AlgorithmParameters, Jwk, KeyAlgorithm, KeyOperations, PublicKeyUse};
use jsonwebtoken::{Algorithm, DecodingKey, DecodingKeyKind};
use serde::Deserialize;
use serde_json::Value;

/// A future behind a pointer, so that traits which return one can be objects.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Where the keys of a service come from: `FetchedKeys` (feature `fetch`), [`FixedKeys`], or anything else.
pub trait KeySource: Send + Sync + fmt::Debug {
    /// The keys; among them the one with this `kid`, if the service has it.
    ///
    /// A source that caches looks here whether it must look again. It should not do so each time: anybody can
    /// send a token with a `kid` that nobody has.
    fn keys<'a>(&'a self, kid: Option<&'a str>) -> BoxFuture<'a, Result<Arc<KeySet>, KeysError>>;
}

impl<S: KeySource + ?Sized> KeySource for Arc<S> {
    fn keys<'a>(&'a self, kid: Option<&'a str>) -> BoxFuture<'a, Result<Arc<KeySet>, KeysError>> {
        (**self).keys(kid)
    }
}

/// Keys that are known beforehand: for tests, and for receivers without a way out.
#[derive(Clone, Debug)]
pub struct FixedKeys(Arc<KeySet>);

impl FixedKeys {
    /// These keys and no others.
    #[must_use]
    pub fn new(keys: KeySet) -> Self {
        Self(Arc::new(keys))
    }
}

impl KeySource for FixedKeys {
    fn keys<'a>(&'a self, _kid: Option<&'a str>) -> BoxFuture<'a, Result<Arc<KeySet>, KeysError>> {
        Box::pin(ready(Ok(Arc::clone(&self.0))))
    }
}

/// Why keys could not be had.
#[derive(Clone, Debug)]
pub struct KeysError {
    message: String,
    source: Option<Arc<dyn Error + Send + Sync>>,
}

impl KeysError {
    /// An error of a [`KeySource`]. The message stands alone; `source` is for those who look deeper.
    #[must_use]
    pub fn new(message: impl Into<String>, source: Option<Box<dyn Error + Send + Sync>>) -> Self {
        Self { message: message.into(), source: source.map(Arc::from) }
    }
}

impl fmt::Display for KeysError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl Error for KeysError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source.as_deref().map(|source| source as &(dyn Error + 'static))
    }
}

/// The keys of a service that can check RS256 signatures, out of a JWK set (RFC 7517).
///
/// What else is in the set is left out: keys of other types, for encryption (`use: enc`), for another
/// algorithm, shorter than 2048 bits, or broken.
#[derive(Clone)]
pub struct KeySet {
    keys: Vec<Key>,
    left_out: usize,
}

#[derive(Clone)]
struct Key {
    kid: Option<String>,
    key: DecodingKey,
}

/// The shortest modulus that is accepted, in bytes.
const SHORTEST: usize = 2048 / 8;

impl KeySet {
    /// Reads a JWK set.
    ///
    /// # Errors
    ///
    /// A text that is no JWK set, or a set in which no key can check RS256 signatures.
    pub fn from_json(json: &[u8]) -> Result<Self, KeysError> {
        #[derive(Deserialize)]
        struct Set {
            keys: Vec<Value>,
        }
        let set: Set = serde_json::from_slice(json)
            .map_err(|error| KeysError::new(format!("this is no JWK set: {error}"), None))?;
        let all = set.keys.len();
        // One that cannot be read is left out, as RFC 7517 (section 5) says, and does not spoil the others.
        let keys: Vec<_> = set.keys.into_iter().filter_map(Key::read).collect();
        if keys.is_empty() {
            let message = format!("none of the {all} keys in the JWK set can check RS256 signatures");
            return Err(KeysError::new(message, None));
        }
        Ok(Self { left_out: all - keys.len(), keys })
    }

    /// The number of keys.
    #[must_use]
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Whether there are no keys; a set that was read has one at least.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// The number of keys in the JWK set that cannot check RS256 signatures.
    #[must_use]
    pub fn left_out(&self) -> usize {
        self.left_out
    }

    /// Whether there is a key for tokens with this `kid`; see [`Verifier`](crate::Verifier) for those without.
    #[must_use]
    pub fn has(&self, kid: Option<&str>) -> bool {
        self.fitting(kid).next().is_some()
    }

    /// The ids of the keys.
    pub(crate) fn kids(&self) -> impl Iterator<Item = &str> {
        self.keys.iter().filter_map(|key| key.kid.as_deref())
    }

    /// The keys for a `kid`: several, if the set has it twice; for a token without one, the only key there is.
    fn fitting<'k>(&'k self, kid: Option<&'k str>) -> impl Iterator<Item = &'k Key> {
        let only = self.keys.len() == 1;
        self.keys.iter().filter(move |key| match kid {
            Some(kid) => key.kid.as_deref() == Some(kid),
            None => only,
        })
    }

    /// Whether a signature is that of a key for a `kid`.
    pub(crate) fn verify(&self, kid: Option<&str>, signed: &[u8], signature: &Vec<u8>) -> bool {
        // By name: the process-wide provider may be another one, or none where two are compiled in.
        let verifier = aws_lc::DEFAULT_PROVIDER.verifier_factory;
        self.fitting(kid).any(|key| {
            let verifier = verifier(&Algorithm::RS256, &key.key);
            verifier.is_ok_and(|verifier| verifier.verify(signed, signature).is_ok())
        })
    }
}

impl Key {
    fn read(key: Value) -> Option<Self> {
        let key: Jwk = serde_json::from_value(key).ok()?;
        let common = key.common;
        let for_signatures = matches!(common.public_key_use, None | Some(PublicKeyUse::Signature))
            && common.key_operations.is_none_or(|operations| operations.contains(&KeyOperations::Verify))
            && matches!(common.key_algorithm, None | Some(KeyAlgorithm::RS256));
        let AlgorithmParameters::RSA(rsa) = &key.algorithm else { return None };
        let key = DecodingKey::from_rsa_components(&rsa.n, &rsa.e).ok()?;
        let DecodingKeyKind::RsaModulusExponent { n, e } = key.kind() else { return None };
        // Some senders write a zero in front, as in a signed number.
        let zeros = n.iter().take_while(|byte| **byte == 0).count();
        let modulus = &n[zeros..];
        let key = DecodingKey::from_rsa_raw_components(modulus, e);
        (for_signatures && modulus.len() >= SHORTEST).then_some(Self { kid: common.key_id, key })
    }
}

impl fmt::Debug for KeySet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeySet")
            .field("kids", &self.kids().collect::<Vec<_>>())
            .field("len", &self.len())
            .field("left_out", &self.left_out)
            .finish()
    }
}
