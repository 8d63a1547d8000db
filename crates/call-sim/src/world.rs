//! The state of a simulator, behind one lock.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use call_http::reqwest::Client;
use tokio::runtime::Handle;
use tokio::sync::Notify;

use crate::clock::{Clock, Time};
use crate::delivery::Outbox;
use crate::fault::Faults;
use crate::journal::{Journal, NewEntry};
use crate::random::Random;
use crate::settings::Settings;
use crate::timers::{TimerId, Timers};
use crate::tokens::Tokens;
use crate::{acs, exchange, graph};

/// The state of a simulator. All operations on it are synchronous: a request, a timer and an action of a remote party
/// each change it in one step.
pub(crate) struct World {
    /// The time.
    pub(crate) clock: Clock,
    /// The source of all random values.
    pub(crate) random: Random,
    /// The actions that are due later.
    timers: Timers,
    /// The number of times that time was skipped.
    advances: u64,
    /// The journal.
    pub(crate) journal: Journal,
    /// The fault rules.
    pub(crate) faults: Faults,
    /// The callbacks to the application.
    pub(crate) outbox: Outbox,
    /// The signing keys.
    pub(crate) tokens: Tokens,
    /// The settings.
    pub(crate) settings: Settings,
    /// The environment variables of an application.
    pub(crate) environment: Vec<(&'static str, String)>,
    /// The state of Communication Services.
    pub(crate) acs: acs::State,
    /// The state of Microsoft Graph.
    pub(crate) graph: graph::State,
    /// The state of Exchange.
    pub(crate) exchange: exchange::State,
    core: Weak<Core>,
}

/// The state of a simulator, and the parts that its tasks share.
pub(crate) struct Core {
    world: Mutex<World>,
    /// Notified when a timer is added, and when a callback has been sent.
    changed: Notify,
    /// Sends the callbacks.
    pub(crate) http: Client,
    /// Runs the tasks.
    pub(crate) runtime: Handle,
}

impl Core {
    /// Creates the state. A Tokio runtime must be running.
    pub(crate) fn new(
        clock: Clock,
        random: Random,
        tokens: Tokens,
        settings: Settings,
        http: Client,
    ) -> Arc<Self> {
        Arc::new_cyclic(|core| {
            let world = World {
                clock,
                random,
                timers: Timers::default(),
                advances: 0,
                journal: Journal::new(),
                faults: Faults::default(),
                outbox: Outbox::default(),
                tokens,
                acs: acs::State::default(),
                graph: graph::State::default(),
                exchange: exchange::State::default(),
                settings,
                environment: Vec::new(),
                core: core.clone(),
            };
            Self { world: Mutex::new(world), changed: Notify::new(), http, runtime: Handle::current() }
        })
    }

    fn lock(&self) -> MutexGuard<'_, World> {
        // A panic in one request must not end the simulator for the others.
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes the state.
    pub(crate) fn with<T>(&self, change: impl FnOnce(&mut World) -> T) -> T {
        let result = change(&mut self.lock());
        self.changed.notify_waiters();
        result
    }

    /// Reads the state.
    pub(crate) fn read<T>(&self, read: impl FnOnce(&World) -> T) -> T {
        read(&self.lock())
    }

    /// Runs the timers that are due, until the simulator ends.
    pub(crate) async fn run_timers(&self) {
        loop {
            let mut changed = std::pin::pin!(self.changed.notified());
            changed.as_mut().enable();
            let wait = {
                let mut world = self.lock();
                let ran = world.run_due();
                if ran > 0 {
                    self.changed.notify_waiters();
                }
                match world.clock.time() {
                    Time::Real => {
                        world.timers.next_due().map(|due| due.saturating_sub(world.clock.elapsed()))
                    }
                    Time::Virtual => None,
                }
            };
            match wait {
                Some(wait) => drop(tokio::time::timeout(wait, changed).await),
                None => changed.await,
            }
        }
    }

    /// Skips time. Timers run when they are due, and each waits until the callbacks of the previous one are sent.
    pub(crate) async fn advance(&self, time: Duration) {
        let end = self.with(|world| {
            world.advances += 1;
            world.clock.elapsed().saturating_add(time)
        });
        loop {
            self.settle().await;
            let is_over = self.with(|world| {
                let next = world.timers.next_due().filter(|due| *due <= end);
                world.clock.skip_to(next.unwrap_or(end));
                world.run_due();
                next.is_none()
            });
            if is_over {
                self.settle().await;
                return;
            }
        }
    }

    /// Waits until no timer is due and no callback is being sent.
    pub(crate) async fn settle(&self) {
        loop {
            let mut changed = std::pin::pin!(self.changed.notified());
            changed.as_mut().enable();
            {
                let mut world = self.lock();
                world.run_due();
                if world.outbox.in_flight == 0 {
                    return;
                }
            }
            changed.await;
        }
    }

    /// Waits until a value can be read from the state.
    pub(crate) async fn wait_for<T>(&self, mut read: impl FnMut(&World) -> Option<T>) -> T {
        loop {
            let mut changed = std::pin::pin!(self.changed.notified());
            changed.as_mut().enable();
            if let Some(value) = self.read(&mut read) {
                return value;
            }
            changed.await;
        }
    }
}

impl World {
    /// Returns the handle with which tasks access the state. `None` if the simulator has ended.
    pub(crate) fn core(&self) -> Option<Arc<Core>> {
        self.core.upgrade()
    }

    /// Returns the number of times that time was skipped, by [`Core::advance`].
    pub(crate) fn advances(&self) -> u64 {
        self.advances
    }

    /// Runs an action after a delay.
    pub(crate) fn after(
        &mut self,
        time: Duration,
        action: impl FnOnce(&mut World) + Send + 'static,
    ) -> TimerId {
        let due = self.clock.elapsed().saturating_add(time);
        self.timers.add(due, Box::new(action))
    }

    /// Cancels an action that has not run.
    pub(crate) fn cancel(&mut self, timer: TimerId) {
        self.timers.cancel(timer);
    }

    /// Adds an entry to the journal, and returns its number.
    pub(crate) fn note(&mut self, entry: NewEntry) -> u64 {
        self.journal.add(self.clock.now(), entry)
    }

    /// Ends all calls without events, and removes the journal, the fault rules and the callbacks that wait. Identities
    /// and keys remain.
    pub(crate) fn reset(&mut self) {
        self.timers = Timers::default();
        self.outbox.clear();
        self.faults = Faults::default();
        self.journal.clear();
        self.acs.reset();
        self.graph.reset();
        self.exchange = exchange::State::default();
    }

    /// Runs the timers that are due, and returns their number.
    fn run_due(&mut self) -> usize {
        let mut ran = 0;
        while let Some(action) = self.timers.take_due(self.clock.elapsed()) {
            action(self);
            ran += 1;
        }
        ran
    }
}

impl fmt::Debug for World {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("World")
            .field("clock", &self.clock)
            .field("journal", &self.journal)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Core {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Core").finish_non_exhaustive()
    }
}
