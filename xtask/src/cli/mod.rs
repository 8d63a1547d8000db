//! The commands of `cargo xtask`, each in its own file.

mod check;
mod codegen;
mod examples;
mod schema;

use std::path::Path;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use schema_codegen::diagnostic::Result;

use crate::apis::{self, Api, project_root};

/// Generates the protocol crates from their schemas, and maintains them.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Generate the code of the protocol crates from their schemas
    Codegen(codegen::Codegen),
    /// Check that the committed code matches the schemas, and compare the schemas with a revision
    Check(check::Check),
    /// Compare and lock schemas
    #[command(subcommand)]
    Schema(schema::Schema),
    /// Find example payloads in the documentation, and measure the coverage of the schemas
    Examples(examples::Examples),
    /// Measure speed and size in comparison with other libraries (takes minutes)
    Bench,
}

impl Cli {
    /// Parses the arguments and runs the command. Errors are printed, and the exit code is not 0.
    ///
    /// Invalid arguments result in the exit code 1, like other errors: 2 has a meaning for `schema diff`.
    pub fn main() -> ExitCode {
        match Self::try_parse() {
            Ok(cli) => cli.run(),
            Err(error) => {
                // A closed output is ignored.
                let _ = error.print();
                if error.use_stderr() { ExitCode::FAILURE } else { ExitCode::SUCCESS }
            }
        }
    }

    /// Runs the command.
    pub fn run(self) -> ExitCode {
        let outcome = match self.command {
            Command::Codegen(options) => options.run(),
            Command::Check(options) => options.run(),
            Command::Schema(command) => command.run(),
            Command::Examples(options) => options.run(),
            Command::Bench => crate::bench::run().map(|()| ExitCode::SUCCESS),
        };
        outcome.unwrap_or_else(|diagnostic| {
            eprintln!("error: {diagnostic}");
            ExitCode::FAILURE
        })
    }
}

/// Returns the named APIs, or all APIs if there are no names.
fn selected(names: &[String]) -> Result<Vec<&'static Api>> {
    if names.is_empty() {
        return Ok(apis::all()?.iter().collect());
    }
    names.iter().map(|name| Api::named(name)).collect()
}

/// Returns a path relative to the workspace.
fn relative(path: &Path) -> String {
    path.strip_prefix(project_root()).unwrap_or(path).display().to_string()
}

/// Prints a value as JSON.
fn print_json(value: &serde_json::Value) {
    println!("{value:#}");
}
