//! `cargo xtask schema verify` and `schema diff` on schemas that lost what a configuration names: it is a
//! finding with the row to correct, and not an error.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use xtask::apis::Api;

/// A copy of our schema files of an API, with one text replaced.
struct Edited {
    api: &'static Api,
    folder: tempfile::TempDir,
    file: &'static str,
}

impl Edited {
    /// Replaces the text from `start` to the first `end` after it.
    fn new(api: &str, file: &'static str, start: &str, end: &str, replacement: &str) -> Self {
        let edited = Self::copy(api, file);
        let text = fs::read_to_string(edited.ours()).expect("our schema");
        let from = text.find(start).unwrap_or_else(|| panic!("{file} does not contain {start}"));
        let rest = from + start.len();
        let to = rest + text[rest..].find(end).expect("the end of the text") + end.len();
        let text = format!("{}{replacement}{}", &text[..from], &text[to..]);
        fs::write(edited.path(), text).expect("the temporary folder is writable");
        edited
    }

    fn copy(api: &str, file: &'static str) -> Self {
        let api = Api::named(api).expect("one of our APIs");
        let folder = tempfile::tempdir().expect("a temporary folder");
        let source = api.schema_dir().join(file);
        for entry in fs::read_dir(source.parent().expect("a folder")).expect("the folder of our schema") {
            let path = entry.expect("a readable folder").path();
            if path.is_file() {
                let name = path.file_name().expect("a file has a name");
                fs::copy(&path, folder.path().join(name)).expect("the temporary folder is writable");
            }
        }
        Self { api, folder, file }
    }

    fn ours(&self) -> PathBuf {
        self.api.schema_dir().join(self.file)
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join(Path::new(self.file).file_name().expect("a file has a name"))
    }

    fn verify(&self) -> Output {
        schema(&["verify", "--api", &self.api.name, "--schema", &self.path().display().to_string()])
    }

    fn diff(&self) -> Output {
        let (ours, path) = (self.ours().display().to_string(), self.path().display().to_string());
        schema(&["diff", &ours, &path, "--api", &self.api.name])
    }

    /// Checks that both commands list the removed fact and the row of the configuration.
    fn assert_found(&self, fact: &str, row: &str, file: &str) {
        let (verify, text) = (self.verify(), text(&self.verify()));
        assert!(text.contains(&format!("DIFFERS:  {fact}")), "{text}");
        let place = format!("REMOVED:  {row}\n          correct or remove the row: {file}, line ");
        assert!(text.contains(&place), "{text}");
        assert_eq!(verify.status.code(), Some(1));

        let (diff, text) = (self.diff(), self::text(&self.diff()));
        let fact = fact.split(':').next().unwrap_or_default();
        let removed = |line: &str| line.starts_with("removed ") && line.contains(&format!(" {fact}: "));
        assert!(text.lines().any(removed), "{text}");
        let correct = |line: &str| {
            line.starts_with(&format!("row to correct: {file}: line ")) && line.ends_with(&format!(": {row}"))
        };
        assert!(text.lines().any(correct), "{text}");
        assert_eq!(diff.status.code(), Some(3));
    }
}

fn schema(arguments: &[&str]) -> Output {
    let output = Command::new(env!("CARGO_BIN_EXE_xtask")).arg("schema").args(arguments).output();
    output.expect("the program was built")
}

