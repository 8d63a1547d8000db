//! Checks of requests by rules.

use call_wire::server::{
    EnumRules, Found, MOST_VIOLATIONS, MemberRules, ObjectRules, Parameter, Problem, Route, UnionRules,
    ValueRules, check, find,
};

static TONE: EnumRules = EnumRules { name: "Tone", values: &["one", "pound"], ignores_case: false };

static COLOR: EnumRules = EnumRules { name: "Color", values: &["red", "blue"], ignores_case: true };

static CALL: ObjectRules = ObjectRules {
    name: "Call",
    members: &[
        MemberRules::required("id", ValueRules::TEXT),
        MemberRules::required_or_null("subject", ValueRules::TEXT),
        MemberRules::optional("muted", ValueRules::Boolean),
        MemberRules::optional("channel", ValueRules::Integer { minimum: 0, maximum: 4 }),
        MemberRules::optional("volume", ValueRules::NUMBER),
        MemberRules::optional("tones", ValueRules::array(&ValueRules::Enum(&TONE))),
        MemberRules::optional("colors", ValueRules::Flags(&COLOR)),
        MemberRules::optional("at", ValueRules::DateTime),
        MemberRules::optional("for", ValueRules::Duration),
        MemberRules::optional("correlationId", ValueRules::Uuid),
        MemberRules::optional("code", ValueRules::Text { minimum: 2, maximum: 3 }),
        MemberRules::optional("previous", ValueRules::Object(&CALL)),
        MemberRules::optional("source", ValueRules::Union(&SOURCE)),
        MemberRules::optional("endpoint", ValueRules::Union(&ENDPOINT)),
        MemberRules::optional("headers", ValueRules::Map(&ValueRules::TEXT)),
        MemberRules::optional("any", ValueRules::Any),
        MemberRules::optional("tokenKind", ValueRules::Enum(&TONE)),
    ],
};

static SOURCE: UnionRules = UnionRules {
    name: "Source",
    tag: "@odata.type",
    variants: &[("#n.text", &TEXT_SOURCE), ("#n.file", &FILE_SOURCE)],
    base: None,
};

static ENDPOINT: UnionRules = UnionRules {
    name: "AnyEndpoint",
    tag: "kind",
    variants: &[("file", &FILE_SOURCE)],
    base: Some(&TEXT_SOURCE),
};

static TEXT_SOURCE: ObjectRules =
    ObjectRules { name: "Text", members: &[MemberRules::required("text", ValueRules::TEXT)] };

static FILE_SOURCE: ObjectRules =
    ObjectRules { name: "File", members: &[MemberRules::required("uri", ValueRules::TEXT)] };

