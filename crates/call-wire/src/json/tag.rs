//! Tags: the members whose value says which type an object has.

/// The tag that a type writes where a union is expected.
#[derive(Clone, Copy, Debug)]
pub struct Tag {
    /// The name of the member.
    pub name: &'static str,
    /// The value that stands for the type.
    pub value: &'static str,
}

impl Tag {
    /// Whether a text is this tag. OData allows a type's name with and without its `#`.
    #[must_use]
    pub fn is(&self, text: &str) -> bool {
        text.strip_prefix('#').unwrap_or(text) == self.value.strip_prefix('#').unwrap_or(self.value)
    }
}
