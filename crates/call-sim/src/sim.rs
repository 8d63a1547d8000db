//! A running simulator.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tokio::task::JoinSet;

use crate::builder::Builder;
use crate::calls::{Call, Ring};
use crate::fault::FaultRule;
use crate::journal::Entry;
use crate::phone::{Action, ScriptError};
use crate::service::Service;
use crate::start_error::StartError;
use crate::world::Core;

/// A running simulator of the three services. Dropping it stops the simulator.
///
/// ```
/// use std::time::Duration;
///
/// use call_sim::{Sim, Time};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let sim = Sim::builder().seed(7).time(Time::Virtual).start().await?;
/// println!("open {} in a browser", sim.url());
/// sim.advance(Duration::from_secs(900)).await;
/// assert!(sim.calls().is_empty());
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct Sim {
    pub(crate) core: Arc<Core>,
    base: String,
    /// Aborted when the simulator is dropped.
    _tasks: JoinSet<()>,
}

impl Sim {
    /// Creates a builder with the default settings.
    pub fn builder() -> Builder {
        Builder::new()
    }

    /// Starts a simulator with the default settings: real time, a free port, seed 1.
    ///
    /// # Errors
    ///
    /// No port is free, or the system has no random numbers for the signing keys.
    pub async fn start() -> Result<Self, StartError> {
        Self::builder().start().await
    }

    pub(crate) fn new(core: Arc<Core>, base: String, tasks: JoinSet<()>) -> Self {
        Self { core, base, _tasks: tasks }
    }

    /// Returns the base URL, `http://127.0.0.1:PORT`. It is also the URL of the page.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.base
    }

    /// Returns the environment variables of an application: addresses, credentials and ids. The command `call-sim`
    /// prints them.
    #[must_use]
    pub fn environment(&self) -> Vec<(&'static str, String)> {
        self.core.read(|world| world.environment.clone())
    }

    /// Returns the simulator's time.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.core.read(|world| world.clock.now())
    }

    /// Skips time. The timers that are due run in order: prompts end, keep-alives lapse, recordings appear. Before each
    /// of them, the simulator waits until no callback is being sent.
    pub async fn advance(&self, time: Duration) {
        self.core.advance(time).await;
    }

    /// Waits until no callback is being sent.
    pub async fn settle(&self) {
        self.core.settle().await;
    }

    /// Returns the calls of all services.
    #[must_use]
    pub fn calls(&self) -> Vec<Call> {
        self.core.read(Service::all_calls)
    }

    /// Calls the application, and returns the id of the call.
    ///
    /// # Errors
    ///
    /// The application cannot be called: for example, it has no subscription or webhook for incoming calls.
    pub fn ring(&self, service: Service, ring: &Ring) -> Result<String, ScriptError> {
        self.core.with(|world| service.ring(world, ring))
    }

    /// Performs an action of a remote party of a call. Without a party, the first one that can perform it
    /// is selected.
    ///
    /// # Errors
    ///
    /// There is no such call or party, or the party cannot perform the action in this state.
    pub fn act(&self, call: &str, party: Option<&str>, action: &Action) -> Result<(), ScriptError> {
        self.core.with(|world| crate::script::act(world, call, party, action))
    }

    /// Answers the call of the application.
    ///
    /// # Errors
    ///
    /// The errors of [`act`](Self::act).
    pub fn answer(&self, call: &str) -> Result<(), ScriptError> {
        self.act(call, None, &Action::Answer)
    }

    /// Declines the call of the application.
    ///
    /// # Errors
    ///
    /// The errors of [`act`](Self::act).
    pub fn decline(&self, call: &str) -> Result<(), ScriptError> {
        self.act(call, None, &Action::Decline)
    }

    /// Makes the called party busy.
    ///
    /// # Errors
    ///
    /// The errors of [`act`](Self::act).
    pub fn busy(&self, call: &str) -> Result<(), ScriptError> {
        self.act(call, None, &Action::Busy)
    }

    /// Ends the ringing of a call that is not answered.
    ///
    /// # Errors
    ///
    /// The errors of [`act`](Self::act).
    pub fn no_answer(&self, call: &str) -> Result<(), ScriptError> {
        self.act(call, None, &Action::NoAnswer)
    }

    /// Presses keys, such as `12#`.
    ///
    /// # Errors
    ///
    /// The errors of [`act`](Self::act), or a character is not a key.
    pub fn press(&self, call: &str, keys: &str) -> Result<(), ScriptError> {
        self.act(call, None, &Action::Press(keys.to_owned()))
    }

    /// Says a sentence.
    ///
    /// # Errors
    ///
    /// The errors of [`act`](Self::act).
    pub fn say(&self, call: &str, text: &str) -> Result<(), ScriptError> {
        self.act(call, None, &Action::Say(text.to_owned()))
    }

    /// Hangs up.
    ///
    /// # Errors
    ///
    /// The errors of [`act`](Self::act).
    pub fn hang_up(&self, call: &str) -> Result<(), ScriptError> {
        self.act(call, None, &Action::HangUp)
    }

    /// Mutes or unmutes the remote party.
    ///
    /// # Errors
    ///
    /// The errors of [`act`](Self::act).
    pub fn mute(&self, call: &str, is_muted: bool) -> Result<(), ScriptError> {
        self.act(call, None, &Action::Mute(is_muted))
    }

    /// Puts the call on hold at the remote party, or resumes it.
    ///
    /// # Errors
    ///
    /// The errors of [`act`](Self::act).
    pub fn hold(&self, call: &str, is_on_hold: bool) -> Result<(), ScriptError> {
        self.act(call, None, &Action::Hold(is_on_hold))
    }

    /// Lets another party join the call or meeting.
    ///
    /// # Errors
    ///
    /// The errors of [`act`](Self::act).
    pub fn join(&self, call: &str, party: &str) -> Result<(), ScriptError> {
        self.act(call, Some(party), &Action::Join)
    }

    /// Lets another party wait in the lobby of the meeting. [`Action::Answer`] admits it.
    ///
    /// # Errors
    ///
    /// The errors of [`act`](Self::act).
    pub fn lobby(&self, call: &str, party: &str) -> Result<(), ScriptError> {
        self.act(call, Some(party), &Action::Lobby)
    }

    /// Adds a fault rule, and returns its id.
    pub fn fault(&self, rule: FaultRule) -> u64 {
        self.core.with(|world| world.faults.add(rule))
    }

    /// Removes a fault rule. Returns whether there was one with this id.
    pub fn remove_fault(&self, id: u64) -> bool {
        self.core.with(|world| world.faults.remove(id))
    }

    /// Removes all fault rules.
    pub fn clear_faults(&self) {
        self.core.with(|world| world.faults.clear());
    }

    /// Returns the journal: every request, response, callback and action, in order.
    #[must_use]
    pub fn journal(&self) -> Vec<Entry> {
        self.core.read(|world| world.journal.after(0).cloned().collect())
    }

    /// Waits for an entry of the journal, and returns it. The entry may already exist. The wait has no limit: set one
    /// with `tokio::time::timeout`.
    pub async fn wait_for(&self, mut wanted: impl FnMut(&Entry) -> bool) -> Entry {
        let mut seen = 0;
        self.core
            .wait_for(|world| {
                let found = world
                    .journal
                    .after(seen)
                    .inspect(|entry| seen = entry.number)
                    .find(|entry| wanted(entry));
                found.cloned()
            })
            .await
    }

    /// Ends all calls without events, and removes the journal and the fault rules. Identities, keys and subscriptions
    /// remain.
    pub fn reset(&self) {
        self.core.with(|world| world.reset());
    }
}
