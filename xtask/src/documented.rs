//! The folder of the documented originals: schemas and payloads that are their publishers' texts, and
//! therefore not in the repository.

use std::path::PathBuf;

use crate::apis::project_root;

/// The environment variable that names the folder.
pub const VARIABLE: &str = "DOCUMENTED_EXAMPLES";

/// Returns the folder, if [`VARIABLE`] is set. A relative path is resolved against the workspace.
#[must_use]
pub fn folder() -> Option<PathBuf> {
    std::env::var_os(VARIABLE).map(|folder| project_root().join(folder))
}
