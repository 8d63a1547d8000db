//! Decoding and encoding of notifications: typed by tag or URL, lossless, with the place of each error.

use call_wire::json::{decode, encode};
use graph_calls::notification::{Answer, Form, Notifications, Part, Resource, ResourcePath, joining_answer};
use graph_calls::{
    AcceptJoinResponse, AnyCommsOperation, CallState, ChangeType, InviteNewBotResponse, RejectJoinResponse,
    RejectReason,
};
use serde_json::{Value, json};

const ID: &str = "57dab8b1-894c-409a-b240-bd8beae78896";

fn body(entries: &[Value]) -> Value {
    json!({"@odata.type": "#microsoft.graph.commsNotifications", "value": entries})
}

fn entry(url: &str, data: Value) -> Value {
    json!({
        "@odata.type": "#microsoft.graph.commsNotification",
        "changeType": "updated",
        "resourceUrl": url,
        "resourceData": data,
    })
}

fn parse(body: &Value) -> Notifications {
    let read = Notifications::parse(body.to_string().as_bytes()).expect("a body");
    assert_eq!(serde_json::to_value(&read).expect("JSON"), *body, "the body round-trips");
    read
}

/// Returns the resource of a body with one entry.
fn resource(url: &str, data: Value) -> Resource {
    let read = parse(&body(&[entry(url, data)]));
    let first = read.entries.into_iter().next().expect("an entry");
    first.expect("a valid entry").resource
}

#[test]
fn the_tag_determines_the_type() {
    let call = format!("/communications/calls/{ID}");
    let tagged = |name: &str| json!({"@odata.type": format!("#microsoft.graph.{name}")});
    assert!(matches!(resource(&call, tagged("participant")), Resource::Participant(_)));
    assert!(matches!(resource(&call, tagged("deltaParticipants")), Resource::DeltaParticipants(_)));
    assert!(matches!(resource(&call, tagged("audioRoutingGroup")), Resource::AudioRoutingGroup(_)));
    assert!(matches!(resource(&call, tagged("contentSharingSession")), Resource::ContentSharingSession(_)));
    let joining = resource(&call, tagged("participantJoiningNotification"));
    assert!(matches!(joining, Resource::ParticipantJoining(_)));
    assert!(matches!(resource(&call, tagged("participantLeftNotification")), Resource::ParticipantLeft(_)));
    let Resource::Operation(operation) = resource(&call, tagged("recordOperation")) else { panic!() };
    assert!(matches!(*operation, AnyCommsOperation::RecordOperation(_)));
    let Resource::Operation(operation) = resource(&call, tagged("commsOperation")) else { panic!() };
    assert!(matches!(*operation, AnyCommsOperation::CommsOperation(_)));
    // The `#` is optional in OData.
    let bare = json!({"@odata.type": "microsoft.graph.participant"});
    assert!(matches!(resource(&call, bare), Resource::Participant(_)));
    assert!(matches!(resource(&call, json!([tagged("participant")])), Resource::Participants(_)));
    assert!(matches!(resource("/elsewhere", tagged("call")), Resource::Call(_)));
}

#[test]
fn without_a_tag_the_url_determines_the_type() {
    let one = json!({"id": "x"});
    let several = json!([{"id": "x"}]);
    for root in ["/communications/calls", "communications/calls", "/app/calls", "/App/Calls"] {
        let at = |part: &str| format!("{root}/{ID}{part}");
        assert!(matches!(resource(&at(""), one.clone()), Resource::Call(_)));
        assert!(matches!(resource(&at("/participants"), several.clone()), Resource::Participants(_)));
        assert!(matches!(resource(&at("/participants"), json!([])), Resource::Participants(_)));
        assert!(matches!(resource(&at("/participants/x"), one.clone()), Resource::Participant(_)));
        assert!(matches!(resource(&at("/operations/x"), one.clone()), Resource::Operation(_)));
        let sessions = resource(&at("/contentsharingsessions"), several.clone());
        assert!(matches!(sessions, Resource::ContentSharingSessions(_)));
        let session = resource(&at("/contentSharingSessions/x"), one.clone());
        assert!(matches!(session, Resource::ContentSharingSession(_)));
        let groups = resource(&at("/audioRoutingGroups"), several.clone());
        assert!(matches!(groups, Resource::AudioRoutingGroups(_)));
        // The page participant-invite has this URL for an operation and for a roster.
        assert!(matches!(resource(&at("/operations/participants"), one.clone()), Resource::Operation(_)));
        assert!(matches!(
            resource(&at("/operations/participants"), several.clone()),
            Resource::Participants(_)
        ));
        let delta = json!({"sequenceNumber": 1, "participants": []});
        assert!(matches!(resource(&at("/participants"), delta), Resource::DeltaParticipants(_)));
    }
}

