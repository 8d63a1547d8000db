//! The calls that ring at the application.

use std::collections::{BTreeMap, HashMap};
use std::fmt;

use acs_calling::{CommunicationIdentifier, CustomCallingContext};
use jiff::Timestamp;

/// A call to the application that has not been answered.
#[derive(Clone)]
pub(crate) struct IncomingCall {
    /// The id of its event.
    pub(crate) id: String,
    /// The caller.
    pub(crate) from: CommunicationIdentifier,
    /// The number or user that is called.
    pub(crate) to: CommunicationIdentifier,
    /// The name of the caller.
    pub(crate) display_name: Option<String>,
    /// The id of the call itself.
    pub(crate) server_call_id: String,
    /// The id of the call across services.
    pub(crate) correlation_id: String,
    /// The headers of the caller.
    pub(crate) custom_context: Option<CustomCallingContext>,
    /// When it began to ring.
    pub(crate) started: Timestamp,
}

impl fmt::Debug for IncomingCall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("IncomingCall").field("id", &self.id).finish_non_exhaustive()
    }
}

/// An operation that ends the ringing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Taken {
    /// The application answers the call.
    Answered,
    /// The application redirects the call.
    Redirected,
    /// The application rejects the call.
    Rejected,
}

/// The reason why an `incomingCallContext` cannot be used.
#[derive(Clone, Debug)]
pub(crate) enum NotRinging {
    /// It is not the context of a call, or the call has rung too long.
    Invalid,
    /// The call was redirected or rejected, or the caller has hung up.
    Gone,
    /// The call was answered before.
    Answered(Box<IncomingCall>),
}

/// The state of an incoming call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    Ringing,
    Answered,
    Gone,
    /// Nobody answered in time.
    Expired,
}

/// The incoming calls, by their opaque contexts.
#[derive(Default)]
pub(crate) struct Incoming {
    calls: HashMap<String, (IncomingCall, Phase)>,
    /// The contexts of the calls that ring, by id.
    ringing: BTreeMap<String, String>,
}

impl Incoming {
    /// Adds a call that rings.
    pub(super) fn add(&mut self, context: String, call: IncomingCall) {
        self.ringing.insert(call.id.clone(), context.clone());
        self.calls.insert(context, (call, Phase::Ringing));
    }

    /// Ends the ringing by an operation of the application, and returns the call.
    pub(crate) fn take(&mut self, context: &str, how: Taken) -> Result<IncomingCall, NotRinging> {
        let Some((call, phase)) = self.calls.get_mut(context) else { return Err(NotRinging::Invalid) };
        match phase {
            Phase::Ringing => {
                *phase = if how == Taken::Answered { Phase::Answered } else { Phase::Gone };
                self.ringing.remove(&call.id);
                Ok(call.clone())
            }
            Phase::Answered if how == Taken::Answered => Err(NotRinging::Answered(Box::new(call.clone()))),
            Phase::Answered | Phase::Gone => Err(NotRinging::Gone),
            Phase::Expired => Err(NotRinging::Invalid),
        }
    }

    /// Ends the ringing because the caller has hung up. Returns whether the call rang.
    pub(super) fn hang_up(&mut self, id: &str) -> bool {
        self.end(id, Phase::Gone)
    }

    /// Ends the ringing because the time is over. Returns whether the call rang.
    pub(super) fn expire(&mut self, id: &str) -> bool {
        self.end(id, Phase::Expired)
    }

    /// Removes a call, whose context is then not valid.
    pub(super) fn forget(&mut self, context: &str) {
        if let Some((call, _)) = self.calls.remove(context) {
            self.ringing.remove(&call.id);
        }
    }

    /// Returns the calls that ring.
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

impl fmt::Debug for Incoming {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The contexts are secrets.
        f.debug_list().entries(self.calls.values()).finish()
    }
}
