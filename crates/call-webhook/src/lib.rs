//! The foundation of the webhook receivers: checks of requests, including bearer tokens, and responses.
//!
//! The receivers of the services (`acs_calling::events::Receiver`, `graph_calls::notification::Receiver`) use these
//! types. They check each request before decoding its body.
//!
//! * [`Guard`]: checks a request. The error is a [`Refused`], with the response and the reason.
//! * [`Answer`]: a response, for any HTTP server.
//! * [`Headers`]: the headers of a request, from any HTTP server.
//! * [`Limits`]: the largest size of a request.
//! * [`not_json`]: describes a body that is not JSON, for messages.
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
//! A `Verifier` (feature `token`) checks the value of an `Authorization` header by its `TokenRules` (such as the
//! expected issuer and audience) and a `KeySource` (the public keys of the service). It returns the `Claims` of the
//! token, or a `TokenError` with the reason and the status of the response:
//!
//! ```
//! # #[cfg(all(feature = "fetch", feature = "token"))]
//! # async fn example(authorization: Option<&str>) -> Result<(), Box<dyn std::error::Error>> {
//! use call_webhook::{FetchOptions, FetchedKeys, TokenRules, Verifier};
//!
//! let rules = TokenRules::new("https://issuer.example", "2f6ac5a8-7a9b-4b1c-9f0e-0a9a3d1b5c11");
//! let configuration = "https://issuer.example/.well-known/openid-configuration";
//! let keys = FetchedKeys::from_configuration(configuration, FetchOptions::new())?;
//! let verifier = Verifier::new(rules, keys); // create one for the whole application
//!
//! match verifier.check(authorization).await {
//!     Ok(claims) => println!("from {}", claims.issuer),
//!     Err(error) => println!("{error}; respond with {}", error.status()),
//! }
//! # Ok(())
//! # }
//! ```
//!
//! The checks, in this order:
//!
//! 1. The size and the format of the token. A header with `crit` is refused (RFC 7515, section 4.1.11).
//! 2. The algorithm. Only RS256 is accepted. Others are refused before a key is used, including `none`, and HS256 with
//!    a public key as the secret.
//! 3. The key, selected by its `kid`. Keys and key URLs in the token are ignored. A token without a `kid` is accepted
//!    only if the service has exactly one key.
//! 4. The signature.
//! 5. The issuer, the audience, `nbf` and `exp` with a leeway, the lifetime if the rules limit it, and the required
//!    claims.
//!
//! No error, `Debug` or trace contains a token.
//!
//! # Features
//!
//! | Feature | Default | Effect |
//! | --- | --- | --- |
//! | `token` | yes | checks of bearer tokens, in pure Rust: builds without a C compiler and for wasm32 |
//! | `fetch` | yes | with `token`: `FetchedKeys`, which fetches keys over HTTP. Without it, there is no HTTP client |
//! | `aws-lc` | no | checks signatures with AWS-LC: about ten times faster, but requires a C compiler |
//! | `http` | no | `Headers` for `http::HeaderMap`, and `http::Response` from [`Answer`] |
//!
//! Without features, the crate has no dependencies.

mod answer;
mod encoding;
mod guard;
mod headers;
#[cfg(feature = "http")]
mod http;
mod limits;
mod media;
mod not_json;
mod refused;
mod secret;
mod text;
#[cfg(feature = "token")]
mod token;

pub use answer::Answer;
#[cfg(feature = "fetch")]
pub use call_http;
pub use guard::Guard;
pub use headers::Headers;
pub use limits::Limits;
pub use not_json::not_json;
pub use refused::Refused;
pub use secret::{Secret, WeakSecret};
#[cfg(feature = "token")]
pub use token::*;
