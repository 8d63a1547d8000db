//! `cargo xtask examples`: the payloads of the documentation, and what of the schemas payloads show.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use super::print_json;
use crate::{
    examples::{self, catalog::Catalog, print},
    fault::Result,
    progress::Progress,
};

/// What ends the help.
const HELP: &str = "\
Without --coverage the exit code is 1 if a page could not be read, or if nothing was found.";

#[derive(Debug, clap::Args)]
#[command(after_help = HELP)]
pub(super) struct Examples {
    /// A checkout of the Exchange or Graph documentation, or of the Azure REST API specifications
    #[arg(long, value_name = "DIR")]
    docs: Option<PathBuf>,
    /// Print JSON, for machines
    #[arg(long)]
    json: bool,
}

impl Examples {
    pub(super) fn run(&self) -> Result<ExitCode> {
        let progress = Progress::start();
        let catalog = Catalog::ours(&progress)?;
        self.list(self.docs.as_deref().unwrap_or(Path::new(".")), &catalog, progress)
    }

    fn list(&self, dir: &Path, catalog: &Catalog, progress: Progress) -> Result<ExitCode> {
        let found = examples::find(dir, catalog, &progress)?;
        drop(progress);
        if self.json {
            print_json(&print::json(&found));
        } else {
            print!("{}", print::text(&found));
        }
        let is_good = found.unreadable.is_empty() && !found.examples.is_empty();
        Ok(if is_good { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}
