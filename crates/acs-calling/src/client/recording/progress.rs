//! The progress of a download.

/// How far a download has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// The bytes that were written.
    pub written: u64,
    /// The bytes that there will be in the end, if the store said.
    pub expected: Option<u64>,
}

pub(super) type OnProgress = Box<dyn FnMut(Progress) + Send>;
