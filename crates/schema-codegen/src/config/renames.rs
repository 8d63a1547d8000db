//! The Rust names that types get in place of those in the schema.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{Config, Row};
use crate::diagnostic::{Diagnostic, Result};
use crate::lower::names::type_name;

/// A new name for a type.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rename {
    /// The name of the type in the schema, as in `surface.txt`. In XML Schema, it begins with the module.
    #[serde(rename = "type")]
    pub schema_name: String,
    /// Its name in Rust.
    pub name: String,
    /// Why it is renamed.
    pub reason: String,
}

impl Config {
    /// Creates the diagnostic for a new name whose type the schema does not have.
    pub(crate) fn without_type(&self, row: &Row<Rename>) -> Diagnostic {
        self.unmatched(row, format!("the schema has no type {}", row.schema_name))
    }
}

/// Checks that all names are valid and that none is given twice.
pub(super) fn check(config: &Config) -> Result<()> {
    let (mut types, mut names) = (BTreeMap::new(), BTreeMap::new());
    for (index, row) in config.renames.iter().enumerate() {
        let Rename { schema_name, name, .. } = &**row;
        if type_name(name).name != *name {
            let what = format!("{name:?} is not a valid name for a generated Rust type");
            let help = "write it in upper camel case, and avoid the names that generated code uses";
            return Err(config.diagnostic(row, what).help(help));
        }
        if types.insert(schema_name, index).is_some() {
            let what = format!("another row renames {schema_name}, too");
            return Err(config.diagnostic(row, what).help("remove one of the rows"));
        }
        if names.insert(name, index).is_some() {
            let what = format!("another row has the name {name}, too");
            return Err(config.diagnostic(row, what).help("choose another name for one of the types"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn invalid_rows_are_errors_with_a_line() {
        let row =
            |ty: &str, name: &str| format!("[[renames]]\ntype = '{ty}'\nname = '{name}'\nreason = 'r'\n");
        for (rows, place, what) in [
            ([row("A", "B"), row("A", "C")], "line 5, column 1", "another row renames A, too"),
            ([row("A", "B"), row("C", "B")], "line 5, column 1", "another row has the name B, too"),
            (
                [row("A", "a_b"), row("C", "D")],
                "line 1, column 1",
                r#""a_b" is not a valid name for a generated Rust type"#,
            ),
            (
                [row("A", "Vec"), row("C", "D")],
                "line 1, column 1",
                r#""Vec" is not a valid name for a generated Rust type"#,
            ),
        ] {
            let diagnostic = Config::parse(Path::new("api.toml"), &rows.concat()).expect_err("a diagnostic");
            assert_eq!((diagnostic.place.as_deref(), diagnostic.what.as_str()), (Some(place), what));
        }
    }
}
