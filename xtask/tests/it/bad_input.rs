//! Every bad input gets a message that says what is wrong, where, and what to do, and an exit code.
//!
//! Each `bad-input/NAME.txt` begins with a command, run in that folder, and goes on with what the command says on
//! standard error and with its exit code. `TEMP` is a folder with the files that cannot be kept in the repository.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use similar::TextDiff;

/// How to make the expected output anew.
const RENEW: &str = "UPDATE_EXPECTED=1 cargo test -p xtask --test bad_input";

/// No bad input keeps a user waiting; a debug build on a busy machine needs some room.
const PATIENCE: Duration = Duration::from_secs(20);

#[test]
fn every_bad_input_is_told() {
    let temp = tempfile::tempdir().expect("a temporary folder");
    make_files(temp.path());
    let mut report = String::new();
    let mut count = 0;
    for path in cases() {
        let expected = fs::read_to_string(&path).expect("a readable case");
        let command = expected.lines().next().and_then(|line| line.strip_prefix("$ cargo xtask "));
        let command = command.unwrap_or_else(|| panic!("{} begins with no command", path.display()));
        if command.contains("unreadable") && can_read(&temp.path().join("unreadable.json")) {
            // The superuser can read everything.
            continue;
        }
        count += 1;
        let found = format!("$ cargo xtask {command}\n{}", run(command, temp.path()));
        check_words(&path, &found);
        if found == expected {
            continue;
        }
        if std::env::var_os("UPDATE_EXPECTED").is_some() {
            fs::write(&path, &found).expect("the case can be renewed");
        } else {
            let diff = TextDiff::from_lines(&expected, &found);
            report.push_str(&format!("{}:\n{}\n", path.display(), diff.unified_diff()));
        }
    }
    assert!(report.is_empty(), "{report}\nIf the new messages are right: {RENEW}");
    assert!(count > 0, "no case was found");
}

/// Every message says what to do; none is that of a panic, or of a library that gave up.
fn check_words(path: &Path, message: &str) {
    assert!(message.contains("help"), "{} says nothing of what to do:\n{message}", path.display());
    for word in ["panicked", "RUST_BACKTRACE", "stack overflow", "does not support this schema", "signal"] {
        assert!(!message.contains(word), "{} has {word:?} in it:\n{message}", path.display());
    }
}

fn cases() -> Vec<PathBuf> {
    let entries = fs::read_dir(folder()).expect("the folder of the cases is there");
    let paths = entries.flatten().map(|entry| entry.path());
    let mut cases: Vec<_> = paths.filter(|path| path.extension().is_some_and(|end| end == "txt")).collect();
    cases.sort();
    cases
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bad-input")
}

/// What a command says and how it ends, without what differs between machines.
fn run(command: &str, temp: &Path) -> String {
    let temp = temp.to_str().expect("a plain path");
    let arguments = command.split_whitespace().map(|argument| argument.replace("TEMP", temp));
    let start = Instant::now();
    let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(arguments)
        .current_dir(folder())
        .output()
        .expect("the generator can be started");
    assert!(start.elapsed() < PATIENCE, "{command} took {:?}", start.elapsed());
    let root = xtask::apis::project_root();
    let said = String::from_utf8_lossy(&output.stderr).replace(temp, "TEMP");
    let said = said.replace(&*root.to_string_lossy(), "PROJECT");
    match output.status.code() {
        Some(code) => format!("{said}exit code {code}\n"),
        None => format!("{said}ended by a signal\n"),
    }
}

fn can_read(path: &Path) -> bool {
    fs::File::open(path).is_ok()
}

/// Makes the files that are too large, too deep or too odd for a repository, one of each kind for each format.
fn make_files(temp: &Path) {
    let deep = 10_000;
    for (format, start, text, open) in [
        ("json", "", "{\"openapi\": \"3.0.3\", \"info\": {\"title\": \"caf\u{e9}\"}}", "{\"a\":"),
        ("csdl.xml", "", "<edmx:Edmx Version=\"4.0\" title=\"caf\u{e9}\"/>", "<a>"),
        (
            "xsd",
            "<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\">",
            "<xs:schema id=\"caf\u{e9}\"/>",
            "<xs:sequence>",
        ),
    ] {
        let write = |name: &str, bytes: &[u8]| {
            fs::write(temp.join(format!("{name}.{format}")), bytes).expect("a writable folder");
        };
        // A character of Latin-1 is one byte.
        let latin: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?')).collect();
        write("latin-1", &latin);
        let wide: Vec<u8> =
            "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        write("utf-16", &wide);
        write("mark-only", "\u{feff}".as_bytes());
        write("deep", format!("{start}{}", open.repeat(deep)).as_bytes());
        write("unreadable", text.as_bytes());
        forbid_reading(&temp.join(format!("unreadable.{format}")));
        // A sparse file: it has the size, but nobody wrote the bytes.
        let huge = fs::File::create(temp.join(format!("huge.{format}"))).expect("a writable folder");
        huge.set_len(100_000_000).expect("sparse files are possible");
        fs::create_dir(temp.join(format!("folder.{format}"))).expect("a writable folder");
    }
}

#[cfg(unix)]
fn forbid_reading(path: &Path) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(0o000)).expect("the file is ours");
}

#[cfg(not(unix))]
fn forbid_reading(_path: &Path) {}
