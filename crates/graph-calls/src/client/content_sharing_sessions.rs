//! The content sharing sessions of a call.

use call_http::PendingRequest;

use super::service::Service;
use crate::generated::{ContentSharingSession, ContentSharingSessionCollection};

/// The content sharing sessions of a call: `/communications/calls/{id}/contentSharingSessions`.
///
/// Source: <https://learn.microsoft.com/en-us/graph/api/resources/contentsharingsession>
#[derive(Clone, Debug)]
pub struct ContentSharingSessions {
    pub(super) service: Service,
    pub(super) call_id: String,
}

impl ContentSharingSessions {
    /// Returns the first page of the sessions; [`pages`](call_http::PendingRequest::pages) returns all pages.
    ///
    /// Permission: `Calls.JoinGroupCallAsGuest.All`.
    ///
    /// Source: <https://learn.microsoft.com/en-us/graph/api/call-list-contentsharingsessions>
    pub fn list(&self) -> PendingRequest<ContentSharingSessionCollection> {
        self.service.request(|graph| graph.content_sharing_sessions_list(&self.call_id))
    }
}

/// One content sharing session: `/communications/calls/{id}/contentSharingSessions/{id}`.
///
/// Source: <https://learn.microsoft.com/en-us/graph/api/resources/contentsharingsession>
#[derive(Clone, Debug)]
pub struct ContentSharingSessionHandle {
    pub(super) service: Service,
    pub(super) call_id: String,
    pub(super) id: String,
}

impl ContentSharingSessionHandle {
    /// Returns the session.
    ///
    /// Permission: `Calls.JoinGroupCallAsGuest.All`.
    ///
    /// Source: <https://learn.microsoft.com/en-us/graph/api/contentsharingsession-get>
    pub fn get(&self) -> PendingRequest<ContentSharingSession> {
        self.service.request(|graph| graph.content_sharing_sessions_get(&self.call_id, &self.id))
    }
}
