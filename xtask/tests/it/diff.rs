//! `cargo xtask schema diff` reports every change and whom it breaks.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use schema_codegen::diff::fact::Facts;
use schema_codegen::diff::uses::{self, Use};
use schema_codegen::diff::{self, Step};
use schema_codegen::surface::parse;
use xtask::apis::Api;

/// Returns the differences of two surfaces, as `change breaks step key (use)`.
fn differences(old: &str, new: &str) -> Vec<String> {
    let differences = diff::compare(&parse(old), &parse(new));
    let lines = differences.iter().map(|one| {
        let name = one.renamed.as_ref().map(|name| format!(" -> {name}")).unwrap_or_default();
        let with = if one.with > 0 { format!(" +{}", one.with) } else { String::new() };
        let only = one.only.map(|only| format!(" ({})", only.word())).unwrap_or_default();
        let (change, breaks, step) = (one.change.word(), one.breaks.word(), one.step.word());
        format!("{change} {breaks} {step} {}{name}{with}{only}", one.key)
    });
    lines.collect()
}

/// A rule: the facts on both sides, on the old side, on the new side, and the expected difference.
type Rule = (&'static str, &'static str, &'static str, &'static str);

/// Types that occur only in responses.
const RECEIVED: &str = "op O: GET /a\nanswer O.200: A\ntype A: object\ntype A.b: [B | null]?\ntype B: object\n\
    type B.e: {E}?\ntype B.u: U?\nenum E: open\nunion U: by kind, else C\ntype C: object\ntype D: object";

/// Types that occur only in requests.
const SENT: &str = "op O: POST /a\nbody O: A?\nparam O.query.f: F?\nanswer O.204: no body\ntype A: object\n\
    type A.e: E? | null\nenum E: open\nenum F: open";

/// A type that occurs in a request and in its response.
const SENT_AND_RECEIVED: &str = "op O: POST /a\nbody O: A\nanswer O.200: C\ntype A: object\ntype A.b: B\n\
    type C: object\ntype C.b: B?\ntype B: object";

/// A type that occurs in a form and in a response.
const FORM: &str = "op O: POST /a\nbody O: A? | null as application/x-www-form-urlencoded\nanswer O.200: A\n\
    type A: object";

/// A type to which only a type refers that no operation reaches.
const UNKNOWN: &str = "op O: GET /a\nanswer O.200: A\ntype A: object\ntype A.b: B?\ntype B: object\n\
    type C: object\ntype C.b: B?";

/// Types of the request element and of the response element.
const ELEMENTS: &str = "op m.O: O -> OResponse\nelement m.O: A\nelement m.OResponse: B\ntype m.A: object\n\
    type m.A.D: D 1..n\ntype m.B: object\ntype m.B.C: C 0..1\ntype m.C: object\ntype m.D: object";

