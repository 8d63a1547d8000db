//! How the behaviors of the simulated services are known.

use serde::Serialize;

/// A behavior of a simulated service, and how it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Behavior {
    /// The part of the service, such as `Authentication`.
    pub topic: &'static str,
    /// The behavior, as one sentence.
    pub behavior: &'static str,
    /// How it is known.
    pub mark: Mark,
}

/// How a behavior is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Mark {
    /// The publisher documents it.
    Documented,
    /// It is seen in a sample, an SDK or a log.
    Observed,
    /// Nothing describes it. The simulator's behavior is a choice.
    Choice,
}

impl Behavior {
    /// Creates a behavior that the publisher documents.
    pub(crate) const fn documented(topic: &'static str, behavior: &'static str) -> Self {
        Self { topic, behavior, mark: Mark::Documented }
    }

    /// Creates a behavior that is seen in a sample, an SDK or a log.
    pub(crate) const fn observed(topic: &'static str, behavior: &'static str) -> Self {
        Self { topic, behavior, mark: Mark::Observed }
    }

    /// Creates a behavior that is a choice of the simulator.
    pub(crate) const fn choice(topic: &'static str, behavior: &'static str) -> Self {
        Self { topic, behavior, mark: Mark::Choice }
    }
}
