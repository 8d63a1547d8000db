//! Reasons why calls of Azure Communication Services end: the codes of `resultInformation`.

use acs_calling::{ReasonCode, ResultInformation};

use crate::end::{CallEnd, EndReason};

/// Returns the end of an established call, from `CallDisconnected`.
pub(super) fn of_call(result: &ResultInformation) -> CallEnd {
    let reason = match (by_sub_code(result), result.code) {
        (Some(reason), _) => Some(reason),
        (None, Some(0 | 200..=299)) => Some(EndReason::Normal),
        _ => failure(result),
    };
    end(result, reason)
}

/// Returns the end of a call that was not established, from `CreateCallFailed`, `AnswerFailed` or `ConnectFailed`. It
/// is never a normal end: if the code is a success, only the subcode and the SIP status contain the reason.
pub(super) fn of_attempt(result: &ResultInformation) -> CallEnd {
    end(
        result,
        failure(result).map(|reason| if reason == EndReason::Normal { EndReason::Other } else { reason }),
    )
}

fn end(result: &ResultInformation, reason: Option<EndReason>) -> CallEnd {
    CallEnd {
        reason,
        text: result.message.clone(),
        code: result.code,
        subcode: result.sub_code,
        sip_code: sip_code(result),
    }
}

/// Returns the most specific reason of the SIP status, the subcode and the code.
fn failure(result: &ResultInformation) -> Option<EndReason> {
    let by_sip = sip_code(result).map(EndReason::from_sip);
    let reasons = [by_sip, by_sub_code(result), by_code(result)];
    let specific = |reason: &EndReason| !matches!(reason, EndReason::Other | EndReason::Normal);
    let mut known = reasons.into_iter().flatten();
    known.clone().find(specific).or_else(|| known.next())
}

/// Returns the SIP status of the telephone network, from the details or from the subcode.
fn sip_code(result: &ResultInformation) -> Option<i32> {
    let in_details = result.sip_details.as_ref().and_then(|sip| sip.code);
    let in_sub_code = match result.reason() {
        Some(ReasonCode::OutboundSip(status) | ReasonCode::InboundSip(status)) if status > 0 => {
            Some(status.into())
        }
        _ => None,
    };
    in_details.or(in_sub_code)
}

fn by_sub_code(result: &ResultInformation) -> Option<EndReason> {
    use ReasonCode as Reason;
    match result.reason()? {
        Reason::CalleeBusy | Reason::CalleeBusyEverywhere => Some(EndReason::Busy),
        Reason::NotAnswered
        | Reason::CalleeTimeout
        | Reason::SetupTimeout
        | Reason::IncomingCallNotAnswered => Some(EndReason::NoAnswer),
        Reason::CalleeUnavailable
        | Reason::CalleeUnreachable
        | Reason::CalleeOffline
        | Reason::CalleeOfflinePush
        | Reason::EndpointUnreachable
        | Reason::NoEndpointRegistered => Some(EndReason::Unavailable),
        Reason::CalleeDeclined | Reason::AllEndpointsDeclined | Reason::DeclinedByAllEndpoints => {
            Some(EndReason::Declined)
        }
        Reason::CallCanceled | Reason::AnsweredElsewhere => Some(EndReason::Canceled),
        _ => None,
    }
}