fn text(output: &Output) -> String {
    let text = String::from_utf8_lossy(&output.stdout).replace(std::path::MAIN_SEPARATOR, "/");
    assert!(!text.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    text
}

const GRAPH: &str = "schemas/graph-calls/api.toml";

#[test]
fn a_removed_action_that_has_an_annotation_is_a_finding() {
    let edited = Edited::new("graph-calls", "calls.csdl.xml", "<Action Name=\"keepAlive\"", "</Action>", "");
    edited.assert_found(
        "op call_keep_alive: ours only `POST /communications/calls/{call-id}/keepAlive`",
        "the target microsoft.graph.keepAlive(microsoft.graph.call) of the capability \
         calltypes.capabilities.SuccessStatus does not exist in the schema",
        "schemas/graph-calls/capabilities.csdl.xml",
    );
}

#[test]
fn a_removed_secret_is_a_finding() {
    let member = "recordingAccessToken";
    let edited = Edited::new("graph-calls", "calls.csdl.xml", member, "\"", "recordingToken\"");
    edited.assert_found(
        "type recordOperation.recordingAccessToken: ours only `string? | null`",
        "microsoft.graph.recordOperation has no property recordingAccessToken",
        GRAPH,
    );
    let edited = Edited::new(
        "acs-calling",
        "2026-03-12/call-automation.json",
        "\"incomingCallContext\": {",
        "",
        "\"context\": {",
    );
    let text = text(&edited.verify());
    assert!(text.contains("REMOVED:  the schema has no property "), "{text}");
    assert!(text.contains(
        ".incomingCallContext\n          correct or remove the row: schemas/acs-calling/api.toml, line "
    ));
}

#[test]
fn a_removed_path_is_a_finding() {
    let path = "<NavigationProperty Name=\"calls\" ";
    let edited =
        Edited::new("graph-calls", "calls.csdl.xml", path, "", "<NavigationProperty Name=\"phones\" ");
    edited.assert_found(
        "op calls_get: ours only `GET /communications/calls/{call-id}`",
        "microsoft.graph.cloudCommunications has no contained navigation property calls",
        GRAPH,
    );
}

#[test]
fn a_renamed_type_is_a_finding() {
    let edited = Edited::copy("acs-calling", "2026-03-12/call-automation.json");
    let text = fs::read_to_string(edited.ours()).expect("our schema");
    fs::write(edited.path(), text.replace("CallConnectionStateModel", "ConnectionState"))
        .expect("the temporary folder is writable");
    edited.assert_found(
        "enum CallConnectionStateModel: ours only `open`",
        "the schema has no type CallConnectionStateModel",
        "schemas/acs-calling/api.toml",
    );
}

#[test]
fn a_removed_element_is_a_finding() {
    let element = "<xs:element name=\"DisconnectPhoneCall\"";
    let edited = Edited::new("ews-um", "Messages.xsd", element, "", "<xs:element name=\"HangUp\"");
    edited.assert_found(
        "element phone_call.DisconnectPhoneCall: ours only `DisconnectPhoneCallType`",
        "the schema has no element DisconnectPhoneCall",
        "schemas/ews-um/api.toml",
    );
}

/// The schemas of other clouds lack some of the public operations and types.
#[test]
fn a_schema_with_fewer_operations_is_compared_in_both_directions() {
    let other = Edited::new("graph-calls", "calls.csdl.xml", "<Action Name=\"playPrompt\"", "</Action>", "");
    let removed = text(&other.diff());
    assert!(
        removed.contains("op call_play_prompt: POST /communications/calls/{call-id}/playPrompt"),
        "{removed}"
    );
    assert!(removed.contains("row to correct: "), "{removed}");
    let (ours, path) = (other.ours().display().to_string(), other.path().display().to_string());
    let output = schema(&["diff", &path, &ours, "--api", "graph-calls"]);
    let added = text(&output);
    assert!(added.contains("added    nobody               minor  op call_play_prompt: "), "{added}");
    assert!(!added.contains("row to correct: "), "{added}");
    assert_eq!(output.status.code(), Some(2));
    let same = schema(&["diff", &path, &path, "--api", "graph-calls"]);
    assert!(!text(&same).contains("row to correct: "), "{}", text(&same));
    assert_eq!(same.status.code(), Some(0));
    // The configuration is not needed to compare the files whole.
    let whole = schema(&["diff", &ours, &path]);
    assert!(text(&whole).contains("removed  "), "{}", text(&whole));
    assert_eq!(whole.status.code(), Some(3));
}

#[test]
fn rows_without_a_match_are_part_of_the_json_output() {
    let edited =
        Edited::new("graph-calls", "calls.csdl.xml", "recordingAccessToken", "\"", "recordingToken\"");
    let (ours, path) = (edited.ours().display().to_string(), edited.path().display().to_string());
    let output = schema(&["diff", &ours, &path, "--api", "graph-calls", "--json"]);
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).expect("the output is JSON");
    let row = &json["apis"][0]["unmatched"][0];
    assert_eq!(row["file"], GRAPH);
    assert_eq!(row["what"], "microsoft.graph.recordOperation has no property recordingAccessToken");
    assert!(row["place"].as_str().is_some_and(|place| place.starts_with("line ")), "{row}");
}
