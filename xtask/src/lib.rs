//! The tasks of this workspace: `cargo xtask`.

pub mod bench;
pub mod check;
pub mod cli;
pub mod coverage;
pub mod documented;
pub mod examples;
