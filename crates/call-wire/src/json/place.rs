//! Places in a JSON text.

/// A place in the text, to go [back](super::Reader::back) to.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    pub(super) at: usize,
    /// The arrays and objects that are open.
    pub(super) depth: u8,
    /// Whether nothing has been read since an array or object was opened.
    pub(super) opened: bool,
}

impl Place {
    /// The byte of the text, from 0.
    #[must_use]
    pub fn offset(self) -> usize {
        self.at
    }
}
