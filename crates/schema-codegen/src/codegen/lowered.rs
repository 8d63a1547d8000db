//! A lowered schema, and what a run reports about it.

use std::fmt;

use serde_json::Value;

use crate::config::{Config, Module as XsdModule};
use crate::diagnostic::{Diagnostic, Result};
use crate::lower::{NormalForm, count, skip, xsd};
use crate::output::Output;
use crate::resolve::model::Module;
use crate::resolve::{json, xml};
use crate::surface::{self, Surface};

/// What lowering leaves of a schema.
pub enum Lowered<'p> {
    /// The normal form of a JSON protocol.
    NormalForm(NormalForm),
    /// The types of an XML protocol, and their module.
    Xml(&'p XsdModule, xsd::Lowered),
}

impl Lowered<'_> {
    /// Runs the station `resolve`, which may skip operations. Adds the rows of the configuration that match
    /// nothing to `unmatched`.
    pub fn resolve(&mut self, config: &Config, unmatched: &mut Vec<Diagnostic>) -> Result<Module> {
        match self {
            Self::NormalForm(form) => json::resolve(&mut form.document, config, unmatched),
            Self::Xml(module, types) => xml::resolve(types, &module.name, &module.about, config, unmatched),
        }
    }

    /// Returns the public facts.
    pub fn surface(&self) -> Surface {
        match self {
            Self::NormalForm(form) => surface::of_normal_form(&form.document),
            Self::Xml(_, types) => types.surface.clone(),
        }
    }

    /// Returns the text before the names of the types in the configuration.
    pub fn prefix(&self) -> String {
        match self {
            Self::NormalForm(_) => String::new(),
            Self::Xml(module, _) => format!("{}.", module.name),
        }
    }

    /// Returns the rows of the configuration that match nothing in the schema.
    pub fn unmatched(&self) -> &[Diagnostic] {
        match self {
            Self::NormalForm(form) => &form.unmatched,
            Self::Xml(_, types) => &types.unmatched,
        }
    }

    /// Adds the facts, the numbers, and what was skipped to the output.
    pub fn report(&self, output: &mut Output) {
        output.surface.extend(self.surface());
        output.unmatched.extend(self.unmatched().iter().cloned());
        match self {
            Self::NormalForm(NormalForm { document, .. }) => {
                let count = count::count(document);
                output.types += count.types;
                output.operations += count.operations;
                output.skipped.extend(skip::entries(document));
                output.notes.extend(strings(&document["x-notes"]));
            }
            Self::Xml(_, types) => {
                output.types += types.types.len();
                output.operations += types.operations.len();
                output.skipped.extend(types.skipped.iter().cloned());
                output.notes.extend(types.notes.iter().cloned());
            }
        }
    }
}

impl fmt::Display for Lowered<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NormalForm(form) => writeln!(f, "{:#}", form.document),
            Self::Xml(_, types) => types.types.values().try_for_each(|one| writeln!(f, "{one:#?}")),
        }
    }
}

fn strings(value: &Value) -> impl Iterator<Item = String> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned)
}
