//! Microsoft Graph: records and log rows of calls that are over.

use std::time::{Duration as StdDuration, SystemTime};

use call_wire::{DateTime, Duration};
use graph_call_records::{CallRecord, DirectRoutingLogRow, Media};

use crate::end::{CallEnd, EndReason};
use crate::graph::parties;
use crate::info::{CallInfo, Service};
use crate::party::{Party, PartyKind, PartyRole};
use crate::quality::StreamQuality;
use crate::state::CallState;

/// Returns the end of a call whose sessions are known.
fn end(record: &CallRecord) -> Option<CallEnd> {
    let sessions = record.sessions.as_deref().filter(|sessions| !sessions.is_empty())?;
    let failures: Option<Vec<_>> = sessions.iter().map(|session| session.failure_info.as_ref()).collect();
    let failure = failures.and_then(|failures| failures.first().copied());
    Some(CallEnd {
        reason: Some(if failure.is_some() { EndReason::Other } else { EndReason::Normal }),
        text: failure.and_then(|failure| failure.reason.clone()),
        ..CallEnd::default()
    })
}

/// Returns the time between two times; `None` if the second one is earlier.
fn between(start: DateTime, end: DateTime) -> Option<Duration> {
    let between = SystemTime::from(end).duration_since(start.into()).ok()?;
    Some(between.into())
}

fn quality(media: &Media) -> impl Iterator<Item = StreamQuality> {
    media.streams.iter().flatten().map(|stream| StreamQuality {
        label: media.label.clone(),
        jitter: stream.average_jitter,
        packet_loss: stream.average_packet_loss_rate,
        round_trip: stream.average_round_trip_time,
    })
}

impl From<&CallRecord> for CallInfo {
    fn from(record: &CallRecord) -> Self {
        let mut info = CallInfo::new(Service::Graph, CallState::Disconnected, None);
        info.id.clone_from(&record.id);
        info.end = end(record);
        info.duration = record.start_date_time.zip(record.end_date_time).and_then(|(a, b)| between(a, b));
        let sets = record.participants_v2.iter().flatten().filter_map(|one| one.identity.as_ref());
        info.parties = sets.flat_map(|set| parties(PartyRole::Participant, set)).collect();
        if info.parties.is_empty() {
            let sets = record.participants.iter().flatten();
            info.parties = sets.flat_map(|set| parties(PartyRole::Participant, set)).collect();
        }
        let segments = record.sessions.iter().flatten().flat_map(|session| session.segments.iter().flatten());
        info.quality =
            segments.flat_map(|segment| segment.media.iter().flatten()).flat_map(quality).collect();
        info
    }
}

impl From<&DirectRoutingLogRow> for CallInfo {
    fn from(row: &DirectRoutingLogRow) -> Self {
        let mut info = CallInfo::new(Service::Graph, CallState::Disconnected, None);
        info.id.clone_from(&row.id);
        info.end = row.final_sip_code.map(|code| CallEnd {
            reason: Some(EndReason::from_sip(code)),
            text: row.final_sip_code_phrase.clone(),
            code: Some(code),
            subcode: row.call_end_sub_reason,
            sip_code: Some(code),
        });
        let seconds = row.duration.and_then(|seconds| u64::try_from(seconds).ok());
        info.duration = seconds.map(|seconds| StdDuration::from_secs(seconds).into());
        let numbers = [(PartyRole::Source, &row.caller_number), (PartyRole::Target, &row.callee_number)];
        let party = |(role, number): (PartyRole, &Option<String>)| {
            Some(Party { role, kind: PartyKind::Phone, id: Some(number.clone()?), display_name: None })
        };
        info.parties = numbers.into_iter().filter_map(party).collect();
        info
    }
}

#[cfg(test)]
mod tests {
    use call_wire::json::decode;

    use super::*;

    fn record(json: &str) -> CallInfo {
        CallInfo::from(&decode::<CallRecord>(json.as_bytes()).expect("a record"))
    }

    #[test]
    fn a_record_has_the_duration_the_parties_and_the_quality() {
        let info = record(
            r#"{"id": "r-1", "startDateTime": "2026-03-02T09:00:00Z", "endDateTime": "2026-03-02T09:15:30Z",
                "participants": [{"user": {"id": "u-9"}}],
                "participants_v2": [{"identity": {"user": {"id": "u-1"}}}, {"identity": {"phone": {"id": "+1206"}}}],
                "sessions": [{"segments": [{"media": [{"label": "main-audio", "streams": [
                    {"averageJitter": "PT0.016S", "averagePacketLossRate": 0.25, "averageRoundTripTime": "PT0.061S"},
                    {}]}]}]}]}"#,
        );
        assert_eq!((info.id.as_deref(), info.state), (Some("r-1"), CallState::Disconnected));
        assert_eq!(info.duration.map(Duration::as_secs_f64), Some(930.0));
        let parties: Vec<_> = info.parties.iter().map(|party| (party.kind, party.id.as_deref())).collect();
        assert_eq!(parties, [(PartyKind::User, Some("u-1")), (PartyKind::Phone, Some("+1206"))]);
        let [audio, empty] = info.quality.as_slice() else { panic!("{:?}", info.quality) };
        assert_eq!(audio.jitter.map(Duration::as_secs_f64), Some(0.016));
        assert_eq!(audio.round_trip.map(Duration::as_secs_f64), Some(0.061));
        assert_eq!((audio.label.as_deref(), audio.packet_loss), (Some("main-audio"), Some(0.25)));
        assert_eq!((empty.label.as_deref(), empty.packet_loss), (Some("main-audio"), None));
        assert_eq!(info.to_string(), "disconnected: normal");
    }

    #[test]
    fn a_call_failed_only_if_all_its_sessions_failed() {
        let failed = r#"{"failureInfo": {"stage": "callSetup", "reason": "no answer"}}"#;
        for (sessions, expected) in [
            (r#""sessions": []"#.to_owned(), "disconnected"),
            (format!(r#""sessions": [{failed}]"#), "disconnected: other: no answer"),
            (format!(r#""sessions": [{failed}, {{}}]"#), "disconnected: normal"),
        ] {
            assert_eq!(record(&format!("{{{sessions}}}")).to_string(), expected);
        }
        let info =
            record(r#"{"participants": [{"user": {"id": "u-9"}}], "endDateTime": "2026-03-02T09:15:30Z"}"#);
        assert_eq!((info.end, info.duration, info.parties.len()), (None, None, 1));
    }

    #[test]
    fn the_sip_status_of_a_log_row_is_the_end() {
        let row = r#"{"finalSipCode": 486, "finalSipCodePhrase": "Busy Here", "callEndSubReason": 540000,
            "duration": 0, "callerNumber": "+1206", "calleeNumber": null}"#;
        let info = CallInfo::from(&decode::<DirectRoutingLogRow>(row.as_bytes()).expect("a row"));
        let end = info.end.clone().expect("an end");
        assert_eq!(
            (end.reason, end.sip_code, end.subcode),
            (Some(EndReason::Busy), Some(486), Some(540_000))
        );
        assert_eq!(info.to_string(), "disconnected: busy: Busy Here");
        assert_eq!(info.parties.len(), 1);
        assert_eq!(CallInfo::from(&DirectRoutingLogRow::default()).end, None);
    }
}
