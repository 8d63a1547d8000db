//! How much of a request is read.

/// How much a receiver reads of one request.
///
/// ```
/// use call_webhook::Limits;
///
/// let limits = Limits::default().max_body(256 << 10).max_items(100);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    pub(crate) body: usize,
    items: usize,
    errors: usize,
}

impl Default for Limits {
    /// 2 MiB, 5000 items, 100 errors.
    fn default() -> Self {
        Self { body: 2 << 20, items: 5000, errors: 100 }
    }
}

impl Limits {
    /// Sets the largest body that is read, in bytes. A larger one is refused with 413. 2 MiB unless set, which is
    /// also axum's limit.
    #[must_use]
    pub fn max_body(mut self, bytes: usize) -> Self {
        self.body = bytes;
        self
    }

    /// Sets the largest number of events or notifications in one body. A body with more is refused with 413. 5000
    /// unless set, the most that Event Grid puts into one delivery.
    #[must_use]
    pub fn max_items(mut self, items: usize) -> Self {
        self.items = items;
        self
    }

    /// Sets how many broken events or notifications are listed; the others are counted. 100 unless set.
    #[must_use]
    pub fn max_errors(mut self, errors: usize) -> Self {
        self.errors = errors;
        self
    }

    /// The largest number of events or notifications in one body.
    #[must_use]
    pub fn items(&self) -> usize {
        self.items
    }

    /// How many broken events or notifications are listed.
    #[must_use]
    pub fn errors(&self) -> usize {
        self.errors
    }
}
