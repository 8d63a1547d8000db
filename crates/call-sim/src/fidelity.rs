//! The behaviors of the simulator, each with the source of its fact.

use serde::Serialize;

use crate::service::Service;

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
    /// The documentation or the schema says so.
    Documented,
    /// It was seen in a sample, an SDK or a log.
    Observed,
    /// No source says so: it is a choice of the simulator.
    Choice,
}

/// Returns the behaviors of each service.
pub(crate) fn behaviors() -> [(Service, &'static [Behavior]); 3] {
    Service::ALL.map(|service| (service, &[] as &[Behavior]))
}
