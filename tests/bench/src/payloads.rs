//! Documented payloads: decoding and encoding types, and parsing notifications and events.

use acs_calling::{CallConnectionProperties, events};
use call_wire::json::{self, Raw, Wire};
use graph_calls::Call;
use graph_calls::notification::Notifications;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::group::Group;
use crate::rivals;

/// Returns the groups of this module.
pub fn groups() -> Vec<Group> {
    let call = strict(include_str!("../../examples/graph-calls/seed/get-call-1.response.json"));
    let acs = strict(include_str!("../../examples/acs-calling/seed/get-call.response.json"));
    let roster = strict(include_str!("../../examples/graph-calls/roster.notification.json"));
    let single = strict(include_str!("../../examples/graph-calls/call-established.notification.json"));
    let connected = strict(include_str!("../../examples/acs-calling/call-connected.event.json"));
    let mut groups = Vec::new();
    groups.extend(types::<Call, rivals::flatten::Call, rivals::lossy::Call>(
        ["Graph call, decode", "Graph call, encode"],
        call,
    ));
    groups.extend(types::<
        CallConnectionProperties,
        rivals::flatten::CallConnectionProperties,
        rivals::lossy::CallConnectionProperties,
    >(["ACS call, decode", "ACS call, encode"], acs));
    groups.push(receiver("Graph notification, roster", roster, |body| {
        let notifications = Notifications::parse(body).expect("it is a notification");
        assert!(notifications.iter().flatten().count() > 0, "an entry is valid");
        notifications
    }));
    groups.push(receiver("Graph notification, single", single, |body| {
        let notifications = Notifications::parse(body).expect("it is a notification");
        assert!(notifications.iter().flatten().count() > 0, "an entry is valid");
        notifications
    }));
    groups.push(receiver("ACS event", connected, |body| events::parse(body).expect("it is an event")));
    groups
}

/// Compares our type `O` with the flattening derive `F` and the lossy derive `L` for one payload.
fn types<O, F, L>([decode, encode]: [&'static str; 2], text: String) -> [Group; 2]
where
    O: Wire + Serialize + DeserializeOwned + 'static,
    F: Serialize + DeserializeOwned + 'static,
    L: Serialize + DeserializeOwned + 'static,
{
    let text: &'static str = text.leak();
    let bytes = text.as_bytes();
    let ours: O = json::decode(bytes).expect("the payload fits the type");
    let (value, flatten, lossy): (Value, F, L) = (from_slice(bytes), from_slice(bytes), from_slice(bytes));
    assert_eq!(json::encode_value(&ours).expect("it encodes"), value, "our type must lose nothing");
    let copy = ours.clone();
    [
        Group::new(decode)
            .with("ours", || json::decode::<O>(bytes).expect("it decodes"))
            .with("serde_json::Value", || from_slice::<Value>(bytes))
            .with("lossy derive", || from_slice::<L>(bytes))
            .with("serde flatten", || from_slice::<F>(bytes))
            .with("ours, lenient", || json::decode_lenient::<O>(bytes).expect("it decodes"))
            .with("ours through serde", || from_slice::<O>(bytes))
            .with("skipping the text", || Raw::parse(text).expect("it is JSON").as_str().len()),
        Group::new(encode)
            .with("ours", move || json::encode(&ours).expect("it encodes"))
            .with("serde_json::Value", move || to_string(&value))
            .with("lossy derive", move || to_string(&lossy))
            .with("serde flatten", move || to_string(&flatten))
            .with("ours through serde", move || to_string(&copy)),
    ]
}

/// Compares a receiver with `Value` for one body.
fn receiver<T: 'static>(title: &'static str, text: String, parse: fn(&[u8]) -> T) -> Group {
    let text: &'static str = text.leak();
    Group::new(title)
        .with("ours", move || parse(text.as_bytes()))
        .with("serde_json::Value", || from_slice::<Value>(text.as_bytes()))
        .with("skipping the text", || Raw::parse(text).expect("it is JSON").as_str().len())
}

fn from_slice<T: DeserializeOwned>(bytes: &[u8]) -> T {
    serde_json::from_slice(bytes).expect("the payload fits the type")
}

fn to_string<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).expect("it encodes")
}

/// Converts a documented payload, which may have trailing commas, to strict, compact JSON.
fn strict(text: &str) -> String {
    let value: Value =
        jsonc_parser::parse_to_serde_value(text, &Default::default()).expect("it is JSON after repairs");
    value.to_string()
}
