//! The check of bearer tokens.

mod claims;
mod error;
#[cfg(feature = "fetch")]
mod fetched;
mod guid;
mod json;
mod jws;
mod keys;
mod rules;
mod signature;
#[cfg(feature = "fetch")]
mod state;
mod verifier;

pub use claims::Claims;
pub use error::{TokenError, TokenErrorKind};
#[cfg(feature = "fetch")]
pub use fetched::{FetchOptions, FetchedKeys};
pub use guid::is_guid;
pub use keys::{BoxFuture, FixedKeys, KeySet, KeySource, KeysError, LeftOutKey};
pub use rules::TokenRules;
pub use verifier::Verifier;
