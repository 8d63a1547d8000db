//! `cargo xtask examples`: finds the payloads in the documentation, and measures the coverage of the schemas.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::{print_json, relative};
use crate::apis::project_root;
use crate::coverage::samples::{self, Samples};
use crate::coverage::{self};
use crate::documented;
use crate::examples::index::Index;
use crate::examples::{self, print};
use schema_codegen::diagnostic::{Diagnostic, Result};
use schema_codegen::progress::Progress;

/// The end of the help text.
const HELP: &str = "\
Without --coverage, the exit code is 1 if a page could not be read, or if nothing was found.
With --coverage, the payloads are those of tests/examples, those of the folder that the environment
variable DOCUMENTED_EXAMPLES names (corpus/ and upstream/acs), and those of --docs.";

#[derive(Debug, clap::Args)]
#[command(after_help = HELP)]
pub(super) struct Examples {
    /// Checkout of the Exchange or Graph documentation, or of the Azure REST API specifications
    #[arg(long, value_name = "DIR", required_unless_present = "coverage")]
    docs: Option<PathBuf>,
    /// Report which types, members, enum values and operations of our schemas occur in payloads
    #[arg(long)]
    coverage: bool,
    /// File for the coverage as a page [default: target/coverage.html]
    #[arg(long, value_name = "PATH", requires = "coverage")]
    html: Option<PathBuf>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Examples {
    pub(super) fn run(&self) -> Result<ExitCode> {
        let progress = Progress::start();
        let index = Index::ours(&progress)?;
        match &self.docs {
            Some(dir) if !self.coverage => self.list(dir, &index, progress),
            _ => self.cover(&index, progress),
        }
    }

    fn list(&self, dir: &Path, index: &Index, progress: Progress) -> Result<ExitCode> {
        let found = examples::find(dir, index, &progress)?;
        drop(progress);
        if self.json {
            print_json(&print::json(&found));
        } else {
            print!("{}", print::text(&found));
        }
        let is_good = found.unreadable.is_empty() && !found.examples.is_empty();
        Ok(if is_good { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }

    fn cover(&self, index: &Index, progress: Progress) -> Result<ExitCode> {
        progress.step("read the payloads");
        let mut payloads = Samples::default();
        samples::ours(index, &mut payloads)?;
        if let Some(folder) = documented::folder() {
            samples::documented(&folder, index, &progress, &mut payloads)?;
        }
        if let Some(dir) = &self.docs {
            samples::checkout(dir, index, &progress, &mut payloads)?;
        }
        let coverage = coverage::measure(index, &payloads);
        let path = self.html.clone().unwrap_or_else(|| project_root().join("target/coverage.html"));
        write(&path, &coverage::page::html(&coverage))?;
        drop(progress);
        if self.json {
            print_json(&coverage::print::json(&coverage));
        } else {
            print!("{}", coverage::print::text(&coverage));
            println!("every name: {}", relative(&path));
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn write(path: &Path, text: &str) -> Result<()> {
    let failed = |error: std::io::Error| Diagnostic::in_file(path, format!("cannot write: {error}"));
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    fs::write(path, text).map_err(failed)
}
