//! `schema-codegen diff`: compares two schemas.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::codegen::{self, Input};
use crate::config::Config;
use crate::diagnostic::Result;
use crate::diff::{ApiReport, Report, print};
use crate::read::file_name;

/// The end of the help text.
const HELP: &str = "\
Exit codes:
  0  no difference
  1  the comparison failed
  2  compatible differences (a patch or minor step)
  3  breaking differences (a major step)

The documentation of schema_codegen::diff lists the rules.";

#[derive(Debug, clap::Args)]
#[command(after_help = HELP)]
pub(super) struct Diff {
    /// Older schema file
    #[arg(value_name = "OLD")]
    old: PathBuf,
    /// Newer schema file
    #[arg(value_name = "NEW")]
    new: PathBuf,
    /// Facts about the API that the schemas do not contain
    #[arg(long, value_name = "TOML")]
    config: Option<PathBuf>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Diff {
    pub(super) fn run(&self) -> Result<ExitCode> {
        let config = self.config.as_deref().map(Config::read).transpose()?.unwrap_or_default();
        let facts = |schema: &Path| codegen::facts(&Input::of(config.clone()).schema(schema));
        let (old, new) = (facts(&self.old)?, facts(&self.new)?);
        let api = ApiReport::of(&file_name(&self.new), &old, &new, Vec::new());
        let sides = (self.old.display().to_string(), self.new.display().to_string());
        let report = Report { sides, apis: vec![api] };
        if self.json {
            println!("{:#}", print::json(&report));
        } else {
            print!("{}", print::text(&report));
        }
        Ok(ExitCode::from(report.step().exit_code()))
    }
}
