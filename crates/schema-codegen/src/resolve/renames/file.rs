//! The file `renames.json` beside a schema, with the Rust names that types get in place of those in the
//! schema.

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::diagnostic::{Diagnostic, Result};
use crate::lower::names::type_name;

/// The entries of a `renames.json`.
#[derive(Clone, Debug, Default)]
pub struct Renames {
    file: PathBuf,
    /// The entries, each with its index in the file.
    entries: Vec<(usize, Rename)>,
}

/// A new name for a type.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rename {
    /// The name of the type in the schema, as in `surface.txt`.
    #[serde(rename = "type")]
    pub schema_name: String,
    /// Its name in Rust.
    pub name: String,
    /// Why it is renamed.
    reason: String,
}

impl Renames {
    /// Reads the file. If it does not exist, there are no entries.
    ///
    /// # Errors
    ///
    /// Returns a diagnostic if the file is not a list of entries, if a type or name is listed twice, if a
    /// name is not valid for a generated type, or if an entry has no reason.
    pub fn read(file: &Path) -> Result<Self> {
        let text = match fs::read_to_string(file) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Self::default()),
            Err(error) => return Err(Diagnostic::in_file(file, format!("cannot read: {error}"))),
        };
        Self::parse(&text)
            .map(|entries| Self { file: file.to_owned(), entries: entries.into_iter().enumerate().collect() })
            .map_err(|diagnostic| diagnostic.or_file(file))
    }

    fn parse(text: &str) -> Result<Vec<Rename>> {
        let entries: Vec<Rename> = serde_json::from_str(text).map_err(|error| {
            Diagnostic::new(error.to_string())
                .at(format!("line {}, column {}", error.line(), error.column()))
                .help("each entry is `{\"type\": ..., \"name\": ..., \"reason\": ...}`")
        })?;
        let (mut types, mut names) = (BTreeMap::new(), BTreeMap::new());
        for (index, Rename { schema_name, name, reason }) in entries.iter().enumerate() {
            let diagnostic =
                |member: &str, what: String| Diagnostic::new(what).at(format!("/{index}/{member}"));
            if type_name(name).name != *name {
                return Err(diagnostic(
                    "name",
                    format!("{name:?} is not a valid name for a generated Rust type"),
                )
                .help("write it in upper camel case, and avoid the names that generated code uses"));
            }
            if reason.trim().is_empty() {
                return Err(diagnostic("reason", format!("no reason is given for the name {name}"))
                    .help("state who uses the name, or what is wrong with the name in the schema"));
            }
            if let Some(other) = types.insert(schema_name, index) {
                return Err(diagnostic("type", format!("entry {other} renames {schema_name}, too"))
                    .help("remove one of the entries"));
            }
            if let Some(other) = names.insert(name, index) {
                return Err(diagnostic("name", format!("entry {other} has the name {name}, too"))
                    .help("choose another name for one of the types"));
            }
        }
        Ok(entries)
    }

    /// The entries, each with its index in the file.
    pub fn iter(&self) -> impl Iterator<Item = (usize, &Rename)> {
        self.entries.iter().map(|(index, entry)| (*index, entry))
    }

    /// Returns the entries of a module, whose types have the name of the module and a full stop as a prefix.
    #[must_use]
    pub fn of_module(&self, module: &str) -> Self {
        let mut kept = self.clone();
        kept.entries.retain(|(_, entry)| entry.schema_name.split('.').next() == Some(module));
        kept
    }

    /// Creates a diagnostic about a member of an entry.
    pub fn diagnostic(&self, index: usize, member: &str, what: impl Into<String>) -> Diagnostic {
        Diagnostic::in_file(&self.file, what).at(format!("/{index}/{member}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn diagnostic(text: &str) -> Diagnostic {
        Renames::parse(text).expect_err("a diagnostic")
    }

    #[test]
    fn a_missing_file_has_no_entries() {
        let none = Renames::read(Path::new("/nowhere/renames.json")).expect("no names");
        assert_eq!(none.iter().count(), 0);
    }

    #[test]
    fn invalid_entries_are_errors_with_a_place() {
        let entry = |ty: &str, name: &str, reason: &str| {
            format!(r#"{{"type": "{ty}", "name": "{name}", "reason": "{reason}"}}"#)
        };
        for (entries, place, what) in [
            ([entry("A", "B", "r"), entry("A", "C", "r")], "/1/type", "entry 0 renames A, too"),
            ([entry("A", "B", "r"), entry("C", "B", "r")], "/1/name", "entry 0 has the name B, too"),
            ([entry("A", "B", "r"), entry("C", "D", " ")], "/1/reason", "no reason is given for the name D"),
            (
                [entry("A", "a_b", "r"), entry("C", "D", "r")],
                "/0/name",
                r#""a_b" is not a valid name for a generated Rust type"#,
            ),
            (
                [entry("A", "Vec", "r"), entry("C", "D", "r")],
                "/0/name",
                r#""Vec" is not a valid name for a generated Rust type"#,
            ),
            (
                [entry("A", "", "r"), entry("C", "D", "r")],
                "/0/name",
                r#""" is not a valid name for a generated Rust type"#,
            ),
        ] {
            let diagnostic = diagnostic(&format!("[{}]", entries.join(",")));
            assert_eq!((diagnostic.place.as_deref(), diagnostic.what.as_str()), (Some(place), what));
            assert!(diagnostic.help.is_some());
        }
        assert_eq!(diagnostic("[{}]").place.as_deref(), Some("line 1, column 3"));
        assert!(
            diagnostic(r#"[{"type": "A", "name": "B", "reason": "r", "more": 1}]"#).what.contains("more")
        );
    }
}
