//! `schema-codegen generate`: generates the code of a schema.

use std::path::PathBuf;
use std::process::ExitCode;

use crate::codegen::{self, Input, Station};
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Result};
use crate::job::{self, Target};
use crate::lower::Roots;
use crate::read::file_name;

#[derive(Debug, clap::Args)]
pub(super) struct Generate {
    /// Schema file: Swagger, OpenAPI, CSDL or XML Schema [default: the one that the configuration names]
    #[arg(value_name = "SCHEMA", required_unless_present = "config")]
    schema: Option<PathBuf>,
    /// Facts about the API that the schema does not contain, such as secrets and names
    #[arg(long, value_name = "TOML")]
    config: Option<PathBuf>,
    /// Write a separate crate, with a manifest, to this folder
    #[arg(long, value_name = "DIR", required_unless_present_any = ["modules", "dump"])]
    out: Option<PathBuf>,
    /// Write only the modules, without a manifest, to this folder, such as src/generated of your crate
    #[arg(long, value_name = "DIR", conflicts_with = "out")]
    modules: Option<PathBuf>,
    /// Write nothing, and exit with 1 and a diff if the folder of --modules does not match the schema
    #[arg(long, requires = "modules", conflicts_with = "out")]
    check: bool,
    /// Write nothing, and print the output of a station
    #[arg(long, value_name = "STATION", conflicts_with_all = ["out", "modules"])]
    dump: Option<Station>,
    /// Types to generate
    #[arg(long, value_enum, default_value_t)]
    roots: Roots,
    /// Exit with an error if an operation is not supported, or if a row of the configuration matches nothing
    #[arg(long)]
    strict: bool,
    /// Also list what was skipped, and notes for the maintainer
    #[arg(long)]
    verbose: bool,
}

impl Generate {
    pub(super) fn run(&self) -> Result<ExitCode> {
        let input = self.input()?;
        if let Some(station) = self.dump {
            print!("{}", codegen::dump(&input, station)?);
            return Ok(ExitCode::SUCCESS);
        }
        let is_same = job::run(&self.name(&input)?, &input, &self.target()?, self.verbose)?;
        Ok(if is_same { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }

    fn input(&self) -> Result<Input> {
        let mut input = match &self.config {
            Some(config) => Input::of(Config::read(config)?),
            None => Input::of(Config::default()),
        };
        if let Some(schema) = &self.schema {
            input = input.schema(schema);
        }
        Ok(input.roots(self.roots).strict(self.strict).command("schema-codegen generate"))
    }

    fn target(&self) -> Result<Target> {
        match (&self.out, &self.modules) {
            (Some(folder), _) => Ok(Target::Crate(folder.clone())),
            (None, Some(folder)) if self.check => {
                let command = "schema-codegen generate --modules".to_owned();
                Ok(Target::Check { folder: folder.clone(), command })
            }
            (None, Some(folder)) => Ok(Target::Folder(folder.clone())),
            (None, None) => Err(Diagnostic::new("no folder is given").help("add --out DIR")),
        }
    }

    /// Returns the name of the schema without the extension, for the line that is printed.
    fn name(&self, input: &Input) -> Result<String> {
        let file = file_name(&input.main_schema()?);
        Ok(file.split('.').next().filter(|stem| !stem.is_empty()).unwrap_or(&file).to_owned())
    }
}
