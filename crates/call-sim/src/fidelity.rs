//! The behaviors of the simulator, each with its source.

use serde::Serialize;

use crate::service::Service;
use crate::{acs, exchange, graph};

/// A behavior of a simulated service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Behavior {
    /// The topic, such as `Recording`.
    pub topic: &'static str,
    /// The behavior, in one sentence.
    pub behavior: &'static str,
    /// The source of the fact.
    pub mark: Mark,
}

/// The source of a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Mark {
    /// The documentation or the schema describes it.
    Documented,
    /// It was seen in a sample, an SDK or a log.
    Observed,
    /// No source describes it. It is a choice of the simulator.
    Choice,
}

impl Behavior {
    /// Creates a behavior that the documentation or the schema describes.
    pub(crate) const fn documented(topic: &'static str, behavior: &'static str) -> Self {
        Self { topic, behavior, mark: Mark::Documented }
    }

    /// Creates a behavior that was seen in a sample, an SDK or a log.
    pub(crate) const fn observed(topic: &'static str, behavior: &'static str) -> Self {
        Self { topic, behavior, mark: Mark::Observed }
    }

    /// Creates a behavior that no source describes.
    pub(crate) const fn choice(topic: &'static str, behavior: &'static str) -> Self {
        Self { topic, behavior, mark: Mark::Choice }
    }
}

/// Returns the behaviors of each service.
pub(crate) fn behaviors() -> [(Service, Vec<Behavior>); 3] {
    Service::ALL.map(|service| {
        let tables: &[&[Behavior]] = match service {
            Service::Acs => &[
                acs::fidelity::TABLE,
                acs::event_grid::fidelity::TABLE,
                acs::recording::fidelity::TABLE,
                acs::streaming::fidelity::TABLE,
            ],
            Service::Graph => &[graph::fidelity::TABLE],
            Service::Exchange => &[exchange::fidelity::TABLE],
        };
        (service, tables.concat())
    })
}
