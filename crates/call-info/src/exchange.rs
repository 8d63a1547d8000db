//! Exchange: the UM web service and the phone-call operations of EWS, which share their words.

use call_wire::OpenEnum;
use ews_um::phone_call::PhoneCallInformation;
use ews_um::um::UmCallInfo;

use crate::{CallEnd, CallInfo, CallState, EndReason, Service};

/// UMCallState and PhoneCallStateType.
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

/// UMEventCause and ConnectionFailureCauseType. `None` says nothing: the reason is unknown then.
fn reason(text: &str) -> Option<EndReason> {
    match text {
        "None" => None,
        "UserBusy" => Some(EndReason::Busy),
        "NoAnswer" => Some(EndReason::NoAnswer),
        "Unavailable" => Some(EndReason::Unavailable),
        _ => Some(EndReason::Other),
    }
}

fn info<S: OpenEnum, C: OpenEnum>(service: Service, said: Option<&S>, cause: Option<&C>) -> CallInfo {
    let text = said.map(OpenEnum::as_str);
    let mut info = CallInfo::new(service, text.map_or(CallState::Unknown, state), text.map(str::to_owned));
    // In other states the cause is None by the protocol, and tells nothing.
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
            // The cause names a kind, the SIP code a case: it helps where the cause does not.
            if matches!(end.reason, None | Some(EndReason::Other)) {
                end.reason = call.sip_response_code.map(EndReason::of_sip).or(end.reason);
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
    fn every_state_has_a_counterpart() {
        let um = UmCallState::VALUES.iter().map(OpenEnum::as_str);
        let phone_call = PhoneCallState::VALUES.iter().map(OpenEnum::as_str);
        for text in um.chain(phone_call) {
            assert_ne!(state(text), CallState::Unknown, "{text}");
        }
        assert_eq!(state("Dreaming"), CallState::Unknown);
    }

    #[test]
    fn a_cause_counts_at_the_end_only() {
        let mut call = UmCallInfo::new(UmCallState::Connected, UmEventCause::None);
        assert_eq!(CallInfo::from(&call).end, None);
        call.call_state = Some(UmCallState::Disconnected);
        let end = CallInfo::from(&call).end.expect("it is over");
        assert_eq!((end.reason, end.text.as_deref()), (None, Some("None")));
        call.event_cause = Some(UmEventCause::UserBusy);
        assert_eq!(CallInfo::from(&call).to_string(), "disconnected (Disconnected): busy: UserBusy");
    }

    #[test]
    fn sip_helps_where_the_cause_says_little() {
        let mut call =
            PhoneCallInformation::new(PhoneCallState::Disconnected, ConnectionFailureCause::OtherValue);
        call.sip_response_code = Some(603);
        let end = CallInfo::from(&call).end.expect("it is over");
        assert_eq!((end.reason, end.sip_code), (Some(EndReason::Declined), Some(603)));
        call.connection_failure_cause = Some(ConnectionFailureCause::NoAnswer);
        let end = CallInfo::from(&call).end.expect("it is over");
        assert_eq!(end.reason, Some(EndReason::NoAnswer));
    }
}
