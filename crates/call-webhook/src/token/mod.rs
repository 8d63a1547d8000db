//! The check of bearer tokens.

mod claim_rule;
mod claims;
mod error;
#[cfg(feature = "fetch")]
mod fetch;
mod guid;
mod json;
mod jws;
mod key_set;
mod rules;
mod signature;
mod source;
mod verifier;

pub use claims::Claims;
pub use error::{KeysError, TokenError, TokenErrorKind};
#[cfg(feature = "fetch")]
pub use fetch::{FetchOptions, FetchedKeys};
pub use futures_core::future::BoxFuture;
pub use guid::is_guid;
pub use key_set::{KeySet, LeftOutKey};
pub use rules::TokenRules;
pub use source::{FixedKeys, KeySource};
pub use verifier::Verifier;
