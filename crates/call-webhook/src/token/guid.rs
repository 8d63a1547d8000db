//! GUIDs.

use uuid::fmt::Hyphenated;

/// Returns `true` if a text is a GUID with hyphens, such as `2f6ac5a8-7a9b-4b1c-9f0e-0a9a3d1b5c11`. Resource ids, app
/// ids and tenant ids have this format.
#[must_use]
pub fn is_guid(text: &str) -> bool {
    text.parse::<Hyphenated>().is_ok()
}
