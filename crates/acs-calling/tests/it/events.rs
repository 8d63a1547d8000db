//! Decoding and encoding of CloudEvents: arrays and single events, known, unknown and invalid ones.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use acs_calling::CallConnected;
use acs_calling::events::{CloudEvent, Event, EventError, parse, parse_each, parse_each_with_limit};
use call_wire::json::{decode, encode};
use serde_json::{Value, json};

const SURFACE: &str = include_str!("../../src/generated/surface.txt");

fn body(value: &Value) -> Vec<u8> {
    value.to_string().into_bytes()
}

fn event(name: &str, data: &Value) -> Value {
    json!({
        "id": "3c4f8fba",
        "source": "calling/callConnections/411f0b00",
        "type": format!("Microsoft.Communication.{name}"),
        "specversion": "1.0",
        "time": "2026-04-17T09:14:05.2461646+00:00",
        "data": data,
    })
}

/// Parses a body with one event.
fn one(value: &Value) -> Result<CloudEvent, EventError> {
    let mut events = parse(&body(value))?;
    assert_eq!(events.len(), 1);
    Ok(events.remove(0))
}

#[test]
fn the_event_names_are_those_of_the_specification() {
    let specified: BTreeSet<_> = SURFACE
        .lines()
        .filter_map(|line| line.split_once(": object event Microsoft.Communication."))
        .map(|(_, name)| name)
        .collect();
    assert_eq!(specified.len(), 40);
    assert_eq!(Event::NAMES.len(), specified.len());
    assert_eq!(Event::NAMES.iter().copied().collect::<BTreeSet<_>>(), specified);
}

#[test]
fn every_example_is_typed_and_round_trips() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/examples/acs-calling");
    let mut seen = BTreeSet::new();
    let mut events = 0;
    for file in fs::read_dir(folder).expect("is there").flatten() {
        let name = file.file_name().into_string().expect("is ASCII");
        if !name.ends_with(".event.json") || name.contains("event-grid") {
            continue;
        }
        let text = fs::read(file.path()).expect("is there");
        let came: Value = serde_json::from_slice(&text).expect("is JSON");
        let read = parse(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        for event in &read {
            let typed = event.data.name().unwrap_or_else(|| panic!("{name}: not typed"));
            assert_eq!(event.name(), typed);
            seen.insert(typed);
            events += 1;
        }
        let written = serde_json::to_value(&read).expect("encodes");
        assert_eq!(written, if came.is_array() { came } else { json!([came]) }, "{name}");
    }
    println!("{events} events");
    let missing: Vec<_> = Event::NAMES.iter().filter(|name| !seen.contains(**name)).collect();
    assert_eq!(missing, [&"RecordingFileStatusUpdated"], "no example");
}

#[test]
fn arrays_and_single_events_are_parsed() {
    let (first, second) = (event("PlayStarted", &json!({})), event("PlayCompleted", &json!({})));
    let third = event("CallConnected", &json!({"callConnectionId": "a"}));
    let all = parse(&body(&json!([first, second, third]))).expect("three");
    let names: Vec<_> = all.iter().map(CloudEvent::name).collect();
    assert_eq!(names, ["PlayStarted", "PlayCompleted", "CallConnected"]);
    assert!(
        matches!(&all[2].data, Event::CallConnected(it) if it.call_connection_id.as_deref() == Some("a"))
    );

    assert_eq!(parse(b"[]").expect("none"), []);
    assert_eq!(parse(&body(&first)).expect("one").len(), 1);
    let marked = [b"\xEF\xBB\xBF".as_slice(), &body(&first)].concat();
    assert_eq!(parse(&marked).expect("a byte order mark").len(), 1);
    let many = Value::Array(vec![third; 1000]);
    assert_eq!(parse(&body(&many)).expect("a thousand").len(), 1000);
}

