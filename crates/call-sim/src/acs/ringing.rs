//! Parties that are being called, and the reasons why they do not answer.

use acs_calling::{CustomCallingContext, ResultInformation, SipDiagnosticInfo};

use super::event_grid;
use super::identity::Identity;
use super::origin::Origin;
use super::results::result;
use crate::phone::Action;
use crate::timers::TimerId;
use crate::world::World;

/// A party that is being called.
pub(crate) struct Ringing {
    /// The `invitationId`.
    pub(crate) id: String,
    /// The party.
    pub(crate) party: Identity,
    /// The context and the callback URI of its events.
    pub(crate) origin: Origin,
    /// The participant that is transferred to the party.
    pub(crate) transferee: Option<Identity>,
    /// The headers for the party.
    pub(crate) custom_context: Option<CustomCallingContext>,
    /// The incoming call, if the party is the application itself.
    pub(crate) incoming: Option<String>,
    /// The functions to call afterwards.
    pub(crate) next: Next,
    /// The timers of the answer and of the time limit.
    pub(crate) timers: Vec<TimerId>,
}

impl Ringing {
    /// Creates a party before it is called.
    pub(crate) fn new(id: String, party: Identity, origin: Origin, next: Next) -> Self {
        Self {
            id,
            party,
            origin,
            transferee: None,
            custom_context: None,
            incoming: None,
            next,
            timers: Vec::new(),
        }
    }

    /// Stops the ringing.
    pub(crate) fn stop(&self, world: &mut World) {
        for timer in &self.timers {
            world.cancel(*timer);
        }
        if let Some(incoming) = &self.incoming {
            // A call that has been answered no longer rings.
            let _ = event_grid::act(world, incoming, &Action::HangUp);
            world.acs.legs.remove(incoming);
        }
    }
}

/// The functions to call when a party answers, and when it does not.
#[derive(Clone, Copy)]
pub(crate) struct Next {
    /// Called with the call connection when the party has answered.
    pub(crate) answered: fn(&mut World, &str, Ringing),
    /// Called with the call connection when the party has not answered.
    pub(crate) failed: fn(&mut World, &str, Ringing, Failure),
}

/// The reason why a party did not answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    /// The time limit was reached.
    NoAnswer,
    /// The party is busy.
    Busy,
    /// The party declined.
    Declined,
    /// The party does not exist, or has no endpoint.
    NotFound,
    /// The party refuses the caller.
    Forbidden,
}

impl Failure {
    /// Returns the result in an event. Phone numbers have the codes of the telephone network.
    pub(crate) fn result(self, party: &Identity) -> ResultInformation {
        let (code, subcode, reason) = self.codes(party.is_phone());
        let information = result(code, subcode, format!("{reason}. DiagCode: {code}#{subcode}.@"));
        if !party.is_phone() {
            return information;
        }
        let (cause, text) = match self {
            Self::NoAnswer => (18, "No user responding"),
            Self::Busy => (17, "User busy"),
            Self::Declined => (21, "Call rejected"),
            Self::NotFound => (1, "Unallocated (unassigned) number"),
            Self::Forbidden => (21, "Call rejected"),
        };
        let diagnostic = |code, message: &str| SipDiagnosticInfo::new().code(code).message(message);
        information.sip_details(diagnostic(code, reason)).q850_details(diagnostic(cause, text))
    }

    /// Returns the result of an invitation to a call. An invitation that is not accepted in time has the same codes for
    /// all parties.
    pub(crate) fn result_of_invitation(self, party: &Identity) -> ResultInformation {
        let (code, subcode, reason) = match self {
            Self::NoAnswer => (408, 10057, "Request Timeout"),
            _ => self.codes(party.is_phone()),
        };
        let mut information = self.result(party);
        information.code = Some(code);
        information.sub_code = Some(subcode);
        let raw_id = &party.raw_id;
        information.message(format!(
            "addParticipants failed for participant {raw_id}. Underlying reason: {reason}. DiagCode: \
             {code}#{subcode}.@"
        ))
    }

    fn codes(self, is_phone: bool) -> (i32, i32, &'static str) {
        match (self, is_phone) {
            (Self::NoAnswer, true) => (480, 560_480, "Temporarily Unavailable"),
            (Self::NoAnswer, false) => (487, 10004, "Request Terminated"),
            (Self::Busy, true) => (486, 560_486, "Busy Here"),
            (Self::Busy, false) => (486, 8539, "Busy"),
            (Self::Declined, true) => (603, 560_603, "Decline"),
            (Self::Declined, false) => (603, 0, "Decline"),
            (Self::NotFound, true) => (404, 560_404, "Not Found"),
            (Self::NotFound, false) => (480, 10037, "No endpoint is registered"),
            (Self::Forbidden, _) => (403, 560_403, "Forbidden"),
        }
    }
}
