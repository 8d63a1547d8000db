//! The fifth station: writes the files that differ, or only compares them.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use similar::TextDiff;

use crate::diagnostic::{Diagnostic, Result};

/// The number of files that were written, removed and left alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Files that are new or have changed.
    pub changed: usize,
    /// Files that are no longer generated.
    pub removed: usize,
    /// Files that have not changed.
    pub unchanged: usize,
}

/// Writes the given files into a folder, and removes all others.
pub fn write(dir: &Path, files: &BTreeMap<String, String>) -> Result<Written> {
    let mut written = write_among(dir, files)?;
    for stale in stale(dir, files)? {
        let path = dir.join(&stale);
        fs::remove_file(&path)
            .map_err(|error| Diagnostic::in_file(&path, format!("cannot remove: {error}")))?;
        written.removed += 1;
    }
    Ok(written)
}

/// Writes the given files into a folder, and keeps others.
pub fn write_among(dir: &Path, files: &BTreeMap<String, String>) -> Result<Written> {
    let mut written = Written::default();
    for (name, text) in files {
        let path = dir.join(name);
        if fs::read(&path).is_ok_and(|old| old == text.as_bytes()) {
            written.unchanged += 1;
            continue;
        }
        let fail = |error: std::io::Error| {
            Diagnostic::in_file(&path, format!("cannot write: {error}"))
                .help("name a folder that can be written to")
        };
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(fail)?;
        }
        fs::write(&path, text).map_err(fail)?;
        written.changed += 1;
    }
    Ok(written)
}

/// Returns the difference between a folder and the given files as a unified diff; empty if there is none.
pub fn difference(dir: &Path, files: &BTreeMap<String, String>) -> Result<String> {
    let mut diff = String::new();
    for (name, text) in files {
        let old = fs::read_to_string(dir.join(name)).unwrap_or_default();
        if old != *text {
            diff.push_str(&unified(name, &old, text));
        }
    }
    for name in stale(dir, files)? {
        let old = fs::read_to_string(dir.join(&name)).unwrap_or_default();
        diff.push_str(&unified(&name, &old, ""));
    }
    Ok(diff)
}

fn unified(name: &str, old: &str, new: &str) -> String {
    let diff = TextDiff::from_lines(old, new);
    diff.unified_diff()
        .context_radius(3)
        .header(&format!("committed/{name}"), &format!("generated/{name}"))
        .to_string()
}

/// Returns the files in a folder that are not among the given ones.
fn stale(dir: &Path, files: &BTreeMap<String, String>) -> Result<Vec<String>> {
    let mut found = Vec::new();
    if dir.is_dir() {
        walk(dir, "", &mut found)?;
    }
    found.retain(|name| !files.contains_key(name));
    found.sort();
    Ok(found)
}

fn walk(dir: &Path, prefix: &str, found: &mut Vec<String>) -> Result<()> {
    let unreadable = |error: std::io::Error| Diagnostic::in_file(dir, format!("cannot read: {error}"));
    for entry in fs::read_dir(dir).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            walk(&entry.path(), &format!("{name}/"), found)?;
        } else {
            found.push(name);
        }
    }
    Ok(())
}
