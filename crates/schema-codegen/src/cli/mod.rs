//! The command `schema-codegen`.

mod diff;
mod generate;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Generates lossless types and clients from Swagger, OpenAPI, CSDL and XML Schema.
#[derive(Debug, Parser)]
#[command(name = "schema-codegen", version)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Generate the code of a schema
    Generate(generate::Generate),
    /// Compare two schemas: what changed, whom it breaks, and which semver step is required
    Diff(diff::Diff),
}

impl Cli {
    /// Parses the arguments and runs the command. Errors are printed, and the exit code is not 0.
    ///
    /// Invalid arguments result in the exit code 1, like other errors: 2 has a meaning for `diff`.
    pub fn main() -> ExitCode {
        let cli = match Self::try_parse() {
            Ok(cli) => cli,
            Err(error) => {
                // A closed output is ignored.
                let _ = error.print();
                return if error.use_stderr() { ExitCode::FAILURE } else { ExitCode::SUCCESS };
            }
        };
        let outcome = match cli.command {
            Command::Generate(options) => options.run(),
            Command::Diff(options) => options.run(),
        };
        outcome.unwrap_or_else(|diagnostic| {
            eprintln!("error: {diagnostic}");
            ExitCode::FAILURE
        })
    }
}
