//! `schema.lock`: where a schema's facts come from, and the hashes that its files must have.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::apis::{ACCEPTED, Api, RENAMES};
use crate::diagnostic::{Diagnostic, Result};

const FILE: &str = "schema.lock";

/// The lock of one API.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Lock {
    /// Where the facts come from; kept by hand.
    facts: Vec<Source>,
    /// The SHA-256 of each schema file, by its path in the folder.
    files: BTreeMap<String, String>,
    /// The version of the generator that the files were last generated with.
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

/// Stops if a schema file is not the one that the lock names.
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
                    "the file is not the one that schema.lock names",
                )
                .help(renew));
            }
            None => {
                return Err(
                    Diagnostic::in_file(&dir.join(file), "schema.lock does not name this file").help(renew)
                );
            }
        }
    }
    if let Some(file) = lock.files.keys().find(|file| !files.contains_key(*file)) {
        return Err(Diagnostic::in_file(&dir.join(file), "schema.lock names this file, but it is missing")
            .help(renew));
    }
    if lock.generator != env!("CARGO_PKG_VERSION") {
        let what = format!("locked by generator {}, this is {}", lock.generator, env!("CARGO_PKG_VERSION"));
        return Err(Diagnostic::in_file(&path, what).help(renew));
    }
    Ok(())
}

/// Writes the present hashes into the lock; true if that changed it.
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

/// The hashes of all schema files in a folder, by relative path with forward slashes.
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
        } else if path.extension().is_some_and(|kind| kind == "xsd" || kind == "xml" || kind == "json")
            && ![ACCEPTED, RENAMES].contains(&name.as_str())
        {
            let bytes = fs::read(&path).map_err(unreadable)?;
            let hash = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
            files.insert(format!("{prefix}{name}"), hash);
        }
    }
    Ok(())
}
