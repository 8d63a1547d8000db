//! `schema.lock`: the sources of a schema's facts, and the hashes of its files.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use schema_codegen::diagnostic::{Diagnostic, Result};

use crate::apis::Api;

const FILE: &str = "schema.lock";

/// The extensions of schema files.
const SCHEMAS: [&str; 6] = ["json", "wsdl", "xml", "xsd", "yaml", "yml"];

/// The lock of one API.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Lock {
    /// The sources of the facts, which are maintained by hand.
    facts: Vec<Source>,
    /// The SHA-256 of each schema file, by path in the folder.
    files: BTreeMap<String, String>,
    /// The version of the generator at the last lock.
    generator: String,
}

/// A published source.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Source {
    source: String,
    version: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    commit: Option<String>,
}

/// Checks that the schema files are those of the lock.
pub fn check(api: &Api) -> Result<()> {
    let dir = api.schema_dir();
    let path = dir.join(FILE);
    let lock = read(&path)?;
    let files = hashes(&dir)?;
    let renew = format!("review the change, then run `cargo xtask schema lock --api {}`", api.name);
    for (file, hash) in &files {
        match lock.files.get(file) {
            Some(locked) if locked == hash => {}
            Some(_) => {
                return Err(Diagnostic::in_file(
                    &dir.join(file),
                    "the file does not match its hash in schema.lock",
                )
                .help(renew));
            }
            None => {
                return Err(
                    Diagnostic::in_file(&dir.join(file), "schema.lock does not list this file").help(renew)
                );
            }
        }
    }
    if let Some(file) = lock.files.keys().find(|file| !files.contains_key(*file)) {
        return Err(Diagnostic::in_file(
            &dir.join(file),
            "schema.lock lists this file, but it does not exist",
        )
        .help(renew));
    }
    if lock.generator != env!("CARGO_PKG_VERSION") {
        let what = format!(
            "the files were locked by version {} of the generator, and this is version {}",
            lock.generator,
            env!("CARGO_PKG_VERSION")
        );
        return Err(Diagnostic::in_file(&path, what).help(renew));
    }
    Ok(())
}

/// Writes the current hashes into the lock, and returns whether the lock changed.
pub fn renew(api: &Api) -> Result<bool> {
    let dir = api.schema_dir();
    let path = dir.join(FILE);
    let old = fs::read_to_string(&path).unwrap_or_default();
    let mut lock = read(&path)?;
    lock.files = hashes(&dir)?;
    env!("CARGO_PKG_VERSION").clone_into(&mut lock.generator);
    let mut text =
        serde_json::to_string_pretty(&lock).map_err(|error| Diagnostic::in_file(&path, error.to_string()))?;
    text.push('\n');
    if text == old {
        return Ok(false);
    }
    fs::write(&path, text).map_err(|error| Diagnostic::in_file(&path, format!("cannot write: {error}")))?;
    Ok(true)
}

fn read(path: &Path) -> Result<Lock> {
    let text = fs::read_to_string(path).map_err(|error| {
        Diagnostic::in_file(path, format!("cannot read: {error}"))
            .help("each API's schema folder needs a schema.lock")
    })?;
    serde_json::from_str(&text).map_err(|error| {
        Diagnostic::in_file(path, error.to_string()).at(format!(
            "line {}, column {}",
            error.line(),
            error.column()
        ))
    })
}

/// Returns the hashes of all schema files in a folder, by relative path with forward slashes.
fn hashes(dir: &Path) -> Result<BTreeMap<String, String>> {
    let mut files = BTreeMap::new();
    collect(dir, "", &mut files)?;
    Ok(files)
}

fn collect(dir: &Path, prefix: &str, files: &mut BTreeMap<String, String>) -> Result<()> {
    let unreadable = |error: std::io::Error| Diagnostic::in_file(dir, format!("cannot read: {error}"));
    for entry in fs::read_dir(dir).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = entry.path();
        if path.is_dir() {
            collect(&path, &format!("{prefix}{name}/"), files)?;
        } else if path.extension().is_some_and(|kind| SCHEMAS.iter().any(|schema| kind == *schema)) {
            let bytes = fs::read(&path).map_err(unreadable)?;
            let hash = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
            files.insert(format!("{prefix}{name}"), hash);
        }
    }
    Ok(())
}
