//! The configuration of an API: the facts that its schema does not contain, read from a TOML file.
//!
//! A schema needs none: see [`Config::default`]. The reference of the file's members is the documentation of
//! [`Config`] and of the types of its members.
//!
//! ```
//! use schema_codegen::config::Config;
//!
//! let config = Config::parse(
//!     "api.toml".as_ref(),
//!     r#"
//!     about = "A service for parcels"
//!
//!     [[secrets]]
//!     type = "Locker"
//!     property = "code"
//!     reason = "It opens the locker."
//!     "#,
//! )?;
//! assert_eq!(config.secrets[0].property, "code");
//! # Ok::<(), schema_codegen::diagnostic::Diagnostic>(())
//! ```

mod csdl;
mod openapi;
pub mod publishers;
mod renames;
mod row;
mod xsd;

use std::path::{Path, PathBuf};

use serde::Deserialize;

pub use self::csdl::{Csdl, Narrowed};
pub use self::openapi::{Events, OpenApi, Supplement};
use self::publishers::Publisher;
pub use self::renames::Rename;
pub use self::row::Row;
pub use self::xsd::{Module, Xsd};
use crate::diagnostic::{Diagnostic, Result};
use crate::read;

/// The configuration of an API.
///
/// Paths are relative to the folder of the file.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Config {
    /// The path of the configuration file; empty if there is none.
    #[serde(skip)]
    pub file: PathBuf,
    /// The text of the configuration file.
    #[serde(skip)]
    text: String,
    /// A description in one line.
    pub about: String,
    /// The schema file. For XML Schema, `xsd.modules` lists the files instead.
    pub schema: Option<PathBuf>,
    /// The published schema file, below the folder of the published files.
    pub published: Option<PathBuf>,
    /// The folder of the crate, whose `src/generated` contains the generated code.
    #[serde(rename = "crate")]
    pub crate_dir: Option<PathBuf>,
    /// Whether the operations are visible in their crate alone, because the crate has a client of its own.
    pub private_client: bool,
    /// The operations that may be skipped although they belong to the API, because the generator does not
    /// support them. Without `strict`, all of these are skipped.
    pub unsupported: Vec<Row<Unsupported>>,
    /// The properties with secrets, whose values are redacted in debug output.
    pub secrets: Vec<Row<Secret>>,
    /// The Rust names that types get in place of those in the schema.
    pub renames: Vec<Row<Rename>>,
    /// The accepted differences from the published schema.
    pub accepted: Vec<Row<Accepted>>,
    /// The publishers in the source notes of the descriptions. Without publishers, notes remain text.
    pub publishers: Vec<Publisher>,
    /// The source note for definitions that have none and that no definition with a note uses.
    pub default_source: Option<String>,
    /// The facts for a schema in CSDL.
    pub csdl: Csdl,
    /// The facts for a schema in Swagger or OpenAPI.
    pub openapi: OpenApi,
    /// The facts for an XML Schema.
    pub xsd: Xsd,
}

/// An operation that the generator does not support.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unsupported {
    /// The operation, as `codegen --verbose` prints it.
    pub operation: String,
    /// Why the API can do without it.
    pub reason: String,
}

/// A property with a secret.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Secret {
    /// The name of the type in the schema.
    #[serde(rename = "type")]
    pub type_name: String,
    /// The name of the property.
    pub property: String,
    /// Why it is a secret.
    pub reason: String,
}

/// An accepted difference from the published schema.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Accepted {
    /// The difference, as `schema verify` prints it.
    pub difference: String,
    /// Why it is accepted.
    pub reason: String,
}

impl Config {
    /// Reads a configuration file.
    ///
    /// # Errors
    ///
    /// Returns a diagnostic with the line if the file cannot be read, if it is not TOML, if a member is
    /// unknown or has the wrong type, if a reason is empty, or if a name is not valid.
    pub fn read(file: &Path) -> Result<Self> {
        Self::parse(file, &read::read_text(file)?)
    }

