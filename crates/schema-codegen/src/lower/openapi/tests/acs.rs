//! Lowering our schema of Call Automation.

use std::collections::BTreeSet;
use std::path::Path;

use super::*;
use crate::read::{self};

const EVENTS: usize = 39;
const OPERATIONS: usize = 34;
const TYPES: usize = 138;

/// Our schema, lowered.
fn lowered() -> Value {
    let file =
        |name: &str| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schemas/acs-calling").join(name);
    let config = Config::read(&file("api.toml"));
    let document = read::openapi::read(&file("2026-03-12/call-automation.json"));
    let lowered = config.and_then(|config| lower(&document?, None, &config));
    lowered.unwrap_or_else(|diagnostic| panic!("{diagnostic}")).document
}

fn operations(document: &Value) -> Vec<&Value> {
    let items = document["paths"].as_object().into_iter().flatten();
    items
        .flat_map(|(_, item)| item.as_object().into_iter().flatten())
        .map(|(_, operation)| operation)
        .collect()
}

#[test]
fn every_definition_is_emitted_or_skipped() {
    let document = lowered();
    assert_eq!(conform::breaches(&document), Vec::<String>::new());
    assert_eq!(names(&document).len(), TYPES);
    assert_eq!(operations(&document).len(), OPERATIONS);
    assert_eq!(skipped(&document).len(), 8);
    assert!(
        skipped(&document).iter().all(|skip| skip.contains(": another name for Communication")
            || skip.contains("IdentifierModel of common.json")),
        "{:?}",
        skipped(&document)
    );
}

#[test]
fn types_without_references_to_them_are_events() {
    let document = lowered();
    let events: Vec<&str> = types(&document)
        .as_object()
        .into_iter()
        .flatten()
        .filter(|(_, schema)| schema.get("x-event").is_some())
        .map(|(name, _)| name.as_str())
        .collect();
    assert_eq!(events.len(), EVENTS, "{events:?}");
    for name in
        ["IncomingCall", "CallConnected", "TranscriptionUpdated", "ContinuousDtmfRecognitionToneReceived"]
    {
        assert_eq!(types(&document)[name]["x-event"], format!("Microsoft.Communication.{name}"));
    }
    for name in ["WebSocketMediaStreamingOptions", "CallConnectionProperties"] {
        assert!(types(&document)[name].get("x-event").is_none(), "{name}");
    }
}

#[test]
fn transport_options_are_unions() {
    let document = lowered();
    for (base, derived) in [
        ("MediaStreamingOptions", "WebSocketMediaStreamingOptions"),
        ("TranscriptionOptions", "WebSocketTranscriptionOptions"),
    ] {
        let union = &types(&document)[base];
        let reference = format!("#/components/schemas/{derived}");
        assert_eq!(union["discriminator"]["propertyName"], "transportType");
        assert_eq!(union["discriminator"]["mapping"], json!({"websocket": reference}));
        assert_eq!(
            types(&document)[derived]["x-tag"],
            json!({"property": "transportType", "value": "websocket"})
        );
        let first = properties(&document, derived).as_object().and_then(|all| all.keys().next().cloned());
        assert_eq!(first.as_deref(), Some("transportType"), "inherited members come first");
    }
    assert_eq!(types(&document)["StreamingTransportType"]["enum"], json!(["websocket"]));
}

#[test]
fn the_client_supplies_version_and_repeatability() {
    let document = lowered();
    let repeatable = operations(&document)
        .iter()
        .filter(|operation| operation["x-supplied"].as_array().is_some_and(|all| all.len() == 3))
        .count();
    assert_eq!(repeatable, 14);
    let get = &document["paths"]["/calling/callConnections/{callConnectionId}/participants"]["get"];
    assert_eq!(get["operationId"], "CallConnection_GetParticipants");
    assert_eq!(get["x-supplied"], json!(["api-version"]));
    assert_eq!(get["x-pageable"], json!({"items": "value", "next": "nextLink"}));
    let statuses = |operation: &Value| -> BTreeSet<String> {
        operation["responses"].as_object().into_iter().flatten().map(|(status, _)| status.clone()).collect()
    };
    let start = &document["paths"]["/calling/recordings"]["post"];
    assert_eq!(statuses(start), ["200", "202", "4XX", "5XX"].map(str::to_owned).into());
    assert!(start.get("x-bodies-differ").is_none());
    for operation in operations(&document) {
        let error = &operation["responses"]["4XX"]["content"]["application/json"]["schema"]["$ref"];
        assert_eq!(error, "#/components/schemas/CommunicationErrorResponse");
    }
}

#[test]
fn secrets_are_marked_and_facets_become_sentences() {
    let document = lowered();
    for name in ["AnswerCallRequest", "RedirectCallRequest", "RejectCallRequest", "IncomingCall"] {
        assert_eq!(properties(&document, name)["incomingCallContext"]["x-secret"], true, "{name}");
    }
    let timeout = &properties(&document, "AddParticipantRequest")["invitationTimeoutInSeconds"];
    assert!(timeout["description"].as_str().is_some_and(|text| text.ends_with("From 0 to 180.")));
    assert_eq!(timeout["format"], "int32");
    let inner = &properties(&document, "CommunicationError")["innererror"];
    assert_eq!(inner["allOf"], json!([{"$ref": "#/components/schemas/CommunicationError"}]));
}
