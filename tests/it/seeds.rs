//! The documents that the project was asked to cover. Their payloads decode and encode unchanged, the clients send
//! their requests, and `seeds.md` lists where each of their statements is kept.

use std::fs;
use std::path::Path;

use call_wire::{OpenEnum, json, xml};
use conformance::{example, infoset, repaired_json, statements};
use ews_um::soap::Envelope;
use ews_um::um;
use serde_json::{Value, json};
use test_server::{Answer, Seen, Server, quick};

const CALL_ID: &str =
    "MDlkZjllZGMtNGUyMy00NzA5LWJkYWYtN2JlMjBjYjBhZTU2QGRmLWV1bS0wMS5leGNoYW5nZS5jb3JwLm1pY3Jvc29mdC5jb20=";

#[track_caller]
fn json_round_trip<T: json::Wire + std::fmt::Debug>(file: &str) -> T {
    let payload = repaired_json(&example(file));
    let typed: T = json::decode(payload.to_string().as_bytes()).expect("it decodes");
    let encoded: Value =
        serde_json::from_str(&json::encode(&typed).expect("it encodes")).expect("it is JSON");
    assert_eq!(encoded, payload);
    typed
}

#[track_caller]
fn xml_round_trip<T: xml::Root + std::fmt::Debug>(file: &str) -> T {
    let message = example(file);
    let typed: T = xml::decode(message.as_bytes()).expect("it decodes");
    assert_eq!(
        infoset::parse(&xml::encode(&typed).expect("it contains only valid characters")),
        infoset::parse(&message)
    );
    typed
}

#[test]
fn a_peer_to_peer_call_round_trips() {
    let call: graph_calls::Call = json_round_trip("graph-calls/seed/get-call-1.response.json");
    assert_eq!(call.state, Some(graph_calls::CallState::Established));
    let nulls = ["subject", "resultInfo", "chatInfo", "meetingInfo", "transcription", "toneInfo"];
    assert!(nulls.iter().all(|name| call.extra.is_null(name)));
    let source = call.source.as_ref().and_then(|source| source.identity.as_ref());
    let name = source.and_then(|set| set.application()).and_then(|application| application.display_name());
    assert_eq!(name.map(String::as_str), Some("Calling Bot"));
    assert_eq!(call.direction, Some(graph_calls::CallDirection::Outgoing));
    assert_eq!(call.requested_modalities.as_deref(), Some(&[graph_calls::Modality::Audio][..]));
    assert_eq!(call.callback_uri.as_deref(), Some("https://bot.contoso.com/callback"));
    assert_eq!(call.my_participant_id.as_deref(), Some("499ff390-7a72-40e8-83a0-8fac6295ae7e"));
    let Some(graph_calls::MediaConfig::ServiceHosted(media)) = &call.media_config else {
        panic!("not a service-hosted configuration")
    };
    assert_eq!(media.pre_fetch_media.as_ref().map(Vec::len), Some(2));
    let targets = call.targets.as_deref().unwrap_or_default();
    let user = targets.first().and_then(|target| target.identity.as_ref()).and_then(|set| set.user());
    assert_eq!(user.and_then(|user| user.display_name()).map(String::as_str), Some("John"));
    let source = call.source.as_ref().expect("a source");
    assert!(["region", "languageId"].iter().all(|name| source.extra.is_null(name)));
}