const RULES: &[Rule] = &[
    // Types and members.
    ("", "", "type A: object\ntype A.x: string", "added nobody minor type A +1"),
    ("", "type A: object\ntype A.x: string", "", "removed readers and writers major type A +1"),
    ("", "type A: object", "type A: [string]", "changed readers and writers major type A"),
    ("", "type A: object", "type A: object event N.A", "changed nobody minor type A"),
    ("type A: object", "", "type A.x: string?", "added nobody minor type A.x"),
    ("type A: object", "", "type A.x: string? | null", "added nobody minor type A.x"),
    ("type A: object", "", "type A.x: string", "added writers major type A.x"),
    ("type A: object", "type A.x: string?", "", "removed readers and writers major type A.x"),
    ("type A: object", "type A.x: string?", "type A.x: string", "changed writers major type A.x"),
    ("type A: object", "type A.x: string", "type A.x: string?", "changed writers major type A.x"),
    ("type A: object", "type A.x: string", "type A.x: B", "changed readers and writers major type A.x"),
    ("type A: object", "type A.x: B?", "type A.x: [B]?", "changed readers and writers major type A.x"),
    ("type A: object", "type A.x: string", "type A.x: string | null", "changed nobody patch type A.x"),
    ("type A: object", "type A.x: B? | null", "type A.x: B?", "changed nobody patch type A.x"),
    ("type a.A: object", "", "type a.A.@odata.x: B?", "added nobody minor type a.A.@odata.x"),
    // The same in the notation of XML Schema.
    ("type A: object", "", "type A.X: int 0..1", "added nobody minor type A.X"),
    ("type A: object", "", "type A.X: int 1..1", "added writers major type A.X"),
    ("type A: object", "", "type A.@X: int optional", "added nobody minor type A.@X"),
    ("type A: object", "type A.X: int 0..1", "type A.X: int 1..1", "changed writers major type A.X"),
    (
        "type A: object",
        "type A.X: int 1..1",
        "type A.X: int 1..n",
        "changed readers and writers major type A.X",
    ),
    (
        "type A: object",
        "type A.@X: int required",
        "type A.@X: int optional",
        "changed writers major type A.@X",
    ),
    (
        "type A: object",
        "type A.@X: int required",
        "type A.@X: long required",
        "changed readers and writers major type A.@X",
    ),
    ("", "", "element m.A: AType", "added nobody minor element m.A"),
    ("", "element m.A: AType", "", "removed readers and writers major element m.A"),
    ("", "element m.A: AType", "element m.A: BType", "changed readers and writers major element m.A"),
    // Enums.
    ("enum E: open", "", "value E.a", "added nobody minor value E.a"),
    ("enum E: open", "value E.a", "", "removed readers and writers major value E.a"),
    ("", "enum E: open\nvalue E.a", "", "removed readers and writers major enum E +1"),
    ("", "enum E: open", "enum E: open, any case", "changed nobody minor enum E"),
    ("", "enum E: open", "enum E: open, flags", "changed readers and writers major enum E"),
    // Unions.
    ("union U: by kind", "", "arm U.a: A", "added nobody minor arm U.a"),
    ("union U: by kind", "arm U.a: A", "", "removed readers and writers major arm U.a"),
    ("union U: by kind", "arm U.a: A", "arm U.a: B", "changed readers and writers major arm U.a"),
    ("", "union U: by kind", "union U: by type", "changed readers and writers major union U"),
    ("", "union U: by kind", "union U: by kind, else A", "changed readers and writers major union U"),
    // Operations.
    ("", "", "op O: GET /a\nanswer O.200: A\nparam O.path.id: string", "added nobody minor op O +2"),
    ("", "op O: POST /a\nbody O: A", "", "removed readers and writers major op O +1"),
    ("", "op O: GET /a", "op O: GET /b", "changed nobody minor op O"),
    ("", "op m.O: A -> B", "op m.O: A -> C", "changed readers and writers major op m.O"),
    ("op O: GET /a", "", "param O.query.x: string?", "added writers major param O.query.x"),
    ("op O: GET /a", "param O.query.x: string?", "", "removed writers major param O.query.x"),
    (
        "op O: GET /a",
        "param O.query.x: string?",
        "param O.query.x: string",
        "changed writers major param O.query.x",
    ),
    ("op O: GET /a", "", "param O.supplied.api-version", "added nobody patch param O.supplied.api-version"),
    ("op O: GET /a", "param O.supplied.v", "", "removed nobody patch param O.supplied.v"),
    ("op O: POST /a", "", "body O: A", "added writers major body O"),
    ("op O: POST /a", "body O: A", "", "removed writers major body O"),
    ("op O: POST /a", "body O: A", "body O: B", "changed writers major body O"),
    ("op O: POST /a", "body O: A", "body O: A | null", "changed nobody patch body O"),
    (
        "op O: POST /a",
        "body O: A",
        "body O: A as application/x-www-form-urlencoded",
        "changed writers major body O",
    ),
    (
        "op O: GET /a",
        "answer O.200: A",
        "answer O.200: bytes as image/png",
        "changed readers major answer O.200",
    ),
    ("op O: GET /a\nanswer O.200: A", "", "answer O.202: A", "added nobody minor answer O.202"),
    ("op O: GET /a\nanswer O.200: A", "", "answer O.404: B", "added nobody minor answer O.404"),
    ("op O: GET /a\nanswer O.200: A", "", "answer O.202: B", "added readers major answer O.202"),
    ("op O: GET /a", "answer O.200: A", "", "removed readers major answer O.200"),
    ("op O: GET /a", "answer O.200: A", "answer O.200: B", "changed readers major answer O.200"),
    ("op O: GET /a", "", "pages O: nextLink", "added nobody minor pages O"),
    ("op O: GET /a", "pages O: nextLink", "", "removed readers major pages O"),
    ("op O: GET /a", "pages O: nextLink", "pages O: next", "changed nobody patch pages O"),
    // Types that are only received.
    (RECEIVED, "", "type A.x: string", "added nobody minor type A.x (only received)"),
    (RECEIVED, "", "type A.x: string?", "added nobody minor type A.x"),
    (RECEIVED, "type A.x: string?", "", "removed readers major type A.x (only received)"),
    (RECEIVED, "type A.x: string", "type A.x: string?", "changed nobody patch type A.x (only received)"),
    (RECEIVED, "type A.x: string?", "type A.x: string", "changed nobody patch type A.x (only received)"),
    (RECEIVED, "type A.x: string", "type A.x: int", "changed readers major type A.x (only received)"),
    (RECEIVED, "type B.x: string?", "type B.x: string", "changed nobody patch type B.x (only received)"),
    (RECEIVED, "value E.a", "", "removed readers major value E.a (only received)"),
    (RECEIVED, "arm U.a: C", "arm U.a: D", "changed readers major arm U.a (only received)"),
    (
        RECEIVED,
        "type A.x: int?",
        "type A.X: int?",
        "renamed readers major type A.x -> type A.X (only received)",
    ),
    ("type A: object event N.A", "", "type A.x: string", "added nobody minor type A.x (only received)"),
    // Types that are only sent.
    (SENT, "", "type A.x: string", "added writers major type A.x"),
    (SENT, "type A.x: string?", "", "removed writers major type A.x (only sent)"),
    (SENT, "type A.x: string", "type A.x: int", "changed writers major type A.x (only sent)"),
    (SENT, "value E.a", "", "removed writers major value E.a (only sent)"),
    (SENT, "value F.a", "", "removed writers major value F.a (only sent)"),
    // Types that are both, and types of which that is unknown.
    (SENT_AND_RECEIVED, "", "type B.x: string", "added writers major type B.x"),
    (SENT_AND_RECEIVED, "type B.x: string?", "", "removed readers and writers major type B.x"),
    (FORM, "", "type A.x: string", "added writers major type A.x"),
    (UNKNOWN, "", "type B.x: string", "added writers major type B.x"),
    (UNKNOWN, "", "type A.x: string", "added nobody minor type A.x (only received)"),
    // The same for elements.
    (ELEMENTS, "", "type m.A.X: int 1..1", "added writers major type m.A.X"),
    (ELEMENTS, "", "type m.B.X: int 1..1", "added nobody minor type m.B.X (only received)"),
    (ELEMENTS, "", "type m.C.@X: int required", "added nobody minor type m.C.@X (only received)"),
    (ELEMENTS, "type m.C.X: int 0..1", "", "removed readers major type m.C.X (only received)"),
    (ELEMENTS, "type m.D.X: int 0..1", "", "removed writers major type m.D.X (only sent)"),
    // Letters.
    (
        "type A: object",
        "type A.callId: string?",
        "type A.CallID: string?",
        "renamed readers and writers major type A.callId -> type A.CallID",
    ),
];

