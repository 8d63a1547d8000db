//! The APIs: the folders below `schemas` with a file `api.toml`.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use schema_codegen::Input;
use schema_codegen::codegen::{self, Facts};
use schema_codegen::config::Config;
use schema_codegen::diagnostic::{Diagnostic, Result};
use schema_codegen::lower::Roots;

use crate::lock;

/// The command that every generated file names.
pub const COMMAND: &str = "cargo xtask codegen";

/// The configuration file in the folder of an API.
const CONFIG: &str = "api.toml";

/// An API.
#[derive(Debug)]
pub struct Api {
    /// The name of the folder.
    pub name: String,
    /// The configuration.
    pub config: Config,
}

/// Returns all APIs, sorted by name. The folders are read once.
///
/// # Errors
///
/// Returns a diagnostic if a configuration is invalid.
pub fn all() -> Result<&'static [Api]> {
    static ALL: OnceLock<Result<Vec<Api>>> = OnceLock::new();
    ALL.get_or_init(|| find(&project_root().join("schemas"))).as_deref().map_err(Clone::clone)
}

fn find(folder: &Path) -> Result<Vec<Api>> {
    let unreadable = |error: std::io::Error| Diagnostic::in_file(folder, format!("cannot read: {error}"));
    let mut apis = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        let config = entry.path().join(CONFIG);
        if config.is_file() {
            let name = entry.file_name().to_string_lossy().into_owned();
            apis.push(Api { name, config: Config::read(&config)? });
        }
    }
    apis.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(apis)
}

impl Api {
    /// Returns the API with a name.
    ///
    /// # Errors
    ///
    /// Returns a diagnostic if there is none, or if a configuration is invalid.
    pub fn named(name: &str) -> Result<&'static Self> {
        all()?.iter().find(|api| api.name == name).ok_or_else(|| {
            let names: Vec<_> = all().into_iter().flatten().map(|api| api.name.as_str()).collect();
            Diagnostic::new(format!("no API is named {name:?}"))
                .help(format!("the names are {}", names.join(", ")))
        })
    }

    /// Returns the folder of the schema files.
    #[must_use]
    pub fn schema_dir(&self) -> PathBuf {
        project_root().join("schemas").join(&self.name)
    }

    /// Returns the folder of the crate.
    #[must_use]
    pub fn crate_dir(&self) -> PathBuf {
        match &self.config.crate_dir {
            Some(folder) => self.config.resolve(folder),
            None => project_root().join("crates").join(&self.name),
        }
    }

    /// Returns the folder of the generated code.
    #[must_use]
    pub fn generated_dir(&self) -> PathBuf {
        self.crate_dir().join("src/generated")
    }

    /// Returns the input for our own schema, which must be the one that `schema.lock` names.
    ///
    /// # Errors
    ///
    /// Returns a diagnostic if the schema files do not match `schema.lock`.
    pub fn input(&self) -> Result<Input> {
        lock::check(self)?;
        Ok(Input::of(self.config.clone()).strict(true).command(COMMAND))
    }

    /// Returns the input for another schema of the API, such as the published one.
    #[must_use]
    pub fn input_for(&self, schema: &Path, roots: Roots) -> Input {
        // Published schemas have no source notes.
        let mut config = self.config.clone();
        config.publishers.clear();
        Input::of(config).schema(schema).roots(roots).command(COMMAND)
    }

    /// Returns the facts of another schema of the API, with paths relative to the workspace.
    ///
    /// # Errors
    ///
    /// Returns a diagnostic if the schema has a fault.
    pub fn facts(&self, schema: &Path, roots: Roots) -> Result<Facts> {
        let mut facts = codegen::facts(&self.input_for(schema, roots))?;
        for file in facts.unmatched.iter_mut().filter_map(|row| row.file.as_mut()) {
            if let Ok(path) = file.strip_prefix(project_root()) {
                *file = path.to_path_buf();
            }
        }
        Ok(facts)
    }

    /// Returns whether a fact belongs to what the published schema describes: to the first module of an XML
    /// Schema, whose file the published one replaces, and to any part of other schemas.
    #[must_use]
    pub fn is_published(&self, key: &str) -> bool {
        let others = self.config.xsd.modules.iter().skip(1);
        let name = key.split_once(' ').map_or(key, |(_, name)| name);
        !others.into_iter().any(|module| name.split('.').next() == Some(&module.name))
    }
}

/// Returns the folder of the workspace.
#[must_use]
pub fn project_root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}