/// Returns the reason for the code. The service uses SIP statuses as codes. Since 404, 408 and 410 are HTTP statuses
/// too, they are read as SIP statuses only if the subcode is 0 or missing.
fn by_code(result: &ResultInformation) -> Option<EndReason> {
    let bare = matches!(result.reason(), None | Some(ReasonCode::NoDetail));
    match result.code? {
        code @ (480 | 486 | 487 | 600 | 603 | 604) => Some(EndReason::from_sip(code)),
        code @ (0 | 200..=299 | 400..) => {
            Some(if bare { EndReason::from_sip(code) } else { EndReason::Other })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use call_wire::json::decode;

    use super::*;

    fn result(json: &str) -> ResultInformation {
        decode(json.as_bytes()).expect("a result")
    }

    #[test]
    fn the_code_is_read_as_a_sip_status_without_details() {
        for (json, reason) in [
            (r#"{"code": 603, "subCode": 0, "message": "Decline. DiagCode: 603#0.@"}"#, EndReason::Declined),
            (r#"{"code": 486, "subCode": 8539}"#, EndReason::Busy),
            (r#"{"code": 486, "subCode": 560486}"#, EndReason::Busy),
            (r#"{"code": 480, "subCode": 560480}"#, EndReason::Unavailable),
            (r#"{"code": 487, "subCode": 0}"#, EndReason::Canceled),
            (r#"{"code": 408}"#, EndReason::NoAnswer),
            (r#"{"code": 404, "subCode": 0}"#, EndReason::Unavailable),
            (r#"{"code": 500, "subCode": 10045}"#, EndReason::Other),
        ] {
            assert_eq!(of_call(&result(json)).reason, Some(reason), "{json}");
            assert_eq!(of_attempt(&result(json)).reason, Some(reason), "{json}");
        }
    }

    #[test]
    fn the_subcode_takes_precedence_over_the_code() {
        for (json, reason) in [
            (r#"{"code": 487, "subCode": 10004}"#, EndReason::NoAnswer),
            (r#"{"code": 487, "subCode": 10024}"#, EndReason::Declined),
            (r#"{"code": 487, "subCode": 10003}"#, EndReason::Canceled),
            (r#"{"code": 408, "subCode": 10057}"#, EndReason::NoAnswer),
            (r#"{"code": 480, "subCode": 10037}"#, EndReason::Unavailable),
            (r#"{"code": 200, "subCode": 5003}"#, EndReason::Declined),
            // The codes are HTTP statuses.
            (r#"{"code": 404, "subCode": 8522}"#, EndReason::Other),
            (r#"{"code": 410, "subCode": 3100}"#, EndReason::Other),
        ] {
            assert_eq!(of_call(&result(json)).reason, Some(reason), "{json}");
            assert_eq!(of_attempt(&result(json)).reason, Some(reason), "{json}");
        }
    }

    #[test]
    fn the_sip_status_takes_precedence_over_the_codes() {
        let busy = result(
            r#"{"code": 500, "subCode": 560503, "sipDetails": {"code": 486, "message": "Busy Here"}}"#,
        );
        let end = of_attempt(&busy);
        assert_eq!((end.reason, end.sip_code), (Some(EndReason::Busy), Some(486)));
        let unknown = result(r#"{"code": 603, "subCode": 560603, "sipDetails": {"code": 503}}"#);
        let end = of_attempt(&unknown);
        assert_eq!((end.reason, end.sip_code), (Some(EndReason::Declined), Some(503)));
        let end = of_attempt(&result(r#"{"code": 403, "subCode": 560403}"#));
        assert_eq!((end.reason, end.sip_code), (Some(EndReason::Other), Some(403)));
    }

    #[test]
    fn a_success_code_is_a_normal_end_only_for_an_established_call() {
        for json in [
            r#"{"code": 200, "subCode": 7000}"#,
            r#"{"code": 200, "subCode": 0}"#,
            r#"{"code": 0, "subCode": 560000}"#,
            r#"{"code": 200}"#,
        ] {
            assert_eq!(of_call(&result(json)).reason, Some(EndReason::Normal), "{json}");
            assert_eq!(of_attempt(&result(json)).reason, Some(EndReason::Other), "{json}");
        }
        let busy = result(r#"{"code": 200, "subCode": 8539}"#);
        assert_eq!(of_attempt(&busy).reason, Some(EndReason::Busy));
        let silent = result(r#"{"subCode": 0, "message": "over"}"#);
        let end = of_call(&silent);
        assert_eq!((end.reason, end.text.as_deref()), (None, Some("over")));
        assert_eq!(of_attempt(&silent).reason, None);
    }
}
