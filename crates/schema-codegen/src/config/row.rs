//! A row of a configuration file, which knows its place.

use std::ops::Deref;

use serde::{Deserialize, Deserializer};
use toml::Spanned;

/// A value in a configuration file, with its place for diagnostics.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row<T> {
    value: T,
    offset: usize,
}

impl<T> Row<T> {
    /// Returns the byte offset in the file.
    #[must_use]
    pub fn offset(&self) -> usize {
        self.offset
    }
}

impl<T> From<T> for Row<T> {
    fn from(value: T) -> Self {
        Self { value, offset: 0 }
    }
}

impl<T> Deref for Row<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Row<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let spanned = Spanned::<T>::deserialize(deserializer)?;
        Ok(Self { offset: spanned.span().start, value: spanned.into_inner() })
    }
}
