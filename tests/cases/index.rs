//! The index of each folder in `tests/examples`: it lists every file, and every snapshot belongs to one of them.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use conformance::{example_entries, examples_dir};
use libtest_mimic::Trial;
use serde_json::Value;
use xtask::apis;

use crate::case;

/// The values of `direction` in an index.
const DIRECTIONS: [&str; 7] = ["request", "response", "error", "fault", "event", "notification", "fragment"];

/// Returns a test for each index, and one for the snapshots.
pub fn trials() -> Vec<Trial> {
    let indexes = apis::all()
        .expect("valid configurations")
        .iter()
        .map(|api| case(format!("index::{}", api.name), || check(&api.name)));
    indexes.chain([case("index::snapshots".to_owned(), check_snapshots)]).collect()
}

/// Checks that an index lists each file in its folder exactly once, with a valid direction.
fn check(api: &str) -> Result<(), String> {
    let folder = examples_dir().join(api);
    let mut files = files_in(&folder, &folder);
    files.remove("index.json");
    let mut errors = Vec::new();
    for entry in example_entries(api) {
        let file = entry["file"].as_str().unwrap_or_default();
        if !files.remove(file) {
            errors.push(format!("{file} does not exist, or is listed twice"));
        }
        if !entry["direction"].as_str().is_some_and(|direction| DIRECTIONS.contains(&direction)) {
            errors.push(format!(
                "{file}: {} is not a valid direction (expected {DIRECTIONS:?})",
                entry["direction"]
            ));
        }
    }
    errors.extend(files.iter().map(|file| format!("{file} is not listed")));
    if errors.is_empty() { Ok(()) } else { Err(format!("tests/examples/{api}/index.json: {errors:#?}")) }
}

/// Returns the files in a folder and its subfolders, relative to the base.
fn files_in(folder: &Path, base: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut files = BTreeSet::new();
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            files.extend(files_in(&path, base));
        } else {
            let relative = path.strip_prefix(base).expect("the path begins with the base");
            files.insert(relative.to_string_lossy().replace('\\', "/"));
        }
    }
    files
}

/// Checks that each snapshot belongs to a payload in an index.
fn check_snapshots() -> Result<(), String> {
    let names: Vec<_> = apis::all()
        .expect("valid configurations")
        .iter()
        .flat_map(|api| example_entries(&api.name).into_iter().map(|entry| snapshot_name(&api.name, &entry)))
        .collect();
    let folder = examples_dir().with_file_name("snapshots");
    let mut snapshots = files_in(&folder, &folder);
    // Those of the documented originals are named after payloads that are not in the repository.
    snapshots.retain(|file| !file.starts_with("documented/") && file.ends_with(".snap"));
    // A payload with several parts has several snapshots: `NAME__PART.snap`.
    let is_of = |file: &str, name: &str| {
        file.strip_prefix(name).is_some_and(|rest| rest == ".snap" || rest.starts_with("__"))
    };
    let belongs = |file: &String| names.iter().any(|name| is_of(file, name));
    let unused: Vec<_> = snapshots.iter().filter(|file| !belongs(file)).collect();
    if unused.is_empty() {
        Ok(())
    } else {
        Err(format!("snapshots without a payload, to delete: {unused:#?}"))
    }
}

/// Returns the name of a payload's snapshot.
fn snapshot_name(api: &str, entry: &Value) -> String {
    format!("{api}__{}", entry["file"].as_str().unwrap_or_default().replace('/', "__"))
}
