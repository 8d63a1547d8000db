//! The ids of items in the mailboxes.

/// The id of a voice message, for both services. Every other id in base64 is valid too.
pub(super) const ITEM: &str = "AAMkAGVtYWlsAHZvaWNlIG1lc3NhZ2UA";

/// The id of an item that was deleted.
pub(super) const MISSING: &str = "AAMkAGVtYWlsAGRlbGV0ZWQgaXRlbQAA";