#[test]
fn a_group_call_round_trips() {
    let call: graph_calls::Call = json_round_trip("graph-calls/seed/get-call-2.response.json");
    let Some(graph_calls::MeetingInfo::Organizer(meeting)) = &call.meeting_info else {
        panic!("not an organizer meeting")
    };
    let organizer = meeting.organizer.as_ref().and_then(|set| set.user()).and_then(|user| user.id());
    assert_eq!(organizer.map(String::as_str), Some("5810cede-f3cc-42eb-b2c1-e9bd5d53ec96"));
    let chat = call.chat_info.as_ref().expect("a chat");
    assert_eq!(chat.message_id.as_deref(), Some("0"));
    assert!(chat.extra.is_null("replyChainMessageId"));
    let transcription = call.transcription.as_ref().expect("a transcription");
    assert_eq!(transcription.state, Some(graph_calls::CallTranscriptionState::Inactive));
    let time = "2020-05-28T00:10:54.104318Z".parse::<call_wire::DateTime>().expect("a time");
    assert_eq!(transcription.last_modified_date_time.as_ref(), Some(&time));
    assert_eq!(call.targets.as_ref().map(Vec::len), Some(0));
    // The other members are the same as in example 1.
    let first: graph_calls::Call = json_round_trip("graph-calls/seed/get-call-1.response.json");
    assert_eq!((&call.state, &call.direction), (&first.state, &first.direction));
    assert_eq!((&call.callback_uri, &call.source), (&first.callback_uri, &first.source));
    assert_eq!(call.requested_modalities, first.requested_modalities);
    assert_eq!(call.media_config, first.media_config);
}

#[test]
fn the_payload_files_are_unchanged() {
    for (file, bytes) in [
        ("acs-calling/seed/get-call.response.json", 761),
        ("ews-um/seed/get-call-info.en.request.xml", 387),
        ("ews-um/seed/get-call-info.en.response.xml", 518),
        ("ews-um/seed/get-call-info.fr.request.xml", 387),
        ("ews-um/seed/get-call-info.fr.response.xml", 518),
        ("graph-calls/seed/get-call-1.response.json", 1674),
        ("graph-calls/seed/get-call-2.response.json", 2014),
    ] {
        assert_eq!(example(file).len(), bytes, "{file}");
    }
    let response = example("ews-um/seed/get-call-info.en.response.xml");
    assert!(
        response.starts_with("<?xml version=\"1.0\" encoding=\"utf-8\" ?> "),
        "the declaration is followed by a space"
    );
}

#[test]
fn the_decoder_refuses_trailing_commas() {
    for file in ["get-call-1", "get-call-2"] {
        let payload = example(&format!("graph-calls/seed/{file}.response.json"));
        let error =
            json::decode::<graph_calls::Call>(payload.as_bytes()).expect_err("it has a trailing comma");
        assert_eq!(error.path(), "/source/identity/application");
        assert!(error.message().contains("trailing comma"), "{error}");
    }
}

#[test]
fn a_call_connection_round_trips() {
    let call: acs_calling::CallConnectionProperties =
        json_round_trip("acs-calling/seed/get-call.response.json");
    assert_eq!(call.call_connection_state, Some(acs_calling::CallConnectionState::Connected));
    assert!(call.extra.is_empty(), "the schema has every member");
}

#[test]
fn a_phone_call_round_trips() {
    for language in ["en", "fr"] {
        let request: Envelope<um::Request> =
            xml_round_trip(&format!("ews-um/seed/get-call-info.{language}.request.xml"));
        let Ok(um::Request::GetCallInfo(request)) = request.into_content() else {
            panic!("not a GetCallInfo request")
        };
        assert_eq!(request.call_id.as_deref(), Some(CALL_ID));
        let response: Envelope<um::Response> =
            xml_round_trip(&format!("ews-um/seed/get-call-info.{language}.response.xml"));
        let Ok(um::Response::GetCallInfoResponse(response)) = response.into_content() else {
            panic!("not a GetCallInfo response")
        };
        let info = response.get_call_info_response.expect("the inner element");
        assert_eq!(info.call_state, Some(um::UmCallState::Connected));
    }
}

