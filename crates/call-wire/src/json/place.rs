//! Places in a JSON text, to which a reader can go back.

/// A place in a JSON text, to which a reader can go [back](super::Reader::back).
#[derive(Clone, Copy, Debug)]
pub struct Place {
    pub(super) at: usize,
    /// The number of open arrays and objects.
    pub(super) depth: u8,
    /// Whether an array or object was just opened.
    pub(super) opened: bool,
}

impl Place {
    /// Returns the byte offset in the text, counted from 0.
    #[must_use]
    pub fn offset(self) -> usize {
        self.at
    }
}
