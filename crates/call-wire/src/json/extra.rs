//! What the typed members of an object do not say about the wire.

use std::{borrow::Cow, fmt};

use serde_json::Value;

/// What an object's typed members do not say about the wire: unknown members, known members sent as null, and
/// the original spelling of a known member where it is not the canonical one.
///
/// A kept spelling is written again as long as it means the member's value; a changed member is written as it
/// is now. An explicit null is written as long as the member stays `None`. To send one (in a PATCH, absent and
/// null differ), insert it:
///
/// ```
/// let mut extra = call_wire::json::Extra::default();
/// extra.insert("subject", serde_json::Value::Null);
/// assert!(extra.is_null("subject"));
/// ```
#[derive(Clone, Default)]
pub struct Extra(Vec<(Cow<'static, str>, Value)>);

impl Extra {
    /// Whether there is nothing here.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The number of entries.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// The raw value kept under a member's name on the wire.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value)
    }

    /// Whether the member came, or is to be sent, as an explicit null.
    #[must_use]
    pub fn is_null(&self, name: &str) -> bool {
        self.get(name).is_some_and(Value::is_null)
    }

    /// Keeps a raw value under a member's name, and returns the one it replaces.
    pub fn insert(&mut self, name: impl Into<Cow<'static, str>>, value: impl Into<Value>) -> Option<Value> {
        let (name, value) = (name.into(), value.into());
        match self.0.iter_mut().find(|(key, _)| *key == name) {
            Some((_, old)) => Some(std::mem::replace(old, value)),
            None => {
                self.0.push((name, value));
                None
            }
        }
    }

    /// Takes out what is kept under a member's name.
    pub fn remove(&mut self, name: &str) -> Option<Value> {
        let index = self.0.iter().position(|(key, _)| key == name)?;
        Some(self.0.remove(index).1)
    }

    /// The entries, in the order they came.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0.iter().map(|(name, value)| (name.as_ref(), value))
    }
}

impl PartialEq for Extra {
    /// Equal if the same names hold the same values; the order does not count.
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().all(|(name, value)| other.get(name) == Some(value))
    }
}

impl fmt::Debug for Extra {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.redacted(&[]).fmt(f)
    }
}

impl Extra {
    /// For `Debug`, with the values of some names left out.
    pub(crate) fn redacted<'e>(&'e self, secrets: &'e [&'e str]) -> impl fmt::Debug + 'e {
        fmt::from_fn(move |f| {
            let mut map = f.debug_map();
            for (name, value) in self.iter() {
                if secrets.contains(&name) && !value.is_null() {
                    map.entry(&format_args!("{name}"), &format_args!("[redacted]"));
                } else {
                    map.entry(&format_args!("{name}"), &format_args!("{value}"));
                }
            }
            map.finish()
        })
    }
}
