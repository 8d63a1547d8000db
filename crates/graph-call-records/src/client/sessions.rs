//! The sessions of a call record.

use call_http::PendingRequest;

use super::service::Service;
use crate::generated::SessionCollection;

/// The sessions of a record: `/communications/callRecords/{id}/sessions`.
///
/// Source: <https://learn.microsoft.com/en-us/graph/api/resources/callrecords-session>
#[derive(Clone, Debug)]
pub struct Sessions {
    pub(super) service: Service,
    pub(super) record_id: String,
}

impl Sessions {
    /// Returns the first page of the sessions, at most 60; [`pages`](call_http::PendingRequest::pages) returns all
    /// pages. With `$expand`, the sessions have their segments, and thus the measurements of the media streams:
    ///
    /// ```no_run
    /// use graph_call_records::call_http::futures_util::TryStreamExt as _;
    /// use graph_call_records::{Client, QueryOptions as _};
    ///
    /// # async fn example(client: Client) -> Result<(), graph_call_records::Error> {
    /// let list = client.call_record("e523d2ed-2966-4b6b-925b-754a88034cc5").sessions().list();
    /// let mut sessions = list.expand(["segments"]).pages().items();
    /// while let Some(session) = sessions.try_next().await? {
    ///     println!("{:?}", session.segments);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// Permission: `CallRecords.Read.All`.
    ///
    /// Source: <https://learn.microsoft.com/en-us/graph/api/callrecords-callrecord-list-sessions>
    pub fn list(&self) -> PendingRequest<SessionCollection> {
        self.service.request(|graph| graph.sessions_list(&self.record_id))
    }
}
