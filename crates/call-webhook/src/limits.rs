//! The limits of requests.

/// The limits of the requests that a receiver accepts.
///
/// Typed values can need much more memory than their JSON, since each object has space for all members of its type. An
/// empty object in a list has three bytes of JSON (`{},`), but needs 1,088 bytes for a call of Graph and 504 bytes for
/// a participant in an event, and 50 % more while the list grows. [`max_objects`](Self::max_objects) limits the memory:
/// with the default limits, the largest value that the tests measure needs 54 MB.
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
    /// Creates the default limits: 2 MiB, 32,768 objects, 5000 items, 100 errors.
    fn default() -> Self {
        Self { body: 2 << 20, objects: 32_768, items: 5000, errors: 100 }
    }
}

impl Limits {
    /// Sets the largest size of a body, in bytes. A larger body is refused with 413. The default is 2 MiB, like axum's
    /// limit.
    #[must_use]
    pub fn max_body(mut self, bytes: usize) -> Self {
        self.body = bytes;
        self
    }

    /// Sets the largest number of JSON objects in one body, at any depth. A body with more objects is refused with 413.
    /// The default is 32,768. Documented bodies have at most one object per 90 bytes: at most 24,000 objects in 2 MiB.
    ///
    /// Every `{` counts as an object, even in a string, since the body has not been decoded yet.
    #[must_use]
    pub fn max_objects(mut self, objects: usize) -> Self {
        self.objects = objects;
        self
    }

    /// Sets the largest number of events or notifications in one body. A body with more is refused with 413. The
    /// default is 5000, the maximum of Event Grid for one delivery.
    #[must_use]
    pub fn max_items(mut self, items: usize) -> Self {
        self.items = items;
        self
    }

    /// Sets the largest number of invalid events or notifications that are listed. The default is 100. Further ones are
    /// only counted.
    #[must_use]
    pub fn max_errors(mut self, errors: usize) -> Self {
        self.errors = errors;
        self
    }

    /// Returns the largest number of events or notifications in one body.
    #[must_use]
    pub fn items(&self) -> usize {
        self.items
    }

    /// Returns the largest number of invalid events or notifications that are listed.
    #[must_use]
    pub fn errors(&self) -> usize {
        self.errors
    }
}