#[test]
fn every_rule_holds() {
    for (both, old, new, line) in RULES {
        let (old, new) = (format!("{both}\n{old}"), format!("{both}\n{new}"));
        assert_eq!(differences(&old, &new), [*line], "{old} => {new}");
        assert!(differences(&old, &old).is_empty());
    }
}

#[test]
fn a_type_renamed_by_case_is_renamed_with_its_members() {
    assert_eq!(
        differences("type Call: object\ntype Call.id: string", "type CALL: object\ntype CALL.id: string?"),
        [
            "renamed readers and writers major type Call -> type CALL",
            "renamed readers and writers major type Call.id -> type CALL.id",
        ]
    );
}

#[test]
fn the_greatest_step_is_listed_first_and_required() {
    let lines = differences(
        "type A: object\ntype A.x: string?\ntype A.z: int?\n",
        "type A: object\ntype A.x: string? | null\ntype A.y: string?\n",
    );
    assert_eq!(
        lines,
        [
            "removed readers and writers major type A.z",
            "added nobody minor type A.y",
            "changed nobody patch type A.x",
        ]
    );
    assert_eq!([Step::None, Step::Patch, Step::Minor, Step::Major].map(Step::exit_code), [0, 2, 2, 3]);
}

fn run(arguments: &[&str]) -> Output {
    let output = Command::new(env!("CARGO_BIN_EXE_xtask")).args(["schema", "diff"]).args(arguments).output();
    output.expect("the program was built")
}

fn surface_file(dir: &Path, name: &str, text: &str) -> String {
    let path = dir.join(name);
    fs::write(&path, text).expect("the temporary folder is writable");
    path.display().to_string()
}

