//! Azure Communication Services: `CallConnectionProperties`, and the events that change a call's state.

mod end;

use acs_calling::events::Event;
use acs_calling::{
    AnswerFailed, CallConnected, CallConnectionProperties, CallConnectionState as AcsState, CallDisconnected,
    CommunicationIdentifier, ConnectFailed, CreateCallFailed, IncomingCall,
};
use call_wire::OpenEnum;

use crate::info::{CallInfo, Direction, Service};
use crate::party::{Party, PartyKind, PartyRole};
use crate::state::CallState;

fn state(reported: &AcsState) -> CallState {
    match reported {
        AcsState::Connecting => CallState::Connecting,
        AcsState::Connected => CallState::Connected,
        AcsState::Transferring => CallState::Transferring,
        AcsState::TransferAccepted => CallState::TransferAccepted,
        AcsState::Disconnecting => CallState::Disconnecting,
        AcsState::Disconnected => CallState::Disconnected,
        _ => CallState::Unknown,
    }
}

impl From<&CallConnectionProperties> for CallInfo {
    fn from(call: &CallConnectionProperties) -> Self {
        let reported = call.call_connection_state.as_ref();
        let text = reported.map(|state| state.as_str().to_owned());
        let mut info =
            CallInfo::new(Service::AzureCommunication, reported.map_or(CallState::Unknown, state), text);
        info.id.clone_from(&call.call_connection_id);
        // The service sets `answeredBy` only for a call that the application has answered.
        info.direction = call.answered_by.as_ref().map(|_| Direction::Incoming);
        let source = call.source.as_ref().map(|source| Party {
            display_name: call.source_display_name.clone(),
            ..party(PartyRole::Source, source)
        });
        let caller_id = call.source_caller_id_number.as_ref().filter(|_| source.is_none());
        let caller_id = caller_id.and_then(|number| number.value.as_deref()).map(|number| Party {
            display_name: call.source_display_name.clone(),
            ..party(PartyRole::Source, CommunicationIdentifier::phone_number(number))
        });
        let targets = call.targets.iter().flatten().map(|target| party(PartyRole::Target, target));
        let answered_by = call.answered_by.as_ref().map(|user| Party {
            role: PartyRole::AnsweredBy,
            kind: PartyKind::User,
            id: user.id.clone(),
            display_name: None,
        });
        info.parties = source.into_iter().chain(caller_id).chain(targets).chain(answered_by).collect();
        info
    }
}

fn party(role: PartyRole, identifier: impl Into<CommunicationIdentifier>) -> Party {
    let identifier = identifier.into();
    let (kind, part) = match &identifier {
        CommunicationIdentifier::CommunicationUser(user) => (PartyKind::User, user.id()),
        CommunicationIdentifier::MicrosoftTeamsUser(user) => (PartyKind::User, user.user_id()),
        CommunicationIdentifier::TeamsExtensionUser(user) => (PartyKind::User, user.user_id()),
        CommunicationIdentifier::PhoneNumber(number) => (PartyKind::Phone, number.value()),
        CommunicationIdentifier::MicrosoftTeamsApp(app) => (PartyKind::Application, app.app_id()),
        _ => (PartyKind::Other, ""),
    };
    // An identifier in an unknown cloud has no raw id.
    let id = [identifier.raw_id(), part].into_iter().find(|id| !id.is_empty()).map(str::to_owned);
    Party { role, kind, id, display_name: None }
}

/// Implements the conversion of an event. The type of the event determines the state and, if the call is over, the
/// meaning of the result.
macro_rules! event {
    ($event:ident is $state:expr $(, $end:path)?) => {
        impl From<&$event> for CallInfo {
            fn from(event: &$event) -> Self {
                let mut info =
                    CallInfo::new(Service::AzureCommunication, $state, Some(stringify!($event).to_owned()));
                info.id.clone_from(&event.call_connection_id);
                $(info.end = event.result_information.as_ref().map($end);)?
                info
            }
        }
    };
}

event!(CallConnected is CallState::Connected);
event!(CallDisconnected is CallState::Disconnected, end::of_call);
event!(CreateCallFailed is CallState::Disconnected, end::of_attempt);
event!(AnswerFailed is CallState::Disconnected, end::of_attempt);
event!(ConnectFailed is CallState::Disconnected, end::of_attempt);

impl From<&IncomingCall> for CallInfo {
    /// Converts the event. There is no id, since the call has no connection yet. To answer the call, use the
    /// `incomingCallContext` of the event.
    fn from(event: &IncomingCall) -> Self {
        let mut info =
            CallInfo::new(Service::AzureCommunication, CallState::Incoming, Some("IncomingCall".to_owned()));
        info.direction = Some(Direction::Incoming);
        let from = event.from.as_ref().map(|from| Party {
            display_name: event.caller_display_name.clone(),
            ..party(PartyRole::Source, from)
        });
        let to = event.to.as_ref().map(|to| party(PartyRole::Target, to));
        info.parties = from.into_iter().chain(to).collect();
        info
    }
}

