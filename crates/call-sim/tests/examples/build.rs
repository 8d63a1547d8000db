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

/// Builds the examples with the features of the whole workspace, as `cargo test --workspace` has already done.
fn build() -> BTreeMap<String, PathBuf> {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["build", "--workspace", "--examples", "--message-format", "json-render-diagnostics"]);
    cargo.current_dir(env!("CARGO_MANIFEST_DIR")).stderr(Stdio::inherit());
    let output = cargo.output().expect("cargo runs");
    assert!(output.status.success(), "cargo build: {}", output.status);
    let messages = String::from_utf8(output.stdout).expect("UTF-8");
    let messages = messages.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
    let built = messages.filter(|message| {
        message["reason"] == "compiler-artifact" && message["target"]["kind"][0] == "example"
    });
    let each = built.map(|message| {
        let name = message["target"]["name"].as_str().expect("a name").to_owned();
        (name, PathBuf::from(message["executable"].as_str().expect("a path")))
    });
    each.collect()
}
