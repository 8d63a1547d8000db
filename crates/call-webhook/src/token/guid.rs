//! The form of resource, app and tenant ids.

/// Whether a text is a GUID with dashes, such as `2f6ac5a8-7a9b-4b1c-9f0e-0a9a3d1b5c11`: the form of resource, app and
/// tenant ids.
#[must_use]
pub fn is_guid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(index, byte)| match index {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}
