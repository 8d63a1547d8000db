//! Compares the surface of our schema with that of the published file. Expected differences are listed by
//! name.

use std::collections::BTreeMap;
use std::path::Path;
use std::{fmt, fs};

use serde::Deserialize;

use crate::apis::{ACCEPTED, Api};
use crate::diagnostic::{Diagnostic, Result};
use crate::surface::Surface;

/// An accepted difference.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Accepted {
    /// The difference, as the comparison prints it.
    difference: String,
    /// Why it is accepted.
    reason: String,
}

/// The result of a comparison.
#[derive(Debug, Default)]
pub struct Verdict {
    /// Differences that are not accepted.
    pub open: Vec<String>,
    /// Accepted differences, with their reasons.
    pub accepted: Vec<(String, String)>,
    /// Accepted differences that do not exist any more.
    pub stale: Vec<String>,
    /// The number of facts compared.
    pub facts: usize,
}

impl Verdict {
    /// Returns whether there are neither open nor stale differences.
    #[must_use]
    pub fn is_good(&self) -> bool {
        self.open.is_empty() && self.stale.is_empty()
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { open, accepted, stale, facts } = self;
        let (accepted, open, stale) = (accepted.len(), open.len(), stale.len());
        write!(f, "{facts} facts compared, {accepted} differences accepted, {open} open, {stale} stale")
    }
}

/// Compares two surfaces, considering the accepted differences of an API.
pub fn verify(api: &Api, ours: &Surface, published: &Surface) -> Result<Verdict> {
    let mut accepted = accepted(&api.schema_dir().join(ACCEPTED))?;
    let mut verdict = Verdict { facts: ours.len(), ..Verdict::default() };
    for line in differences(ours, published) {
        match accepted.remove(&line) {
            Some(reason) => verdict.accepted.push((line, reason)),
            None => verdict.open.push(line),
        }
    }
    verdict.stale = accepted.into_keys().collect();
    Ok(verdict)
}

/// Returns every difference as a line: `ours only`, `published only`, or both values.
#[must_use]
pub fn differences(ours: &Surface, published: &Surface) -> Vec<String> {
    let mut keys: Vec<_> = ours.keys().chain(published.keys()).collect();
    keys.sort();
    keys.dedup();
    let lines = keys.into_iter().filter_map(|key| match (ours.get(key), published.get(key)) {
        (Some(ours), Some(published)) if ours == published => None,
        (Some(ours), Some(published)) => Some(format!("{key}: ours `{ours}`, published `{published}`")),
        (Some(ours), None) => Some(format!("{key}: ours only `{ours}`")),
        (None, published) => {
            Some(format!("{key}: published only `{}`", published.map_or("", String::as_str)))
        }
    });
    lines.collect()
}

fn accepted(path: &Path) -> Result<BTreeMap<String, String>> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(BTreeMap::new()),
        Err(error) => return Err(Diagnostic::in_file(path, format!("cannot read: {error}"))),
    };
    let list: Vec<Accepted> = serde_json::from_str(&text).map_err(|error| {
        Diagnostic::in_file(path, error.to_string()).at(format!(
            "line {}, column {}",
            error.line(),
            error.column()
        ))
    })?;
    if let Some(empty) = list.iter().find(|one| one.reason.trim().is_empty()) {
        return Err(Diagnostic::in_file(path, format!("no reason is given for {:?}", empty.difference)));
    }
    Ok(list.into_iter().map(|one| (one.difference, one.reason)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_difference_is_listed() {
        let ours = crate::surface::parse("type A: object\ntype A.x: string\ntype A.y: string\n");
        let published = crate::surface::parse("type A: object\ntype A.x: string?\ntype A.z: any\n");
        assert_eq!(
            differences(&ours, &published),
            [
                "type A.x: ours `string`, published `string?`",
                "type A.y: ours only `string`",
                "type A.z: published only `any`",
            ]
        );
    }
}
