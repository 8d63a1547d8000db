//! The payloads that were found as text and as JSON.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::Found;
use super::found::{Example, Kind, Payload};

/// Returns the table, the payloads that could not be read, and the summary.
#[must_use]
pub fn text(found: &Found) -> String {
    let mut rows = vec![["API", "PAGE", "KIND", "TYPE OR OPERATION", "RESULT"].map(str::to_owned)];
    rows.extend(found.examples.iter().map(row));
    let mut text = if rows.len() > 1 { table(&rows) } else { String::new() };
    for diagnostic in &found.unreadable {
        text.push_str(&format!("UNREADABLE: {diagnostic}\n"));
    }
    text.push_str(&summary(found));
    text
}

fn row(example: &Example) -> [String; 5] {
    let about = example.type_name.as_ref().or(example.operation.as_ref());
    [
        example.api.to_owned(),
        format!("{}:{}", example.page, example.line),
        example.kind.word().to_owned(),
        about.cloned().unwrap_or_else(|| "-".to_owned()),
        result(example),
    ]
}

/// Describes whether the payload is well-formed and its type is known.
fn result(example: &Example) -> String {
    let state = match &example.repaired[..] {
        [] => "well-formed".to_owned(),
        repaired => format!("repaired ({})", repaired.join(", ")),
    };
    let word = match (&example.type_name, example.known) {
        (_, true) => "known type",
        (Some(_), false) => "unknown type",
        (None, false) => "no type",
    };
    let remark = example.remark.map(|remark| format!("; {remark}")).unwrap_or_default();
    format!("{state}, {word}{remark}")
}

/// Aligns the columns of a table, except for the last one.
#[must_use]
pub fn table<const N: usize>(rows: &[[String; N]]) -> String {
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or_default();
    let widths: Vec<usize> = (0..N).map(width).collect();
    let mut text = String::new();
    for row in rows {
        let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}"));
        text.push_str(cells.collect::<Vec<_>>().join("  ").trim_end());
        text.push('\n');
    }
    text
}

/// Formats a number and a noun.
fn some(count: usize, word: &str) -> String {
    if count == 1 { format!("1 {word}") } else { format!("{count} {word}s") }
}

/// Summarizes the numbers by kind and result.
#[must_use]
pub fn summary(found: &Found) -> String {
    let mut counts: BTreeMap<&str, BTreeMap<Kind, usize>> = BTreeMap::new();
    for example in &found.examples {
        *counts.entry(example.api).or_default().entry(example.kind).or_default() += 1;
    }
    let mut text = String::new();
    for (api, kinds) in &counts {
        let total: usize = kinds.values().sum();
        let kinds: Vec<String> =
            kinds.iter().map(|(kind, count)| format!("{count} {}", kind.word())).collect();
        text.push_str(&format!("{api:<12} {}: {}\n", some(total, "payload"), kinds.join(", ")));
    }
    let repaired = found.examples.iter().filter(|example| !example.repaired.is_empty()).count();
    let unknown = found.examples.iter().filter(|example| !example.known).count();
    let (payloads, pages) = (some(found.examples.len(), "payload"), some(found.pages, "page"));
    text.push_str(&format!("{payloads} on {pages}: {repaired} repaired, {unknown} without a known type"));
    let (unreadable, passed) = (found.unreadable.len(), some(found.passed, "page"));
    text.push_str(&format!("; {unreadable} unreadable; {passed} about others ignored\n"));
    if found.examples.is_empty() {
        text.push_str("nothing found: use a checkout of the Exchange or Graph documentation, or of the Azure specifications\n");
    } else if !found.unreadable.is_empty() {
        text.push_str(
            "some payloads could not be read, so the exit code is 1: report them to the publishers\n",
        );
    }
    text
}

/// Returns the result as JSON, with the payloads.
#[must_use]
pub fn json(found: &Found) -> Value {
    let unreadable = found.unreadable.iter().map(|diagnostic| {
        let page = diagnostic.file.as_ref().map(|file| file.display().to_string());
        json!({"page": page, "place": diagnostic.place, "what": diagnostic.what})
    });
    json!({
        "examples": found.examples.iter().map(one).collect::<Vec<_>>(),
        "unreadable": unreadable.collect::<Vec<_>>(),
        "pages": found.pages,
        "passed": found.passed,
    })
}

fn one(example: &Example) -> Value {
    let payload = match &example.payload {
        Payload::Json(value) => value.clone(),
        Payload::Xml(_, text) => Value::String(text.clone()),
    };
    json!({
        "api": example.api,
        "page": example.page,
        "line": example.line,
        "kind": example.kind.word(),
        "type": example.type_name,
        "operation": example.operation,
        "status": example.status,
        "known": example.known,
        "repaired": example.repaired,
        "remark": example.remark,
        "payload": payload,
    })
}
