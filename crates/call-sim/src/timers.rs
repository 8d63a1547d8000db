//! Actions that are due at a time.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use crate::world::World;

/// An action on the state of the simulator.
pub(crate) type Action = Box<dyn FnOnce(&mut World) + Send>;

/// A timer that can be canceled: when it is due, and its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct TimerId(Duration, u64);

/// The timers of a simulator, in the order in which they are due. Timers that are due at the same time run in the order
/// of their creation.
#[derive(Default)]
pub(crate) struct Timers {
    last: u64,
    actions: BTreeMap<TimerId, Action>,
}

impl Timers {
    /// Adds an action that is due at a time since the start.
    pub(crate) fn add(&mut self, due: Duration, action: Action) -> TimerId {
        self.last += 1;
        let id = TimerId(due, self.last);
        self.actions.insert(id, action);
        id
    }

    /// Removes an action. A timer that has already run changes nothing.
    pub(crate) fn cancel(&mut self, id: TimerId) {
        self.actions.remove(&id);
    }

    /// Returns when the next action is due.
    pub(crate) fn next_due(&self) -> Option<Duration> {
        self.actions.first_key_value().map(|(id, _)| id.0)
    }

    /// Removes and returns the first action that is due at a time.
    pub(crate) fn take_due(&mut self, now: Duration) -> Option<Action> {
        let first = self.actions.first_entry()?;
        (first.key().0 <= now).then(|| first.remove())
    }
}

impl fmt::Debug for Timers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.actions.keys()).finish()
    }
}
