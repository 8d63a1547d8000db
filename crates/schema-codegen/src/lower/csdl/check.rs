//! Checks that every row of the configuration matches something in the schema.

use super::source::Source;
use crate::config::Row;
use crate::diagnostic::Diagnostic;

/// Returns the rows that match nothing.
pub(super) fn check(source: &Source<'_>) -> Vec<Diagnostic> {
    let (config, tables) = (source.config, &source.config.csdl);
    let mut unmatched = Vec::new();
    for row in tables.types.iter().chain(&tables.sent).chain(&tables.bare) {
        unmatched.extend(need_type(source, row, row));
    }
    for row in &tables.narrowed {
        let missing = need_type(source, row, &row.base);
        let derived = source.descendants(&row.base);
        let pattern = row.without_match(derived.iter().copied()).filter(|_| missing.is_none());
        unmatched.extend(missing);
        unmatched.extend(pattern.map(|pattern| {
            config.unmatched(row, format!("{pattern} matches no type derived from {}", row.base))
        }));
    }
    for row in &config.secrets {
        let missing = need_type(source, row, &row.type_name);
        let has_property =
            source.members(&row.type_name).iter().any(|member| member.property.name == row.property);
        if missing.is_none() && !has_property {
            let what = format!("{} has no property {}", row.type_name, row.property);
            unmatched.push(config.unmatched(row, what));
        }
        unmatched.extend(missing);
    }
    unmatched
}

fn need_type<T>(source: &Source<'_>, row: &Row<T>, name: &str) -> Option<Diagnostic> {
    let what = format!("the entity or complex type {name} does not exist");
    source.csdl.structured(name).is_none().then(|| source.config.unmatched(row, what))
}
