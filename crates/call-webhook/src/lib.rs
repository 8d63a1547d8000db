//! What webhook receivers stand on: the check of the bearer tokens that services send with their events.
//!
//! A [`Verifier`] has [`TokenRules`] (who must have issued a token, and for whom) and a [`KeySource`] (the
//! service's public keys). It takes the value of an `Authorization` header and gives the token's [`Claims`], or
//! a [`TokenError`] that says what was wrong and how to answer:
//!
//! ```
//! # #[cfg(feature = "fetch")]
//! # async fn example(authorization: Option<&str>) -> Result<(), Box<dyn std::error::Error>> {
//! use call_webhook::{FetchOptions, FetchedKeys, TokenRules, Verifier};
//!
//! let rules = TokenRules::new("https://issuer.example", "2f6ac5a8-7a9b-4b1c-9f0e-0a9a3d1b5c11");
//! let configuration = "https://issuer.example/.well-known/openid-configuration";
//! let keys = FetchedKeys::from_configuration(configuration, FetchOptions::new())?;
//! let verifier = Verifier::new(rules, keys); // one for the whole application
//!
//! match verifier.check(authorization).await {
//!     Ok(claims) => println!("from {}", claims.issuer),
//!     Err(error) => println!("{error}; answer {}", error.status()),
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # What is checked
//!
//! In this order, so that nothing is looked up or believed before it must be:
//!
//! 1. size and shape of the token; a header with `crit` is refused (RFC 7515, 4.1.11);
//! 2. the algorithm: RS256, and nothing else, before any key is looked at. `none`, and HS256 with a public key
//!    as its secret, end here;
//! 3. the key, by `kid` alone: a key or an address of keys in the token itself is never looked at. A token
//!    without `kid` passes only if the service has exactly one key;
//! 4. the signature;
//! 5. issuer, audience, `nbf` and `exp` with a [small leeway](TokenRules::leeway), and required claims.
//!
//! No error, `Debug` or trace holds a token.
//!
//! # Features
//!
//! | Feature | On by default | What it does |
//! | --- | --- | --- |
//! | `fetch` | yes | `FetchedKeys`: the keys over HTTP, cached. Without it there is no HTTP client |

mod claims;
mod error;
#[cfg(feature = "fetch")]
mod fetched;
mod jws;
mod keys;
mod rules;
#[cfg(feature = "fetch")]
mod state;
mod verifier;

#[cfg(feature = "fetch")]
pub use call_http;
pub use claims::Claims;
pub use error::{TokenError, TokenErrorKind};
#[cfg(feature = "fetch")]
pub use fetched::{FetchOptions, FetchedKeys};
pub use keys::{BoxFuture, FixedKeys, KeySet, KeySource, KeysError};
pub use rules::TokenRules;
pub use verifier::Verifier;
