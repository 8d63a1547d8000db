//! Tests whose cases are files: each case is a test of its own.
//!
//! `cargo test -p schema-codegen --test cases hazards::cyclic` runs those of one hazard. If the environment
//! variable `UPDATE_EXPECTED` is set, the expected output is written instead of compared.

mod changes;
mod hazards;

use std::process::ExitCode;

use libtest_mimic::Arguments;

fn main() -> ExitCode {
    let tests = [hazards::tests(), changes::tests()].into_iter().flatten().collect();
    libtest_mimic::run(&Arguments::from_args(), tests).exit_code()
}

/// Returns whether the expected output is to be written.
fn is_update() -> bool {
    std::env::var_os("UPDATE_EXPECTED").is_some()
}
