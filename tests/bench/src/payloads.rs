//! Documented payloads: types decoded and encoded, notifications and events received.

use acs_calling::{CallConnectionProperties, events};
use call_wire::json::{self, Raw, Wire};
use graph_calls::Call;
use graph_calls::notification::Notifications;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::group::Group;
use crate::rivals;

/// The groups of this file.
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
        let read = Notifications::parse(body).expect("is a notification");
        assert!(read.iter().flatten().count() > 0, "an entry is read");
        read
    }));
    groups.push(receiver("Graph notification, single", single, |body| {
        let read = Notifications::parse(body).expect("is a notification");
        assert!(read.iter().flatten().count() > 0, "an entry is read");
        read
    }));
    groups.push(receiver("ACS event", connected, |body| events::parse(body).expect("is an event")));
    groups
}

/// Compares our type `O` with the flattening `F` and the lossy `L` over one payload.
fn types<O, F, L>([decode, encode]: [&'static str; 2], text: String) -> [Group; 2]
where
    O: Wire + Serialize + DeserializeOwned + 'static,
    F: Serialize + DeserializeOwned + 'static,
    L: Serialize + DeserializeOwned + 'static,
{
    let text: &'static str = text.leak();
    let bytes = text.as_bytes();
    let ours: O = json::decode(bytes).expect("the payload fits the type");
    let (value, flatten, lossy): (Value, F, L) = (derived(bytes), derived(bytes), derived(bytes));
    assert_eq!(json::encode_value(&ours).expect("encodes"), value, "our type must lose nothing");
    let copy = ours.clone();
    [
        Group::new(decode)
            .with("ours", || json::decode::<O>(bytes).expect("decodes"))
            .with("serde_json::Value", || derived::<Value>(bytes))
            .with("lossy derive", || derived::<L>(bytes))
            .with("serde flatten", || derived::<F>(bytes))
            .with("ours, lenient", || json::decode_lenient::<O>(bytes).expect("decodes"))
            .with("ours through serde", || derived::<O>(bytes))
            .with("passing over the text", || Raw::parse(text).expect("is JSON").as_str().len()),
        Group::new(encode)
            .with("ours", move || json::encode(&ours).expect("encodes"))
            .with("serde_json::Value", move || written(&value))
            .with("lossy derive", move || written(&lossy))
            .with("serde flatten", move || written(&flatten))
            .with("ours through serde", move || written(&copy)),
    ]
}

/// Compares a receiver with `Value` over one body.
fn receiver<T: 'static>(title: &'static str, text: String, parse: fn(&[u8]) -> T) -> Group {
    let text: &'static str = text.leak();
    Group::new(title)
        .with("ours", move || parse(text.as_bytes()))
        .with("serde_json::Value", || derived::<Value>(text.as_bytes()))
        .with("passing over the text", || Raw::parse(text).expect("is JSON").as_str().len())
}

fn derived<T: DeserializeOwned>(bytes: &[u8]) -> T {
    serde_json::from_slice(bytes).expect("the payload fits the type")
}

fn written<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).expect("encodes")
}

/// A documented payload as strict, compact JSON: some have trailing commas.
fn strict(text: &str) -> String {
    let value: Value =
        jsonc_parser::parse_to_serde_value(text, &Default::default()).expect("is meant as JSON");
    value.to_string()
}
