//! Bodies of several parts: files and the fields of a form.

use std::fmt;

use bytes::Bytes;
use uuid::Uuid;

/// A body of several parts, `multipart/form-data`: files and the fields of a form.
///
/// ```
/// use call_http::Multipart;
///
/// let body = Multipart::new().text("title", "A picture").file("picture", "a.png", "image/png", [0x89, 0x50]);
/// ```
///
/// [`Debug`](fmt::Debug) does not show the parts.
#[derive(Clone)]
pub struct Multipart {
    boundary: String,
    parts: Vec<u8>,
}

impl Multipart {
    /// Creates a body without parts.
    #[must_use]
    pub fn new() -> Self {
        Self { boundary: Uuid::new_v4().simple().to_string(), parts: Vec::new() }
    }

    /// Adds a field with a text.
    #[must_use]
    pub fn text(self, name: &str, value: &str) -> Self {
        let head = format!("Content-Disposition: form-data; name=\"{}\"", quoted(name));
        self.part(&head, value.as_bytes())
    }

    /// Adds a file, with its name and its media type, such as `image/png`.
    #[must_use]
    pub fn file(self, name: &str, file_name: &str, media: &str, content: impl AsRef<[u8]>) -> Self {
        let media: String = media.chars().filter(|c| !c.is_control()).collect();
        let (name, file_name) = (quoted(name), quoted(file_name));
        let head = format!(
            "Content-Disposition: form-data; name=\"{name}\"; filename=\"{file_name}\"\r\nContent-Type: {media}"
        );
        self.part(&head, content.as_ref())
    }

    fn part(mut self, head: &str, content: &[u8]) -> Self {
        self.parts.extend(format!("--{}\r\n{head}\r\n\r\n", self.boundary).as_bytes());
        self.parts.extend(content);
        self.parts.extend(b"\r\n");
        self
    }

    /// Returns the media type and the encoded body.
    pub(crate) fn into_body(mut self) -> (String, Bytes) {
        self.parts.extend(format!("--{}--\r\n", self.boundary).as_bytes());
        (format!("multipart/form-data; boundary={}", self.boundary), self.parts.into())
    }
}

impl Default for Multipart {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Multipart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Multipart").finish_non_exhaustive()
    }
}

/// Escapes a name as browsers do, so that it cannot end its quotes or its line.
fn quoted(name: &str) -> String {
    name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_separated_and_names_are_escaped() {
        let body =
            Multipart::new().text("a\"b\r\n", "1\r\n2").file("f", "é.png", "image/\npng", [0xff, 0x00]);
        let boundary = body.boundary.clone();
        assert_eq!(format!("{body:?}"), "Multipart { .. }");
        let (content_type, encoded) = body.into_body();
        assert_eq!(content_type, format!("multipart/form-data; boundary={boundary}"));
        let mut expected = format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"a%22b%0D%0A\"\r\n\r\n1\r\n2\r\n\
             --{boundary}\r\nContent-Disposition: form-data; name=\"f\"; filename=\"é.png\"\r\n\
             Content-Type: image/png\r\n\r\n"
        )
        .into_bytes();
        expected.extend([0xff, 0x00]);
        expected.extend(format!("\r\n--{boundary}--\r\n").as_bytes());
        assert_eq!(encoded, expected);
    }
}
