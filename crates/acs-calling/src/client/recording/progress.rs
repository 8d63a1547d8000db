//! The progress of a download.

/// The progress of a download.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// The number of bytes written so far.
    pub written: u64,
    /// The total number of bytes to write, if the server sent it.
    pub expected: Option<u64>,
}

/// A callback that receives the progress.
pub(super) type OnProgress = Box<dyn FnMut(Progress) + Send>;
