//! Tags, which select the type of an object in a union.

/// A member whose value selects the type of an object in a union.
#[derive(Clone, Copy, Debug)]
pub struct Tag {
    /// The name of the member.
    pub name: &'static str,
    /// The value for the type.
    pub value: &'static str,
}

impl Tag {
    /// Returns `true` if the text is the value of this tag. OData allows the name of a type with and without `#`.
    #[must_use]
    pub fn is(&self, text: &str) -> bool {
        text.strip_prefix('#').unwrap_or(text) == self.value.strip_prefix('#').unwrap_or(self.value)
    }
}
