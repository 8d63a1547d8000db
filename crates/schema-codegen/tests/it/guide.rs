//! The commands of the README generate the crates of its guide, and a program that uses them runs.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use test_server::{Answer, Server};

/// The manifest of the user's program.
const MANIFEST: &str = r#"[package]
name = "guide"
version = "0.0.0"
edition = "2024"

[workspace]

[dependencies]
invoices = { path = "../invoices" }
library = { path = "../library" }
meters = { path = "../meters" }
parcels = { path = "../parcels" }
tokio = { version = "1", features = ["macros", "net", "rt", "time"] }
"#;

const OUTPUT: &str = r#"Parcel { recipient: "Ada", locker: [redacted], state: Waiting, .. }
travelling 5 bytes
Some(7.5)
Notes
Some("18446744073709551617") Some(4.5)
"#;

fn own() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

fn readme() -> String {
    fs::read_to_string(own().join("README.md")).expect("the README")
}

/// Runs the commands of the README that generate crates, in a folder.
fn generate(folder: &Path) {
    let readme = readme();
    let commands: Vec<&str> =
        readme.lines().filter_map(|line| line.strip_prefix("$ schema-codegen generate guide/")).collect();
    assert_eq!(commands.len(), 4, "{commands:?}");
    for command in commands {
        let arguments = format!("guide/{command}");
        let (arguments, name) = arguments.split_once(" --out ").expect("a folder");
        let mut run = Command::new(env!("CARGO_BIN_EXE_schema-codegen"));
        run.arg("generate").args(arguments.split(' ')).arg("--strict").arg("--out").arg(folder.join(name));
        let output = run.current_dir(own()).output().expect("the program was built");
        assert!(output.status.success(), "{command}: {}", String::from_utf8_lossy(&output.stderr));
    }
}

#[tokio::test]
async fn the_program_of_the_guide_uses_the_generated_crates() {
    let server = Server::start(vec![
        Answer::ok(r#"{"number": "1", "state": "travelling"}"#),
        Answer::new("200 OK", &[("Content-Type", "application/pdf")], "%PDF-"),
        Answer::ok(r#"[{"at": "2026-11-20T12:00:00Z", "value": 7.5}]"#),
        Answer::ok(r#"{"value": [{"isbn": "1", "title": "Notes"}]}"#),
    ])
    .await;
    let folder = tempfile::tempdir().expect("a temporary folder");
    generate(folder.path());
    let workspace = own().join("../..");
    let user = folder.path().join("user");
    fs::create_dir_all(user.join("src")).expect("the temporary folder is writable");
    let wire = |name: &str| format!("{name} = {{ path = {:?} }}\n", workspace.join("crates").join(name));
    fs::write(user.join("Cargo.toml"), format!("{MANIFEST}{}{}", wire("call-http"), wire("call-wire")))
        .expect("the temporary folder is writable");
    fs::copy(own().join("guide/main.rs"), user.join("src/main.rs")).expect("a copy");
    // The same versions as in the workspace, so that nothing else is downloaded.
    fs::copy(workspace.join("Cargo.lock"), user.join("Cargo.lock")).expect("a copy");
    let mut run = Command::new(env!("CARGO"));
    run.args(["run", "--quiet"]).current_dir(&user).env("ENDPOINT", server.url("/").as_str());
    run.env("CARGO_TARGET_DIR", workspace.join("target/guide")).env("RUSTFLAGS", "-D warnings");
    let output =
        tokio::task::spawn_blocking(move || run.output()).await.expect("no panic").expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(String::from_utf8_lossy(&output.stdout), OUTPUT);
    let targets: Vec<_> = server.seen().into_iter().map(|seen| seen.target).collect();
    assert_eq!(
        targets,
        ["/parcels", "/parcels/1/label", "/meters/5/readings", "/books/library.newest(count=2)"]
    );
}

#[test]
fn the_schemas_and_the_program_in_the_readme_are_those_of_the_guide() {
    let readme = readme();
    let mut count = 0;
    for block in readme.split("```").skip(1).step_by(2) {
        let Some((language, text)) = block.split_once('\n') else { continue };
        let file = match language {
            "rust,ignore" => "main.rs",
            "toml" => "parcels.toml",
            _ => continue,
        };
        let guide = fs::read_to_string(own().join("guide").join(file)).expect("a file of the guide");
        let guide: String = guide.lines().map(|line| format!("{}\n", line.trim())).collect();
        let text: String = text.lines().map(|line| format!("{}\n", line.trim())).collect();
        assert!(guide.contains(&text), "not in guide/{file}:\n{text}");
        count += 1;
    }
    assert!(count >= 5, "{count}");
}
