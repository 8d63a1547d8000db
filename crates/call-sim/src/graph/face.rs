//! [`Graph`]: the addresses, credentials and settings of the service, and the actions that only it has.

use std::time::Duration;

use graph_calls::token::{self, TokenRules};
use serde_json::json;

use super::incoming::{self, Purpose};
use super::keys::{CONFIGURATION, KEYS};
use super::meeting::Meeting;
use super::{auth, policy, sharing};
use crate::calls::Ring;
use crate::phone::ScriptError;
use crate::sim::Sim;

/// The addresses, credentials and settings of the calls of Microsoft Graph, and the actions that only they have.
///
/// ```
/// use call_sim::{Ring, Service, Sim};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let sim = Sim::start().await?;
/// let graph = sim.graph();
/// println!("endpoint {}, app id {}, tenant {}", graph.endpoint(), graph.app_id(), graph.tenant_id());
/// println!("keys of notifications: {}", graph.openid_configuration());
/// let token = graph.bearer_token();
///
/// // Incoming calls are sent to the URL that is registered for the bot.
/// graph.webhook("http://127.0.0.1:9/callback");
/// let call = sim.ring(Service::Graph, &Ring::new("+14255550123"))?;
/// assert_eq!(sim.calls()[0].id, call);
/// # drop(token);
/// # Ok(())
/// # }
/// ```
///
/// In the journal and in fault rules, a notification has the state of the call as its name (`incoming`, `establishing`,
/// `established`, `transferring`, `transferAccepted`, `terminating`, `terminated`), or `rejected`, `tone`,
/// `participants`, `contentSharingSession`, `participantJoining`, `participantLeft`, or the type of the operation, such
/// as `playPromptOperation`. Requests have the names of the client's operations, such as `call_play_prompt`, or
/// `batch`.
#[derive(Clone, Copy, Debug)]
pub struct Graph<'s> {
    sim: &'s Sim,
}

impl Sim {
    /// Returns the addresses, credentials and settings of Microsoft Graph.
    #[must_use]
    pub fn graph(&self) -> Graph<'_> {
        Graph { sim: self }
    }
}

