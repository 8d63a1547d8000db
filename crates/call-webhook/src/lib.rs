//! What webhook receivers stand on: who may send, how large and of which form a request may be, and the answer to
//! give.
//!
//! The receivers of a service (`acs_calling::events::Receiver`, `graph_calls::notification::Receiver`) are made of
//! these parts, and cannot read a body before it is checked:
//!
//! * [`Guard`]: the check of a request. It refuses one with a [`Refused`], which carries the answer and the reason.
//! * [`Answer`]: a response, for any HTTP server.
//! * [`Headers`]: the headers of a request, from any HTTP server.
//! * [`Limits`]: how much of a request is read.
//! * [`not_json`]: what a body is that is not JSON, for messages.
//!
//! ```
//! use call_webhook::{Guard, Limits, Secret};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let guard = Guard::secret(Secret::new("8Zb2Y3mUwq0-Kfh6xN4c")?).with_limits(Limits::default().max_body(1 << 20));
//! let headers = [("Content-Type", "application/json; charset=utf-16")];
//! let refused = guard.body(&headers, b"{}").expect_err("not UTF-8");
//! assert_eq!(refused.answer().status, 415);
//! assert_eq!(refused.to_string(), "the charset \"utf-16\" is not supported (expected utf-8)");
//! # Ok(())
//! # }
//! ```
//!
//! # Tokens
//!
//! A `Verifier` (feature `token`) has `TokenRules` (who must have issued a token, and for whom) and a `KeySource`
//! (the service's public keys). It takes the value of an `Authorization` header and gives the token's `Claims`, or a
//! `TokenError` that says what was wrong and how to answer:
//!
//! ```
//! # #[cfg(all(feature = "fetch", feature = "token"))]
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
//! What is checked, in this order, so that nothing is looked up or believed before it must be:
//!
//! 1. size and shape of the token; a header with `crit` is refused (RFC 7515, 4.1.11);
//! 2. the algorithm: RS256, and nothing else, before any key is looked at. `none`, and HS256 with a public key
//!    as its secret, end here;
//! 3. the key, by `kid` alone: a key or an address of keys in the token itself is never looked at. A token
//!    without `kid` passes only if the service has exactly one key;
//! 4. the signature;
//! 5. issuer, audience, `nbf` and `exp` with a small leeway, the lifetime if it is limited, and required claims.
//!
//! No error, `Debug` or trace contains a token.
//!
//! # Features
//!
//! | Feature | On by default | What it does |
//! | --- | --- | --- |
//! | `token` | yes | the check of bearer tokens, in pure Rust: builds without a C compiler, and for wasm32 |
//! | `fetch` | yes | with `token`: `FetchedKeys`, the keys over HTTP, cached. Without it there is no HTTP client |
//! | `aws-lc` | no | checks signatures with AWS-LC: about ten times faster, and needs a C compiler |
//! | `http` | no | `Headers` for `http::HeaderMap`, and `http::Response` from [`Answer`] |
//!
//! Without features the crate has no dependencies.

mod answer;
mod encoding;
mod found;
mod guard;
mod headers;
#[cfg(feature = "http")]
mod http;
mod limits;
mod media;
mod refused;
mod secret;
mod text;
#[cfg(feature = "token")]
mod token;

pub use answer::Answer;
#[cfg(feature = "fetch")]
pub use call_http;
pub use found::not_json;
pub use guard::Guard;
pub use headers::Headers;
pub use limits::Limits;
pub use refused::Refused;
pub use secret::{Secret, WeakSecret};
#[cfg(feature = "token")]
pub use token::*;
