//! The other parts of a call: operations, audio routes, content sharing.

use call_http::PendingRequest;

use super::CallHandle;
use crate::{
    AnyCommsOperation, AudioRoutingGroup, AudioRoutingGroupCollection, ContentSharingSession,
    ContentSharingSessionCollection,
};

/// One operation: `/communications/calls/{id}/operations/{id}`.
#[derive(Clone, Debug)]
pub struct OperationHandle {
    pub(super) call: CallHandle,
    pub(super) id: String,
}

impl OperationHandle {
    /// Reads the operation; what it is decides which arm comes. The documentation shows this for
    /// addLargeGalleryViewOperation only.
    ///
    /// Source: the page addlargegalleryviewoperation-get.
    pub fn get(&self) -> PendingRequest<AnyCommsOperation> {
        self.call.client.ask(|graph| graph.operations_get(&self.call.id, &self.id))
    }
}

/// The private audio routes of a call: `/communications/calls/{id}/audioRoutingGroups`.
#[derive(Clone, Debug)]
pub struct AudioRoutingGroups {
    pub(super) call: CallHandle,
}

impl AudioRoutingGroups {
    /// Reads all routes, page by page with [`pages`](call_http::PendingRequest::pages).
    ///
    /// Source: the page call-list-audioroutinggroups.
    pub fn list(&self) -> PendingRequest<AudioRoutingGroupCollection> {
        self.call.client.ask(|graph| graph.audio_routing_groups_list(&self.call.id))
    }

    /// Sets up a route, whose `id` the documented requests choose themselves.
    ///
    /// Source: the page call-post-audioroutinggroups.
    pub fn create(&self, group: &AudioRoutingGroup) -> PendingRequest<AudioRoutingGroup> {
        self.call.client.ask(|graph| graph.audio_routing_groups_create(&self.call.id, group))
    }
}

/// One private audio route: `/communications/calls/{id}/audioRoutingGroups/{id}`.
#[derive(Clone, Debug)]
pub struct AudioRoutingGroupHandle {
    pub(super) call: CallHandle,
    pub(super) id: String,
}

impl AudioRoutingGroupHandle {
    /// Reads the route.
    ///
    /// Source: the page audioroutinggroup-get.
    pub fn get(&self) -> PendingRequest<AudioRoutingGroup> {
        self.call.client.ask(|graph| graph.audio_routing_groups_get(&self.call.id, &self.id))
    }

    /// Changes the route: what `change` leaves out stays as it is, and what it has as null is emptied.
    ///
    /// ```no_run
    /// use graph_calls::{AudioRoutingGroup, Client, SetNull as _};
    ///
    /// # async fn example(client: Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let mut change = AudioRoutingGroup::default().sources(["632899f8-2ea1-4604-8413-27bd2892079f"]);
    /// change.set_null("receivers")?;
    /// client.call("57dab8b1").audio_routing_group("oneToOne").update(&change).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// Source: the page audioroutinggroup-update.
    pub fn update(&self, change: &AudioRoutingGroup) -> PendingRequest<AudioRoutingGroup> {
        self.call.client.ask(|graph| graph.audio_routing_groups_update(&self.call.id, &self.id, change))
    }

    /// Ends the route.
    ///
    /// Source: the page audioroutinggroup-delete.
    pub fn delete(&self) -> PendingRequest<()> {
        self.call.client.ask(|graph| graph.audio_routing_groups_delete(&self.call.id, &self.id))
    }
}

/// The content sharing sessions of a call: `/communications/calls/{id}/contentSharingSessions`.
#[derive(Clone, Debug)]
pub struct ContentSharingSessions {
    pub(super) call: CallHandle,
}

impl ContentSharingSessions {
    /// Reads all sessions, page by page with [`pages`](call_http::PendingRequest::pages).
    ///
    /// Source: the page call-list-contentsharingsessions.
    pub fn list(&self) -> PendingRequest<ContentSharingSessionCollection> {
        self.call.client.ask(|graph| graph.content_sharing_sessions_list(&self.call.id))
    }
}

/// One content sharing session: `/communications/calls/{id}/contentSharingSessions/{id}`.
#[derive(Clone, Debug)]
pub struct ContentSharingSessionHandle {
    pub(super) call: CallHandle,
    pub(super) id: String,
}

impl ContentSharingSessionHandle {
    /// Reads the session.
    ///
    /// Source: the page contentsharingsession-get.
    pub fn get(&self) -> PendingRequest<ContentSharingSession> {
        self.call.client.ask(|graph| graph.content_sharing_sessions_get(&self.call.id, &self.id))
    }
}
