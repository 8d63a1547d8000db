//! The operations of the service, with the header that all requests have.

use call_http::PendingRequest;

use crate::generated::client::Operations;

/// The operations of the service, and the setting for the header `Prefer`. Each handle has a clone.
#[derive(Clone, Debug)]
pub(super) struct Service {
    pub(super) operations: Operations,
    pub(super) unknown_enum_members: bool,
}

impl Service {
    /// Creates the request of an operation, with the header `Prefer`.
    pub(super) fn request<T>(
        &self,
        operation: impl FnOnce(&Operations) -> PendingRequest<T>,
    ) -> PendingRequest<T> {
        let prefer = self.unknown_enum_members.then_some("include-unknown-enum-members");
        operation(&self.operations).header("Prefer", &prefer)
    }
}
