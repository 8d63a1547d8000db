//! Flags: several values of an enum in one string.

use std::fmt;
use std::ops::{Deref, DerefMut};

use serde::{Serialize, Serializer};

use crate::open_enum::OpenEnum;

/// Values of an enum, written as one string of comma-separated names.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Flags<E>(pub Vec<E>);

impl<E: OpenEnum> Flags<E> {
    /// Parses comma-separated names. White space around names and empty names are ignored.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        Self(text.split(',').map(str::trim).filter(|name| !name.is_empty()).map(E::parse).collect())
    }

    /// Returns the comma-separated names.
    #[must_use]
    pub fn to_text(&self) -> String {
        self.0.iter().map(E::as_str).collect::<Vec<_>>().join(",")
    }
}

impl<E: OpenEnum> fmt::Display for Flags<E> {
    /// Formats the comma-separated names.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.to_text())
    }
}

impl<E> Default for Flags<E> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<E> Deref for Flags<E> {
    type Target = Vec<E>;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl<E> DerefMut for Flags<E> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.0
    }
}

impl<E> FromIterator<E> for Flags<E> {
    fn from_iter<I: IntoIterator<Item = E>>(values: I) -> Self {
        Self(values.into_iter().collect())
    }
}

impl<E: OpenEnum> Serialize for Flags<E> {
    fn serialize<S: Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
        output.serialize_str(&self.to_text())
    }
}
