//! `cargo xtask examples` finds the payloads in every form of the documentation, and lists invalid ones.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn docs(folder: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/docs").join(folder)
}

fn run(dir: &Path, more: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    let output = command.args(["examples", "--docs"]).arg(dir).args(more).output();
    output.expect("the program was built")
}

fn text(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).replace(std::path::MAIN_SEPARATOR, "/")
}

/// Creates the checkout for the tests, without the folder `broken`.
fn checkout() -> tempfile::TempDir {
    let dir = tempfile::tempdir().expect("a temporary folder");
    for folder in ["exchange", "graph", "azure"] {
        copy(&docs(folder), &dir.path().join(folder));
    }
    dir
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("the temporary folder is writable");
    for entry in fs::read_dir(from).expect("the pages are there") {
        let entry = entry.expect("a readable folder");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("the temporary folder is writable");
        }
    }
}

/// Compares an output with the expected one, or writes it if `UPDATE_EXPECTED` is set.
fn assert_expected(output: &str, name: &str) {
    if std::env::var_os("UPDATE_EXPECTED").is_some() {
        fs::write(docs(name), output).expect("the expected output is writable");
    }
    assert_eq!(output, fs::read_to_string(docs(name)).expect("the expected output exists"));
}

#[test]
fn payloads_are_found_in_every_form() {
    let output = run(checkout().path(), &[]);
    assert_expected(&text(&output), "expected.txt");
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn invalid_pages_are_listed_and_others_are_read() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    copy(&docs("broken"), dir.path());
    fs::write(dir.path().join("latin.md"), b"# R\xe9ponse\n").expect("the temporary folder is writable");
    let output = run(dir.path(), &[]);
    assert_expected(&text(&output), "broken.txt");
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn the_json_output_contains_the_payloads() {
    let output = run(checkout().path(), &["--json"]);
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).expect("the output is JSON");
    let examples = json["examples"].as_array().expect("a list");
    let on = |page: &str| examples.iter().filter(|one| one["page"] == page).collect::<Vec<_>>();
    let hold = on("azure/stable/examples/PutOnHold.json");
    assert_eq!(hold[0]["operation"], "CallMedia_Hold");
    assert_eq!(hold[0]["payload"]["targetParticipant"]["rawId"], "4:+14255550143");
    let prompt = on("graph/api/call-playprompt.md");
    assert_eq!(prompt[0]["operation"], "call_play_prompt");
    assert_eq!(prompt[0]["repaired"], serde_json::json!(["trailing commas", "comments"]));
    assert_eq!(prompt[1]["status"], 200);
    let call = on("exchange/getcallinfo-operation.md");
    assert!(call[0]["payload"].as_str().is_some_and(|text| text.starts_with("<?xml")));
    assert_eq!(json["unreadable"], serde_json::json!([]));
}

#[test]
fn a_folder_without_pages_is_an_error() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let output = run(dir.path(), &[]);
    assert!(text(&output).contains("nothing found"), "{}", text(&output));
    assert_eq!(output.status.code(), Some(1));
    let missing = run(&dir.path().join("missing"), &[]);
    assert!(String::from_utf8_lossy(&missing.stderr).contains("this is not a folder"));
    assert_eq!(missing.status.code(), Some(1));
}
