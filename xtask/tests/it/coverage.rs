//! `cargo xtask examples --coverage` counts payloads and writes a page.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

fn run(page: &Path, documented: Option<PathBuf>, more: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.args(["examples", "--coverage", "--html"]).arg(page).args(more);
    command.env_remove("DOCUMENTED_EXAMPLES");
    if let Some(folder) = documented {
        command.env("DOCUMENTED_EXAMPLES", folder);
    }
    command.output().expect("the program was built")
}

fn json(output: &Output) -> Value {
    let error = String::from_utf8_lossy(&output.stderr);
    serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("the output is not JSON: {error}"))
}

#[test]
fn every_operation_occurs_in_our_payloads() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let page = dir.path().join("new/coverage.html");
    let coverage = json(&run(&page, None, &["--json"]));
    for api in coverage["apis"].as_array().expect("a list") {
        let counts = api["counts"].as_array().expect("a list");
        let operations = counts.iter().find(|count| count["what"] == "operations").expect("a count");
        assert_eq!(operations["ours"], operations["total"], "{}", api["api"]);
        for count in counts {
            assert_eq!(count["documented"], 0);
            assert!(count["total"].as_u64() > Some(0), "{count}");
        }
    }
    assert_eq!(coverage["documented"], false);
    assert_eq!(coverage["unreadable"], serde_json::json!([]));
    let html = fs::read_to_string(page).expect("the page was written");
    for name in ["GetCallInfoType", "commsNotifications", "CallConnected"] {
        assert!(html.contains(name), "{name}");
    }
}

#[test]
fn pages_of_a_checkout_are_counted_as_documented() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let docs = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/docs/graph");
    let coverage = json(&run(&dir.path().join("page.html"), None, &["--json", "--docs", docs]));
    let apis = coverage["apis"].as_array().expect("a list");
    let graph = apis.iter().find(|api| api["api"] == "graph-calls").expect("one of our APIs");
    let row = |name: &str| {
        let rows = graph["rows"].as_array().expect("a list");
        rows.iter().find(|row| row["name"] == name).expect("a row")["documented"].as_u64()
    };
    assert_eq!(row("mediaPrompt"), Some(1));
    assert_eq!(row("call_play_prompt"), Some(4));
    // Templates are ignored.
    assert_eq!(row("toneInfo.tone"), Some(0));
}

#[test]
fn a_missing_folder_of_documented_payloads_is_an_error() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let output = run(&dir.path().join("page.html"), Some(dir.path().join("missing")), &[]);
    assert_eq!(output.status.code(), Some(1));
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(error.contains("DOCUMENTED_EXAMPLES must name a folder"), "{error}");
}
