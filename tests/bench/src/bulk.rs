//! Large bodies: many items, and many unknown members.

use std::fmt::Write as _;

use acs_calling::{CallConnectionProperties, events};
use call_wire::json;
use graph_calls::Participant;
use graph_calls::notification::Notifications;
use serde_json::Value;

use crate::group::Group;

/// Returns the groups of this module.
pub fn groups() -> Vec<Group> {
    let participant = include_str!("../../examples/graph-calls/get-participant.response.json");
    let participants: &'static str = repeated(participant, 10_000).leak();
    let event = include_str!("../../examples/acs-calling/call-connected.event.json");
    let event = event.trim().trim_start_matches('[').trim_end_matches(']');
    let connected: &'static str = repeated(event, 1_000).leak();
    let members: &'static str = unknown_members(64_000).leak();
    let entry = r##"{"changeType": "updated", "resourceUrl": "/communications/calls/57dab8b1/participants",
        "resourceData": [{"@odata.type": "#microsoft.graph.participant", "id": "1"}]}"##;
    let entries: &'static str = format!(r#"{{"value": {}}}"#, repeated(entry, 1_000)).leak();
    vec![
        Group::new("10,000 participants, decode")
            .with("ours", || json::decode::<Vec<Participant>>(participants.as_bytes()).expect("it decodes"))
            .with("serde_json::Value", || value(participants)),
        Group::new("64,000 unknown members, decode")
            .with("ours", || {
                json::decode::<CallConnectionProperties>(members.as_bytes()).expect("it decodes")
            })
            .with("serde_json::Value", || value(members)),
        encode(members),
        Group::new("1,000 events")
            .with("ours", || events::parse(connected.as_bytes()).expect("they are events"))
            .with("serde_json::Value", || value(connected)),
        Group::new("1,000 notifications")
            .with("ours", || Notifications::parse(entries.as_bytes()).expect("they are notifications"))
            .with("serde_json::Value", || value(entries)),
    ]
}

fn encode(members: &'static str) -> Group {
    let call: CallConnectionProperties = json::decode(members.as_bytes()).expect("it decodes");
    let value = value(members);
    Group::new("64,000 unknown members, encode")
        .with("ours", move || json::encode(&call).expect("it encodes"))
        .with("serde_json::Value", move || serde_json::to_string(&value).expect("it encodes"))
}

fn value(text: &str) -> Value {
    serde_json::from_slice(text.as_bytes()).expect("it is JSON")
}

/// Returns an array with copies of one item.
fn repeated(item: &str, times: usize) -> String {
    format!("[{}]", vec![item.trim(); times].join(","))
}

/// Returns an object with unknown members.
fn unknown_members(count: usize) -> String {
    let mut text = String::from("{");
    for index in 0..count {
        let comma = if index == 0 { "" } else { "," };
        write!(text, "{comma}\"later{index}\":{index}").expect("writing to a string succeeds");
    }
    text + "}"
}
