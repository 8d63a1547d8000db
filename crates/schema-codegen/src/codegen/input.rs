//! The input of a run: the schema, its configuration, and how it is generated.

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use crate::config::{Config, Module};
use crate::diagnostic::{Diagnostic, Result};
use crate::lower::Roots;
use crate::read::file_name;
use crate::read::format::{self, Format};

/// The input of a run.
///
/// ```no_run
/// use schema_codegen::config::Config;
/// use schema_codegen::{Input, generate};
///
/// // A schema alone.
/// let output = generate(&Input::new("parcels.json"))?;
/// // The schema that a configuration names, and nothing may be missing.
/// let config = Config::read("schemas/parcels/api.toml".as_ref())?;
/// let output = generate(&Input::of(config).strict(true))?;
/// # Ok::<(), schema_codegen::diagnostic::Diagnostic>(())
/// ```
#[derive(Clone, Debug)]
pub struct Input {
    schema: Option<PathBuf>,
    config: Config,
    roots: Roots,
    strict: bool,
    command: String,
}

/// A schema file that becomes a module of generated code.
#[derive(Clone, Debug)]
pub(crate) struct Part<'i> {
    /// The schema file.
    pub schema: PathBuf,
    /// Its format, with the files and facts of that format.
    pub kind: Kind<'i>,
}

/// The format of a schema, with the files and facts of that format.
#[derive(Clone, Debug)]
pub(crate) enum Kind<'i> {
    /// OData CSDL, with the file of annotations.
    Csdl(Option<PathBuf>),
    /// Swagger or OpenAPI, with the document of further types.
    OpenApi(Option<PathBuf>),
    /// XML Schema, with its module.
    Xsd(Cow<'i, Module>),
}

impl Input {
    /// Creates the input for a schema file without a configuration.
    pub fn new(schema: impl Into<PathBuf>) -> Self {
        Self { schema: Some(schema.into()), ..Self::of(Config::default()) }
    }

    /// Creates the input for the schema that a configuration names.
    #[must_use]
    pub fn of(config: Config) -> Self {
        let (roots, command) = (Roots::default(), "schema-codegen".to_owned());
        Self { schema: None, config, roots, strict: false, command }
    }

    /// Replaces the schema that the configuration names, such as with the published one.
    #[must_use]
    pub fn schema(mut self, schema: impl Into<PathBuf>) -> Self {
        self.schema = Some(schema.into());
        self
    }

    /// Sets which types are generated.
    #[must_use]
    pub fn roots(mut self, roots: Roots) -> Self {
        self.roots = roots;
        self
    }

    /// Sets whether it is an error if an operation is not supported and the configuration does not list it,
    /// or if a row of the configuration matches nothing in the schema. Otherwise, both are reported.
    #[must_use]
    pub fn strict(mut self, strict: bool) -> Self {
        self.strict = strict;
        self
    }

    /// Makes the operations public, also if the configuration says that the crate has a client of its own.
    #[must_use]
    pub fn public_client(mut self) -> Self {
        self.config.private_client = false;
        self
    }

    /// Sets the command that every generated file names in its first line.
    #[must_use]
    pub fn command(mut self, command: impl Into<String>) -> Self {
        self.command = command.into();
        self
    }

    pub(crate) fn config(&self) -> &Config {
        &self.config
    }

    pub(crate) fn kept_roots(&self) -> Roots {
        self.roots
    }

    pub(crate) fn is_strict(&self) -> bool {
        self.strict
    }

    pub(crate) fn header_command(&self) -> &str {
        &self.command
    }

    /// Returns the main schema file.
    ///
    /// # Errors
    ///
    /// Returns a diagnostic if neither the input nor the configuration names one.
    pub fn main_schema(&self) -> Result<PathBuf> {
        if let Some(schema) = &self.schema {
            return Ok(schema.clone());
        }
        let of_module = || self.config.xsd.modules.first().map(|module| &module.schema);
        let named = self.config.schema.as_ref().or_else(of_module);
        named.map(|schema| self.config.resolve(schema)).ok_or_else(|| {
            Diagnostic::in_file(&self.config.file, "the configuration names no schema file")
                .help("add `schema = \"FILE\"`")
        })
    }

    /// Returns the format of the main schema file.
    ///
    /// # Errors
    ///
    /// Returns a diagnostic if the file cannot be read, or if it is not a schema.
    pub fn format(&self) -> Result<Format> {
        format::detect(&self.main_schema()?)
    }

    /// Returns the schema files, each with its format.
    pub(crate) fn parts(&self) -> Result<Vec<Part<'_>>> {
        let schema = self.main_schema()?;
        let format = format::detect(&schema)?;
        self.check_format(&schema, format)?;
        let kind = match format {
            Format::Csdl => Kind::Csdl(self.beside(self.config.csdl.annotations.as_deref())),
            Format::OpenApi => {
                let supplement = self.config.openapi.supplement.as_ref();
                Kind::OpenApi(self.beside(supplement.map(|supplement| supplement.schema.as_path())))
            }
            Format::Xsd => return Ok(self.modules(schema)),
        };
        Ok(vec![Part { schema, kind }])
    }

    /// Checks that a schema that replaces that of the configuration has the same format.
    fn check_format(&self, schema: &Path, format: Format) -> Result<()> {
        if self.schema.is_none() || self.config.file.as_os_str().is_empty() {
            return Ok(());
        }
        let own = Self::of(self.config.clone()).main_schema().ok().map(|own| format::detect(&own));
        match own.transpose()? {
            Some(own) if own != format => {
                let what = format!("the format is {format}, but the configuration is for {own}");
                Err(Diagnostic::in_file(schema, what).help("use the configuration of another API, or none"))
            }
            _ => Ok(()),
        }
    }

    fn beside(&self, file: Option<&Path>) -> Option<PathBuf> {
        file.map(|file| self.config.resolve(file))
    }

    /// Returns the modules of an XML Schema. A schema that replaces that of the configuration becomes one
    /// module: the one whose schema has the same file name, else the first one.
    fn modules(&self, schema: PathBuf) -> Vec<Part<'_>> {
        let modules = &self.config.xsd.modules;
        if self.schema.is_none() {
            let schemas = modules.iter().map(|module| (self.config.resolve(&module.schema), module));
            return schemas.map(|(schema, module)| Part { schema, kind: Kind::of(module) }).collect();
        }
        let name = file_name(&schema);
        let is_same = |module: &&Module| file_name(&module.schema).eq_ignore_ascii_case(&name);
        let kind = match modules.iter().find(is_same).or(modules.first()) {
            Some(module) => Kind::of(module),
            None => Kind::Xsd(Cow::Owned(unnamed(&name))),
        };
        vec![Part { schema, kind }]
    }
}

/// Returns the module of a schema without a configuration.
fn unnamed(file: &str) -> Module {
    Module {
        name: "types".to_owned(),
        schema: PathBuf::from(file),
        about: format!("The types of `{file}`."),
        default_source: None,
        elements: Vec::new(),
        request_headers: Vec::new(),
        response_headers: Vec::new(),
    }
}

impl<'i> Kind<'i> {
    fn of(module: &'i Module) -> Self {
        Self::Xsd(Cow::Borrowed(module))
    }
}

impl Part<'_> {
    /// Returns the name of the module; empty if the part becomes the whole generated code.
    pub fn module(&self) -> &str {
        match &self.kind {
            Kind::Xsd(module) => &module.name,
            Kind::Csdl(_) | Kind::OpenApi(_) => "",
        }
    }
}
