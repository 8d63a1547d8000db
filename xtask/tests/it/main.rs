//! The commands, as a user runs them: good schemas, nasty ones, and bad input.

#![allow(
    unexpected_cfgs,
    reason = "the expected code asks for features of its crate; here each file behind one is a module beside it"
)]

mod check;
mod coverage;
mod diff;
mod examples;
pub mod hazards_compile;
mod sources;
