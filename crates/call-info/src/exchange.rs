//! Exchange: the UM web service and the phone-call operations of EWS, which have the same states and causes.

use call_wire::OpenEnum;
use ews_um::phone_call::PhoneCallInformation;
use ews_um::um::UmCallInfo;

use crate::end::{CallEnd, EndReason};
use crate::info::{CallInfo, Service};
use crate::state::CallState;

/// Converts a `UMCallState` or `PhoneCallStateType`.
fn state(text: &str) -> CallState {
    match text {
        "Idle" => CallState::Idle,
        "Connecting" => CallState::Connecting,
        "Alerted" => CallState::Ringing,
        "Connected" => CallState::Connected,
        "Disconnected" => CallState::Disconnected,
        "Incoming" => CallState::Incoming,
        "Transferring" => CallState::Transferring,
        "Forwarding" => CallState::Redirecting,
        _ => CallState::Unknown,
    }
}

/// Converts a `UMEventCause` or `ConnectionFailureCauseType`. With the cause `None`, the reason is unknown.
fn reason(text: &str) -> Option<EndReason> {
    match text {
        "None" => None,
        "UserBusy" => Some(EndReason::Busy),
        "NoAnswer" => Some(EndReason::NoAnswer),
        "Unavailable" => Some(EndReason::Unavailable),
        _ => Some(EndReason::Other),
    }
}

fn info<S: OpenEnum, C: OpenEnum>(service: Service, reported: Option<&S>, cause: Option<&C>) -> CallInfo {
    let text = reported.map(OpenEnum::as_str);
    let mut info = CallInfo::new(service, text.map_or(CallState::Unknown, state), text.map(str::to_owned));
    // In other states, the cause is always `None`.
    if let Some(cause) = cause.filter(|_| info.state.is_over()) {
        let reason = reason(cause.as_str());
        info.end = Some(CallEnd { reason, text: Some(cause.as_str().to_owned()), ..CallEnd::default() });
    }
    info
}

impl From<&UmCallInfo> for CallInfo {
    fn from(call: &UmCallInfo) -> Self {
        info(Service::ExchangeUm, call.call_state.as_ref(), call.event_cause.as_ref())
    }
}

impl From<&PhoneCallInformation> for CallInfo {
    fn from(call: &PhoneCallInformation) -> Self {
        let cause = call.connection_failure_cause.as_ref();
        let mut info = info(Service::ExchangeWebServices, call.phone_call_state.as_ref(), cause);
        if let Some(end) = &mut info.end {
            end.sip_code = call.sip_response_code;
            // The SIP status is used only if the cause is unspecific.
            if matches!(end.reason, None | Some(EndReason::Other)) {
                end.reason = call.sip_response_code.map(EndReason::from_sip).or(end.reason);
            }
        }
        info
    }
}

#[cfg(test)]
mod tests {
    use ews_um::phone_call::{ConnectionFailureCause, PhoneCallState};
    use ews_um::um::{UmCallState, UmEventCause};

    use super::*;

    #[test]
    fn every_state_of_the_schemas_is_converted() {
        let um = UmCallState::VALUES.iter().map(OpenEnum::as_str);
        let phone_call = PhoneCallState::VALUES.iter().map(OpenEnum::as_str);
        for text in um.chain(phone_call) {
            assert_ne!(state(text), CallState::Unknown, "{text}");
        }
        assert_eq!(state("Other"), CallState::Unknown);
    }

    #[test]
    fn a_cause_is_converted_only_when_the_call_is_over() {
        let mut call = UmCallInfo::new(UmCallState::Connected, UmEventCause::None);
        assert_eq!(CallInfo::from(&call).end, None);
        call.call_state = Some(UmCallState::Disconnected);
        let end = CallInfo::from(&call).end.expect("an end");
        assert_eq!((end.reason, end.text.as_deref()), (None, Some("None")));
        call.event_cause = Some(UmEventCause::UserBusy);
        assert_eq!(CallInfo::from(&call).to_string(), "disconnected (Disconnected): busy: UserBusy");
    }

    #[test]
    fn the_sip_status_is_used_only_if_the_cause_is_unspecific() {
        let mut call =
            PhoneCallInformation::new(PhoneCallState::Disconnected, ConnectionFailureCause::OtherValue);
        call.sip_response_code = Some(603);
        let end = CallInfo::from(&call).end.expect("an end");
        assert_eq!((end.reason, end.sip_code), (Some(EndReason::Declined), Some(603)));
        call.connection_failure_cause = Some(ConnectionFailureCause::NoAnswer);
        let end = CallInfo::from(&call).end.expect("an end");
        assert_eq!(end.reason, Some(EndReason::NoAnswer));
    }
}
