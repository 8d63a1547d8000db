//! `cargo xtask check`: the schema regression test.

use std::path::PathBuf;
use std::process::ExitCode;

use super::selected;
use crate::diagnostic::Result;
use crate::progress::Progress;
use crate::{check, documented};

/// What ends the help.
const HELP: &str = "\
Exit codes:
  0  every check passed, and no fact differs from the base
  1  a check failed, or the base is not a revision
  2  every check passed; the differences from the base break nobody (a patch or minor step)
  3  every check passed; the differences from the base break somebody (a major step)";

#[derive(Debug, clap::Args)]
#[command(after_help = HELP)]
pub(super) struct Check {
    /// Only this API (may be given several times)
    #[arg(long = "api", value_name = "NAME")]
    apis: Vec<String>,
    /// The git revision whose surfaces the schemas are compared with
    #[arg(long, value_name = "REVISION", default_value = "HEAD")]
    base: String,
    /// The folder of the published schema files, with ews/, graph/ and acs/ [default: upstream/ in the folder that
    /// DOCUMENTED_EXAMPLES names]
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