impl Graph<'_> {
    /// Returns the endpoint, `http://127.0.0.1:PORT/v1.0`.
    #[must_use]
    pub fn endpoint(&self) -> String {
        format!("{}/v1.0", self.sim.url())
    }

    /// Returns the app id of the bot, which is the audience of the tokens on notifications.
    #[must_use]
    pub fn app_id(&self) -> String {
        self.sim.core.read(|world| world.settings.identities.graph_app_id.clone())
    }

    /// Returns the id of the tenant, which is the `tenantId` of calls.
    #[must_use]
    pub fn tenant_id(&self) -> String {
        self.sim.core.read(|world| world.settings.identities.graph_tenant_id.clone())
    }

    /// Returns a token with all permissions for calls, which is valid for a day.
    #[must_use]
    pub fn bearer_token(&self) -> String {
        self.bearer_token_with_roles(&auth::ROLES)
    }

    /// Returns a token with the given permissions, such as `Calls.Initiate.All`.
    #[must_use]
    pub fn bearer_token_with_roles(&self, roles: &[&str]) -> String {
        self.sim.core.with(|world| auth::issue(world, roles, json!({})))
    }

    /// Returns a token that acts for a user, which the service refuses.
    #[must_use]
    pub fn delegated_token(&self) -> String {
        self.sim.core.with(|world| auth::issue(world, &[], json!({"scp": "User.Read"})))
    }

    /// Returns the URL of the OpenID configuration of the tokens on notifications.
    #[must_use]
    pub fn openid_configuration(&self) -> String {
        format!("{}{CONFIGURATION}", self.sim.url())
    }

    /// Returns the URL of the key set of the tokens on notifications.
    #[must_use]
    pub fn key_set_url(&self) -> String {
        format!("{}{KEYS}", self.sim.url())
    }

    /// Returns the current key set as JSON.
    #[must_use]
    pub fn key_set(&self) -> String {
        self.sim.core.read(|world| world.tokens.key_set())
    }

    /// Returns the rules for tokens on notifications.
    #[must_use]
    pub fn token_rules(&self) -> TokenRules {
        token::rules(self.app_id()).expect_claim(token::TENANT_CLAIM, [self.tenant_id()])
    }

    /// Registers the URL for incoming calls. It replaces the previous one.
    pub fn webhook(&self, url: impl Into<String>) {
        let url = url.into();
        self.sim.core.with(|world| world.graph.webhook = Some(url));
    }

    /// Sets whether the first notification of an incoming call has the older form. The default is `false`.
    pub fn older_form_first(&self, is_on: bool) {
        self.sim.core.with(|world| world.graph.has_older_form = is_on);
    }

    /// Sets the length of each prompt. The default is one second. No audio file is fetched.
    pub fn prompt_length(&self, length: Duration) {
        self.sim.core.with(|world| world.graph.prompt_length = Some(length));
    }

    /// Sets whether the tenant allows the application to remove participants. The default is `true`.
    pub fn allow_removal(&self, is_allowed: bool) {
        self.sim.core.with(|world| world.graph.forbids_removal = !is_allowed);
    }

    /// Sets whether resources have enum values that the schema does not define. Responses to requests with `Prefer:
    /// include-unknown-enum-members` contain them, others contain `unknownFutureValue`. The default is `false`.
    pub fn unknown_values(&self, is_on: bool) {
        self.sim.core.with(|world| world.graph.has_unknown_values = is_on);
    }

    /// Creates a meeting. Its organizer has already joined it.
    #[must_use]
    pub fn meeting(&self) -> Meeting {
        self.add_meeting(false)
    }

    /// Creates a meeting with a lobby: the application waits until [`Sim::answer`] admits it.
    #[must_use]
    pub fn meeting_with_lobby(&self) -> Meeting {
        self.add_meeting(true)
    }

    fn add_meeting(&self, has_lobby: bool) -> Meeting {
        self.sim.core.with(|world| {
            let digits: u128 = world.random.uuid().as_u128() % 1_000_000_000_000;
            let meeting = Meeting {
                thread_id: format!("19:meeting_{}@thread.v2", world.random.token(48)),
                organizer_id: world.random.guid(),
                tenant_id: world.settings.identities.graph_tenant_id.clone(),
                join_meeting_id: format!("{digits:012}"),
                passcode: world.random.token(6),
                token: world.random.token(60),
                has_lobby,
            };
            world.graph.meetings.push(meeting.clone());
            meeting
        })
    }

    /// Calls the application as a bot of policy-based recording, and returns the id of the call.
    ///
    /// # Errors
    ///
    /// No webhook is registered.
    pub fn ring_for_recording(&self, ring: &Ring) -> Result<String, ScriptError> {
        self.sim.core.with(|world| incoming::ring(world, ring, &Purpose::Recording))
    }

    /// Invites the application to a meeting, and returns the id of the call.
    ///
    /// # Errors
    ///
    /// No webhook is registered.
    pub fn invite(&self, ring: &Ring, meeting: &Meeting) -> Result<String, ScriptError> {
        let purpose = Purpose::Meeting(meeting.clone());
        self.sim.core.with(|world| incoming::ring(world, ring, &purpose))
    }

    /// Notifies the application that a participant is joining a call with policy-based recording. The response decides
    /// whether the participant joins.
    ///
    /// # Errors
    ///
    /// The call is not established, or has no policy-based recording.
    pub fn participant_joining(&self, call: &str, participant: &str) -> Result<(), ScriptError> {
        self.sim.core.with(|world| policy::joining(world, call, participant))
    }

    /// Notifies the application that a participant has left a call with policy-based recording.
    ///
    /// # Errors
    ///
    /// The errors of [`participant_joining`](Self::participant_joining), or there is no such participant.
    pub fn participant_left(&self, call: &str, participant: &str) -> Result<(), ScriptError> {
        self.sim.core.with(|world| policy::left(world, call, participant))
    }

    /// Starts or stops the screen sharing of a remote party of a group call or meeting. Without a party,
    /// the first one that can do so is selected.
    ///
    /// # Errors
    ///
    /// The call has no roster, or no such participant can start or stop.
    pub fn share_screen(&self, call: &str, party: Option<&str>, is_on: bool) -> Result<(), ScriptError> {
        self.sim.core.with(|world| sharing::share(world, call, party, is_on))
    }
}
