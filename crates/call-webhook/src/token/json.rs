//! Decodes structs from JSON objects. serde alone would also accept arrays.

use serde::de::{DeserializeOwned, Error as _};

/// Decodes an object.
pub(super) fn object<T: DeserializeOwned>(json: &[u8]) -> Result<T, serde_json::Error> {
    if json.trim_ascii_start().first() != Some(&b'{') {
        return Err(serde_json::Error::custom("expected an object"));
    }
    serde_json::from_slice(json)
}
