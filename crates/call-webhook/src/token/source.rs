//! Sources of keys.

use std::fmt;
use std::future::ready;
use std::sync::Arc;

use futures_core::future::BoxFuture;

use super::error::KeysError;
use super::key_set::KeySet;

/// A source of the keys of a service, such as `FetchedKeys` (feature `fetch`) or [`FixedKeys`].
pub trait KeySource: Send + Sync + fmt::Debug {
    /// Returns the keys, including the key with this `kid` if the service has it.
    ///
    /// A source with a cache may fetch the keys again if the `kid` is unknown. It should limit the frequency of such
    /// fetches, since any sender can put an unknown `kid` into a token.
    fn keys<'a>(&'a self, kid: Option<&'a str>) -> BoxFuture<'a, Result<Arc<KeySet>, KeysError>>;
}

impl<S: KeySource + ?Sized> KeySource for Arc<S> {
    fn keys<'a>(&'a self, kid: Option<&'a str>) -> BoxFuture<'a, Result<Arc<KeySet>, KeysError>> {
        (**self).keys(kid)
    }
}

/// Fixed keys, for tests and for receivers without network access.
#[derive(Clone, Debug)]
pub struct FixedKeys(Arc<KeySet>);

impl FixedKeys {
    /// Creates a source of these keys.
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
