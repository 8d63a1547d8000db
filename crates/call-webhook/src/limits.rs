//! How much of a request is read.

/// How much a receiver reads of one request.
///
/// Typed values can take much more memory than their JSON. An object has room for all its members, so an empty one,
/// three bytes in a list, takes as much as its type: 1,088 bytes for a call of Graph, 504 for a participant in an event,
/// and half as much again while the list grows. [`max_objects`](Self::max_objects) limits this: within the defaults, the
/// most expensive body that the tests measure takes 54 MB.
///
/// ```
/// use call_webhook::Limits;
///
/// let limits = Limits::default().max_body(256 << 10).max_items(100);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    pub(crate) body: usize,
    pub(crate) objects: usize,
    items: usize,
    errors: usize,
}

impl Default for Limits {
    /// 2 MiB, 32,768 objects, 5000 items, 100 errors.
    fn default() -> Self {
        Self { body: 2 << 20, objects: 32_768, items: 5000, errors: 100 }
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

    /// Sets the largest number of JSON objects in one body, at any depth. A body with more is refused with 413.
    /// 32,768 unless set: documented bodies have an object for every 90 bytes or more, so 2 MiB of such have at most
    /// 24,000.
    ///
    /// Each `{` counts, also one in a string: the body is counted before it is read.
    #[must_use]
    pub fn max_objects(mut self, objects: usize) -> Self {
        self.objects = objects;
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
