//! `cargo xtask schema`: compares schemas, and locks ours.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Subcommand;

use schema_codegen::codegen;
use schema_codegen::diagnostic::{Diagnostic, Result};
use schema_codegen::diff::print;
use schema_codegen::lower::Roots;
use schema_codegen::progress::Progress;

use super::{print_json, relative, selected};
use crate::apis::Api;
use crate::sides::{self, Sides};
use crate::{check, lock};

/// The end of the help text of `schema diff`.
const DIFF_HELP: &str = "\
Exit codes:
  0  no difference
  1  the comparison failed
  2  compatible differences (a patch or minor step)
  3  breaking differences (a major step)

The documentation of schema_codegen::diff lists the rules.";

#[derive(Debug, Subcommand)]
pub(super) enum Schema {
    /// Compare the surface of our schema with that of the published file
    Verify {
        /// API to verify
        #[arg(long, value_name = "NAME")]
        api: String,
        /// Published schema file
        #[arg(long, value_name = "PATH")]
        schema: PathBuf,
    },
    /// Update the hashes in schema.lock after a reviewed change of the schema files
    Lock {
        /// Lock only this API (may be given multiple times)
        #[arg(long = "api", value_name = "NAME")]
        apis: Vec<String>,
    },
    /// Compare two schemas: what changed, whom it breaks, and which semver step is required
    #[command(after_help = DIFF_HELP)]
    Diff(Diff),
}

#[derive(Debug, clap::Args)]
pub(super) struct Diff {
    /// Schema file, surface.txt, or git revision (with its committed surfaces)
    #[arg(value_name = "OLD")]
    old: String,
    /// The same for the newer side
    #[arg(value_name = "NEW")]
    new: String,
    /// API of surface files and revisions (may be given multiple times)
    #[arg(long = "api", value_name = "NAME")]
    apis: Vec<String>,
    /// Types of schema files to compare
    #[arg(long, value_enum, default_value_t)]
    roots: Roots,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Schema {
    pub(super) fn run(&self) -> Result<ExitCode> {
        match self {
            Self::Verify { api, schema } => run_verify(api, schema.clone()),
            Self::Lock { apis } => run_lock(apis),
            Self::Diff(options) => options.run(),
        }
    }
}

impl Diff {
    fn run(&self) -> Result<ExitCode> {
        let progress = Progress::start();
        let apis = if self.apis.is_empty() { Vec::new() } else { selected(&self.apis)? };
        let sides = Sides { old: &self.old, new: &self.new, apis: &apis, roots: self.roots };
        let report = sides::compare(&sides, &progress)?;
        drop(progress);
        if self.json {
            print_json(&print::json(&report));
        } else {
            print!("{}", print::text(&report));
        }
        Ok(ExitCode::from(report.step().exit_code()))
    }
}

fn run_verify(name: &str, schema: PathBuf) -> Result<ExitCode> {
    let api = Api::named(name)?;
    let progress = Progress::start();
    let ours = codegen::facts(&api.input()?)?.surface;
    let verdict = check::published(api, &schema, ours)?;
    drop(progress);
    for (difference, reason) in &verdict.accepted {
        println!("accepted: {difference}\n          {reason}");
    }
    for difference in &verdict.open {
        println!("DIFFERS:  {difference}");
    }
    for row in &verdict.unmatched {
        println!("REMOVED:  {}\n          correct or remove the row: {}", row.what, place(row));
    }
    let path = &api.config.file;
    for difference in &verdict.stale {
        println!(
            "STALE:    {difference}\n          this difference does not exist any more: remove it from {}",
            relative(path)
        );
    }
    println!("{name}: {verdict}");
    if !verdict.open.is_empty() {
        println!(
            "correct our schema, or accept the difference with its reason in `accepted` of {}",
            relative(path)
        );
    }
    Ok(if verdict.is_good() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Formats the file and the place of a diagnostic.
fn place(diagnostic: &Diagnostic) -> String {
    let file = diagnostic.file.as_ref().map(|file| file.display().to_string());
    file.into_iter().chain(diagnostic.place.clone()).collect::<Vec<_>>().join(", ")
}

fn run_lock(names: &[String]) -> Result<ExitCode> {
    for api in selected(names)? {
        let changed = lock::renew(api)?;
        println!("{:<22} schema.lock {}", api.name, if changed { "updated" } else { "is up to date" });
    }
    Ok(ExitCode::SUCCESS)
}