/// Returns the violations of a call with these members, as text. The required members are added.
#[track_caller]
fn violations(members: &str) -> Vec<String> {
    let body = format!(r#"{{"id": "1", "subject": null, {members}}}"#);
    messages(&body)
}

#[track_caller]
fn messages(body: &str) -> Vec<String> {
    let violations = check(body.as_bytes(), &ValueRules::Object(&CALL)).expect("the body is JSON");
    violations.iter().map(ToString::to_string).collect()
}

#[test]
fn a_valid_body_has_no_violations() {
    let members = r##""muted": false, "channel": 4, "volume": 1e3, "tones": ["one", "pound"], "colors": "RED, blue",
        "at": "2026-03-12T08:00:00.5Z", "for": "PT1M", "correlationId": "57dab8b1-894c-409a-b240-bd8beae78896",
        "code": "äöü", "previous": {"id": "0", "subject": "x"}, "source": {"text": "a", "@odata.type": "n.text"},
        "endpoint": {"kind": "file", "uri": "u"}, "headers": {"a": "b"}, "any": [null, {}], "later": {"channel": 9}"##;
    assert_eq!(violations(members), [""; 0]);
    assert_eq!(violations(r##""source": {"@odata.type": "#n.file", "uri": "u"}, "muted": null"##), [""; 0]);
}

#[test]
fn a_required_member_must_be_present_and_not_null() {
    assert_eq!(
        messages(r#"{"Id": "1", "previous": {"id": null, "subject": null}}"#),
        [
            "/previous/id: id is required (expected a string)",
            "/id: id is required (expected a string)",
            "/subject: subject is required (expected a string)",
        ]
    );
    // The last member counts.
    assert_eq!(violations(r#""id": null"#), ["/id: id is required (expected a string)"]);
    assert_eq!(violations(r#""id": null, "id": "2""#), [""; 0]);
}

#[test]
fn a_violation_has_the_pointer_the_member_and_the_problem() {
    let body = br#"{"id": "1", "subject": "x", "tones": ["one", "two"], "headers": {"a/b~": 1}}"#;
    let found = check(body, &ValueRules::Object(&CALL)).expect("JSON");
    let facts: Vec<_> =
        found.iter().map(|one| (one.pointer.as_str(), one.member, one.problem, one.found.as_str())).collect();
    assert_eq!(
        facts,
        [
            ("/tones/1", "tones", Problem::NotOneOf, r#""two""#),
            ("/headers/a~1b~0", "headers", Problem::WrongType, "1")
        ]
    );
    assert_eq!(found[0].expected, "one of one, pound");
}

#[test]
fn values_of_another_type_are_refused() {
    for (member, message) in [
        (r#""muted": "true""#, r#"/muted: "true" is not valid (expected a boolean)"#),
        (r#""channel": "1""#, r#"/channel: "1" is not valid (expected an integer from 0 to 4)"#),
        (r#""channel": 1.0"#, "/channel: 1.0 is not valid (expected an integer from 0 to 4)"),
        (r#""volume": true"#, "/volume: a boolean is not valid (expected a number)"),
        (r#""tones": "one""#, r#"/tones: "one" is not valid (expected an array)"#),
        (r#""tones": [null]"#, "/tones/0: null is not valid (expected one of one, pound)"),
        (r#""at": 5"#, "/at: 5 is not valid (expected a date-time, such as 2026-03-12T08:00:00Z)"),
        (r#""previous": []"#, "/previous: an array is not valid (expected an object of the type Call)"),
        (r#""source": "x""#, r#"/source: "x" is not valid (expected an object of the type Source)"#),
        (r#""headers": 1"#, "/headers: 1 is not valid (expected an object)"),
    ] {
        assert_eq!(violations(member), [message]);
    }
    assert_eq!(
        check(b"null", &ValueRules::Object(&CALL)).expect("JSON")[0].to_string(),
        "the body: null is not valid (expected an object of the type Call)"
    );
}

#[test]
fn values_out_of_range_and_malformed_texts_are_refused() {
    for (member, message) in [
        (r#""channel": 5"#, "/channel: 5 is not valid (expected an integer from 0 to 4)"),
        (r#""channel": -1"#, "/channel: -1 is not valid (expected an integer from 0 to 4)"),
        (
            r#""channel": 99999999999999999999"#,
            "/channel: 99999999999999999999 is not valid (expected an integer from 0 to 4)",
        ),
        (r#""code": "x""#, r#"/code: "x" is not valid (expected a string of 2 to 3 characters)"#),
        (
            r#""colors": "red,green""#,
            r#"/colors: "red,green" is not valid (expected some of red, blue, separated by commas)"#,
        ),
        (r#""tones": ["One"]"#, r#"/tones/0: "One" is not valid (expected one of one, pound)"#),
        (
            r#""at": "today""#,
            r#"/at: "today" is not valid (expected a date-time, such as 2026-03-12T08:00:00Z)"#,
        ),
        (r#""for": "1 minute""#, r#"/for: "1 minute" is not valid (expected a duration, such as PT5M)"#),
        (r#""correlationId": "1""#, r#"/correlationId: "1" is not valid (expected a UUID)"#),
    ] {
        assert_eq!(violations(member), [message]);
    }
}

#[test]
fn the_tag_selects_the_type_of_an_object() {
    for (member, message) in [
        (r##""source": {"@odata.type": "#n.file"}"##, "/source/uri: uri is required (expected a string)"),
        (
            r#""source": {"text": "a"}"#,
            "/source/@odata.type: @odata.type is required (expected one of #n.text, #n.file)",
        ),
        (
            r#""source": {"@odata.type": null}"#,
            "/source/@odata.type: @odata.type is required (expected one of #n.text, #n.file)",
        ),
        (
            r#""source": {"@odata.type": "n.song"}"#,
            r#"/source/@odata.type: "n.song" is not valid (expected one of #n.text, #n.file)"#,
        ),
        (
            r#""source": {"@odata.type": 1}"#,
            "/source/@odata.type: 1 is not valid (expected one of #n.text, #n.file)",
        ),
        // With a base type, other tags select it.
        (r#""endpoint": {"kind": "song"}"#, "/endpoint/text: text is required (expected a string)"),
        (r#""endpoint": {}"#, "/endpoint/text: text is required (expected a string)"),
        (r#""endpoint": {"kind": "file"}"#, "/endpoint/uri: uri is required (expected a string)"),
    ] {
        assert_eq!(violations(member), [message]);
    }
}

#[test]
fn secrets_are_redacted_and_long_values_are_cut() {
    let found = violations(r#""tokenKind": "hunter2", "at": "https://x.example/?sig=hunter2""#);
    assert!(found.iter().all(|message| !message.contains("hunter2")), "{found:?}");
    let long = violations(&format!(r#""correlationId": "{}""#, "é".repeat(1000)));
    assert!(long[0].chars().count() < 200, "{long:?}");
}

#[test]
fn the_list_of_violations_is_limited_and_malformed_json_is_an_error() {
    let tones = vec!["0"; 10_000].join(",");
    assert_eq!(violations(&format!(r#""tones": [{tones}]"#)).len(), MOST_VIOLATIONS);
    let error = |body: &str| check(body.as_bytes(), &ValueRules::Object(&CALL)).expect_err(body);
    assert_eq!(error("{\"id\": 1,\n \"subject\" 2}").position(), Some((2, 12)));
    // The list may be full before the text is found to be malformed.
    assert!(error(&format!("{{\"tones\": [{tones}] ]}}")).to_string().contains("expected `,` or `}`"));
    assert!(error("{} x").to_string().contains("trailing characters"));
    assert!(error("").to_string().contains("expected a value"));
    let deep = format!("{{\"any\": {}{}}}", "[".repeat(200), "]".repeat(200));
    assert!(error(&deep).to_string().contains("recursion limit"));
    assert!(check(b"{\"id\": \"\xff\"}", &ValueRules::Object(&CALL)).is_err());
}

#[test]
fn parameters_are_checked_as_text() {
    let parameter = |rules| Parameter { name: "p", is_required: false, rules };
    let problem = |rules, text| parameter(rules).check(Some(text)).map(|violation| violation.problem);
    for (rules, valid, invalid) in [
        (ValueRules::Boolean, "true", "1"),
        (ValueRules::INT32, "-5", "5.0"),
        (ValueRules::INT32, "0", ""),
        (ValueRules::NUMBER, "1.5", "one"),
        (ValueRules::Enum(&TONE), "one", "two"),
        (ValueRules::array(&ValueRules::INT64), "1,2", "1,a"),
        (ValueRules::Uuid, "57dab8b1-894c-409a-b240-bd8beae78896", "1"),
    ] {
        assert_eq!(problem(rules, valid), None, "{valid}");
        assert!(problem(rules, invalid).is_some(), "{invalid}");
    }
    assert_eq!(problem(ValueRules::INT32, "2147483648"), Some(Problem::OutOfRange));
    assert_eq!(parameter(ValueRules::TEXT).check(None), None);
    let required = Parameter { is_required: true, ..parameter(ValueRules::TEXT) };
    let missing = required.check(None).expect("it is required");
    assert_eq!(missing.to_string(), "p: p is required (expected a string)");
}

#[test]
fn literals_precede_parameters_and_other_methods_are_named() {
    let routes = [
        Route::new("GET", "/calls/{id}"),
        Route::new("GET", "/calls/last"),
        Route::new("POST", "/calls/{id}:play"),
        Route::new("DELETE", "/calls/{id}"),
        Route::new("POST", "/{folder}/last"),
    ];
    let found = |method: &str, path: &str| match find(&routes, |route| route, method, path) {
        Found::Operation(route, parameters) => {
            let values: Vec<_> = parameters.iter().map(|(name, value)| format!(" {name}={value}")).collect();
            format!("{}{}", route.path, values.concat())
        }
        Found::MethodNotAllowed(methods) => methods.join(", "),
        Found::Unknown => "unknown".to_owned(),
    };
    assert_eq!(found("GET", "/calls/1"), "/calls/{id} id=1");
    assert_eq!(found("GET", "/calls/last"), "/calls/last");
    assert_eq!(found("DELETE", "/calls/last"), "/calls/{id} id=last");
    assert_eq!(found("POST", "/calls/1:play"), "/calls/{id}:play id=1");
    assert_eq!(found("GET", "/calls/1:play"), "/calls/{id} id=1:play");
    assert_eq!(found("PUT", "/calls/1:play"), "DELETE, GET, POST");
    assert_eq!(found("get", "/calls/1"), "DELETE, GET");
    assert_eq!(found("GET", "/calls"), "unknown");
}