#[test]
fn the_path_is_read_from_older_members_too() {
    let mut older = entry("", json!({"state": "established"}));
    older["resource"] = json!(format!("/app/calls/{ID}"));
    older.as_object_mut().unwrap().remove("resourceUrl");
    let own = json!({"changeType": "deleted", "resourceData":
        {"@odata.id": format!("communications/calls/{ID}/operations/7"), "status": "completed"}});
    let read = parse(&body(&[older, own]));
    let entries: Vec<_> = read.iter().flatten().collect();
    assert!(
        matches!(&entries[0].resource, Resource::Call(call) if call.state == Some(CallState::Established))
    );
    assert!(matches!(entries[1].resource, Resource::Operation(_)));
    assert_eq!(entries[1].path.as_ref().unwrap().part_id.as_deref(), Some("7"));
    assert_eq!(entries[1].entry.change_type, Some(ChangeType::Deleted));
}

#[test]
fn absent_null_and_unknown_resources_are_preserved() {
    let url = format!("/communications/calls/{ID}/contentsharingsessions/9");
    let mut absent = entry(&url, Value::Null);
    assert_eq!(resource(&url, Value::Null), Resource::Absent);
    absent.as_object_mut().unwrap().remove("resourceData");
    let read = parse(&body(&[absent]));
    assert_eq!(read.entries[0].as_ref().unwrap().resource, Resource::Absent);

    let future =
        json!({"@odata.type": "#microsoft.graph.hologram", "state": 5, "recordingAccessToken": "hush"});
    let unknown = resource(&format!("/communications/calls/{ID}"), future);
    assert!(matches!(unknown, Resource::Unknown(_)));
    let shown = format!("{unknown:?}");
    assert!(shown.contains("recordingAccessToken") && !shown.contains("hush"), "{shown}");
    let participants = format!("/communications/calls/{ID}/participants");
    let mixed =
        json!([{"@odata.type": "#microsoft.graph.participant"}, {"@odata.type": "#microsoft.graph.call"}]);
    assert!(matches!(resource(&participants, mixed), Resource::Unknown(_)));
    assert!(matches!(resource("/users/1", json!({"id": "1"})), Resource::Unknown(_)));
}

#[test]
fn secrets_of_known_types_are_redacted() {
    let data = json!({"@odata.type": "#microsoft.graph.recordOperation", "recordingAccessToken": "hush"});
    let read = parse(&body(&[entry("/communications/calls/1/operations/2", data)]));
    assert!(!format!("{read:?}").contains("hush"));
    let broken =
        json!({"@odata.type": "#microsoft.graph.recordOperation", "recordingAccessToken": "hush", "id": 5});
    let read = parse(&body(&[entry("/communications/calls/1/operations/2", broken)]));
    assert!(read.entries[0].is_err() && !format!("{read:?}").contains("hush"));
}

