//! The state of the service.

use std::collections::BTreeMap;
use std::time::Duration;

use super::auth::Grants;
use super::leg::Leg;
use super::meeting::Meeting;
use super::recording::Recording;
use super::refusal::Refusal;
use crate::world::World;

/// The state of the service.
#[derive(Debug, Default)]
pub(crate) struct State {
    /// The URL for incoming calls, as registered for the bot.
    pub(crate) webhook: Option<String>,
    /// Whether the first notification of an incoming call has the older form.
    pub(super) has_older_form: bool,
    /// Whether resources have enum values that the schema does not define.
    pub(super) has_unknown_values: bool,
    /// Whether the tenant forbids the application to remove participants.
    pub(super) forbids_removal: bool,
    /// The calls, by id.
    pub(super) legs: BTreeMap<String, Leg>,
    /// The meetings that exist.
    pub(super) meetings: Vec<Meeting>,
    /// The recordings, by id.
    pub(super) recordings: BTreeMap<String, Recording>,
    /// The tokens that were verified.
    pub(super) grants: Grants,
    /// The length of a prompt; the default is one second.
    pub(super) prompt_length: Option<Duration>,
    /// The number of the last `@odata.etag`.
    pub(super) last_tag: u64,
}

impl State {
    /// Removes the calls. The webhook, the settings and the meetings remain.
    pub(crate) fn reset(&mut self) {
        self.legs.clear();
        self.recordings.clear();
    }

    /// Returns a call.
    pub(super) fn leg(&mut self, id: &str) -> Result<&mut Leg, Refusal> {
        self.legs.get_mut(id).ok_or_else(Refusal::call_not_found)
    }

    /// Returns an established call.
    pub(super) fn established(&mut self, id: &str) -> Result<&mut Leg, Refusal> {
        let leg = self.leg(id)?;
        if leg.is_established() { Ok(leg) } else { Err(Refusal::not_established()) }
    }

    /// Returns an established group call or meeting.
    pub(super) fn group(&mut self, id: &str) -> Result<&mut Leg, Refusal> {
        let leg = self.established(id)?;
        if leg.has_roster() { Ok(leg) } else { Err(Refusal::not_a_group_call()) }
    }

    /// Returns a new `@odata.etag`.
    pub(super) fn tag(&mut self) -> String {
        self.last_tag += 1;
        format!("W/\"{}\"", self.last_tag)
    }
}

/// Returns the path of a call, or of a part of it such as `/participants`.
pub(super) fn path(call: &str, part: &str) -> String {
    format!("/communications/calls/{call}{part}")
}

/// Returns the `@odata.context` of a part of a call, such as `/participants`.
pub(super) fn context(world: &World, call: &str, part: &str) -> String {
    format!("{}/v1.0/$metadata#communications/calls('{call}'){part}", world.settings.base)
}

/// Returns the URL of a resource.
pub(super) fn url(world: &World, path: &str) -> String {
    format!("{}/v1.0{path}", world.settings.base)
}
