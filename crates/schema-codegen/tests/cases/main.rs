//! Tests whose cases are files: each case is a test of its own.
//!
//! `cargo test -p schema-codegen --test cases hazards::cyclic` runs those of one hazard. If the environment
//! variable `UPDATE_EXPECTED` is set, the expected output is written instead of compared.

mod hazards;

use std::process::ExitCode;

use libtest_mimic::Arguments;

fn main() -> ExitCode {
    libtest_mimic::run(&Arguments::from_args(), hazards::tests()).exit_code()
}

/// Returns whether the expected output is to be written.
fn is_update() -> bool {
    std::env::var_os("UPDATE_EXPECTED").is_some()
}
