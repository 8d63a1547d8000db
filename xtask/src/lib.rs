//! The tasks of this workspace: `cargo xtask`.

pub mod apis;
pub mod bench;
pub mod check;
pub mod cli;
pub mod coverage;
pub mod documented;
pub mod examples;
pub mod lock;
pub mod sides;
