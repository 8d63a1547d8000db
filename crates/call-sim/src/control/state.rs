//! The state of the simulator: addresses, time, calls, fault rules.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::routing::get;
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::{Route, faults};
use crate::calls::Call;
use crate::clock::{Time, as_text};
use crate::phone::Magic;
use crate::service::Service;
use crate::world::{Core, World};

pub(super) fn routes() -> [Route; 1] {
    [("/_sim/state", get(state))]
}

/// The simulator's time.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Clock {
    #[serde(serialize_with = "as_text")]
    now: Timestamp,
    #[serde(serialize_with = "as_name")]
    time: Time,
    /// How far it is ahead of the clock of the operating system.
    #[serde(skip)]
    ahead: SignedDuration,
}

impl Clock {
    /// Reads the clock.
    pub(super) fn of(world: &World) -> Self {
        let now = world.clock.now();
        Self { now, time: world.clock.time(), ahead: now.duration_since(Timestamp::now()) }
    }

    /// Returns whether time was skipped between two readings.
    fn is_skipped_from(&self, other: &Self) -> bool {
        match self.time {
            Time::Real => (self.ahead - other.ahead).abs() > SignedDuration::from_millis(500),
            Time::Virtual => self.now != other.now,
        }
    }
}

/// The part of the state that changes.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Snapshot {
    clock: Clock,
    /// The number of the first entry in the journal. It increases with a reset.
    first_entry: u64,
    /// The number of the last entry.
    last_entry: u64,
    calls: Vec<Call>,
    faults: Vec<faults::Active>,
}

impl Snapshot {
    /// Reads the state.
    pub(super) fn of(world: &World) -> Self {
        Self {
            clock: Clock::of(world),
            first_entry: world.journal.first(),
            last_entry: world.journal.last(),
            calls: Service::all_calls(world),
            faults: faults::all(world),
        }
    }

    /// Returns whether a page that shows this state must be notified of another one. The passing of real time alone is
    /// not a difference.
    pub(super) fn differs_from(&self, other: &Self) -> bool {
        self.clock.is_skipped_from(&other.clock)
            || self.first_entry != other.first_entry
            || self.calls != other.calls
            || self.faults != other.faults
    }
}

async fn state(State(core): State<Arc<Core>>) -> Json<Value> {
    let (url, environment, snapshot) = core.read(|world| {
        let environment = world.environment.iter().map(|(name, value)| ((*name).to_owned(), json!(value)));
        (world.settings.base.clone(), environment.collect::<Map<_, _>>(), Snapshot::of(world))
    });
    let magic = Magic::ALL.map(|(_, digits, behavior)| json!({"digits": digits, "behavior": behavior}));
    let mut state = json!(snapshot);
    state["url"] = url.into();
    state["environment"] = environment.into();
    state["magic"] = json!(magic);
    Json(state)
}

fn as_name<S: serde::Serializer>(time: &Time, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(match time {
        Time::Real => "real",
        Time::Virtual => "virtual",
    })
}