#[test]
fn the_exit_code_is_the_required_step() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let old = surface_file(dir.path(), "old.txt", "type A: object\ntype A.x: string?\n");
    let minor = surface_file(dir.path(), "minor.txt", "type A: object\ntype A.x: string?\ntype A.y: int?\n");
    let other = surface_file(dir.path(), "other.txt", "once upon a time\n");
    let code = |arguments: &[&str]| run(arguments).status.code();
    assert_eq!(code(&[&old, &old]), Some(0));
    assert_eq!(code(&[&old, &minor]), Some(2));
    assert_eq!(code(&[&minor, &old]), Some(3));
    assert_eq!(code(&[&old]), Some(1));
    assert_eq!(code(&[&old, "no-such-thing"]), Some(1));
    assert_eq!(code(&[&old, "--output=x"]), Some(1));
    let error = String::from_utf8(run(&[&old, &other]).stderr).expect("the message is UTF-8");
    assert!(error.contains("other.txt: line 1, column 1: "), "{error}");
    assert!(error.contains("help: "), "{error}");
}

#[test]
fn a_schema_without_events_can_be_compared() {
    let acs = Api::named("acs-calling").expect("one of our APIs");
    let common = acs.schema_dir().join("2026-03-12/common.json").display().to_string();
    let output = run(&[&common, &common]);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn text_and_json_have_the_same_content() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let old = surface_file(dir.path(), "old.txt", "type A: object\ntype A.x: string?\n");
    let new = surface_file(dir.path(), "new.txt", "type A: object\ntype A.x: B?\nenum E: open\nvalue E.a\n");
    let text = String::from_utf8(run(&[&old, &new]).stdout).expect("the output is UTF-8");
    assert_eq!(
        text,
        "\
CHANGE   BREAKS               STEP   FACT
changed  readers and writers  major  type A.x: `string?` -> `B?`
added    nobody               minor  enum E: open (and 1 fact of it)
surface      2 -> 4 facts: 1 added, 0 removed, 1 changed, 0 renamed by case: major
semver step: major (before 1.0: minor)
"
    );
    let json: serde_json::Value =
        serde_json::from_slice(&run(&[&old, &new, "--json"]).stdout).expect("the output is JSON");
    assert_eq!(json["step"], "major");
    assert_eq!(json["apis"][0]["differences"][0]["key"], "type A.x");
    assert_eq!(json["apis"][0]["differences"][1]["with"], 1);
}

#[test]
fn the_output_says_that_a_type_is_only_received() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let facts = "op O: GET /a\nanswer O.200: A\ntype A: object\n";
    let old = surface_file(dir.path(), "old.txt", &format!("{facts}type A.y: int?\n"));
    let new = surface_file(dir.path(), "new.txt", &format!("{facts}type A.x: string\n"));
    let text = String::from_utf8(run(&[&old, &new]).stdout).expect("the output is UTF-8");
    let lines: Vec<&str> = text.lines().skip(1).take(2).collect();
    assert_eq!(
        lines,
        [
            "removed  readers              major  type A.y: int? (only received)",
            "added    nobody               minor  type A.x: string (no break: only received)",
        ]
    );
    let json: serde_json::Value =
        serde_json::from_slice(&run(&[&old, &new, "--json"]).stdout).expect("the output is JSON");
    assert_eq!(json["apis"][0]["differences"][0]["only"], "only received");
}

#[test]
fn a_revision_does_not_differ_from_itself() {
    // Outside a git repository there is no revision.
    let output = run(&["HEAD", "HEAD"]);
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    match output.status.code() {
        Some(0) => assert!(text.ends_with("semver step: none, the types do not change\n"), "{text}"),
        code => assert_eq!(code, Some(1), "{text}"),
    }
}

#[test]
fn the_operations_tell_which_of_our_types_are_sent_and_received() {
    for (api, definition, expected) in [
        ("acs-calling", "type CreateCallRequest", Use::Sent),
        ("acs-calling", "type CallConnectionProperties", Use::Received),
        ("acs-calling", "type RecognizeCompleted", Use::Received),
        ("acs-calling", "type CommunicationIdentifierModel", Use::Both),
        ("graph-calls", "type playPrompt(call)", Use::Sent),
        ("graph-calls", "type ODataError", Use::Received),
        ("graph-calls", "union any(identity)", Use::Both),
        // The response to a notification, which no operation refers to.
        ("graph-calls", "union participantJoiningResponse", Use::Both),
        ("graph-calls", "type acceptJoinResponse", Use::Both),
        ("ews-um", "type um.PlayOnPhoneType", Use::Sent),
        ("ews-um", "type um.UMCallInfo", Use::Received),
        ("ews-um", "enum phone_call.ResponseCodeType", Use::Received),
    ] {
        let path = format!("../crates/{api}/src/generated/surface.txt");
        let surface = parse(&fs::read_to_string(path).expect("the surface is committed"));
        let uses = uses::of(&Facts::new(&surface));
        assert_eq!(uses.get(definition), Some(&expected), "{definition}");
    }
}
