//! The private audio routes of a call.

use call_http::PendingRequest;

use super::service::Service;
use crate::generated::{AudioRoutingGroup, AudioRoutingGroupCollection};

/// The private audio routes of a call: `/communications/calls/{id}/audioRoutingGroups`.
///
/// Source: <https://learn.microsoft.com/en-us/graph/api/resources/audioroutinggroup>
#[derive(Clone, Debug)]
pub struct AudioRoutingGroups {
    pub(super) service: Service,
    pub(super) call_id: String,
}

impl AudioRoutingGroups {
    /// Returns the first page of the groups; [`pages`](call_http::PendingRequest::pages) returns all pages.
    ///
    /// Permission: `Calls.JoinGroupCall.All` or `Calls.InitiateGroupCall.All`.
    ///
    /// Source: <https://learn.microsoft.com/en-us/graph/api/call-list-audioroutinggroups>
    pub fn list(&self) -> PendingRequest<AudioRoutingGroupCollection> {
        self.service.request(|graph| graph.audio_routing_groups_list(&self.call_id))
    }

    /// Creates a group. In the documented requests, the client sets its `id`.
    ///
    /// Permission: `Calls.JoinGroupCall.All` or `Calls.InitiateGroupCall.All`.
    ///
    /// Source: <https://learn.microsoft.com/en-us/graph/api/call-post-audioroutinggroups>
    pub fn create(&self, group: &AudioRoutingGroup) -> PendingRequest<AudioRoutingGroup> {
        self.service.request(|graph| graph.audio_routing_groups_create(&self.call_id, group))
    }
}

/// One private audio route: `/communications/calls/{id}/audioRoutingGroups/{id}`.
///
/// Source: <https://learn.microsoft.com/en-us/graph/api/resources/audioroutinggroup>
#[derive(Clone, Debug)]
pub struct AudioRoutingGroupHandle {
    pub(super) service: Service,
    pub(super) call_id: String,
    pub(super) id: String,
}

impl AudioRoutingGroupHandle {
    /// Returns the group.
    ///
    /// Permission: `Calls.JoinGroupCall.All` or `Calls.InitiateGroupCall.All`.
    ///
    /// Source: <https://learn.microsoft.com/en-us/graph/api/audioroutinggroup-get>
    pub fn get(&self) -> PendingRequest<AudioRoutingGroup> {
        self.service.request(|graph| graph.audio_routing_groups_get(&self.call_id, &self.id))
    }

    /// Updates the group. Members that are absent from `change` stay unchanged; members that are null are cleared.
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
        self.service.request(|graph| graph.audio_routing_groups_update(&self.call_id, &self.id, change))
    }

    /// Deletes the group.
    ///
    /// Permission: `Calls.JoinGroupCall.All` or `Calls.InitiateGroupCall.All`.
    ///
    /// Source: <https://learn.microsoft.com/en-us/graph/api/audioroutinggroup-delete>
    pub fn delete(&self) -> PendingRequest<()> {
        self.service.request(|graph| graph.audio_routing_groups_delete(&self.call_id, &self.id))
    }
}
