//! `cargo xtask codegen`: generates the code of the crates.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use schema_codegen::codegen::{self, Input, Station};
use schema_codegen::config::Config;
use schema_codegen::diagnostic::{Diagnostic, Result};
use schema_codegen::job::{self, Target};
use schema_codegen::lower::Roots;

use super::selected;
use crate::apis::{Api, COMMAND};

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
    /// Schema file of any API, or with --api the one to use instead of our own (requires --out or --dump)
    #[arg(long, value_name = "PATH")]
    schema: Option<PathBuf>,
    /// Configuration for --schema, such as an api.toml
    #[arg(long, value_name = "TOML", requires = "schema", conflicts_with = "apis")]
    config: Option<PathBuf>,
    /// Write a separate crate to this folder (requires --schema or one --api)
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Types to generate
    #[arg(long, value_enum, default_value_t)]
    roots: Roots,
    /// Exit with an error if an operation is not supported, or if a row of the configuration matches nothing.
    /// This is always so for our own schemas
    #[arg(long)]
    strict: bool,
    /// Also list what was skipped, and notes for the maintainer
    #[arg(long)]
    verbose: bool,
}

impl Codegen {
    pub(super) fn run(&self) -> Result<ExitCode> {
        let is_foreign = self.schema.is_some() || self.roots != Roots::default();
        if is_foreign && self.out.is_none() && self.dump.is_none() {
            return Err(Diagnostic::new(
                "refusing to overwrite the committed code with a different schema or different roots",
            )
            .help("add --out DIR, or --dump STATION"));
        }
        let mut is_same = true;
        for (name, input, api) in self.inputs()? {
            is_same &= self.run_one(&name, &input, api)?;
        }
        Ok(if is_same { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }

    /// Returns the inputs, each with a name and the API, if it is one of ours.
    fn inputs(&self) -> Result<Vec<(String, Input, Option<&'static Api>)>> {
        if let Some(schema) = self.schema.as_deref().filter(|_| self.apis.is_empty()) {
            return Ok(vec![(stem(schema), self.any(schema)?, None)]);
        }
        let apis = selected(&self.apis)?;
        if (self.schema.is_some() || self.out.is_some()) && apis.len() != 1 {
            return Err(Diagnostic::new("--out requires a schema or exactly one API")
                .help("add --schema PATH or --api NAME"));
        }
        let inputs = apis.into_iter().map(|api| {
            let input = match &self.schema {
                Some(schema) => api.input_for(schema, self.roots).strict(self.strict),
                None => api.input()?.roots(self.roots),
            };
            Ok((api.name.clone(), input, Some(api)))
        });
        inputs.collect()
    }

    /// Returns the input for a schema of any API.
    fn any(&self, schema: &Path) -> Result<Input> {
        let config = self.config.as_deref().map(Config::read).transpose()?.unwrap_or_default();
        Ok(Input::of(config).schema(schema).roots(self.roots).strict(self.strict).command(COMMAND))
    }

    /// Generates the code of one input. Returns false if `--check` finds a difference.
    fn run_one(&self, name: &str, input: &Input, api: Option<&Api>) -> Result<bool> {
        if let Some(station) = self.dump {
            print!("{}", codegen::dump(input, station)?);
            return Ok(true);
        }
        let target = match (&self.out, api) {
            (Some(folder), _) => Target::Crate(folder.clone()),
            (None, Some(api)) if self.check => {
                Target::Check { folder: api.generated_dir(), command: format!("{COMMAND} --api {name}") }
            }
            (None, Some(api)) => Target::Folder(api.generated_dir()),
            (None, None) => return Err(Diagnostic::new("no folder is given").help("add --out DIR")),
        };
        job::run(name, input, &target, self.verbose)
    }
}

/// Returns the name of a file up to the first full stop.
fn stem(path: &Path) -> String {
    let name = schema_codegen::read::file_name(path);
    name.split('.').next().filter(|stem| !stem.is_empty()).unwrap_or("schema").to_owned()
}
