//! `cargo xtask codegen`: generates the code of the crates.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use super::selected;
use schema_codegen::apis::{Api, Roots};
use schema_codegen::codegen::{self, COMMAND, Request, Station};
use schema_codegen::diagnostic::{Diagnostic, Result};
use schema_codegen::progress::Progress;
use schema_codegen::{report, scaffold, write};

#[derive(Debug, clap::Args)]
pub(super) struct Codegen {
    /// Generate only this API (may be given multiple times)
    #[arg(long = "api", value_name = "NAME")]
    apis: Vec<String>,
    /// Write nothing, and exit with 1 and a diff if the committed code does not match the schemas
    #[arg(long, conflicts_with_all = ["dump", "out"])]
    check: bool,
    /// Write nothing, and print the output of a station
    #[arg(long, value_name = "STATION", conflicts_with = "out")]
    dump: Option<Station>,
    /// Schema file to use instead of our own, such as the published one (requires one --api)
    #[arg(long, value_name = "PATH")]
    schema: Option<PathBuf>,
    /// Write a separate crate to this folder (requires one --api)
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Types to generate
    #[arg(long, value_enum, default_value_t)]
    roots: Roots,
    /// Also list skipped definitions and notes for the maintainer
    #[arg(long)]
    verbose: bool,
}

impl Codegen {
    pub(super) fn run(&self) -> Result<ExitCode> {
        let apis = selected(&self.apis)?;
        if (self.schema.is_some() || self.out.is_some()) && (apis.len() != 1) {
            return Err(Diagnostic::new("--schema and --out require exactly one API").help("add --api NAME"));
        }
        let is_foreign = self.schema.is_some() || self.roots != Roots::Calls;
        if is_foreign && self.out.is_none() && self.dump.is_none() {
            return Err(Diagnostic::new(
                "refusing to overwrite the committed code with a different schema or different roots",
            )
            .help("add --out DIR, or --dump STATION"));
        }
        let mut is_same = true;
        for api in apis {
            let request = Request { api, schema: self.schema.clone(), roots: self.roots };
            if let Some(station) = self.dump {
                print!("{}", codegen::dump(&request, station)?);
            } else {
                is_same &= self.run_one(&request)?;
            }
        }
        Ok(if is_same { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }

    /// Generates one API. Returns false if `--check` finds a difference.
    fn run_one(&self, request: &Request) -> Result<bool> {
        let start = Instant::now();
        let progress = Progress::start();
        let output = codegen::generate(request, &progress)?;
        progress.step(format!("{}: write", request.api.name));
        if self.check {
            drop(progress);
            return check(request.api, &output.files);
        }
        let written = match &self.out {
            Some(dir) => {
                let mut files = scaffold::files(request, &output, dir)?;
                for (name, text) in &output.files {
                    files.insert(format!("src/generated/{name}"), text.clone());
                }
                write::write_among(dir, &files)?
            }
            None => write::write(&request.api.crate_dir().join("src/generated"), &output.files)?,
        };
        drop(progress);
        println!("{}", report::line(request.api.name, &output, written, start.elapsed()));
        if self.verbose {
            print!("{}", report::skipped(&output));
            for note in &output.notes {
                println!("  note: {note}");
            }
        }
        Ok(true)
    }
}

fn check(api: &Api, files: &BTreeMap<String, String>) -> Result<bool> {
    let diff = write::difference(&api.crate_dir().join("src/generated"), files)?;
    if diff.is_empty() {
        println!("{:<12} the committed code matches the schema", api.name);
        return Ok(true);
    }
    print!("{diff}");
    println!(
        "{:<12} the committed code does not match the schema: run `{COMMAND} --api {}` and review the diff",
        api.name, api.name
    );
    Ok(false)
}
