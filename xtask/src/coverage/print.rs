//! The coverage as text and as JSON.

use serde_json::{Value, json};

use super::{ApiCoverage, Count, Coverage, GROUPS, Row};
use crate::examples::print::table;

/// Returns a table with a line for each API and group, and the rows that cannot occur in a payload.
#[must_use]
pub fn text(coverage: &Coverage) -> String {
    let mut rows = vec![["API", "WHAT", "TOTAL", "OURS", "DOCUMENTED", "IN NONE"].map(str::to_owned)];
    for api in &coverage.apis {
        for group in GROUPS {
            let count = api.count(group);
            let documented =
                if coverage.has_documented { part(count.documented, count) } else { "-".to_owned() };
            rows.push([
                api.api.to_owned(),
                group.word().to_owned(),
                count.total.to_string(),
                part(count.ours, count),
                documented,
                count.neither.to_string(),
            ]);
        }
    }
    let mut text = table(&rows);
    for api in &coverage.apis {
        text.push_str(&remarks(api));
    }
    for place in &coverage.unreadable {
        text.push_str(&format!("cannot be read: {place}\n"));
    }
    text
}

/// Returns a number and its percentage, such as ` 12  40 %`.
fn part(number: usize, count: Count) -> String {
    let percent = number * 100 / count.total.max(1);
    format!("{number:>4} {percent:>3} %")
}

fn remarks(api: &ApiCoverage) -> String {
    let (ours, documented) = api.payloads;
    let mut text = format!("{}: {ours} of our payloads, {documented} documented\n", api.api);
    let names = |rows: Vec<&Row>| rows.iter().map(|row| row.name.as_str()).collect::<Vec<_>>().join(" ");
    let silent: Vec<&Row> = api.rows.iter().filter(|row| row.silent).collect();
    if !silent.is_empty() {
        text.push_str(&format!("  {} operations without any body: {}\n", silent.len(), names(silent)));
    }
    if !api.unplaced.is_empty() {
        text.push_str(&format!("  of an unknown type: {}\n", api.unplaced.join(" ")));
    }
    text
}

/// Returns the coverage as JSON.
#[must_use]
pub fn json(coverage: &Coverage) -> Value {
    let apis = coverage.apis.iter().map(|api| {
        let counts = GROUPS.map(|group| {
            let Count { total, ours, documented, neither } = api.count(group);
            json!({"what": group.word(), "total": total, "ours": ours, "documented": documented, "none": neither})
        });
        let rows = api.rows.iter().map(|row| {
            json!({
                "what": row.group.word(),
                "name": row.name,
                "ours": row.ours,
                "documented": row.documented,
                "silent": row.silent,
            })
        });
        json!({
            "api": api.api,
            "payloads": {"ours": api.payloads.0, "documented": api.payloads.1},
            "unplaced": api.unplaced,
            "counts": counts,
            "rows": rows.collect::<Vec<_>>(),
        })
    });
    json!({"documented": coverage.has_documented, "unreadable": coverage.unreadable, "apis": apis.collect::<Vec<_>>()})
}