#[test]
fn an_invalid_entry_has_a_path_and_does_not_affect_the_others() {
    let url = format!("/communications/calls/{ID}");
    let call = |state: Value| json!({"@odata.type": "#microsoft.graph.call", "state": state});
    let entries = [
        entry(&url, call(json!("established"))),
        entry(&url, call(json!(5))),
        json!("no object"),
        json!({"changeType": 5, "resourceUrl": url, "resourceData": {"state": "hold"}}),
        entry(&url, json!({"@odata.type": 7})),
        entry(&format!("{url}/participants"), json!([{"isMuted": false}, {"isMuted": "perhaps"}])),
        entry(&url, json!("text")),
        entry(&url, json!({"state": "ringing"})),
    ];
    let read = parse(&body(&entries));
    let paths: Vec<_> =
        read.iter().filter_map(|entry| entry.as_ref().err()).map(|error| error.path()).collect();
    assert_eq!(
        paths,
        [
            "/value/1/resourceData/state",
            "/value/2",
            "/value/3/changeType",
            "/value/4/resourceData/@odata.type",
            "/value/5/resourceData/1/isMuted",
            "/value/6/resourceData",
        ]
    );
    assert_eq!(*read.entries[3].as_ref().unwrap_err().raw().expect("is kept"), entries[3]);
    let states: Vec<_> = read
        .iter()
        .flatten()
        .map(|entry| match &entry.resource {
            Resource::Call(call) => call.state.as_ref().unwrap().to_string(),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(states, ["established", "ringing"]);
    let error = read.entries[1].as_ref().unwrap_err();
    assert_eq!(
        error.to_string(),
        "/value/1/resourceData/state: invalid type: integer `5`, expected callState"
    );
}

#[test]
fn bodies_that_are_not_notifications_are_errors() {
    for empty in ["", "  \r\n"] {
        let read = Notifications::parse(empty.as_bytes()).unwrap();
        assert!(read.entries.is_empty() && read.form == Form::Empty);
        assert_eq!(read.answer().status, 202);
    }
    let places = [
        ("<html>", "", Some((1, 1))),
        ("{\"value\": [{]", "", Some((1, 13))),
        ("[]", "", None),
        ("null", "", None),
        ("{\"value\": {}}", "/value", None),
        ("{\"@odata.type\": \"#microsoft.graph.commsNotifications\", \"value\": 5}", "/value", None),
    ];
    for (text, place, position) in places {
        let error = Notifications::parse(text.as_bytes()).expect_err(text);
        assert_eq!((error.path(), error.position()), (place, position), "{text}: {error}");
        assert_eq!(error.raw(), None);
    }
    let bytes = Notifications::parse(&[0xff, 0xfe, 0x00]).unwrap_err();
    assert!(bytes.to_string().starts_with("the body: "), "{bytes}");
    let deep = format!("{{\"value\": {}{}}}", "[".repeat(100_000), "]".repeat(100_000));
    assert!(Notifications::parse(deep.as_bytes()).is_err());
}

#[test]
fn bodies_without_entries_are_accepted() {
    for value in
        [json!({"@odata.type": "#microsoft.graph.commsNotifications"}), body(&[]), json!({"value": null})]
    {
        let read = parse(&value);
        assert!(read.entries.is_empty() && matches!(read.form, Form::Graph(_)));
        assert_eq!(read.answer().status, 202);
    }
}

#[test]
fn the_older_form_is_answered_with_204() {
    let older = json!({"conversationInvitation": {"callModalities": ["audio"]}, "links": {"x": "hush"}});
    let read = parse(&older);
    assert_eq!(read.answer(), Answer::no_content());
    assert_eq!(read.answer().status, 204);
    assert!(!format!("{read:?}").contains("hush"));
}

#[test]
fn each_answer_has_its_status_headers_and_body() {
    assert_eq!(Answer::accepted().status, 202);
    assert_eq!((Answer::refused(400, "").status, Answer::refused(503, "").headers), (400, vec![]));
    assert_eq!(Answer::refused(401, "").headers, [("www-authenticate", "Bearer".to_owned())]);
    let moved = Answer::moved_to("https://eu.bot.example/callback");
    assert_eq!(
        (moved.status, moved.headers),
        (302, vec![("location", "https://eu.bot.example/callback".into())])
    );
    let texts = [
        (
            joining_answer(AcceptJoinResponse::default()),
            json!({"@odata.type": "#microsoft.graph.acceptJoinResponse"}),
        ),
        (
            joining_answer(RejectJoinResponse::new(RejectReason::Forbidden)),
            json!({"@odata.type": "#microsoft.graph.rejectJoinResponse", "reason": "forbidden"}),
        ),
        (
            joining_answer(InviteNewBotResponse::new().invite_uri("https://bot2.example/calls")),
            json!({"@odata.type": "#microsoft.graph.inviteNewBotResponse", "inviteUri": "https://bot2.example/calls"}),
        ),
    ];
    for (answer, body) in texts {
        assert_eq!(answer.status, 200);
        assert_eq!(answer.headers, [("content-type", "application/json".to_owned())]);
        assert_eq!(serde_json::from_str::<Value>(&answer.body).unwrap(), body);
    }
}

#[test]
fn resource_paths_are_parsed() {
    let path = |url: &str| url.parse::<ResourcePath>();
    let whole =
        path("https://graph.microsoft.com/v1.0/communications/calls('a%3Ab')/operations('7')?x=/y").unwrap();
    assert_eq!((whole.call_id.as_str(), &whole.part), ("a:b", &Some(Part::Operations)));
    assert_eq!(whole.to_string(), "/communications/calls/a:b/operations/7");
    assert_eq!(path("https://app/communications/calls/1").unwrap().call_id, "1");
    let tomorrow = path("/communications/calls/1/holograms").unwrap();
    assert_eq!(tomorrow.part, Some(Part::Other("holograms".into())));
    assert!(whole.is_part("7") && !whole.is_part("8") && !tomorrow.is_part("7"));
    for url in ["", "/", "/communications/calls", "/calls/1", "/communications/calls/1/participants/2/mute"] {
        assert!(path(url).is_err(), "{url}");
    }
    let call = path("/app/calls/57DAB8B1894C409AB240BD8BEAE78896").unwrap();
    assert!(call.is_call(ID) && !call.is_call("57dab8b1"));
}

#[test]
fn all_digits_of_numbers_are_preserved() {
    let url = format!("/communications/calls/{ID}");
    for text in [
        format!(
            r#"{{"value":[{{"resourceUrl":"{url}","n":1e999,"resourceData":{{"state":"hold","m":1.0e2}}}}]}}"#
        ),
        r#"{"later":-0.0,"value":[{"resourceUrl":"/x","resourceData":{"n":[1e999,0.10]}}]}"#.to_owned(),
        format!(r#"{{"value":[7,{{"resourceUrl":"{url}","n":1.50,"resourceData":7}}]}}"#),
        format!(r#"{{"value":[{{"resourceUrl":"{url}/participants","resourceData":[null,{{"id":"a"}}]}}]}}"#),
        r#"{"conversation":1e999}"#.to_owned(),
    ] {
        let read = Notifications::parse(text.as_bytes()).expect(&text);
        let written = encode(&read).expect("has a JSON form");
        assert_eq!(sorted(&written), sorted(&text), "{written}");
        assert_eq!(decode::<Notifications>(written.as_bytes()).expect("decodes"), read);
    }
}

/// Returns the sorted characters of a text, because the order of members is not preserved.
fn sorted(text: &str) -> Vec<char> {
    let mut characters: Vec<_> = text.chars().collect();
    characters.sort_unstable();
    characters
}

#[test]
fn a_changed_roster_is_written_with_its_changes() {
    let url = format!("/communications/calls/{ID}/participants");
    let mut read = parse(&body(&[entry(&url, json!([null, {"id": "a"}]))]));
    let Ok(first) = &mut read.entries[0] else { panic!("{read:?}") };
    let Resource::Participants(roster) = &mut first.resource else { panic!("{first:?}") };
    roster[0].id = Some("b".into());
    assert_eq!(serde_json::to_value(&read).unwrap(), body(&[entry(&url, json!([{"id": "b"}]))]));
}

#[test]
fn the_first_tag_and_the_last_duplicate_of_other_members_count() {
    let text = r##"{"value":5,"value":[
        {"@odata.type":"#microsoft.graph.commsNotification","@odata.type":"#x","resourceData":5,"resourceData":
            {"@odata.type":"#microsoft.graph.call","@odata.type":"#microsoft.graph.participant","id":"1","id":"2"}},
        {"resourceData":[{"@odata.type":"#microsoft.graph.participant","@odata.type":"#microsoft.graph.call"}]}
    ]}"##;
    assert_eq!(Notifications::parse(text.as_bytes()).expect_err("5 is not an array").path(), "/value");
    let text = text
        .replace("\"value\":5", "\"value\":null")
        .replace("\"resourceData\":5,", "\"resourceData\":null,");
    let read = Notifications::parse(text.as_bytes()).expect("a body");
    let resources: Vec<_> = read.iter().flatten().map(|entry| &entry.resource).collect();
    assert!(matches!(resources[0], Resource::Call(call) if call.id.as_deref() == Some("2")), "{read:?}");
    assert!(matches!(resources[1], Resource::Participants(_)), "{read:?}");
    let written = encode(&read).expect("has a JSON form");
    assert_eq!(decode::<Notifications>(written.as_bytes()).expect("decodes"), read, "{written}");
}

#[test]
fn the_last_url_in_the_data_counts() {
    let operation = format!("communications/calls/{ID}/operations/7");
    let text = format!(
        r##"{{"@odata.type":"#microsoft.graph.commsNotifications","value":[
            {{"resourceData":{{"@odata.id":"communications/calls/{ID}","@odata.id":"{operation}"}}}},
            {{"resourceData":{{"@odata.id":"{operation}","@odata.id":7}}}}]}}"##
    );
    let read = Notifications::parse(text.as_bytes()).expect("a body");
    let entries: Vec<_> = read.iter().flatten().collect();
    assert!(matches!(entries[0].resource, Resource::Operation(_)), "{read:?}");
    assert_eq!(entries[1].path, None, "{read:?}");
    let written = encode(&read).expect("has a JSON form");
    assert_eq!(decode::<Notifications>(written.as_bytes()).expect("decodes"), read, "{written}");
}

