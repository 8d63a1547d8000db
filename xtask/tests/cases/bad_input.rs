//! Every bad input gets a message that says what is wrong, where, and what to do, and an exit code.
//!
//! Each `bad-input/NAME.txt` begins with a command, which is run in that folder. The rest of the file is what
//! the command prints on standard error, and its exit code. `TEMP` is a folder with the files that cannot be
//! kept in the repository.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use libtest_mimic::{Failed, Trial};
use similar::TextDiff;
use tempfile::TempDir;

use crate::is_update;

/// The command that writes the expected output anew.
const RENEW: &str = "UPDATE_EXPECTED=1 cargo test -p xtask --test cases bad_input";

/// The longest time that a command may take. It is long enough for a debug build on a busy machine.
const PATIENCE: Duration = Duration::from_secs(20);

/// Returns a test for each case.
pub fn tests() -> Vec<Trial> {
    let files = Arc::new(Files::default());
    let entries = fs::read_dir(folder()).expect("the folder of the cases exists");
    let paths = entries.flatten().map(|entry| entry.path());
    let cases = paths.filter(|path| path.extension().is_some_and(|extension| extension == "txt"));
    let mut tests: Vec<Trial> = cases.map(|path| test(path, Arc::clone(&files))).collect();
    assert!(!tests.is_empty(), "{} contains no cases", folder().display());
    tests.sort_by(|a, b| a.name().cmp(b.name()));
    tests
}

fn test(path: PathBuf, files: Arc<Files>) -> Trial {
    let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let is_unreadable = name.ends_with("unreadable");
    let test = Trial::test(format!("bad_input::{name}"), move || check(&path, files.dir()));
    if is_unreadable && is_superuser() {
        return test.with_kind("skipped: the superuser can read every file").with_ignored_flag(true);
    }
    test
}

fn check(path: &Path, temp: &Path) -> Result<(), Failed> {
    let expected = fs::read_to_string(path)?;
    let command = expected.lines().next().and_then(|line| line.strip_prefix("$ cargo xtask "));
    let command = command.ok_or("the first line must be `$ cargo xtask COMMAND`")?;
    let found = format!("$ cargo xtask {command}\n{}", run(command, temp)?);
    check_words(&found)?;
    if is_update() {
        fs::write(path, &found)?;
    } else if found != expected {
        let diff = TextDiff::from_lines(&expected, &found);
        return Err(format!("{}\nIf the new message is right: {RENEW}", diff.unified_diff()).into());
    }
    Ok(())
}

/// Checks that a message says what to do, and is not that of a panic or of a library.
fn check_words(message: &str) -> Result<(), Failed> {
    if !message.contains("help") {
        return Err(format!("the message does not say what to do:\n{message}").into());
    }
    let words = ["panicked", "RUST_BACKTRACE", "stack overflow", "does not support this schema", "signal"];
    match words.iter().find(|word| message.contains(**word)) {
        Some(word) => Err(format!("the message contains {word:?}:\n{message}").into()),
        None => Ok(()),
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bad-input")
}

/// Runs a command, and returns its message and exit code without what differs between machines.
fn run(command: &str, temp: &Path) -> Result<String, Failed> {
    let temp = temp.to_str().ok_or("the path of the temporary folder is not UTF-8")?;
    let arguments = command.split_whitespace().map(|argument| argument.replace("TEMP", temp));
    let start = Instant::now();
    let output = Command::new(env!("CARGO_BIN_EXE_xtask")).args(arguments).current_dir(folder()).output()?;
    if start.elapsed() > PATIENCE {
        return Err(format!("the command took {:?}", start.elapsed()).into());
    }
    let root = xtask::apis::project_root();
    let message = String::from_utf8_lossy(&output.stderr).replace(temp, "TEMP");
    let message = message.replace(&*root.to_string_lossy(), "PROJECT");
    // Progress is printed only on a slow machine.
    let lines = message.lines().filter(|line| !line.ends_with(" ..."));
    let message: String = lines.map(|line| format!("{line}\n")).collect();
    Ok(match output.status.code() {
        Some(code) => format!("{message}exit code {code}\n"),
        None => format!("{message}ended by a signal\n"),
    })
}

/// The files that are too large, too deep or too odd for a repository. They are created for the first test
/// that is run.
#[derive(Default)]
struct Files {
    dir: OnceLock<TempDir>,
}

impl Files {
    /// Returns the folder of the files.
    fn dir(&self) -> &Path {
        let dir = self.dir.get_or_init(|| {
            let dir = tempfile::tempdir().expect("a temporary folder can be created");
            create_files(dir.path());
            dir
        });
        dir.path()
    }
}

/// Creates a file of each kind for each format.
fn create_files(temp: &Path) {
    let deep = 10_000;
    for (format, start, text, open) in [
        ("json", "", "{\"openapi\": \"3.0.3\", \"info\": {\"title\": \"caf\u{e9}\"}}", "{\"a\":"),
        (
            "csdl.xml",
            "<edmx:Edmx Version=\"4.0\">",
            "<edmx:Edmx Version=\"4.0\" title=\"caf\u{e9}\"/>",
            "<a>",
        ),
        (
            "xsd",
            "<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\">",
            "<xs:schema id=\"caf\u{e9}\"/>",
            "<xs:sequence>",
        ),
    ] {
        let write = |name: &str, bytes: &[u8]| {
            fs::write(temp.join(format!("{name}.{format}")), bytes).expect("the folder is writable");
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
        // A sparse file has the size, but takes no space.
        let huge = fs::File::create(temp.join(format!("huge.{format}"))).expect("the folder is writable");
        huge.set_len(100_000_000).expect("sparse files are supported");
        fs::create_dir(temp.join(format!("folder.{format}"))).expect("the folder is writable");
    }
}

/// Returns whether files can be read that forbid it.
fn is_superuser() -> bool {
    let file = tempfile::NamedTempFile::new().expect("a temporary file can be created");
    forbid_reading(file.path());
    fs::File::open(file.path()).is_ok()
}

#[cfg(unix)]
fn forbid_reading(path: &Path) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(0o000)).expect("the file is ours");
}

#[cfg(not(unix))]
fn forbid_reading(_path: &Path) {}
