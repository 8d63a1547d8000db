//! Tests of the commands.

mod check;
mod coverage;
mod diff;
mod examples;
mod moved;
mod sources;
