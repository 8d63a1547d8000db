//! Subscriptions to the events of the resource.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::settings::Settings;

/// The schema of the events of an Event Grid subscription. It also decides how the endpoint is validated.
///
/// Source: <https://learn.microsoft.com/en-us/azure/event-grid/event-schema>
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum EventSchema {
    /// The schema of Event Grid: arrays of events, and a validation event before the first one.
    #[default]
    EventGrid,
    /// CloudEvents 1.0: one event in each request, and an `OPTIONS` request before the first one.
    CloudEvents,
}

/// The state of a subscription.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    /// The endpoint is being validated.
    Validating,
    /// The endpoint has not confirmed the subscription in its response. It still can, by a GET request.
    AwaitingManualAction,
    /// Events are sent.
    Active,
    /// The validation failed, for this reason.
    Failed(String),
}

/// A subscription.
#[derive(Clone)]
pub(super) struct Subscription {
    /// The URL of the endpoint, which may contain a secret.
    pub(super) url: String,
    /// The schema.
    pub(super) schema: EventSchema,
    /// The code of the validation.
    pub(super) code: String,
    /// The state.
    pub(super) status: Status,
}

impl fmt::Debug for Subscription {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Subscription")
            .field("schema", &self.schema)
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}

/// The subscriptions by number.
#[derive(Debug, Default)]
pub(crate) struct State {
    last: u64,
    pub(super) subscriptions: BTreeMap<u64, Subscription>,
}

impl State {
    /// Adds a subscription, in place of the one with the same URL, and returns its number.
    pub(super) fn add(&mut self, subscription: Subscription) -> u64 {
        self.subscriptions.retain(|_, other| other.url != subscription.url);
        self.last += 1;
        self.subscriptions.insert(self.last, subscription);
        self.last
    }

    /// Returns the state of a subscription, or `None` if it was replaced.
    pub(crate) fn status(&self, number: u64) -> Option<&Status> {
        self.subscriptions.get(&number).map(|subscription| &subscription.status)
    }
}

/// Returns the name of a subscription, as in the header `aeg-subscription-name`.
pub(super) fn name(number: u64) -> String {
    format!("CALL-SIM-{number}")
}

/// Returns the topic: the path of the resource in Azure Resource Manager.
pub(super) fn topic(settings: &Settings) -> String {
    format!(
        "/subscriptions/{}/resourceGroups/call-sim/providers/Microsoft.Communication/communicationServices/call-sim",
        settings.identities.acs_resource_id
    )
}
