//! The facts about an API that its XML Schema does not contain.

use std::path::PathBuf;

use serde::Deserialize;

use super::Row;

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
