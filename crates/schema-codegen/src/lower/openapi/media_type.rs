//! Media types: which are JSON, and which are forms.

/// The media type of a form that is encoded like a query.
pub(super) const ENCODED: &str = "application/x-www-form-urlencoded";

/// The media type of a form in several parts.
pub(super) const MULTIPART: &str = "multipart/form-data";

/// Returns a media type without its parameters, in lower case.
pub(super) fn name(media: &str) -> String {
    media.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// Returns whether a media type is JSON, such as `application/problem+json`.
pub(super) fn is_json(media: &str) -> bool {
    let name = name(media);
    name.ends_with("/json") || name.ends_with("+json")
}

/// Returns whether a media type is that of a form, or of another body in several parts.
pub(super) fn is_form(media: &str) -> bool {
    let name = name(media);
    name.starts_with("multipart/") || name == ENCODED
}
