//! Operations that are not supported: each is skipped by name, and the rest of the document is generated.

use super::api::{Api, Operation};
use crate::diagnostic::{Diagnostic, Result};
use crate::lower::skip;
use crate::output::Skipped;

/// Why a pass does not accept an operation.
#[derive(Debug)]
pub(super) enum Refusal {
    /// It is valid, but not supported. Contains the reason.
    Unsupported(String),
    /// The document is invalid.
    Invalid(Diagnostic),
}

impl From<Diagnostic> for Refusal {
    fn from(diagnostic: Diagnostic) -> Self {
        Self::Invalid(diagnostic)
    }
}

impl Operation {
    /// Returns the name of the operation in notes and in the list of what was skipped.
    pub fn title(&self) -> String {
        skip::operation_name(&self.method, &self.path, self.id())
    }
}

/// Runs a pass on each operation, and skips the operations that are not supported.
pub(super) fn each(
    api: &mut Api,
    mut pass: impl FnMut(&mut Operation, &mut Api) -> std::result::Result<(), Refusal>,
) -> Result<()> {
    for mut operation in std::mem::take(&mut api.operations) {
        match pass(&mut operation, api) {
            Ok(()) => api.operations.push(operation),
            Err(Refusal::Unsupported(reason)) => {
                api.skipped.push(Skipped::unsupported(operation.title(), reason));
            }
            Err(Refusal::Invalid(diagnostic)) => return Err(diagnostic),
        }
    }
    Ok(())
}
