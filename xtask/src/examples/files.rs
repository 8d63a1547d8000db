//! Lists the files of a checkout that may contain payloads.

use std::fs;
use std::path::{Path, PathBuf};

use schema_codegen::diagnostic::{Diagnostic, Result};

/// The files below a folder, sorted.
#[derive(Clone, Debug, Default)]
pub struct Files {
    root: PathBuf,
    /// The Markdown pages.
    pub pages: Vec<PathBuf>,
    /// The JSON files.
    pub json: Vec<PathBuf>,
}

impl Files {
    /// Returns the path of a file relative to the folder.
    #[must_use]
    pub fn name(&self, path: &Path) -> String {
        path.strip_prefix(&self.root).unwrap_or(path).display().to_string()
    }
}

/// Lists the files below a folder. Hidden folders are ignored, and links are not followed.
pub fn list(root: &Path) -> Result<Files> {
    if !root.is_dir() {
        return Err(
            Diagnostic::in_file(root, "this is not a folder").help("use a checkout of the documentation")
        );
    }
    let mut files = Files { root: root.to_path_buf(), ..Files::default() };
    let mut open = vec![root.to_path_buf()];
    while let Some(folder) = open.pop() {
        let failed = |error: std::io::Error| Diagnostic::in_file(&folder, format!("cannot read: {error}"));
        for entry in fs::read_dir(&folder).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let kind = entry.file_type().map_err(failed)?;
            let hidden = entry.file_name().to_string_lossy().starts_with('.');
            if kind.is_dir() && !hidden {
                open.push(entry.path());
            } else if kind.is_file() {
                files.add(entry.path());
            }
        }
    }
    files.pages.sort();
    files.json.sort();
    Ok(files)
}

impl Files {
    fn add(&mut self, path: PathBuf) {
        let extension = path.extension().map(|extension| extension.to_ascii_lowercase());
        match extension.as_deref().and_then(|extension| extension.to_str()) {
            Some("md") => self.pages.push(path),
            Some("json") => self.json.push(path),
            _ => {}
        }
    }
}