impl CallInfo {
    /// Converts an event that reports a change of the state. Returns `None` for any other event, such as
    /// `PlayCompleted`.
    ///
    /// ```
    /// use acs_calling::events;
    /// use call_info::{CallInfo, CallState};
    ///
    /// # fn main() -> Result<(), events::EventError> {
    /// let body = br#"[{"id": "1", "source": "calling/callConnections/c-1", "specversion": "1.0",
    ///     "type": "Microsoft.Communication.CallDisconnected", "data": {"callConnectionId": "c-1"}}]"#;
    /// for event in events::parse(body)? {
    ///     let info = CallInfo::from_event(&event.data).expect("a state");
    ///     assert_eq!(info.state, CallState::Disconnected);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn from_event(event: &Event) -> Option<Self> {
        match event {
            Event::IncomingCall(event) => Some(Self::from(&**event)),
            Event::CallConnected(event) => Some(Self::from(&**event)),
            Event::CallDisconnected(event) => Some(Self::from(&**event)),
            Event::CreateCallFailed(event) => Some(Self::from(&**event)),
            Event::AnswerFailed(event) => Some(Self::from(&**event)),
            Event::ConnectFailed(event) => Some(Self::from(&**event)),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use call_wire::json::decode;

    use super::*;
    use crate::EndReason;

    #[test]
    fn every_state_of_the_schema_is_converted() {
        for reported in AcsState::VALUES {
            let unknown = state(reported) == CallState::Unknown;
            assert_eq!(unknown, *reported == AcsState::Unknown, "{reported}");
        }
    }

    #[test]
    fn a_call_connection_is_converted_with_its_parties() {
        let body = br#"{"callConnectionId": "411f0b00-aaaa", "callConnectionState": "connected",
            "sourceDisplayName": "Contoso", "sourceCallerIdNumber": {"value": "+18005550100"},
            "targets": [{"rawId": "4:+14255550123", "phoneNumber": {"value": "+14255550123"}},
                        {"communicationUser": {"id": "8:acs:r_u"}}, {"phoneNumber": {"value": "+14255550124"}},
                        {"microsoftTeamsUser": {"userId": "u-1"}}, {"rawId": "28:orgid:a-1"},
                        {"kind": "other", "rawId": "48:r"},
                        {"microsoftTeamsApp": {"appId": "a-2", "cloud": "other"}}],
            "answeredBy": {"id": "8:acs:r_me"}}"#;
        let info = CallInfo::from(&decode::<CallConnectionProperties>(body).expect("a call"));
        assert_eq!((info.state, info.direction), (CallState::Connected, Some(Direction::Incoming)));
        let seen: Vec<_> =
            info.parties.iter().map(|party| (party.role, party.kind, party.id.as_deref())).collect();
        assert_eq!(
            seen,
            [
                // The raw id is computed if the service omits it.
                (PartyRole::Source, PartyKind::Phone, Some("4:+18005550100")),
                (PartyRole::Target, PartyKind::Phone, Some("4:+14255550123")),
                (PartyRole::Target, PartyKind::User, Some("8:acs:r_u")),
                (PartyRole::Target, PartyKind::Phone, Some("4:+14255550124")),
                (PartyRole::Target, PartyKind::User, Some("8:orgid:u-1")),
                (PartyRole::Target, PartyKind::Application, Some("28:orgid:a-1")),
                (PartyRole::Target, PartyKind::Other, Some("48:r")),
                (PartyRole::Target, PartyKind::Application, Some("a-2")),
                (PartyRole::AnsweredBy, PartyKind::User, Some("8:acs:r_me")),
            ]
        );
        assert_eq!(info.parties[0].display_name.as_deref(), Some("Contoso"));
        assert_eq!(info.to_string(), "connected");
    }

    #[test]
    fn events_of_calls_that_are_over_have_the_reason() {
        let end = |body: &str| {
            let failed = CallInfo::from(&decode::<CreateCallFailed>(body.as_bytes()).expect("an event"));
            let over = CallInfo::from(&decode::<CallDisconnected>(body.as_bytes()).expect("an event"));
            [failed, over].map(|info| info.end.and_then(|end| end.reason))
        };
        let declined = r#"{"callConnectionId": "c-1", "resultInformation": {"code": 603, "subCode": 0,
            "message": "Decline. DiagCode: 603#0.@"}}"#;
        assert_eq!(end(declined), [Some(EndReason::Declined); 2]);
        let ended = r#"{"resultInformation": {"code": 200, "subCode": 7000, "message": "over"}}"#;
        assert_eq!(end(ended), [Some(EndReason::Other), Some(EndReason::Normal)]);
        assert_eq!(end("{}"), [None; 2]);
        let connected = decode::<CallConnected>(ended.as_bytes()).expect("an event");
        assert_eq!(CallInfo::from(&connected).end, None);
    }
}
