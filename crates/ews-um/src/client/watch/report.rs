//! The reports of both services about a call.

use std::fmt;

use call_wire::OpenEnum;

use crate::generated::phone_call::{PhoneCallInformation, PhoneCallState};
use crate::generated::um::{UmCallInfo, UmCallState};

/// The coarse phase of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Before or after a call.
    Idle,
    /// From dialing until the end.
    Active,
    /// Disconnected.
    Over,
}

/// The part of a report that a watch uses. It cannot be named outside of this crate, so [`CallReport`] is sealed.
pub trait Report {
    /// Returns the phase of the call.
    fn phase(&self) -> Phase;
    /// Returns the state of the call, as text for a message.
    fn state(&self) -> &str;
}

/// The report of a service about a call: [`UmCallInfo`] or [`PhoneCallInformation`].
pub trait CallReport: Report + Clone + PartialEq + fmt::Debug {}

impl CallReport for UmCallInfo {}

impl Report for UmCallInfo {
    fn phase(&self) -> Phase {
        match self.call_state {
            Some(UmCallState::Disconnected) => Phase::Over,
            Some(UmCallState::Idle) => Phase::Idle,
            _ => Phase::Active,
        }
    }

    fn state(&self) -> &str {
        self.call_state.as_ref().map_or("in an unknown state", OpenEnum::as_str)
    }
}

impl CallReport for PhoneCallInformation {}

impl Report for PhoneCallInformation {
    fn phase(&self) -> Phase {
        match self.phone_call_state {
            Some(PhoneCallState::Disconnected) => Phase::Over,
            Some(PhoneCallState::Idle) => Phase::Idle,
            _ => Phase::Active,
        }
    }

    fn state(&self) -> &str {
        self.phone_call_state.as_ref().map_or("in an unknown state", OpenEnum::as_str)
    }
}