#[test]
fn a_truncated_body_is_an_error_with_a_place() {
    let event =
        r#"{"id":"1","type":"Microsoft.Communication.PlayStarted","data":{"operationContext":"a, ]}\" b"}}"#;
    let whole = format!("[{event},{event},{event}]").into_bytes();
    assert_eq!(parse(&whole).expect("is whole").len(), 3);
    let starts: Vec<_> = (0..whole.len()).filter(|at| whole[*at..].starts_with(br#"{"id""#)).collect();
    assert_eq!(starts.len(), 3);
    for end in 0..whole.len() {
        let error = parse_each(&whole[..end]).expect_err("is cut off");
        // The index of the truncated event, or of the next one if the body ends between two events.
        let index = starts.iter().filter(|start| **start < end).count().saturating_sub(1);
        let path = if end == 0 { String::new() } else { format!("/{index}") };
        let next = format!("/{}", index + 1);
        assert!(error.path() == path || error.path() == next, "cut at {end}: {error}");
        assert!(error.position().is_some() && error.raw().is_none(), "{error}");
    }
    let mut open = whole.clone();
    open.truncate(starts[2] + 12);
    assert_eq!(parse(&open).expect_err("is cut off").path(), "/2");
}

#[test]
fn bodies_that_are_not_events_are_errors() {
    for (text, path, part) in [
        ("", "", "the text ends"),
        ("null", "", "expected an array of events, or one event"),
        ("\"[]\"", "", "invalid type: string"),
        ("17", "", "invalid type: integer"),
        ("<html>Bad gateway</html>", "", "the body: expected JSON, found an HTML page"),
        ("[\0{\0", "", "the body: expected JSON in UTF-8, found UTF-16"),
        ("[{}]", "/0/type", "the event has no type (expected a string such as"),
        ("{}", "/type", "the event has no type (expected a string such as"),
        ("[null]", "/0", "invalid type: null"),
        (r#"[{"type":"x"},5]"#, "/1", "invalid type: a number"),
        (r#"[{"type":null}]"#, "/0/type", "the event has no type (expected a string such as"),
        (r#"[{"type":7}]"#, "/0/type", "expected a string"),
        (r#"[{"type":"x","id":{}}]"#, "/0/id", "expected a string"),
        (r#"[{"type":"x"}] [{"type":"y"}]"#, "", "trailing characters"),
        (r#"[{"type":"x"},]"#, "/1", "trailing comma"),
        (r#"[{"type":"x",}]"#, "/0", "trailing comma"),
        ("[{\"type\":\"x\ty\"}]", "/0", "control character"),
    ] {
        let error = parse(text.as_bytes()).expect_err(text);
        assert_eq!(error.path(), path, "{text}: {error}");
        assert!(error.to_string().contains(part), "{text}: {error}");
    }
    let deep = [b"[".repeat(100_000), b"]".repeat(100_000)].concat();
    assert!(parse(&deep).expect_err("is too deep").message().contains("recursion"));
    assert!(parse(b"[\"\xFF\"]").is_err());
}

#[test]
fn an_invalid_event_does_not_affect_the_others() {
    let invalid = event("PlayFailed", &json!({"resultInformation": {"code": true}, "x": 1}));
    let good = event("PlayStarted", &json!({}));
    let array = body(&json!([good, invalid, good]));
    let each = parse_each(&array).expect("is an array");
    assert_eq!(each.len(), 3);
    assert!(each[0].is_ok() && each[2].is_ok());
    let error = each[1].as_ref().expect_err("a code is a number");
    assert_eq!(error.path(), "/1/data/resultInformation/code");
    assert_eq!(*error.raw().expect("is kept"), invalid, "nothing of it is lost");
    assert_eq!(error.event_type(), Some("Microsoft.Communication.PlayFailed"));
    assert_eq!(
        error.to_string(),
        "/1/data/resultInformation/code: invalid type: boolean `true`, expected a 32-bit integer \
         (event \"Microsoft.Communication.PlayFailed\", id \"3c4f8fba\")"
    );
    assert_eq!(parse(&array).expect_err("as a whole").path(), "/1/data/resultInformation/code");
    let alone = one(&invalid).expect_err("no index").path().to_owned();
    assert_eq!(alone, "/data/resultInformation/code");
}

#[test]
fn the_data_of_a_known_event_must_be_an_object() {
    for (data, message) in [
        (json!(null), "invalid type: null"),
        (json!([]), "invalid type: an array"),
        (json!("{\"incomingCallContext\":\"hush\"}"), "invalid type: a string"),
    ] {
        let error = one(&event("IncomingCall", &data)).expect_err("no object");
        assert_eq!(error.path(), "/data");
        assert!(error.message().contains(message) && error.message().contains("IncomingCall"), "{error}");
        assert!(!format!("{error} {error:?}").contains("hush"), "{error:?}");
    }
    let error = one(&json!({"type": "Microsoft.Communication.PlayStarted"})).expect_err("no data");
    assert!(error.message().contains("the event has no data (expected an object, "), "{error}");
}

#[test]
fn an_unknown_event_keeps_its_whole_payload() {
    let payload = json!({"callConnectionId": "a", "serverCallId": "s", "correlationId": "c",
        "operationContext": "o", "dialog": {"id": [1, null, "x"]}, "incomingCallContext": "hush"});
    let came = event("TranscriptionResumed", &payload);
    let read = one(&came).expect("an unknown type is no error");
    assert_eq!((read.name(), read.data.name()), ("TranscriptionResumed", None));
    assert!(matches!(&read.data, Event::Unknown(kept) if *kept == payload));
    assert_eq!(read.data.call_connection_id(), Some("a"));
    assert_eq!(read.data.server_call_id(), Some("s"));
    assert_eq!(read.data.correlation_id(), Some("c"));
    assert_eq!(read.data.operation_context(), Some("o"));
    assert_eq!(serde_json::to_value(&read).expect("encodes"), came);
    assert!(format!("{read:?}").contains("dialog") && !format!("{read:?}").contains("hush"), "{read:?}");

    for came in [
        json!({"type": "Contoso.Else"}),
        json!({"type": "Contoso.Else", "data": null}),
        json!({"type": "", "data": "text"}),
        json!({"type": "Contoso.Else", "data_base64": "AAEC", "subject": null}),
        json!({"type": "Microsoft.Communicat\u{f6}n.CallConnected", "data": [1.5]}),
    ] {
        let read = one(&came).expect("an unknown type is no error");
        assert_eq!(read.data.name(), None);
        assert_eq!(serde_json::to_value(&read).expect("encodes"), came);
    }
    assert_eq!(one(&json!({"type": "Contoso.Else"})).expect("read").name(), "Contoso.Else");
}

#[test]
fn the_letter_case_of_a_type_is_ignored_and_preserved() {
    let mut came = event("x", &json!({"callConnectionId": "a"}));
    for spelled in
        ["microsoft.communication.callconnected", "Microsoft.Communication.CALLCONNECTED", "CallConnected"]
    {
        came["type"] = spelled.into();
        let read = one(&came).expect("decodes");
        assert!(matches!(read.data, Event::CallConnected(_)), "{spelled}");
        assert_eq!(read.name(), "CallConnected");
        assert_eq!(serde_json::to_value(&read).expect("encodes"), came);
    }
}

#[test]
fn shared_members_are_those_of_the_specification() {
    let common = json!({"callConnectionId": "a", "serverCallId": "s", "correlationId": "c",
        "operationContext": "o", "resultInformation": {"code": 200}});
    for name in Event::NAMES {
        let data = one(&event(name, &common)).expect(name).data;
        assert_eq!(data.name(), Some(*name));
        let has = |value: Option<&str>| value.is_some();
        let read = (
            has(data.call_connection_id()),
            has(data.server_call_id()),
            has(data.correlation_id()),
            has(data.operation_context()),
            data.result_information().is_some_and(|result| result.code == Some(200)),
        );
        let declares = |member: &str| SURFACE.contains(&format!("\ntype {name}.{member}:"));
        let specified = (
            declares("callConnectionId"),
            declares("serverCallId"),
            declares("correlationId"),
            declares("operationContext"),
            declares("resultInformation"),
        );
        assert_eq!(read, specified, "{name}");
        for (value, expected) in [
            (data.call_connection_id(), "a"),
            (data.server_call_id(), "s"),
            (data.correlation_id(), "c"),
            (data.operation_context(), "o"),
        ] {
            assert!(value.is_none_or(|value| value == expected), "{name}: {value:?}");
        }
    }
}

#[test]
fn the_envelope_is_preserved() {
    let mut came = event("CallConnected", &json!({"version": "2024-09-01-preview"}));
    came["traceparent"] = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01".into();
    came["subject"] = Value::Null;
    let read = one(&came).expect("decodes");
    assert_eq!(read.id(), Some("3c4f8fba"));
    assert_eq!(read.envelope.source.as_deref(), Some("calling/callConnections/411f0b00"));
    assert_eq!(read.envelope.specversion.as_deref(), Some("1.0"));
    assert_eq!(read.envelope.time.as_deref(), Some("2026-04-17T09:14:05.2461646+00:00"));
    let time = read.envelope.time().expect("is a time");
    assert_eq!(time.unix_seconds(), 1_776_417_245);
    assert!(read.envelope.extra.get("traceparent").is_some() && read.envelope.extra.is_null("subject"));
    assert_eq!(serde_json::to_value(&read).expect("encodes"), came);

    came["time"] = "yesterday".into();
    let read = one(&came).expect("an invalid time is not an error");
    assert_eq!((read.envelope.time.as_deref(), read.envelope.time()), (Some("yesterday"), None));
}

#[test]
fn the_context_of_an_incoming_call_is_redacted() {
    let came = event("IncomingCall", &json!({"serverCallId": "s", "incomingCallContext": "hush"}));
    let read = one(&came).expect("decodes");
    let Event::IncomingCall(call) = &read.data else { panic!("{read:?}") };
    assert_eq!(call.incoming_call_context.as_deref(), Some("hush"));
    assert!(!format!("{read:?}").contains("hush"));
    let mut invalid = came;
    invalid["data"]["to"] = json!(false);
    let error = one(&invalid).expect_err("a party is an object");
    assert_eq!(error.path(), "/data/to");
    assert!(!format!("{error} {error:?}").contains("hush"), "{error:?}");
}

#[test]
fn a_created_event_round_trips() {
    let mut connected = CallConnected::default();
    connected.call_connection_id = Some("411f0b00".to_owned());
    let made = CloudEvent::new("1", "calling/callConnections/411f0b00", connected);
    let written = serde_json::to_vec(&[&made]).expect("encodes");
    assert_eq!(parse(&written).expect("decodes"), [made]);
}

#[test]
fn all_digits_of_numbers_are_preserved() {
    for text in [
        r#"{"type":"Contoso.Else","data":{"a":1.0e2,"b":[1e999,-0.0,0.10]}}"#,
        r#"{"type":"Contoso.Else","later":1e999,"data":17e-999}"#,
        r#"{"type":"Microsoft.Communication.CallConnected","later":1.50,"data":{"n":12345678901234567890.10}}"#,
    ] {
        let event = &parse(text.as_bytes()).expect(text)[0];
        let written = encode(event).expect("has a JSON form");
        assert_eq!(sorted(&written), sorted(text));
        assert_eq!(decode::<CloudEvent>(written.as_bytes()).expect("decodes"), *event);
    }
    let invalid = r#"[{"type":"CallConnected","data":7,"n":1e999}]"#;
    let error = parse(invalid.as_bytes()).expect_err("no object");
    assert_eq!(error.raw().expect("is kept").as_str(), &invalid[1..invalid.len() - 1]);
}

/// Returns the sorted characters of a text, because the order of members is not preserved.
fn sorted(text: &str) -> Vec<char> {
    let mut characters: Vec<_> = text.chars().collect();
    characters.sort_unstable();
    characters
}

#[test]
fn the_first_type_and_the_last_duplicate_of_other_members_count() {
    let text = r#"{"type":"CallConnected","type":"PlayStarted","data":5,"data":{"callConnectionId":"a"},"id":"1","id":"2"}"#;
    let error = parse(text.as_bytes()).expect_err("the first data is a number");
    assert_eq!((error.path(), error.id()), ("/data", Some("1")));
    let text = text.replace("5", "{}");
    let event = parse(text.as_bytes()).expect("decodes").remove(0);
    assert_eq!(
        (event.name(), event.envelope.event_type.as_deref()),
        ("CallConnected", Some("CallConnected"))
    );
    assert_eq!((event.data.call_connection_id(), event.id()), (Some("a"), Some("2")));
    let written = encode(&event).expect("encodes");
    assert_eq!(decode::<CloudEvent>(written.as_bytes()).expect("decodes"), event);

    let null_first = parse(br#"{"type":null,"type":"CallConnected","data":{}}"#).expect_err("no type");
    assert_eq!(null_first.path(), "/type");
    for text in [
        r#"{"type":"new","type":"CallConnected","data":null,"data":[1]}"#,
        r#"{"type":"new","data":[1],"data":null}"#,
    ] {
        let event = parse(text.as_bytes()).expect("decodes").remove(0);
        assert_eq!((event.name(), event.envelope.extra.is_null("data")), ("new", text.ends_with("null}")));
        let written = encode(&event).expect("encodes");
        assert_eq!(decode::<CloudEvent>(written.as_bytes()).expect("decodes"), event, "{written}");
    }
}

#[test]
fn data_that_are_set_later_replace_a_null() {
    let mut event = parse(br#"{"type":"new","data":null}"#).expect("decodes").remove(0);
    event.data = CallConnected::default().into();
    assert_eq!(encode(&event).expect("encodes"), r#"{"type":"new","data":{}}"#);
}

#[test]
fn invalid_events_beyond_the_limit_are_counted() {
    let good = event("PlayStarted", &json!({})).to_string();
    let text = format!("[7,{good},{},{good}]", "7,".repeat(300).trim_end_matches(','));
    for (errors, listed) in [(0, 0), (1, 1), (100, 100), (301, 301), (1000, 301)] {
        let each = parse_each_with_limit(text.as_bytes(), errors).expect("an array");
        assert_eq!(each.iter().filter(|event| event.is_ok()).count(), 2);
        assert_eq!((each.len() - 2, each.omitted()), (listed, 301 - listed));
    }
    let each = parse_each(text.as_bytes()).expect("an array");
    assert_eq!(each.omitted(), 201);
    assert_eq!(each[99].as_ref().expect_err("no event").path(), "/99");
    // A lone surrogate in a string affects only its event.
    let text = format!(r#"[{{"type":"a","id":"\ud800"}},{good}]"#);
    let each = parse_each(text.as_bytes()).expect("an array");
    assert_eq!(each[0].as_ref().expect_err("no text").path(), "/0/id");
    assert!(each[1].is_ok());
}
