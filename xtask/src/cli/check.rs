//! `cargo xtask check`: the schema regression test.

use std::path::PathBuf;
use std::process::ExitCode;

use super::selected;
use crate::{check, documented};
use schema_codegen::diagnostic::Result;
use schema_codegen::progress::Progress;

/// The end of the help text.
const HELP: &str = "\
Exit codes:
  0  all checks passed, and the surfaces match those of the base revision
  1  a check failed, or the base revision does not exist
  2  all checks passed, with compatible differences (a patch or minor step)
  3  all checks passed, with breaking differences (a major step)";

#[derive(Debug, clap::Args)]
#[command(after_help = HELP)]
pub(super) struct Check {
    /// Check only this API (may be given multiple times)
    #[arg(long = "api", value_name = "NAME")]
    apis: Vec<String>,
    /// Git revision to compare the surfaces with
    #[arg(long, value_name = "REVISION", default_value = "HEAD")]
    base: String,
    /// Folder of the published schema files, with ews/, graph/ and acs/ [default: upstream/ in the folder
    /// that DOCUMENTED_EXAMPLES names]
    #[arg(long, value_name = "DIR")]
    published: Option<PathBuf>,
}

impl Check {
    pub(super) fn run(&self) -> Result<ExitCode> {
        let progress = Progress::start();
        let upstream = || documented::folder().map(|folder| folder.join("upstream"));
        let published = self.published.clone().or_else(upstream);
        let options = check::Options { base: self.base.clone(), published };
        let mut lines = Vec::new();
        for api in selected(&self.apis)? {
            lines.extend(check::check(api, &options, &progress)?);
        }
        drop(progress);
        print!("{}", check::text(&lines));
        Ok(ExitCode::from(check::exit_code(&lines)))
    }
}
