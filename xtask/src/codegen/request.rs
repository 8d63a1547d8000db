//! What to generate.

use std::path::PathBuf;

use crate::apis::{Api, Format, RENAMES, Roots};
use crate::diagnostic::Result;
use crate::lock;
use crate::publishers::Publishers;
use crate::resolve::renames::Renames;

/// What to generate.
#[derive(Clone, Debug)]
pub struct Request {
    /// For which API.
    pub api: &'static Api,
    /// From which schema file; our own if none is given.
    pub schema: Option<PathBuf>,
    /// How much of it.
    pub roots: Roots,
}

/// A station whose output can be looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Station {
    /// The schema as read.
    Read,
    /// The normal form.
    Lower,
    /// The types and operations as they will stand in Rust.
    Resolve,
    /// The files as they would be written.
    Emit,
    /// The names of the files and their sizes.
    Write,
}

impl Request {
    /// Our own schema of an API.
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

    /// Who published the facts that the descriptions name. A published file does not name any.
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
