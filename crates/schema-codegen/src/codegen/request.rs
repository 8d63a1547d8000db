//! The request of a run: the API, its schema file, and the roots.

use std::path::PathBuf;

use crate::apis::{Api, Format, RENAMES, Roots};
use crate::diagnostic::Result;
use crate::lock;
use crate::publishers::Publishers;
use crate::resolve::renames::Renames;

/// The request of a run.
#[derive(Clone, Debug)]
pub struct Request {
    /// The API.
    pub api: &'static Api,
    /// The schema file; `None` for our own.
    pub schema: Option<PathBuf>,
    /// The types that are generated.
    pub roots: Roots,
}

/// A station whose output can be printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Station {
    /// The schema that was read
    Read,
    /// The normal form, or the types of an XML Schema
    Lower,
    /// The types and operations of the Rust code
    Resolve,
    /// The generated files
    Emit,
    /// The names and sizes of the files
    Write,
}

impl Request {
    /// Creates a request for our own schema of an API.
    #[must_use]
    pub fn own(api: &'static Api) -> Self {
        Self { api, schema: None, roots: Roots::Calls }
    }

    /// Returns the names of `renames.json`. A published schema of Exchange has one of the two modules only.
    pub fn renames(&self) -> Result<Renames> {
        let renames = Renames::read(&self.api.schema_dir().join(RENAMES))?;
        let has_one_module = self.api.format == Format::Xsd && self.schema.is_some();
        Ok(if has_one_module { renames.of_module("phone_call") } else { renames })
    }

    /// Returns the publishers in the source notes of the descriptions. Published files have no source notes.
    pub fn publishers(&self) -> &'static Publishers {
        if self.schema.is_none() { self.api.publishers } else { &Publishers::NONE }
    }

    /// Returns the schema file to read. Our own must be the one that `schema.lock` names.
    pub fn schema_file(&self) -> Result<PathBuf> {
        if let Some(path) = &self.schema {
            return Ok(path.clone());
        }
        lock::check(self.api)?;
        Ok(self.api.schema_dir().join(self.api.schema))
    }
}
