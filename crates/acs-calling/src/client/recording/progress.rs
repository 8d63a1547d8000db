//! The progress of a download.

/// The progress of a download.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// The number of bytes that are written.
    pub written: u64,
    /// The number of bytes that will be written in total, if the store sent it.
    pub expected: Option<u64>,
}

/// A callback that receives the progress.
pub(super) type OnProgress = Box<dyn FnMut(Progress) + Send>;
