//! Microsoft Graph: `call`.

use call_wire::OpenEnum;
use graph_calls::{AnyIdentitySet, Call, CallDirection, CallState as Said, ResultInfo};
use serde_json::Value;

use crate::{CallEnd, CallInfo, CallState, Direction, EndReason, Party, PartyKind, PartyRole, Service};

fn state(said: &Said) -> CallState {
    match said {
        Said::Incoming => CallState::Incoming,
        Said::Establishing => CallState::Connecting,
        Said::Established => CallState::Connected,
        Said::Hold => CallState::OnHold,
        Said::Transferring => CallState::Transferring,
        Said::TransferAccepted => CallState::TransferAccepted,
        Said::Redirecting => CallState::Redirecting,
        Said::Terminating => CallState::Disconnecting,
        Said::Terminated => CallState::Disconnected,
        // The pages list it, the schema does not.
        Said::Other(text) if text.as_str() == "ringing" => CallState::Ringing,
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
        // `resultInfo` also tells of a transfer or of a call that goes on.
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

/// The members of an identity set, and what each stands for.
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

/// The identities of a set. The pages show kinds that an identitySet does not declare, so it is read as JSON.
fn parties(role: PartyRole, set: &AnyIdentitySet) -> Vec<Party> {
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
    fn every_state_has_a_counterpart() {
        for said in Said::VALUES {
            let unknown = state(said) == CallState::Unknown;
            assert_eq!(unknown, *said == Said::UnknownFutureValue, "{said}");
        }
    }

    #[test]
    fn ringing_is_kept_though_no_schema_has_it() {
        let info = call(r#"{"state": "ringing"}"#);
        assert_eq!((info.state, info.state_text.as_deref()), (CallState::Ringing, Some("ringing")));
        let info = call(r#"{"state": "dreaming"}"#);
        assert_eq!((info.state, info.state_text.as_deref()), (CallState::Unknown, Some("dreaming")));
    }

    #[test]
    fn ends() {
        let info = call(
            r#"{"id": "57dab8b1", "state": "terminated", "direction": "outgoing",
                "resultInfo": {"code": "200", "subcode": "5001", "message": "The conversation has ended."}}"#,
        );
        let end = info.end.as_ref().expect("it is over");
        assert_eq!((end.reason, end.code, end.subcode), (Some(EndReason::Normal), Some(200), Some(5001)));
        assert_eq!(info.direction, Some(Direction::Outgoing));
        assert_eq!(info.to_string(), "disconnected (terminated): normal: The conversation has ended.");
        assert_eq!(call(r#"{"state": "established", "resultInfo": {"code": 0, "subcode": 0}}"#).end, None);
        for (code, subcode, reason) in [
            (480, 10037, EndReason::Unavailable),
            (408, 10057, EndReason::NoAnswer),
            (408, 8537, EndReason::Other),
        ] {
            let result = ResultInfo::new(code, subcode);
            assert_eq!(ending_of(&result), Some(reason), "{code} {subcode}");
        }
    }

    fn ending_of(result: &ResultInfo) -> Option<EndReason> {
        end(result).reason
    }

    #[test]
    fn parties_of_either_set() {
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
