//! The commands of `cargo xtask`: one file for each.

mod check;
mod codegen;
mod examples;
mod schema;

use std::path::Path;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::apis::{APIS, Api};
use crate::diagnostic::Result;

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
    Codegen(codegen::Codegen),
    /// Check that the committed code is what the schemas say, and tell what changed since a revision
    Check(check::Check),
    /// Look after the schemas
    #[command(subcommand)]
    Schema(schema::Schema),
    /// Find the example payloads of the documentation, and tell what of the schemas examples show
    Examples(examples::Examples),
    /// Measure speed and size, side by side with others (release, takes minutes)
    Bench,
}

impl Cli {
    /// Reads the arguments and runs the command; what it finds wrong is printed, and told by the exit code.
    ///
    /// Arguments that make no sense end with 1, like every other error: `schema diff` has a meaning for 2.
    pub fn main() -> ExitCode {
        match Self::try_parse() {
            Ok(cli) => cli.run(),
            Err(error) => {
                // Nothing can be done about an output that is gone.
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

/// The named APIs, or all.
fn selected(names: &[String]) -> Result<Vec<&'static Api>> {
    if names.is_empty() {
        return Ok(APIS.iter().collect());
    }
    names.iter().map(|name| Api::named(name)).collect()
}

/// A path as seen from the workspace.
fn relative(path: &Path) -> String {
    path.strip_prefix(crate::apis::project_root()).unwrap_or(path).display().to_string()
}

/// Prints a value for machines.
fn print_json(value: &serde_json::Value) {
    println!("{value:#}");
}
