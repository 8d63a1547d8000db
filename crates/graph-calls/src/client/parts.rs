//! The other parts of a call: operations, audio routes, content sharing.

use call_http::PendingRequest;

use super::CallHandle;
use crate::generated::{
    AnyCommsOperation, AudioRoutingGroup, AudioRoutingGroupCollection, ContentSharingSession,
    ContentSharingSessionCollection,
};

/// One operation: `/communications/calls/{id}/operations/{id}`.
///
/// Source: <https://learn.microsoft.com/en-us/graph/api/resources/commsoperation>
#[derive(Clone, Debug)]
pub struct OperationHandle {
    pub(super) call: CallHandle,
    pub(super) id: String,
}

impl OperationHandle {
    /// Returns the operation; its type decides which arm comes. The documentation shows this for
    /// `addLargeGalleryViewOperation` only.
    ///
    /// Permission: that of the call.
    ///
    /// Source: <https://learn.microsoft.com/en-us/graph/api/addlargegalleryviewoperation-get>
    pub fn get(&self) -> PendingRequest<AnyCommsOperation> {
        self.call.client.ask(|graph| graph.operations_get(&self.call.id, &self.id))
    }
}

/// The private audio routes of a call: `/communications/calls/{id}/audioRoutingGroups`.
///
/// Source: <https://learn.microsoft.com/en-us/graph/api/resources/audioroutinggroup>
#[derive(Clone, Debug)]
pub struct AudioRoutingGroups {
    pub(super) call: CallHandle,
}

impl AudioRoutingGroups {
    /// Returns the groups, page by page with [`pages`](call_http::PendingRequest::pages).
    ///
    /// Permission: `Calls.JoinGroupCall.All` or `Calls.InitiateGroupCall.All`.
    ///
    /// Source: <https://learn.microsoft.com/en-us/graph/api/call-list-audioroutinggroups>
    pub fn list(&self) -> PendingRequest<AudioRoutingGroupCollection> {
        self.call.client.ask(|graph| graph.audio_routing_groups_list(&self.call.id))
    }

    /// Creates a group, whose `id` the documented requests choose themselves.
    ///
    /// Permission: `Calls.JoinGroupCall.All` or `Calls.InitiateGroupCall.All`.
    ///
    /// Source: <https://learn.microsoft.com/en-us/graph/api/call-post-audioroutinggroups>
    pub fn create(&self, group: &AudioRoutingGroup) -> PendingRequest<AudioRoutingGroup> {
        self.call.client.ask(|graph| graph.audio_routing_groups_create(&self.call.id, group))
    }
}

/// One private audio route: `/communications/calls/{id}/audioRoutingGroups/{id}`.
///
/// Source: <https://learn.microsoft.com/en-us/graph/api/resources/audioroutinggroup>
#[derive(Clone, Debug)]
pub struct AudioRoutingGroupHandle {
    pub(super) call: CallHandle,
    pub(super) id: String,
}

impl AudioRoutingGroupHandle {
    /// Returns the group.
    ///
    /// Permission: `Calls.JoinGroupCall.All` or `Calls.InitiateGroupCall.All`.
    ///
    /// Source: <https://learn.microsoft.com/en-us/graph/api/audioroutinggroup-get>
    pub fn get(&self) -> PendingRequest<AudioRoutingGroup> {
        self.call.client.ask(|graph| graph.audio_routing_groups_get(&self.call.id, &self.id))
    }

    /// Changes the group. A member that `change` does not have stays as it is, and one that is null is cleared.
    ///
    /// ```no_run
    /// use graph_calls::{AudioRoutingGroup, Client, SetNull as _};
    ///
    /// # async fn example(client: Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let change =
    ///     AudioRoutingGroup::default().sources(["632899f8-2ea1-4604-8413-27bd2892079f"]).with_null("receivers")?;
    /// client.call("57dab8b1").audio_routing_group("oneToOne").update(&change).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// Permission: `Calls.JoinGroupCall.All` or `Calls.InitiateGroupCall.All`.
    ///
    /// Source: <https://learn.microsoft.com/en-us/graph/api/audioroutinggroup-update>
    pub fn update(&self, change: &AudioRoutingGroup) -> PendingRequest<AudioRoutingGroup> {
        self.call.client.ask(|graph| graph.audio_routing_groups_update(&self.call.id, &self.id, change))
    }

    /// Deletes the group.
    ///
    /// Permission: `Calls.JoinGroupCall.All` or `Calls.InitiateGroupCall.All`.
    ///
    /// Source: <https://learn.microsoft.com/en-us/graph/api/audioroutinggroup-delete>
    pub fn delete(&self) -> PendingRequest<()> {
        self.call.client.ask(|graph| graph.audio_routing_groups_delete(&self.call.id, &self.id))
    }
}

/// The content sharing sessions of a call: `/communications/calls/{id}/contentSharingSessions`.
///
/// Source: <https://learn.microsoft.com/en-us/graph/api/resources/contentsharingsession>
#[derive(Clone, Debug)]
pub struct ContentSharingSessions {
    pub(super) call: CallHandle,
}

impl ContentSharingSessions {
    /// Returns the sessions, page by page with [`pages`](call_http::PendingRequest::pages).
    ///
    /// Permission: `Calls.JoinGroupCallAsGuest.All`.
    ///
    /// Source: <https://learn.microsoft.com/en-us/graph/api/call-list-contentsharingsessions>
    pub fn list(&self) -> PendingRequest<ContentSharingSessionCollection> {
        self.call.client.ask(|graph| graph.content_sharing_sessions_list(&self.call.id))
    }
}

/// One content sharing session: `/communications/calls/{id}/contentSharingSessions/{id}`.
///
/// Source: <https://learn.microsoft.com/en-us/graph/api/resources/contentsharingsession>
#[derive(Clone, Debug)]
pub struct ContentSharingSessionHandle {
    pub(super) call: CallHandle,
    pub(super) id: String,
}

impl ContentSharingSessionHandle {
    /// Returns the session.
    ///
    /// Permission: `Calls.JoinGroupCallAsGuest.All`.
    ///
    /// Source: <https://learn.microsoft.com/en-us/graph/api/contentsharingsession-get>
    pub fn get(&self) -> PendingRequest<ContentSharingSession> {
        self.call.client.ask(|graph| graph.content_sharing_sessions_get(&self.call.id, &self.id))
    }
}
