//! The public keys of a service.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use serde_json::Value;

use super::error::KeysError;
use super::json;
use super::signature::PublicKey;
use crate::text::quoted;

/// The keys in a JWK set (RFC 7517) that can check RS256 signatures.
///
/// Other keys are [left out](Self::left_out): keys of other types, keys for encryption (`use: enc`) or for another
/// algorithm, malformed keys and weak keys. The modulus must have 2048 to 8192 bits, and the exponent must be odd and
/// between 65537 and 2^33 (FIPS 186-5, section 5.1 and appendix A.1.1, with the upper limits of the libraries).
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

/// A key in a JWK set that cannot check RS256 signatures, or is too weak.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct LeftOutKey {
    /// The id of the key, if it has one.
    pub kid: Option<String>,
    /// The reason why the key is not used.
    pub reason: &'static str,
}

impl fmt::Display for LeftOutKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kid {
            Some(kid) => write!(f, "{}: {}", quoted(kid), self.reason),
            None => f.write_str(self.reason),
        }
    }
}

/// The shortest accepted modulus, in bits.
const SHORTEST_MODULUS: usize = 2048;

/// The longest accepted modulus, in bits. The time for checking a signature grows with its square.
const LONGEST_MODULUS: usize = 8192;

/// The accepted exponents.
const EXPONENTS: std::ops::RangeInclusive<u64> = 65_537..=(1 << 33) - 1;

impl KeySet {
    /// Parses a JWK set.
    ///
    /// # Errors
    ///
    /// The text is not a JWK set, or no key in the set can check RS256 signatures.
    pub fn from_json(text: &[u8]) -> Result<Self, KeysError> {
        #[derive(Deserialize)]
        struct Set {
            keys: Vec<Value>,
        }
        let set: Set = json::object(text)
            .map_err(|error| KeysError::new(format!("the text is not a valid JWK set: {error}"), None))?;
        let all = set.keys.len();
        // RFC 7517, section 5: a key that cannot be used is ignored.
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

    /// Returns the number of keys.
    #[must_use]
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Returns `true` if the set has no keys. A set from [`from_json`](Self::from_json) has at least one.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// Returns the unused keys of the JWK set, with the reasons.
    #[must_use]
    pub fn left_out(&self) -> &[LeftOutKey] {
        &self.left_out
    }

    /// Returns `true` if the set has a key for tokens with this `kid`. A token without a `kid` is accepted only if the
    /// set has exactly one key.
    #[must_use]
    pub fn has(&self, kid: Option<&str>) -> bool {
        self.candidates(kid).next().is_some()
    }

    /// Returns the ids of the keys.
    pub(super) fn kids(&self) -> impl Iterator<Item = &str> {
        self.keys.iter().filter_map(|key| key.kid.as_deref())
    }

    /// Returns the keys with a `kid`. Several keys may have the same `kid`. For `None`, returns the key of a set with
    /// exactly one key.
    fn candidates<'k>(&'k self, kid: Option<&'k str>) -> impl Iterator<Item = &'k Key> {
        let only = self.keys.len() == 1;
        self.keys.iter().filter(move |key| match kid {
            Some(kid) => key.kid.as_deref() == Some(kid),
            None => only,
        })
    }

    /// Returns `true` if a signature was made with one of the keys for a `kid`.
    pub(super) fn verify(&self, kid: Option<&str>, signed: &[u8], signature: &[u8]) -> bool {
        self.candidates(kid).any(|key| key.key.verify(signed, signature))
    }
}

/// The members of a JWK that are used (RFC 7517, section 4; RFC 7518, section 6.3.1).
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

    /// Returns the key, if it is suitable and allowed for checking RS256 signatures.
    fn public_key(&self) -> Result<PublicKey, &'static str> {
        let allowed = |expected: &str, value: Option<&str>| value.is_none_or(|value| value == expected);
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
            return Err("it is for an algorithm other than RS256 (`alg`)");
        }
        let n = unsigned(&self.n).ok_or("its modulus is not valid base64url (`n`)")?;
        let e = unsigned(&self.e).ok_or("its exponent is not valid base64url (`e`)")?;
        let bits = n.len() * 8 - n.first().map_or(0, |first| first.leading_zeros() as usize);
        if !(SHORTEST_MODULUS..=LONGEST_MODULUS).contains(&bits) || n.last().is_none_or(|last| last % 2 == 0)
        {
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

/// Decodes a number in base64url. Leading zeros are removed. Some services write them, as in a signed number.
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
