//! Checks that every entry of the tables in `roots.rs` matches something in the schema.

use super::roots::matches;
use super::source::Source;
use crate::diagnostic::{Diagnostic, Result};

/// Checks that every entry of the tables matches something.
pub(super) fn check(source: &Source<'_>) -> Result<()> {
    let tables = source.tables;
    for name in tables.roots.iter().chain(tables.responses).chain(tables.bare) {
        need_type(source, name)?;
    }
    for narrowed in tables.narrowed {
        need_type(source, narrowed.base)?;
        let derived = source.descendants(narrowed.base);
        if let Some(pattern) = narrowed.keep.iter().find(|p| !derived.iter().any(|name| matches(p, name))) {
            return Err(unmatched(
                source,
                &format!("{pattern} matches no type derived from {}", narrowed.base),
            ));
        }
    }
    for (ty, property) in tables.secrets {
        need_type(source, ty)?;
        if !source.members(ty).iter().any(|member| member.property.name == *property) {
            return Err(unmatched(source, &format!("{ty} has no property {property}")));
        }
    }
    Ok(())
}

fn need_type(source: &Source<'_>, name: &str) -> Result<()> {
    match source.csdl.structured(name) {
        Some(_) => Ok(()),
        None => Err(unmatched(source, &format!("the entity or complex type {name} does not exist"))),
    }
}

fn unmatched(source: &Source<'_>, what: &str) -> Diagnostic {
    Diagnostic::in_file(&source.csdl.file, format!("an entry of the table of the calls API has no match: {what}")).help(
        "if this is the right file, the schema has changed: correct the table in crates/schema-codegen/src/lower/csdl/roots.rs",
    )
}