    /// Parses the text of a configuration file.
    ///
    /// # Errors
    ///
    /// Returns a diagnostic, as [`read`](Self::read) does.
    pub fn parse(file: &Path, text: &str) -> Result<Self> {
        let mut config: Self = toml::from_str(text).map_err(|error| {
            let diagnostic = Diagnostic::in_file(file, error.message());
            let place = error.span().map_or(0, |span| span.start);
            diagnostic
                .at_offset(text, place)
                .help("see the documentation of schema_codegen::config::Config for the members of this file")
        })?;
        file.clone_into(&mut config.file);
        text.clone_into(&mut config.text);
        config.check_reasons()?;
        renames::check(&config)?;
        publishers::check(&config)?;
        xsd::check(&config)?;
        Ok(config)
    }

    /// Resolves a path against the folder of the file.
    #[must_use]
    pub fn resolve(&self, path: &Path) -> PathBuf {
        self.file.parent().unwrap_or(Path::new("")).join(path)
    }

    /// Creates a diagnostic about a row.
    pub fn diagnostic<T>(&self, row: &Row<T>, what: impl Into<String>) -> Diagnostic {
        if self.file.as_os_str().is_empty() {
            return Diagnostic::new(what);
        }
        Diagnostic::in_file(&self.file, what).at_offset(&self.text, row.offset())
    }

    /// Creates a diagnostic about a row that matches nothing in the schema.
    pub fn unmatched<T>(&self, row: &Row<T>, what: impl Into<String>) -> Diagnostic {
        self.diagnostic(row, what).help("if the schema has changed, correct or remove this row")
    }

    fn check_reasons(&self) -> Result<()> {
        let empty = "the reason is empty";
        let help = "state it, so that a reader can judge whether the row is still needed";
        let check = |reason: &str, diagnostic: Diagnostic| {
            if reason.trim().is_empty() { Err(diagnostic.help(help)) } else { Ok(()) }
        };
        self.unsupported.iter().try_for_each(|row| check(&row.reason, self.diagnostic(row, empty)))?;
        self.secrets.iter().try_for_each(|row| check(&row.reason, self.diagnostic(row, empty)))?;
        self.renames.iter().try_for_each(|row| check(&row.reason, self.diagnostic(row, empty)))?;
        self.csdl.narrowed.iter().try_for_each(|row| check(&row.reason, self.diagnostic(row, empty)))?;
        self.accepted.iter().try_for_each(|row| check(&row.reason, self.diagnostic(row, empty)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn diagnostic(text: &str) -> (String, String) {
        let diagnostic = Config::parse(Path::new("api.toml"), text).expect_err("a diagnostic");
        assert!(diagnostic.help.is_some(), "{diagnostic}");
        (diagnostic.place.unwrap_or_default(), diagnostic.what)
    }

    #[test]
    fn an_empty_file_is_the_default() {
        let config = Config::parse(Path::new("x/api.toml"), "").expect("a configuration");
        assert_eq!(config.resolve(Path::new("a.json")), Path::new("x/a.json"));
        assert_eq!(config.csdl.tag, "@odata.type");
    }

    #[test]
    fn invalid_files_are_errors_with_a_line() {
        for (text, place, what) in [
            ("about = 1", "line 1, column 9", "invalid type: integer `1`, expected a string"),
            ("about = 'a'\nsecret = []", "line 2, column 1", "unknown field `secret`"),
            ("about = ", "line 1, column 9", ""),
            (
                "[[secrets]]\ntype = 'T'\nproperty = 'p'\nreason = ' '",
                "line 1, column 1",
                "the reason is empty",
            ),
            ("[[secrets]]\ntype = 'T'\nproperty = 'p'", "line 1, column 1", "missing field `reason`"),
        ] {
            let (found, message) = diagnostic(text);
            assert_eq!(found, place, "{text}: {message}");
            assert!(message.starts_with(what), "{message}");
        }
    }
}
