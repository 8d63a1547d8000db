//! The output of `schema diff`, as text and as JSON.

use serde_json::{Value, json};

use super::uses::Use;
use super::{ApiReport, Breaks, Change, Difference, Report, Step};
use crate::diagnostic::Diagnostic;

impl Breaks {
    /// Returns it as a word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Nobody => "nobody",
            Self::Readers => "readers",
            Self::Writers => "writers",
            Self::Both => "readers and writers",
        }
    }
}

impl Use {
    /// Returns it as words.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Sent => "only sent",
            Self::Received => "only received",
            Self::Both => "sent and received",
        }
    }
}

impl Step {
    /// Returns it as a word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }
}

impl Change {
    /// Returns it as a word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Changed => "changed",
            Self::Renamed => "renamed",
        }
    }
}

/// Formats a table for each API, and the required step.
#[must_use]
pub fn text(report: &Report) -> String {
    let mut text = String::new();
    for api in &report.apis {
        if !api.differences.is_empty() {
            text.push_str("CHANGE   BREAKS               STEP   FACT\n");
        }
        for one in &api.differences {
            let (change, breaks, step) = (one.change.word(), one.breaks.word(), one.step.word());
            text.push_str(&format!("{change:<8} {breaks:<20} {step:<6} {}\n", fact(one)));
        }
        text.push_str(&summary(api));
    }
    text.push_str(&format!("semver step: {}\n", advice(report.step())));
    text
}

/// Formats the fact of a difference with its old and new values.
fn fact(one: &Difference) -> String {
    let said = |value: &Option<String>| value.clone().filter(|value| !value.is_empty());
    let mut text = one.key.clone();
    if let Some(name) = &one.renamed {
        text.push_str(&format!(" -> {name}"));
    }
    match (said(&one.old), said(&one.new)) {
        (Some(old), Some(new)) if old == new => text.push_str(&format!(": {old}")),
        (Some(old), Some(new)) => text.push_str(&format!(": `{old}` -> `{new}`")),
        (Some(value), None) | (None, Some(value)) => text.push_str(&format!(": {value}")),
        (None, None) => {}
    }
    match one.with {
        0 => {}
        1 => text.push_str(" (and 1 fact of it)"),
        more => text.push_str(&format!(" (and {more} facts of it)")),
    }
    if let Some(only) = one.only {
        let lead = if one.breaks == Breaks::Nobody { "no break: " } else { "" };
        text.push_str(&format!(" ({lead}{})", only.word()));
    }
    text
}

/// Formats the last lines of an API.
#[must_use]
pub fn summary(api: &ApiReport) -> String {
    let mut text = String::new();
    for row in &api.unmatched {
        text.push_str(&format!("row to correct: {}\n", Diagnostic { help: None, ..row.clone() }));
    }
    for note in &api.notes {
        text.push_str(&format!("note: {note}\n"));
    }
    text.push_str(&format!("{:<12} {}: {}\n", api.api, counts(api), api.step().word()));
    text
}

/// Formats the number of facts and of differences.
#[must_use]
pub fn counts(api: &ApiReport) -> String {
    let changes = [Change::Added, Change::Removed, Change::Changed, Change::Renamed];
    let counts = changes.map(|change| match change {
        Change::Renamed => format!("{} renamed by case", api.count(change)),
        _ => format!("{} {}", api.count(change), change.word()),
    });
    let (before, after) = api.facts;
    format!("{before} -> {after} facts: {}", counts.join(", "))
}

/// Describes what a step means for the version.
#[must_use]
pub fn advice(step: Step) -> &'static str {
    match step {
        Step::None => "none, the types do not change",
        Step::Patch => "patch",
        Step::Minor => "minor (before 1.0: patch)",
        Step::Major => "major (before 1.0: minor)",
    }
}

/// Returns the report as JSON.
#[must_use]
pub fn json(report: &Report) -> Value {
    let apis = report.apis.iter().map(|api| {
        json!({
            "api": api.api,
            "step": api.step().word(),
            "facts": {"old": api.facts.0, "new": api.facts.1},
            "added": api.count(Change::Added),
            "removed": api.count(Change::Removed),
            "changed": api.count(Change::Changed),
            "renamed": api.count(Change::Renamed),
            "unmatched": api.unmatched.iter().map(row).collect::<Vec<_>>(),
            "notes": api.notes,
            "differences": api.differences.iter().map(one).collect::<Vec<_>>(),
        })
    });
    json!({
        "old": report.sides.0,
        "new": report.sides.1,
        "step": report.step().word(),
        "apis": apis.collect::<Vec<_>>(),
    })
}

fn row(row: &Diagnostic) -> Value {
    json!({
        "file": row.file,
        "place": row.place,
        "what": row.what,
    })
}

fn one(one: &Difference) -> Value {
    json!({
        "change": one.change.word(),
        "key": one.key,
        "renamed": one.renamed,
        "old": one.old,
        "new": one.new,
        "with": one.with,
        "breaks": one.breaks.word(),
        "step": one.step.word(),
        "only": one.only.map(Use::word),
    })
}
