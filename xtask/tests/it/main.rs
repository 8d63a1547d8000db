//! Tests of the commands, and of the code that is generated for the hazards.

#![allow(
    unexpected_cfgs,
    reason = "the expected code depends on features of its crate; here each file behind a feature is a separate module"
)]

mod check;
mod coverage;
mod diff;
mod examples;
pub mod hazards_compile;
mod sources;
