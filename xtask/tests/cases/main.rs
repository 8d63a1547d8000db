//! Tests whose cases are files or published schemas: each case is a test of its own.
//!
//! `cargo test -p xtask --test cases bad_input::csdl-base-cycle` runs one of them. If the environment
//! variable `UPDATE_EXPECTED` is set, the expected output is written instead of compared.

mod bad_input;
mod documented;

use std::process::ExitCode;

use libtest_mimic::Arguments;

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let mut tests = bad_input::tests();
    tests.extend(documented::tests());
    libtest_mimic::run(&arguments, tests).exit_code()
}

/// Returns whether the expected output is to be written.
fn is_update() -> bool {
    std::env::var_os("UPDATE_EXPECTED").is_some()
}
