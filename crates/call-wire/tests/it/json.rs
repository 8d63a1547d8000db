//! JSON types: round trips, errors, unions and secrets.

use std::collections::BTreeMap;

use call_wire::json::{self, Extra, Raw, UnknownObject};
use call_wire::{DateTime, Flags, OpenEnum as _};
use serde_json::{Value, json};

use crate::common::model::Status;

#[derive(Clone, Default, PartialEq)]
struct Thing {
    id: Option<String>,
    status: Option<Status>,
    count: Option<i32>,
    ratio: Option<f64>,
    when: Option<DateTime>,
    steps: Option<Vec<Status>>,
    flags: Option<Flags<Status>>,
    parts: Option<Vec<Thing>>,
    headers: Option<BTreeMap<String, String>>,
    config: Option<Config>,
    token: Option<String>,
    extra: Extra,
}
call_wire::json_object!(Thing "thing" {
    id: "id", status: "status", count: "count", ratio: "ratio", when: "when", steps: "steps", flags: "flags",
    parts: "parts", headers: "headers", config: "config", token: "token" secret,
});

#[derive(Clone, Default, PartialEq)]
struct Hosted {
    uri: Option<String>,
    extra: Extra,
}
call_wire::json_object!(Hosted "hosted" { uri: "uri" });

#[derive(Clone, Debug, PartialEq)]
enum Config {
    Hosted(Box<Hosted>),
    Unknown(UnknownObject),
}
call_wire::json_union!(Config "config" by "@odata.type" { Hosted(Hosted): "#x.hosted" } else Unknown);

#[derive(Clone, Default, PartialEq)]
struct Plain {
    uri: Option<String>,
    extra: Extra,
}
call_wire::json_object!(Plain "plain" { uri: "uri" });

#[derive(Clone, Debug, PartialEq)]
enum AnyHosted {
    Hosted(Box<Hosted>),
    Base(Box<Plain>),
}
call_wire::json_union!(AnyHosted "any" by "kind" { Hosted(Hosted): "hosted" } else Base(Plain));

#[track_caller]
fn round_trip<T: json::Wire + std::fmt::Debug>(payload: &Value) -> T {
    let value: T = json::decode(payload.to_string().as_bytes()).expect("decodes");
    let written: Value = serde_json::from_str(&json::encode(&value).expect("encodes")).expect("valid JSON");
    assert_eq!(&written, payload);
    // Decoding the value gives the same result as decoding its text, and lenient decoding finds no issues.
    assert_eq!(json::decode_value::<T>(payload).expect("decodes"), value);
    let (lenient, issues) = json::decode_lenient_value::<T>(payload).expect("decodes");
    assert_eq!((lenient, issues), (value.clone(), json::Issues::default()));
    value
}

