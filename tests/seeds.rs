//! The payloads of the user's documents, byte for byte: typed, written again, equal.

use call_wire::{json, xml};
use conformance::{example, infoset, meant_json};
use ews_um::{soap::Envelope, um};
use serde_json::Value;

#[track_caller]
fn json_is_kept<T: json::Wire + std::fmt::Debug>(file: &str) -> T {
    let payload = meant_json(&example(file));
    let typed: T = json::decode(payload.to_string().as_bytes()).expect("decodes");
    let written: Value = serde_json::from_str(&json::encode(&typed).expect("encodes")).expect("is JSON");
    assert_eq!(written, payload);
    typed
}

#[track_caller]
fn xml_is_kept<T: xml::Root + std::fmt::Debug>(file: &str) -> T {
    let message = example(file);
    let typed: T = xml::decode(message.as_bytes()).expect("decodes");
    assert_eq!(infoset::parse(&xml::encode(&typed).expect("XML can hold it")), infoset::parse(&message));
    typed
}

#[test]
fn a_peer_to_peer_call() {
    let call: graph_calls::Call = json_is_kept("graph-calls/seed/get-call-1.response.json");
    assert_eq!(call.state, Some(graph_calls::CallState::Established));
    let nulls = ["subject", "resultInfo", "chatInfo", "meetingInfo", "transcription", "toneInfo"];
    assert!(nulls.iter().all(|name| call.extra.is_null(name)));
    let source = call.source.as_ref().and_then(|source| source.identity.as_ref());
    let name = source.and_then(|set| set.application()).and_then(|application| application.display_name());
    assert_eq!(name.map(String::as_str), Some("Calling Bot"));
    insta::assert_debug_snapshot!("seed_graph_call_1", call);
}

#[test]
fn a_group_call() {
    let call: graph_calls::Call = json_is_kept("graph-calls/seed/get-call-2.response.json");
    assert!(matches!(call.meeting_info, Some(graph_calls::MeetingInfo::Organizer(_))));
    insta::assert_debug_snapshot!("seed_graph_call_2", call);
}

#[test]
fn the_decoder_does_not_mend() {
    let error =
        json::decode::<graph_calls::Call>(example("graph-calls/seed/get-call-1.response.json").as_bytes());
    let error = error.expect_err("a trailing comma is no JSON");
    assert_eq!(error.path(), "/source/identity/application");
    assert!(error.message().contains("trailing comma"), "{error}");
}

#[test]
fn a_call_connection() {
    let call: acs_calling::CallConnectionProperties = json_is_kept("acs-calling/seed/get-call.response.json");
    assert_eq!(call.call_connection_state, Some(acs_calling::CallConnectionState::Connected));
    assert!(call.extra.is_empty(), "the schema knows every member");
    insta::assert_debug_snapshot!("seed_acs_call", call);
}

#[test]
fn a_phone_call() {
    for language in ["en", "fr"] {
        let request: Envelope<um::Request> =
            xml_is_kept(&format!("ews-um/seed/get-call-info.{language}.request.xml"));
        let Ok(um::Request::GetCallInfo(request)) = request.into_content() else { panic!("another request") };
        assert!(request.call_id.is_some_and(|id| id.starts_with("MDlkZjllZGM")));
        let response: Envelope<um::Response> =
            xml_is_kept(&format!("ews-um/seed/get-call-info.{language}.response.xml"));
        let Ok(um::Response::GetCallInfoResponse(response)) = response.into_content() else {
            panic!("another response")
        };
        let info = response.get_call_info_response.expect("the inner element");
        assert_eq!(info.call_state, Some(um::UmCallState::Connected));
        insta::assert_debug_snapshot!("seed_phone_call", info);
    }
}

#[test]
fn https_is_read_and_http_is_written() {
    let message = example("ews-um/seed/get-call-info.en.request.xml");
    assert!(message.contains("https://schemas.microsoft.com/"));
    let envelope: Envelope<um::Request> = xml::decode(message.as_bytes()).expect("decodes");
    let written = xml::encode(&envelope).expect("XML can hold it");
    assert!(written.contains("\"http://schemas.microsoft.com/exchange/services/2006/messages\""));
    assert!(!written.contains("https://"), "{written}");
}
