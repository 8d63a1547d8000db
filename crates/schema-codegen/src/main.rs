//! The command `schema-codegen`.

use std::process::ExitCode;

fn main() -> ExitCode {
    schema_codegen::cli::Cli::main()
}
