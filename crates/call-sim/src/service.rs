//! The three services, and the functions that each of them provides.

use std::fmt;
use std::time::Duration;

use http::StatusCode;
use serde::{Deserialize, Serialize};

use crate::answer::Answer;
use crate::calls::{Call, Ring};
use crate::phone::{Action, ScriptError};
use crate::request::Request;
use crate::world::World;
use crate::{acs, exchange, graph};

/// A simulated service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Service {
    /// Azure Communication Services Call Automation.
    Acs,
    /// The calls of Microsoft Graph.
    Graph,
    /// Exchange: Autodiscover, the Unified Messaging web service, and Exchange Web Services.
    Exchange,
}

impl Service {
    /// All services.
    pub const ALL: [Self; 3] = [Self::Acs, Self::Graph, Self::Exchange];

    /// Returns the service of a request by its path.
    pub(crate) fn of(request: &Request) -> Option<Self> {
        Self::ALL.into_iter().find(|service| match service {
            Self::Acs => acs::serves(request),
            Self::Graph => graph::serves(request),
            Self::Exchange => exchange::serves(request),
        })
    }

    /// Returns the name of the operation of a request, as in the clients' traces. `None` if there is no such operation.
    pub(crate) fn operation(self, request: &Request) -> Option<&'static str> {
        match self {
            Self::Acs => acs::operation(request),
            Self::Graph => graph::operation(request),
            Self::Exchange => exchange::operation(request),
        }
    }

    /// Processes a request.
    pub(crate) fn handle(self, world: &mut World, request: &Request) -> Answer {
        match self {
            Self::Acs => acs::handle(world, request),
            Self::Graph => graph::handle(world, request),
            Self::Exchange => exchange::handle(world, request),
        }
    }

    /// Returns an error response in the form of the service, for injected faults.
    pub(crate) fn error(self, status: StatusCode, retry_after: Option<Duration>) -> Answer {
        match self {
            Self::Acs => acs::error(status),
            Self::Graph => graph::error(status),
            Self::Exchange => exchange::error(status, retry_after),
        }
    }

    /// Returns the calls of all services.
    pub(crate) fn all_calls(world: &World) -> Vec<Call> {
        Self::ALL.into_iter().flat_map(|service| service.calls(world)).collect()
    }

    /// Returns the calls of this service.
    pub(crate) fn calls(self, world: &World) -> Vec<Call> {
        match self {
            Self::Acs => acs::calls(world),
            Self::Graph => graph::calls(world),
            Self::Exchange => exchange::calls(world),
        }
    }

    /// Returns whether the service has a call with an id.
    pub(crate) fn has_call(self, world: &World, call: &str) -> bool {
        match self {
            Self::Acs => acs::has_call(world, call),
            Self::Graph => graph::has_call(world, call),
            Self::Exchange => exchange::has_call(world, call),
        }
    }

    /// Calls the application, and returns the id of the call.
    pub(crate) fn ring(self, world: &mut World, ring: &Ring) -> Result<String, ScriptError> {
        match self {
            Self::Acs => acs::ring(world, ring),
            Self::Graph => graph::ring(world, ring),
            Self::Exchange => Err(ScriptError::new(
                "Exchange does not call applications (expected the service Acs or Graph)",
            )),
        }
    }

    /// Performs an action of a remote party of a call. Without a party, the first one that can perform
    /// it is selected.
    pub(crate) fn act(
        self,
        world: &mut World,
        call: &str,
        party: Option<&str>,
        action: &Action,
    ) -> Result<(), ScriptError> {
        match self {
            Self::Acs => acs::act(world, call, party, action),
            Self::Graph => graph::act(world, call, party, action),
            Self::Exchange => exchange::act(world, call, party, action),
        }
    }
}

impl fmt::Display for Service {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Acs => "Communication Services",
            Self::Graph => "Microsoft Graph",
            Self::Exchange => "Exchange",
        })
    }
}
