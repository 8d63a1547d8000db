//! The public keys of a service.

use std::error::Error;
use std::fmt;
use std::future::{Future, ready};
use std::pin::Pin;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use serde_json::Value;

use super::error::shown;
use super::json;
use super::signature::PublicKey;

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
/// Other keys of the set are [left out](Self::left_out): keys of other types, for encryption (`use: enc`) or for
/// another algorithm, keys that cannot be read, and weak ones. The modulus must have 2048 to 8192 bits, and the
/// exponent must be odd and from 65537 to 2^33 (FIPS 186-5, section 5.1 and appendix A.1.1, with the upper limits
/// of the libraries).
#[derive(Clone)]
pub struct KeySet {
    keys: Vec<Key>,
    left_out: Vec<LeftOutKey>,
}

#[derive(Clone)]
struct Key {
    kid: Option<String>,
    key: PublicKey,
}

/// A key in a JWK set that cannot check RS256 signatures, or is too weak for that.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct LeftOutKey {
    /// The key's id, if it has one.
    pub kid: Option<String>,
    /// Why the key is not used.
    pub reason: &'static str,
}

impl fmt::Display for LeftOutKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kid {
            Some(kid) => write!(f, "{}: {}", shown(kid), self.reason),
            None => f.write_str(self.reason),
        }
    }
}

/// The shortest modulus that is accepted, in bits.
const SHORTEST: usize = 2048;

/// The longest modulus that is accepted, in bits: checking a signature takes time with the square of it.
pub(super) const LONGEST: usize = 8192;

/// The smallest and the largest exponent that are accepted.
const EXPONENTS: std::ops::RangeInclusive<u64> = 65_537..=(1 << 33) - 1;

impl KeySet {
    /// Reads a JWK set.
    ///
    /// # Errors
    ///
    /// A text that is no JWK set, or a set in which no key can check RS256 signatures.
    pub fn from_json(text: &[u8]) -> Result<Self, KeysError> {
        #[derive(Deserialize)]
        struct Set {
            keys: Vec<Value>,
        }
        let set: Set = json::object(text)
            .map_err(|error| KeysError::new(format!("the text is not a valid JWK set: {error}"), None))?;
        let all = set.keys.len();
        // A key that cannot be read is left out, as RFC 7517 (section 5) says, and the others are used.
        let (mut keys, mut left_out) = (Vec::new(), Vec::new());
        for key in set.keys {
            match Key::read(key) {
                Ok(key) => keys.push(key),
                Err(unused) => left_out.push(unused),
            }
        }
        if keys.is_empty() {
            let reasons: Vec<_> = left_out.iter().take(4).map(|unused| format!("; {unused}")).collect();
            let message = format!("none of the {all} keys in the JWK set can check RS256 signatures");
            return Err(KeysError::new(message + &reasons.concat(), None));
        }
        Ok(Self { keys, left_out })
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

    /// The keys in the JWK set that are not used, and why.
    #[must_use]
    pub fn left_out(&self) -> &[LeftOutKey] {
        &self.left_out
    }

    /// Whether there is a key for tokens with this `kid`; see [`Verifier`](crate::Verifier) for those without.
    #[must_use]
    pub fn has(&self, kid: Option<&str>) -> bool {
        self.fitting(kid).next().is_some()
    }

    /// The ids of the keys.
    pub(super) fn kids(&self) -> impl Iterator<Item = &str> {
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
    pub(super) fn verify(&self, kid: Option<&str>, signed: &[u8], signature: &[u8]) -> bool {
        self.fitting(kid).any(|key| key.key.verify(signed, signature))
    }
}

/// The members of a JWK that matter here (RFC 7517, section 4; RFC 7518, section 6.3.1).
#[derive(Deserialize)]
struct Jwk {
    kty: String,
    #[serde(rename = "use")]
    usage: Option<String>,
    key_ops: Option<Vec<String>>,
    alg: Option<String>,
    #[serde(default)]
    n: String,
    #[serde(default)]
    e: String,
}

impl Key {
    fn read(key: Value) -> Result<Self, LeftOutKey> {
        let kid = key.get("kid").and_then(Value::as_str).map(str::to_owned);
        match Jwk::read(key).and_then(|jwk| jwk.public_key()) {
            Ok(key) => Ok(Self { kid, key }),
            Err(reason) => Err(LeftOutKey { kid, reason }),
        }
    }
}

impl Jwk {
    fn read(key: Value) -> Result<Self, &'static str> {
        let object = key.is_object().then_some(key);
        let jwk = object.and_then(|key| serde_json::from_value(key).ok());
        jwk.ok_or("it is not a valid JWK (an object with `kty`)")
    }

    /// The key, if it can and may check RS256 signatures.
    fn public_key(&self) -> Result<PublicKey, &'static str> {
        let allowed = |expected: &str, said: Option<&str>| said.is_none_or(|said| said == expected);
        let operations = self.key_ops.as_deref();
        if self.kty != "RSA" {
            return Err("it is not an RSA key (`kty`)");
        }
        if !allowed("sig", self.usage.as_deref())
            || operations.is_some_and(|all| !all.iter().any(|one| one == "verify"))
        {
            return Err("it is not for checking signatures (`use`, `key_ops`)");
        }
        if !allowed("RS256", self.alg.as_deref()) {
            return Err("it is for another algorithm than RS256 (`alg`)");
        }
        let n = unsigned(&self.n).ok_or("its modulus is not valid base64url (`n`)")?;
        let e = unsigned(&self.e).ok_or("its exponent is not valid base64url (`e`)")?;
        let bits = n.len() * 8 - n.first().map_or(0, |first| first.leading_zeros() as usize);
        if !(SHORTEST..=LONGEST).contains(&bits) || n.last().is_none_or(|last| last % 2 == 0) {
            return Err("its modulus is not an odd number of 2048 to 8192 bits (`n`)");
        }
        let exponent =
            (e.len() <= 8).then(|| e.iter().fold(0, |number, byte| number << 8 | u64::from(*byte)));
        if !exponent.is_some_and(|exponent| EXPONENTS.contains(&exponent) && exponent % 2 == 1) {
            return Err("its exponent is not an odd number from 65537 to 2^33 (`e`)");
        }
        PublicKey::new(&n, &e).ok_or("it is not a valid RSA key")
    }
}

/// A number in base64url, without zeros in front: some senders write one, as in a signed number.
fn unsigned(text: &str) -> Option<Vec<u8>> {
    let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
    let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
    Some(bytes[zeros..].to_vec())
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
