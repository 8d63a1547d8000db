//! Builds the examples of the workspace.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use serde_json::Value;

/// Returns the executables of all examples of the workspace by their names. The first call builds them.
pub fn examples() -> &'static BTreeMap<String, PathBuf> {
    static EXAMPLES: OnceLock<BTreeMap<String, PathBuf>> = OnceLock::new();
    EXAMPLES.get_or_init(build)
}

fn build() -> BTreeMap<String, PathBuf> {
    let packages = packages();
    let packages = packages.iter().flat_map(|name| ["--package", name]);
    let arguments = ["build", "--examples", "--message-format", "json-render-diagnostics"];
    let messages = cargo(&arguments.into_iter().chain(packages).collect::<Vec<_>>());
    let messages = messages.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
    let built =
        messages.filter(|message| message["reason"] == "compiler-artifact" && is_example(&message["target"]));
    let each = built.map(|message| {
        let name = message["target"]["name"].as_str().expect("a name").to_owned();
        (name, PathBuf::from(message["executable"].as_str().expect("a path")))
    });
    each.collect()
}

/// Returns the packages that have examples.
fn packages() -> Vec<String> {
    let metadata = cargo(&["metadata", "--no-deps", "--format-version", "1"]);
    let metadata: Value = serde_json::from_str(&metadata).expect("JSON");
    let packages = metadata["packages"].as_array().expect("packages").iter();
    let packages = packages.filter(|package| {
        package["targets"].as_array().is_some_and(|targets| targets.iter().any(is_example))
    });
    packages.map(|package| package["name"].as_str().expect("a name").to_owned()).collect()
}

fn is_example(target: &Value) -> bool {
    target["kind"][0] == "example"
}

fn cargo(arguments: &[&str]) -> String {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.current_dir(env!("CARGO_MANIFEST_DIR")).args(arguments).stderr(Stdio::inherit());
    let output = cargo.output().expect("cargo runs");
    assert!(output.status.success(), "cargo {}: {}", arguments.join(" "), output.status);
    String::from_utf8(output.stdout).expect("UTF-8")
}