#[test]
fn https_namespaces_are_accepted_and_written_with_http() {
    let (request, response) = ["request", "response"]
        .map(|name| example(&format!("ews-um/seed/get-call-info.en.{name}.xml")))
        .into();
    let decoded: Envelope<um::Request> = xml::decode(request.as_bytes()).expect("it decodes");
    let encoded = xml::encode(&decoded).expect("it contains only valid characters");
    let decoded: Envelope<um::Response> = xml::decode(response.as_bytes()).expect("it decodes");
    let encoded_response = xml::encode(&decoded).expect("it contains only valid characters");
    for (documented, encoded) in [(request, encoded), (response, encoded_response)] {
        assert!(documented.contains("https://schemas.microsoft.com/"));
        assert!(encoded.starts_with(r#"<?xml version="1.0" encoding="utf-8"?>"#), "{encoded}");
        assert!(encoded.contains("\"http://schemas.microsoft.com/exchange/services/2006/messages\""));
        assert!(!encoded.contains("https://"), "{encoded}");
    }
}

#[test]
fn the_french_page_has_the_same_messages() {
    for message in ["request", "response"] {
        let [english, french] = ["en", "fr"]
            .map(|language| example(&format!("ews-um/seed/get-call-info.{language}.{message}.xml")));
        assert_eq!(english, french);
    }
}

#[test]
fn an_empty_call_id_element_decodes_to_an_empty_string() {
    let request = r#"<GetCallInfo xmlns="http://schemas.microsoft.com/exchange/services/2006/messages"><CallId/></GetCallInfo>"#;
    let request: um::GetCallInfo = xml::decode(request.as_bytes()).expect("it decodes");
    assert_eq!(request.call_id.as_deref(), Some(""));
}

#[test]
fn members_that_the_published_schema_does_not_declare_are_kept() {
    for file in ["get-call-1", "get-call-2"] {
        let call: graph_calls::Call = json_round_trip(&format!("graph-calls/seed/{file}.response.json"));
        assert!(["ringingTimeoutInSeconds", "answeredBy"].iter().all(|name| call.extra.is_null(name)));
        assert!(call.extra.get("@odata.context").is_some());
        let source = call.source.expect("a source");
        assert!(["region", "languageId"].iter().all(|name| source.extra.is_null(name)));
        if let Some(graph_calls::MeetingInfo::Organizer(meeting)) = call.meeting_info {
            assert_eq!(meeting.extra.get("allowConversationWithoutHost").expect("kept").as_str(), "true");
        }
    }
}

#[test]
fn every_documented_member_of_a_call_connection_has_a_type() {
    let user = json!({"id": "8:acs:b9614373"});
    let number = json!({"value": "+18440123456"});
    let payload = json!({
        "answeredBy": user, "answeredFor": number, "callConnectionId": "18dea47f", "callConnectionState": "connected",
        "callbackUri": "https://app.contoso.com/callback", "correlationId": "c-1",
        "mediaStreamingSubscription": {"id": "m-1", "state": "active", "subscribedContentTypes": ["audio"]},
        "serverCallId": "aHR0", "source": {"kind": "communicationUser", "communicationUser": user},
        "sourceCallerIdNumber": number, "sourceDisplayName": "Contoso",
        "targets": [{"kind": "phoneNumber", "phoneNumber": number}],
        "transcriptionSubscription":
            {"id": "t-1", "locale": "en-CA", "state": "inactive", "subscribedResultTypes": ["final", "intermediate"]}
    });
    let call: acs_calling::CallConnectionProperties =
        json::decode(payload.to_string().as_bytes()).expect("it decodes");
    assert_eq!(serde_json::to_value(&call).expect("it is JSON"), payload);
    assert!(call.extra.is_empty());
    let media = call.media_streaming_subscription.expect("a subscription");
    let transcription = call.transcription_subscription.expect("a subscription");
    assert!(media.extra.is_empty() && transcription.extra.is_empty());
    assert!(call.answered_by.expect("a user").extra.is_empty());
    assert!(call.answered_for.expect("a number").extra.is_empty());
    assert!(call.targets.expect("targets")[0].extra.is_empty());
}

#[test]
fn every_documented_value_of_an_enum_is_known() {
    fn known<E: OpenEnum>(values: &[&str]) {
        for value in values {
            assert!(E::parse_known(value).is_some(), "{value}");
        }
        assert_eq!(E::VALUES.len(), values.len());
    }
    let states = [
        "unknown",
        "connecting",
        "connected",
        "transferring",
        "transferAccepted",
        "disconnecting",
        "disconnected",
    ];
    known::<acs_calling::CallConnectionState>(&states);
    known::<acs_calling::MediaStreamingContentType>(&["audio"]);
    known::<acs_calling::MediaStreamingSubscriptionState>(&["disabled", "inactive", "active"]);
    known::<acs_calling::TranscriptionResultType>(&["final", "intermediate"]);
    known::<acs_calling::TranscriptionSubscriptionState>(&["disabled", "inactive", "active"]);
}

fn only_request(server: &Server) -> Seen {
    let [seen] = server.seen().try_into().expect("one request");
    seen
}

#[tokio::test]
async fn the_graph_client_sends_the_documented_request() {
    let payload = repaired_json(&example("graph-calls/seed/get-call-2.response.json"));
    let server = Server::start(vec![Answer::ok(&payload.to_string())]).await;
    let credential = graph_calls::Credential::bearer("a-token").expect("a credential");
    let client =
        graph_calls::Client::with_options(server.url("/v1.0"), credential, quick()).expect("a client");
    let call = client.call("2f1a1100-b174-40a0-aba7-0b405e01ed92").get().await.expect("a call");
    assert_eq!((call.status().as_u16(), serde_json::to_value(&*call).expect("it is JSON")), (200, payload));
    let seen = only_request(&server);
    assert_eq!(seen.method, "GET");
    assert_eq!(seen.target, "/v1.0/communications/calls/2f1a1100-b174-40a0-aba7-0b405e01ed92");
    assert_eq!(seen.need("authorization"), "Bearer a-token");
    assert!(seen.body.is_empty() && seen.header("content-type").is_none());
}

#[tokio::test]
async fn the_acs_client_sends_the_documented_request() {
    let payload: Value =
        serde_json::from_str(&example("acs-calling/seed/get-call.response.json")).expect("it is JSON");
    let server = Server::start(vec![Answer::ok(&payload.to_string())]).await;
    let credential = acs_calling::Credential::bearer("a-token").expect("a credential");
    let client = acs_calling::Client::with_options(server.url("/"), credential, quick()).expect("a client");
    let call = client.call_connection("18dea47f-b081-4107-9a5c-4300819d2c6c").get().await.expect("a call");
    assert_eq!((call.status().as_u16(), serde_json::to_value(&*call).expect("it is JSON")), (200, payload));
    let seen = only_request(&server);
    assert_eq!(seen.method, "GET");
    let target = "/calling/callConnections/18dea47f-b081-4107-9a5c-4300819d2c6c?api-version=2026-03-12";
    assert_eq!(seen.target, target);
    assert!(seen.body.is_empty());
}

#[tokio::test]
async fn the_um_client_sends_the_documented_request() {
    let response = example("ews-um/seed/get-call-info.en.response.xml");
    let server = Server::start(vec![Answer::new("200 OK", &[("Content-Type", "text/xml")], response)]).await;
    let credential = ews_um::Credential::basic("rosa", "correct-horse-battery").expect("a credential");
    let client = ews_um::UmClient::with_options(server.url("/um"), credential, quick()).expect("a client");
    let call = client.get_call_info(CALL_ID).await.expect("a call");
    assert_eq!(call.call_state, Some(um::UmCallState::Connected));
    assert_eq!(call.event_cause, Some(um::UmEventCause::None));
    let sent = String::from_utf8(only_request(&server).body).expect("it is UTF-8");
    assert_eq!(infoset::parse(&sent), infoset::parse(&example("ews-um/seed/get-call-info.en.request.xml")));
}

#[test]
fn every_place_in_the_tables_of_statements_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let page = fs::read_to_string(root.join("tests/seeds.md")).expect("the page exists");
    let checked = statements::check(&page, |path| fs::read_to_string(root.join(path)).ok());
    let errors = checked.errors.join("\n");
    assert!(errors.is_empty(), "tests/seeds.md (update the rows, or restore the texts and tests):\n{errors}");
    assert!(checked.statements > 100, "only {} statements", checked.statements);
}