#[test]
fn invalid_entries_beyond_the_limit_are_counted() {
    let good = entry(&format!("/communications/calls/{ID}"), json!({"state": "hold"})).to_string();
    let text = format!("{{\"value\":[7,{good},{},{good}]}}", ["{\"resourceData\":\"hush\"}"; 300].join(","));
    for (errors, listed) in [(0, 0), (1, 1), (100, 100), (301, 301), (1000, 301)] {
        let read = Notifications::parse_with_limit(text.as_bytes(), errors).expect("a body");
        assert_eq!(read.iter().flatten().count(), 2);
        assert_eq!((read.entries.len() - 2, read.omitted), (listed, 301 - listed));
        assert!(!format!("{read:?}").contains("hush"));
    }
    let read = Notifications::parse(text.as_bytes()).expect("a body");
    assert_eq!(read.omitted, 201);
    assert_eq!(read.entries[100].as_ref().unwrap_err().path(), "/value/100/resourceData");
}

#[test]
fn a_key_press_is_distinguished_from_an_established_call() {
    let call = format!("/communications/calls/{ID}");
    let update = |data| resource(&call, data);
    let tone = json!({"sequenceId": 1, "tone": "tone5"});
    let pressed = update(json!({"state": "established", "toneInfo": tone}));
    assert!(pressed.is_tone());
    assert!(!update(json!({"state": "established"})).is_tone());
    assert!(!update(json!({"state": "established", "toneInfo": null})).is_tone());
    assert!(!update(json!([{"state": "established"}])).is_tone());
}
