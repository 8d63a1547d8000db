//! The participants of a call record.

use call_http::PendingRequest;

use super::service::Service;
use crate::generated::ParticipantCollection;

/// The participants of a record: `/communications/callRecords/{id}/participants_v2`.
///
/// Source: <https://learn.microsoft.com/en-us/graph/api/resources/callrecords-participant>
#[derive(Clone, Debug)]
pub struct Participants {
    pub(super) service: Service,
    pub(super) record_id: String,
}

impl Participants {
    /// Returns the first page of the participants; [`pages`](call_http::PendingRequest::pages) returns all pages. The
    /// page of the operation lists only the public cloud.
    ///
    /// Permission: `CallRecords.Read.All`.
    ///
    /// Source: <https://learn.microsoft.com/en-us/graph/api/callrecords-callrecord-list-participants_v2>
    pub fn list(&self) -> PendingRequest<ParticipantCollection> {
        self.service.request(|graph| graph.participants_v2_list(&self.record_id))
    }
}
