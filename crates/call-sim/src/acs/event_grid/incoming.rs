//! The calls that are ringing at the application.

use std::collections::{BTreeMap, HashMap};

use acs_calling::{CommunicationIdentifierModel, CustomCallingContext};
use jiff::Timestamp;

use crate::acs::refusal::Refusal;
use crate::world::World;

/// A call to the application that has not been answered.
#[derive(Clone)]
pub(crate) struct IncomingCall {
    /// The id of its event.
    pub(crate) id: String,
    /// The caller.
    pub(crate) from: CommunicationIdentifierModel,
    /// The number or user that is called.
    pub(crate) to: CommunicationIdentifierModel,
    /// The name of the caller.
    pub(crate) caller_display_name: Option<String>,
    /// The id of the call itself.
    pub(crate) server_call_id: String,
    /// The id of the call across services.
    pub(crate) correlation_id: String,
    /// The headers of the caller.
    pub(crate) custom_context: Option<CustomCallingContext>,
    /// The time at which it began to ring.
    pub(crate) started: Timestamp,
    /// Whether an earlier request has answered it.
    pub(crate) is_answered_elsewhere: bool,
}

/// An operation that ends the ringing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Take {
    /// The application answers the call.
    Answer,
    /// The application redirects the call.
    Redirect,
    /// The application rejects the call.
    Reject,
}

/// The state of an incoming call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    Ringing,
    Answered,
    Gone,
    /// It was not answered in time.
    Expired,
}

/// The incoming calls, by their opaque contexts.
#[derive(Default)]
pub(crate) struct Incoming {
    calls: HashMap<String, (IncomingCall, Phase)>,
    /// The contexts of the calls that are ringing, by id.
    ringing: BTreeMap<String, String>,
}

impl Incoming {
    /// Adds a call that is ringing.
    pub(super) fn add(&mut self, context: String, call: IncomingCall) {
        self.ringing.insert(call.id.clone(), context.clone());
        self.calls.insert(context, (call, Phase::Ringing));
    }

    /// Ends the ringing because the caller has hung up. Returns whether the call rang.
    pub(super) fn hang_up(&mut self, id: &str) -> bool {
        self.end(id, Phase::Gone)
    }

    /// Ends the ringing because the time is over. Returns whether the call rang.
    pub(super) fn expire(&mut self, id: &str) -> bool {
        self.end(id, Phase::Expired)
    }

    /// Removes a call. Its context is then no longer valid.
    pub(super) fn forget(&mut self, context: &str) {
        if let Some((call, _)) = self.calls.remove(context) {
            self.ringing.remove(&call.id);
        }
    }

    /// Returns whether a call is ringing.
    pub(crate) fn rings(&self, id: &str) -> bool {
        self.ringing.contains_key(id)
    }

    /// Returns the calls that are ringing.
    pub(super) fn ringing(&self) -> impl Iterator<Item = &IncomingCall> {
        self.ringing.values().filter_map(|context| self.calls.get(context)).map(|(call, _)| call)
    }

    fn end(&mut self, id: &str, end: Phase) -> bool {
        let Some(context) = self.ringing.remove(id) else { return false };
        if let Some((_, phase)) = self.calls.get_mut(&context) {
            *phase = end;
        }
        true
    }
}

/// Returns the caller of a call, which may have ended.
pub(crate) fn caller<'w>(world: &'w World, context: &str) -> Option<&'w CommunicationIdentifierModel> {
    world.acs.incoming.calls.get(context).map(|(call, _)| &call.from)
}

/// Ends the ringing by an operation of the application, and returns the call. A second answer also succeeds.
///
/// # Errors
///
/// The context is not that of a call, or the call has rung too long; or the call was redirected, rejected or answered
/// before, or the caller has hung up.
pub(crate) fn take(world: &mut World, context: &str, how: Take) -> Result<IncomingCall, Refusal> {
    let invalid = || Refusal::invalid("Incoming Call Context is invalid");
    let incoming = &mut world.acs.incoming;
    let (call, phase) = incoming.calls.get_mut(context).ok_or_else(invalid)?;
    match phase {
        Phase::Ringing => {
            *phase = if how == Take::Answer { Phase::Answered } else { Phase::Gone };
            incoming.ringing.remove(&call.id);
            Ok(call.clone())
        }
        Phase::Answered if how == Take::Answer => {
            Ok(IncomingCall { is_answered_elsewhere: true, ..call.clone() })
        }
        Phase::Answered | Phase::Gone => Err(Refusal::call_not_found()),
        Phase::Expired => Err(invalid()),
    }
}
