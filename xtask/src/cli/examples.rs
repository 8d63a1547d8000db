//! `cargo xtask examples`: the payloads of the documentation, and what of the schemas payloads show.

use std::process::ExitCode;

use crate::fault::Result;

#[derive(Debug, clap::Args)]
pub(super) struct Examples {}

impl Examples {
    pub(super) fn run(&self) -> Result<ExitCode> {
        Ok(ExitCode::SUCCESS)
    }
}
