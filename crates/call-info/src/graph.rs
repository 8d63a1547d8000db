//! Microsoft Graph: the resource `call`.

use call_wire::OpenEnum;
use graph_calls::{Call, CallDirection, CallState as GraphState, ResultInfo};
use serde::Serialize;
use serde_json::Value;

use crate::end::{CallEnd, EndReason};
use crate::info::{CallInfo, Direction, Service};
use crate::party::{Party, PartyKind, PartyRole};
use crate::state::CallState;

fn state(reported: &GraphState) -> CallState {
    match reported {
        GraphState::Incoming => CallState::Incoming,
        GraphState::Establishing => CallState::Connecting,
        GraphState::Established => CallState::Connected,
        GraphState::Hold => CallState::OnHold,
        GraphState::Transferring => CallState::Transferring,
        GraphState::TransferAccepted => CallState::TransferAccepted,
        GraphState::Redirecting => CallState::Redirecting,
        GraphState::Terminating => CallState::Disconnecting,
        GraphState::Terminated => CallState::Disconnected,
        // The documentation lists this state, but the schema does not.
        GraphState::Other(text) if text.as_str() == "ringing" => CallState::Ringing,
        _ => CallState::Unknown,
    }
}

fn end(result: &ResultInfo) -> CallEnd {
    let subcode = result.subcode;
    let reason = match result.code {
        Some(200..=299) => Some(EndReason::Normal),
        Some(408) if subcode == Some(10057) => Some(EndReason::NoAnswer),
        Some(480) => Some(EndReason::Unavailable),
        Some(code) if code >= 400 => Some(EndReason::Other),
        _ => None,
    };
    CallEnd { reason, text: result.message.clone(), code: result.code, subcode, sip_code: None }
}

impl From<&Call> for CallInfo {
    fn from(call: &Call) -> Self {
        let text = call.state.as_ref().map(|state| state.as_str().to_owned());
        let state = call.state.as_ref().map_or(CallState::Unknown, state);
        let mut info = CallInfo::new(Service::Graph, state, text);
        info.id.clone_from(&call.id);
        info.direction = match &call.direction {
            Some(CallDirection::Incoming) => Some(Direction::Incoming),
            Some(CallDirection::Outgoing) => Some(Direction::Outgoing),
            _ => None,
        };
        // `resultInfo` can also be about a transfer, or about a call that continues.
        info.end = call.result_info.as_ref().filter(|_| state.is_over()).map(end);
        let source = call.source.as_ref().and_then(|source| source.identity.as_ref());
        let targets = call.targets.iter().flatten().filter_map(|target| target.identity.as_ref());
        info.parties = source
            .map(|identity| (PartyRole::Source, identity))
            .into_iter()
            .chain(targets.map(|identity| (PartyRole::Target, identity)))
            .flat_map(|(role, identity)| parties(role, identity))
            .collect();
        info
    }
}

/// The members of an identity set, and the kind of party that each identifies.
const KINDS: [(&str, PartyKind); 9] = [
    ("user", PartyKind::User),
    ("application", PartyKind::Application),
    ("device", PartyKind::Other),
    ("phone", PartyKind::Phone),
    ("guest", PartyKind::User),
    ("azureCommunicationServicesUser", PartyKind::User),
    ("applicationInstance", PartyKind::Application),
    ("encrypted", PartyKind::User),
    ("onPremises", PartyKind::Other),
];

/// Returns the parties that an identity set identifies. The set is read as JSON, since the documentation shows members that the
/// type `identitySet` does not declare.
pub(crate) fn parties(role: PartyRole, set: &impl Serialize) -> Vec<Party> {
    let Ok(set) = serde_json::to_value(set) else { return Vec::new() };
    let text = |identity: &Value, name: &str| identity[name].as_str().map(str::to_owned);
    let party = |(name, kind): &(&str, PartyKind)| {
        let identity = set.get(name).filter(|identity| identity.is_object())?;
        Some(Party {
            role,
            kind: *kind,
            id: text(identity, "id"),
            display_name: text(identity, "displayName"),
        })
    };
    KINDS.iter().filter_map(party).collect()
}

#[cfg(test)]
mod tests {
    use call_wire::json::decode;

    use super::*;

    fn call(json: &str) -> CallInfo {
        CallInfo::from(&decode::<Call>(json.as_bytes()).expect("a call"))
    }

    #[test]
    fn every_state_of_the_schema_is_converted() {
        for reported in GraphState::VALUES {
            let unknown = state(reported) == CallState::Unknown;
            assert_eq!(unknown, *reported == GraphState::UnknownFutureValue, "{reported}");
        }
    }

    #[test]
    fn ringing_and_unknown_states_are_converted_by_their_text() {
        let info = call(r#"{"state": "ringing"}"#);
        assert_eq!((info.state, info.state_text.as_deref()), (CallState::Ringing, Some("ringing")));
        let info = call(r#"{"state": "other"}"#);
        assert_eq!((info.state, info.state_text.as_deref()), (CallState::Unknown, Some("other")));
    }

    #[test]
    fn the_result_of_a_call_that_is_over_is_converted() {
        let info = call(
            r#"{"id": "57dab8b1", "state": "terminated", "direction": "outgoing",
                "resultInfo": {"code": "200", "subcode": "5001", "message": "The conversation has ended."}}"#,
        );
        let over = info.end.as_ref().expect("an end");
        assert_eq!((over.reason, over.code, over.subcode), (Some(EndReason::Normal), Some(200), Some(5001)));
        assert_eq!(info.direction, Some(Direction::Outgoing));
        assert_eq!(info.to_string(), "disconnected (terminated): normal: The conversation has ended.");
        assert_eq!(call(r#"{"state": "established", "resultInfo": {"code": 0, "subcode": 0}}"#).end, None);
        for (code, subcode, reason) in [
            (480, 10037, EndReason::Unavailable),
            (408, 10057, EndReason::NoAnswer),
            (408, 8537, EndReason::Other),
        ] {
            let result = ResultInfo::new(code, subcode);
            assert_eq!(end(&result).reason, Some(reason), "{code} {subcode}");
        }
    }

    #[test]
    fn parties_of_both_kinds_of_identity_sets_are_converted() {
        let info = call(
            r##"{"source": {"identity": {"@odata.type": "#microsoft.graph.identitySet",
                    "user": {"displayName": "Bob", "id": "u-1"}, "phone": {"id": "+14255550100"}}},
                 "targets": [{"identity": {"@odata.type": "#microsoft.graph.communicationsIdentitySet",
                    "applicationInstance": {"id": "a-1"}}}]}"##,
        );
        let seen: Vec<_> =
            info.parties.iter().map(|party| (party.role, party.kind, party.id.as_deref())).collect();
        assert_eq!(
            seen,
            [
                (PartyRole::Source, PartyKind::User, Some("u-1")),
                (PartyRole::Source, PartyKind::Phone, Some("+14255550100")),
                (PartyRole::Target, PartyKind::Application, Some("a-1")),
            ]
        );
        assert_eq!(info.parties[0].display_name.as_deref(), Some("Bob"));
    }
}
