//! The facts about an API that its XML Schema does not contain.

use std::path::PathBuf;

use serde::Deserialize;

use super::{Config, Row};
use crate::diagnostic::{Diagnostic, Result};

/// The facts for an XML Schema.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Xsd {
    /// The modules of the generated code, each from a schema file. The published file replaces that of the
    /// first module. By default, there is a module `types`.
    pub modules: Vec<Module>,
}

/// A module of the generated code.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Module {
    /// The name of the module.
    pub name: String,
    /// The schema file.
    pub schema: PathBuf,
    /// The first line of the module's documentation.
    pub about: String,
    /// The source note for definitions that have none and that no definition with a note uses.
    pub default_source: Option<String>,
    /// The elements of the operations. Types that they do not reach are not generated. By default, all
    /// types are generated.
    #[serde(default)]
    pub elements: Vec<Row<String>>,
    /// The elements of the SOAP headers of requests. They are generated, too.
    #[serde(default)]
    pub request_headers: Vec<Row<String>>,
    /// The elements of the SOAP headers of responses. They are generated, too.
    #[serde(default)]
    pub response_headers: Vec<Row<String>>,
}

/// Checks that the names of the modules are names of Rust modules.
pub(super) fn check(config: &Config) -> Result<()> {
    let is_valid = |name: &str| {
        let is_sign = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        name.chars().all(is_sign) && syn::parse_str::<syn::Ident>(name).is_ok()
    };
    match config.xsd.modules.iter().find(|module| !is_valid(&module.name)) {
        Some(Module { name, .. }) => {
            let what = format!(
                "{name:?} is not a valid name for a module (expected snake case, as in `my_service`)"
            );
            Err(Diagnostic::in_file(&config.file, what).help("change `name` in `xsd.modules`"))
        }
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_modules_must_be_names_of_rust_modules() {
        let parse = |name: &str| {
            let text = format!("[[xsd.modules]]\nname = {name:?}\nschema = 'a.xsd'\nabout = 'A.'");
            Config::parse("api.toml".as_ref(), &text)
        };
        assert!(parse("my_service").is_ok());
        for name in ["", "../evil", "a b", "mod", "self", "crate", "3x", "A"] {
            assert!(
                parse(name).is_err_and(|diagnostic| diagnostic.what.contains("name for a module")),
                "{name}"
            );
        }
    }
}
