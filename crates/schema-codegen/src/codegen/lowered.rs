//! A lowered schema, and what a run reports about it.

use std::fmt;

use serde_json::Value;

use crate::diagnostic::Result;
use crate::lower::{count, skip, xsd};
use crate::output::Output;
use crate::publishers::Publishers;
use crate::resolve::model::Module;
use crate::resolve::renames::Renames;
use crate::resolve::{json, xml};
use crate::surface::{self, Surface};

/// What lowering leaves of a schema.
pub enum Lowered {
    /// The normal form of a JSON protocol.
    NormalForm(Value),
    /// The types of an XML protocol.
    Xml {
        /// The name of the module.
        module: &'static str,
        /// The first line of the module's documentation.
        about: &'static str,
        /// The types.
        types: xsd::Lowered,
    },
}

impl Lowered {
    /// Runs the station `resolve`, which may skip operations.
    pub fn resolve(&mut self, renames: &Renames, publishers: &Publishers) -> Result<Module> {
        match self {
            Self::NormalForm(document) => json::resolve(document, renames, publishers),
            Self::Xml { module, about, types } => xml::resolve(types, module, about, renames, publishers),
        }
    }

    /// Returns the public facts.
    pub fn surface(&self) -> Surface {
        match self {
            Self::NormalForm(document) => surface::of_normal_form(document),
            Self::Xml { types, .. } => types.surface.clone(),
        }
    }

    /// Adds the facts, the numbers, and what was skipped to the output.
    pub fn report(&self, output: &mut Output) {
        output.surface.extend(self.surface());
        match self {
            Self::NormalForm(document) => {
                let count = count::count(document);
                output.types += count.types;
                output.operations += count.operations;
                output.skipped.extend(skip::entries(document));
                output.notes.extend(strings(&document["x-notes"]));
            }
            Self::Xml { types, .. } => {
                output.types += types.types.len();
                output.operations += types.operations.len();
                output.skipped.extend(types.skipped.iter().cloned());
                output.notes.extend(types.notes.iter().cloned());
            }
        }
    }
}

impl fmt::Display for Lowered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NormalForm(document) => writeln!(f, "{document:#}"),
            Self::Xml { types, .. } => types.types.values().try_for_each(|one| writeln!(f, "{one:#?}")),
        }
    }
}

fn strings(value: &Value) -> impl Iterator<Item = String> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned)
}