#[test]
fn unknown_members_are_listed_by_pointer() {
    let text = r##"{
        "later": 1, "id": "1", "parts": [{"id": "2"}, {"a/b~": {"inner": 1}}], "headers": {"any": "name"},
        "config": {"@odata.type": "#x.hosted", "uri": "u", "new": null}, "status": "addedLater"
    }"##;
    let found = json::unknown_members::<Thing>(text.as_bytes()).expect("a thing");
    assert_eq!(found, ["/later", "/parts/1/a~1b~0", "/config/new"]);
    let unknown_type = br##"{"config": {"@odata.type": "#x.later", "uri": "u"}}"##;
    assert_eq!(json::unknown_members::<Thing>(unknown_type).expect("a thing"), ["/config/uri"]);
    let in_two_unions = br#"{"kind": "hosted", "uri": "u", "new": 1}"#;
    assert_eq!(json::unknown_members::<AnyHosted>(in_two_unions).expect("a value"), ["/new"]);
    assert!(json::unknown_members::<Thing>(br#"{"later": }"#).is_err());
}

#[test]
fn a_payload_with_every_spelling_is_preserved() {
    let thing: Thing = round_trip(&json!({
        "id": null, "status": "Running", "count": "200", "ratio": 5, "when": "2026-11-20T12:00:00.5000+00:00",
        "steps": ["running", "FAILED", null, "paused"], "flags": "running, failed",
        "parts": [{"id": "a", "later": {"x": [1, 2.5]}}, null], "headers": {"a": "b", "c": null},
        "config": {"uri": null, "@odata.type": "x.hosted"}, "later": [null],
    }));
    assert_eq!(thing.status, Some(Status::Running));
    assert_eq!(thing.count, Some(200));
    assert_eq!(thing.ratio, Some(5.0));
    assert_eq!(thing.flags, Some(Flags(vec![Status::Running, Status::Failed])));
    assert_eq!(thing.steps.as_ref().map(Vec::len), Some(3));
    assert_eq!(thing.parts.as_ref().map(Vec::len), Some(1));
    assert!(thing.extra.is_null("id"));
    assert!(matches!(thing.config, Some(Config::Hosted(_))));
}

#[test]
fn a_changed_member_replaces_its_original_spelling() {
    let payload = json!({"id": null, "status": "Running", "count": "200", "ratio": 1});
    let mut thing: Thing = round_trip(&payload);
    thing.id = Some("x".into());
    thing.status = Some(Status::Failed);
    thing.count = None;
    let written = serde_json::to_value(&thing).expect("encodes");
    assert_eq!(written, json!({"id": "x", "status": "failed", "ratio": 1}));
    thing.id = None;
    assert_eq!(serde_json::to_value(&thing).expect("encodes")["id"], Value::Null);
}

#[test]
fn unknown_values_are_preserved() {
    let thing: Thing = round_trip(&json!({"status": "teleported"}));
    assert_eq!(thing.status.as_ref().map(Status::as_str), Some("teleported"));
    assert_eq!(Status::parse("RUNNING"), Status::Running);
}

#[test]
fn a_tag_is_found_at_any_position() {
    for payload in [
        json!({"config": {"@odata.type": "#x.hosted", "uri": "u"}}),
        json!({"config": {"uri": "u", "more": 1, "@odata.type": "#x.hosted"}}),
    ] {
        let thing: Thing = round_trip(&payload);
        let Some(Config::Hosted(hosted)) = thing.config else { panic!("{thing:?}") };
        assert_eq!(hosted.uri.as_deref(), Some("u"));
    }
    for payload in [json!({"config": {"@odata.type": "#x.other", "uri": 5}}), json!({"config": {"uri": [5]}})]
    {
        let thing: Thing = round_trip(&payload);
        assert!(matches!(thing.config, Some(Config::Unknown(_))));
    }
    for (payload, base) in [(json!({"kind": "hosted"}), false), (json!({"kind": null, "uri": "u"}), true)] {
        let any: AnyHosted = round_trip(&payload);
        assert_eq!(matches!(any, AnyHosted::Base(_)), base);
    }
}

#[test]
fn a_tag_that_is_not_a_string_is_an_error() {
    let payload = json!({"config": {"uri": "u", "@odata.type": 3}});
    let error = json::decode_value::<Thing>(&payload).expect_err("a number is not a tag");
    assert_eq!(error.path(), "/config/@odata.type");
    let (thing, issues) = json::decode_lenient_value::<Thing>(&payload).expect("decodes leniently");
    assert_eq!(issues.len(), 1);
    assert_eq!(issues[0].path, "/config/@odata.type");
    assert_eq!(serde_json::to_value(&thing).expect("encodes"), payload);
}

#[test]
fn a_union_writes_the_tag_of_its_variant() {
    let thing = Thing { config: Some(Hosted::default().into()), ..Thing::default() };
    let written = serde_json::to_value(&thing).expect("encodes");
    assert_eq!(written, json!({"config": {"@odata.type": "#x.hosted"}}));
    let mut moved: Hosted = round_trip(&json!({"@odata.type": "#x.elsewhere", "uri": "u"}));
    moved.extra.insert("more", 1);
    let written = serde_json::to_value(Config::from(moved)).expect("encodes");
    assert_eq!(written, json!({"@odata.type": "#x.hosted", "uri": "u", "more": 1}));
}

#[test]
fn an_error_has_a_path_and_a_message() {
    let error = json::decode::<Thing>(
        b"{\"parts\": [{},\n {\"config\": {\"@odata.type\": \"x.hosted\", \"uri\": 5}}]}",
    );
    let error = error.expect_err("a number is not a string");
    assert_eq!(error.path(), "/parts/1/config/uri");
    assert_eq!(error.message(), "invalid type: integer `5`, expected a string");
    assert_eq!(error.position().map(|(line, _)| line), Some(2));

    let cut = json::decode::<Thing>(br#"{"parts": [{"id": "a"#).expect_err("cut off");
    assert_eq!(cut.path(), "/parts/0/id");
    let deep = "{\"parts\":[".repeat(500);
    assert!(json::decode::<Thing>(deep.as_bytes()).expect_err("too deep").message().contains("recursion"));
    let mut deep = json!(1);
    for _ in 0..100 {
        deep = json!({"parts": [deep]});
    }
    assert!(json::decode_value::<Thing>(&deep).is_err());

    let serde = serde_json::from_str::<Thing>(r#"{"steps": [{}]}"#).expect_err("an object is not a status");
    assert!(serde.to_string().starts_with("/steps/0: invalid type: object"), "{serde}");
}

#[test]
fn lenient_decoding_lists_and_keeps_each_invalid_member() {
    let payload = json!({
        "id": 5, "count": "many", "steps": ["running", 7], "parts": [{"when": "noon"}, 3], "config": [],
        "headers": {"a": {}}, "ratio": 0.5,
    });
    let (thing, issues) = json::decode_lenient_value::<Thing>(&payload).expect("an object");
    let mut paths: Vec<_> = issues.iter().map(|issue| issue.path.as_str()).collect();
    paths.sort_unstable();
    assert_eq!(paths, ["/config", "/count", "/headers/a", "/id", "/parts/0/when", "/parts/1", "/steps/1"]);
    assert_eq!(thing.ratio, Some(0.5));
    assert_eq!(thing.steps, Some(vec![Status::Running]));
    assert_eq!(serde_json::to_value(&thing).expect("encodes"), payload);
    let (again, _) = json::decode_lenient::<Thing>(payload.to_string().as_bytes()).expect("decodes");
    assert_eq!(again, thing);
}

#[test]
fn the_last_of_two_members_with_the_same_name_counts() {
    let text = br#"{"id": "a", "id": null, "count": null, "count": 1, "x": 1, "x": 2}"#;
    let thing: Thing = json::decode(text).expect("decodes");
    let value: Value = serde_json::from_slice(text).expect("valid JSON");
    assert_eq!(serde_json::to_value(&thing).expect("encodes"), value);
}

#[test]
fn numbers_are_read_from_all_spellings_within_their_range() {
    for (text, expected) in [("5", 5), ("5.0", 5), ("\"5\"", 5), ("\"-5\"", -5), ("5e1", 50)] {
        let payload: Value = serde_json::from_str(&format!("{{\"count\": {text}}}")).expect("valid JSON");
        assert_eq!(round_trip::<Thing>(&payload).count, Some(expected), "{text}");
    }
    for text in ["5.5", "3000000000", "\"\"", "\"5x\"", "true", "{}", "1e300"] {
        let payload = format!("{{\"count\": {text}}}");
        let error = json::decode::<Thing>(payload.as_bytes()).expect_err(text);
        assert_eq!(error.path(), "/count");
    }
    let thing: Thing = json::decode(br#"{"ratio":"NaN"}"#).expect("decodes");
    assert!(thing.ratio.is_some_and(f64::is_nan));
    assert_eq!(json::encode(&thing).expect("encodes"), r#"{"ratio":"NaN"}"#);
}

#[test]
fn debug_output_has_no_secrets() {
    let thing: Thing = round_trip(&json!({"token": "hush", "id": "seen", "more": true}));
    assert_eq!(format!("{thing:?}"), r#"Thing { id: "seen", token: [redacted], extra: {more: true}, .. }"#);
    let (thing, _) = json::decode_lenient_value::<Thing>(&json!({"token": ["hush"]})).expect("decodes");
    assert!(!format!("{thing:?}").contains("hush"));
}

#[test]
fn an_inserted_value_of_a_typed_member_is_written_while_the_member_is_not_set() {
    let mut thing = Thing::default();
    thing.extra.insert("id", "inserted");
    assert_eq!(json::encode(&thing).expect("encodes"), r#"{"id":"inserted"}"#);
    thing.id = Some("typed".into());
    assert_eq!(json::encode(&thing).expect("encodes"), r#"{"id":"typed"}"#);
}

#[test]
fn errors_and_issues_have_no_secrets() {
    let text = br#"{"token": 8088, "id": ["seen"]}"#;
    let error = json::decode::<Thing>(text).expect_err("a number is not a token");
    assert_eq!(error.path(), "/token");
    assert!(!format!("{error} {error:?}").contains("8088"), "{error}");
    let (thing, issues) = json::decode_lenient::<Thing>(text).expect("decodes leniently");
    assert_eq!(issues.len(), 2);
    assert!(!format!("{issues:?} {thing:?} {:?}", thing.extra).contains("8088"), "{issues:?} {thing:?}");
    assert_eq!(thing.extra.get("token").expect("kept").as_str(), "8088");
}

#[test]
fn secrets_of_urls_are_written_but_not_printed() {
    let url = "https://a.example/?sv=1&sig=hush";
    let mut thing = Thing { id: Some(url.into()), ..Thing::default() };
    thing.extra.insert("parts", json!([url, {"callback": "/x?code=hush&a=1"}]));
    let (link, parts) =
        (r#""https://a.example/?sv=1&sig=[redacted]""#, r#"{"callback":"/x?code=[redacted]&a=1"}"#);
    assert_eq!(
        format!("{thing:?}"),
        format!("Thing {{ id: {link}, extra: {{parts: [{link},{parts}]}}, .. }}")
    );
    assert_eq!(json::encode(&thing).expect("encodes").matches("hush").count(), 3);
    let error = json::decode::<Vec<i64>>(json!([url]).to_string().as_bytes()).expect_err("not a number");
    assert!(error.message().contains(link), "{error}");
}

#[test]
fn a_number_with_a_fraction_is_not_an_integer() {
    let read = |text: &str| json::decode::<Vec<i64>>(format!("[{text}]").as_bytes()).ok().map(|read| read[0]);
    assert_eq!(read("9007199254740993.0"), Some(9_007_199_254_740_993));
    assert_eq!(read("-12.50e1"), Some(-125));
    assert_eq!(read("1e18"), Some(1_000_000_000_000_000_000));
    assert_eq!(read("0.00e99999999999"), Some(0));
    assert_eq!(read("0.001e3"), Some(1));
    assert_eq!(read(&format!("0.{}12345e60", "0".repeat(50))), Some(1_234_500_000));
    for text in ["0.99999999999999999999999", "1e-400", "1e19", "1e999999999999999999999", "12.5"] {
        assert_eq!(read(text), None, "{text}");
    }
}

#[test]
fn an_unpaired_surrogate_is_an_issue_of_its_member() {
    let text = br#"{"id": "\ud800", "count": 5}"#;
    assert!(json::decode::<Thing>(text).expect_err("not a character").message().contains("surrogate"));
    let (thing, issues) = json::decode_lenient::<Thing>(text).expect("decodes leniently");
    assert_eq!((thing.count, issues[0].path.as_str()), (Some(5), "/id"));
    assert_eq!(json::encode(&thing).expect("encodes"), r#"{"count":5,"id":"\ud800"}"#);
}

#[derive(Clone, Default, PartialEq)]
struct Quoted {
    quoted: Option<String>,
    extra: Extra,
}
call_wire::json_object!(Quoted "quoted" { quoted: "a\"" });

#[test]
fn a_name_that_needs_escapes_is_escaped() {
    let quoted: Quoted = round_trip(&json!({"a\"": "b", "c\"": null}));
    assert_eq!(quoted.quoted.as_deref(), Some("b"));
}

#[test]
fn a_truncated_text_is_reported_as_such() {
    let message = |text: &[u8]| json::decode::<Vec<i64>>(text).expect_err("malformed").message().to_owned();
    assert_eq!(message(b"[1"), "expected `,` or `]`, but the text ends");
    assert_eq!(message(b"[1 2]"), "expected `,` or `]`");
}

#[test]
fn the_text_of_an_unknown_member_is_borrowed_unless_it_has_escapes() {
    let thing: Thing = round_trip(&json!({"a": "b", "c": "d\n", "e": 5}));
    for (name, text) in [("a", Some("b")), ("c", None), ("e", None), ("none", None)] {
        assert_eq!(thing.extra.get_str(name), text, "{name}");
    }
    let raw = Raw::parse(r#"{"a": "b", "c": "d\n", "e": 5, "a": "f"}"#).expect("valid JSON");
    for (name, text) in [("a", Some("b")), ("c", None), ("e", None), ("none", None)] {
        assert_eq!(raw.get_str(name), text, "{name}");
    }
    let member = raw.get("c").expect("a member");
    assert_eq!(member, "d\n");
    assert!(member != "d" && raw != "d");
}

#[test]
fn an_issue_is_displayed_with_its_path() {
    let (_, issues) = json::decode_lenient::<Plain>(br#"{"uri": 5}"#).expect("decodes");
    let shown: Vec<_> = issues.iter().map(ToString::to_string).collect();
    assert_eq!(shown, ["/uri: invalid type: integer `5`, expected a string"]);
}

#[test]
fn a_raw_value_is_null_only_if_its_text_is_null() {
    let raw = Raw::parse(r#"{"none": null, "text": "null"}"#).expect("valid JSON");
    assert!(raw.get("none").is_some_and(|value| value.is_null()));
    assert!(!raw.is_null() && !raw.get("text").is_some_and(|value| value.is_null()));
}
