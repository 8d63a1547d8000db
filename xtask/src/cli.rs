//! The commands of `cargo xtask`.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    process::ExitCode,
    time::Instant,
};

use clap::{Parser, Subcommand};

use crate::{
    apis::{APIS, Api, Roots},
    codegen::{self, COMMAND, Request, Station},
    fault::{Fault, Result},
    lock, own_crate,
    progress::Progress,
    report, verify, write,
};

/// Turns the published schemas into the protocol crates, and looks after them.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Generate the code of the protocol crates from their schemas
    Codegen(Codegen),
    /// Look after the schemas
    #[command(subcommand)]
    Schema(Schema),
    /// Measure speed and size, side by side with others (release, takes minutes)
    Bench,
}

#[derive(Debug, clap::Args)]
struct Codegen {
    /// Only this API (may be given several times)
    #[arg(long = "api", value_name = "NAME")]
    apis: Vec<String>,
    /// Write nothing; print a diff and exit with 1 if the committed code is not what the schemas say
    #[arg(long, conflicts_with_all = ["dump", "out"])]
    check: bool,
    /// Write nothing; print what leaves a station
    #[arg(long, value_name = "STATION", conflicts_with = "out")]
    dump: Option<Station>,
    /// A schema file in place of our own, such as the published one (with one --api)
    #[arg(long, value_name = "PATH")]
    schema: Option<PathBuf>,
    /// Write a crate of its own into this folder (with one --api)
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// What to generate of the schema
    #[arg(long, value_enum, default_value_t)]
    roots: Roots,
    /// Also name every definition that was skipped, and what a maintainer should know
    #[arg(long)]
    verbose: bool,
}

#[derive(Debug, Subcommand)]
enum Schema {
    /// Compare the surface of our schema with that of the published file
    Verify {
        /// Which API
        #[arg(long, value_name = "NAME")]
        api: String,
        /// The published schema file
        #[arg(long, value_name = "PATH")]
        schema: PathBuf,
    },
    /// Renew the hashes in schema.lock after a reviewed change of the schema files
    Lock {
        /// Only this API (may be given several times)
        #[arg(long = "api", value_name = "NAME")]
        apis: Vec<String>,
    },
}

impl Cli {
    /// Runs the command; what it finds wrong is printed, and told by the exit code.
    pub fn run(self) -> ExitCode {
        let outcome = match self.command {
            Command::Codegen(options) => options.run(),
            Command::Schema(Schema::Verify { api, schema }) => run_verify(&api, schema),
            Command::Schema(Schema::Lock { apis }) => run_lock(&apis),
            Command::Bench => crate::bench::run().map(|()| ExitCode::SUCCESS),
        };
        outcome.unwrap_or_else(|fault| {
            eprintln!("error: {fault}");
            ExitCode::FAILURE
        })
    }
}

/// The named APIs, or all.
fn selected(names: &[String]) -> Result<Vec<&'static Api>> {
    if names.is_empty() {
        return Ok(APIS.iter().collect());
    }
    names.iter().map(|name| Api::named(name)).collect()
}

impl Codegen {
    fn run(&self) -> Result<ExitCode> {
        let apis = selected(&self.apis)?;
        if (self.schema.is_some() || self.out.is_some()) && (apis.len() != 1) {
            return Err(Fault::new("--schema and --out need exactly one API").help("add --api NAME"));
        }
        let is_foreign = self.schema.is_some() || self.roots != Roots::Calls;
        if is_foreign && self.out.is_none() && self.dump.is_none() {
            return Err(Fault::new("another schema than our own is not written over the committed code")
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

    /// Generates one API; false if `--check` finds a difference.
    fn run_one(&self, request: &Request) -> Result<bool> {
        let start = Instant::now();
        let progress = Progress::start();
        let product = codegen::generate(request, &progress)?;
        progress.step(format!("{}: write", request.api.name));
        if self.check {
            drop(progress);
            return check(request.api, &product.files);
        }
        let written = match &self.out {
            Some(dir) => {
                let mut files = own_crate::files(request, &product, dir)?;
                for (name, text) in &product.files {
                    files.insert(format!("src/generated/{name}"), text.clone());
                }
                write::write_among(dir, &files)?
            }
            None => write::write(&request.api.crate_dir().join("src/generated"), &product.files)?,
        };
        drop(progress);
        println!("{}", report::line(request.api.name, &product, written, start.elapsed()));
        if self.verbose {
            print!("{}", report::skipped(&product));
            for note in &product.notes {
                println!("  note: {note}");
            }
        }
        Ok(true)
    }
}

fn check(api: &Api, files: &BTreeMap<String, String>) -> Result<bool> {
    let diff = write::difference(&api.crate_dir().join("src/generated"), files)?;
    if diff.is_empty() {
        println!("{:<12} the committed code is what the schema says", api.name);
        return Ok(true);
    }
    print!("{diff}");
    println!(
        "{:<12} the committed code is not what the schema says: run `{COMMAND} --api {}` and review the diff",
        api.name, api.name
    );
    Ok(false)
}

fn run_verify(name: &str, schema: PathBuf) -> Result<ExitCode> {
    let api = Api::named(name)?;
    let published = surface_of(&Request { api, schema: Some(schema), roots: Roots::Calls })?;
    let mut ours = surface_of(&Request::own(api))?;
    // No schema is published for the Unified Messaging web service.
    ours.retain(|key, _| !key.contains(" um."));
    let verdict = verify::verify(api, &ours, &published)?;
    for (difference, reason) in &verdict.accepted {
        println!("accepted: {difference}\n          {reason}");
    }
    for difference in &verdict.open {
        println!("DIFFERS:  {difference}");
    }
    let path = api.schema_dir().join(verify::ACCEPTED);
    for difference in &verdict.stale {
        println!("STALE:    {difference}\n          no longer occurs: take it out of {}", relative(&path));
    }
    println!(
        "{name}: {} facts compared, {} differences accepted, {} open, {} stale",
        verdict.facts,
        verdict.accepted.len(),
        verdict.open.len(),
        verdict.stale.len()
    );
    if !verdict.open.is_empty() {
        println!("mend our schema, or accept the difference with its reason in {}", relative(&path));
    }
    Ok(if verdict.is_good() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn surface_of(request: &Request) -> Result<crate::surface::Surface> {
    Ok(codegen::generate(request, &Progress::start())?.surface)
}

fn run_lock(names: &[String]) -> Result<ExitCode> {
    for api in selected(names)? {
        let changed = lock::renew(api)?;
        println!("{:<12} schema.lock {}", api.name, if changed { "renewed" } else { "is up to date" });
    }
    Ok(ExitCode::SUCCESS)
}

/// A path as seen from the workspace.
fn relative(path: &Path) -> String {
    path.strip_prefix(crate::apis::project_root()).unwrap_or(path).display().to_string()
}
