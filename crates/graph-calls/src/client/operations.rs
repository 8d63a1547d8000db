//! The operations of a call.

use call_http::PendingRequest;

use super::service::Service;
use crate::generated::AnyCommsOperation;

/// One operation: `/communications/calls/{id}/operations/{id}`.
///
/// Source: <https://learn.microsoft.com/en-us/graph/api/resources/commsoperation>
#[derive(Clone, Debug)]
pub struct OperationHandle {
    pub(super) service: Service,
    pub(super) call_id: String,
    pub(super) id: String,
}

impl OperationHandle {
    /// Returns the operation; its `@odata.type` selects the variant. The documentation describes this request only for
    /// `addLargeGalleryViewOperation`.
    ///
    /// Permission: that of the call.
    ///
    /// Source: <https://learn.microsoft.com/en-us/graph/api/addlargegalleryviewoperation-get>
    pub fn get(&self) -> PendingRequest<AnyCommsOperation> {
        self.service.request(|graph| graph.operations_get(&self.call_id, &self.id))
    }
}
