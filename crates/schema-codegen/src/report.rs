//! The lines that the generator prints about its output.

use std::time::Duration;

use crate::diagnostic::Diagnostic;
use crate::output::Output;
use crate::write::Written;

/// Returns the line of one API.
#[must_use]
pub fn line(name: &str, output: &Output, written: Written, took: Duration) -> String {
    let files = output.files.len();
    let mut what = Vec::new();
    if written.changed > 0 {
        what.push(format!("{} written", written.changed));
    }
    if written.removed > 0 {
        what.push(format!("{} removed", written.removed));
    }
    if written.unchanged > 0 {
        what.push(format!("{} unchanged", written.unchanged));
    }
    format!(
        "{name:<22} {:>5} types  {:>3} operations  {:>4} skipped  {files:>2} files ({})  {:.2} s",
        output.types,
        output.operations,
        output.skipped.len(),
        what.join(", "),
        took.as_secs_f64(),
    )
}

/// The number of rows that [`unmatched`] lists.
const MOST_ROWS: usize = 5;

/// Returns the first rows of the configuration without a match.
#[must_use]
pub fn unmatched(output: &Output) -> String {
    let line = |one: &Diagnostic| {
        let place = one.place.as_deref().map(|place| format!("{place}: ")).unwrap_or_default();
        format!("  unmatched: {place}{}\n", one.what)
    };
    let mut text: String = output.unmatched.iter().take(MOST_ROWS).map(line).collect();
    if output.unmatched.len() > MOST_ROWS {
        let more = output.unmatched.len() - MOST_ROWS;
        text.push_str(&format!("  {more} more rows of the configuration match nothing: see --verbose\n"));
    }
    text
}

/// Returns the skipped definitions, the rows of the configuration without a match, and the notes.
#[must_use]
pub fn details(output: &Output) -> String {
    let mut text = skipped(output);
    output.unmatched.iter().for_each(|one| text.push_str(&format!("  unmatched: {}\n", one.what)));
    output.notes.iter().for_each(|note| text.push_str(&format!("  note: {note}\n")));
    text
}

/// Returns the skipped definitions, grouped by reason.
fn skipped(output: &Output) -> String {
    let mut skipped = output.skipped.clone();
    skipped.sort_by(|a, b| (&a.reason, &a.name).cmp(&(&b.reason, &b.name)));
    let mut text = String::new();
    for group in skipped.chunk_by(|a, b| a.reason == b.reason) {
        let names: Vec<_> = group.iter().map(|one| one.name.as_str()).collect();
        text.push_str(&format!("  skipped, {}:\n    {}\n", group[0].reason, names.join(" ")));
    }
    text
}
