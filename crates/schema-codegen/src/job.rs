//! Generates code, writes or compares it, and prints a line about it: what the commands share.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Instant;

use crate::codegen::{self, Input};
use crate::diagnostic::Result;
use crate::output::Output;
use crate::progress::Progress;
use crate::write::{self, Written};
use crate::{report, scaffold};

/// What happens with the generated code.
#[derive(Clone, Debug)]
pub enum Target {
    /// It is written to this folder.
    Folder(PathBuf),
    /// It is written to this folder as a separate crate, with a manifest.
    Crate(PathBuf),
    /// It is compared with this folder. The command regenerates the folder.
    Check {
        /// The folder.
        folder: PathBuf,
        /// The command.
        command: String,
    },
}

/// Generates the code of an input, and prints a line with a name. Returns false if a comparison finds a
/// difference.
///
/// # Errors
///
/// Returns a diagnostic if the code cannot be generated, read or written.
pub fn run(name: &str, input: &Input, target: &Target, verbose: bool) -> Result<bool> {
    let start = Instant::now();
    let progress = Progress::start();
    // A separate crate has no client of its own.
    let input = match target {
        Target::Crate(_) => &input.clone().public_client(),
        Target::Folder(_) | Target::Check { .. } => input,
    };
    let output = codegen::generate_with(input, name, &progress)?;
    progress.step(format!("{name}: write"));
    let written = match target {
        Target::Folder(folder) => write::write(folder, &output.files)?,
        Target::Crate(folder) => write_crate(name, input, &output, folder)?,
        Target::Check { folder, command } => {
            drop(progress);
            return check(name, folder, command, &output.files);
        }
    };
    drop(progress);
    println!("{}", report::line(name, &output, written, start.elapsed()));
    if verbose {
        print!("{}", report::details(&output));
    } else {
        print!("{}", report::unmatched(&output));
    }
    Ok(true)
}

/// Writes a separate crate. A manifest and a `lib.rs` that exist are kept, since a user may have changed them.
fn write_crate(name: &str, input: &Input, output: &Output, folder: &Path) -> Result<Written> {
    let mut scaffold = scaffold::files(name, &input.main_schema()?, output, folder)?;
    scaffold.retain(|file, _| !folder.join(file).exists());
    let code = write::write(&folder.join("src/generated"), &output.files)?;
    let added = write::write_among(folder, &scaffold)?;
    Ok(Written { changed: code.changed + added.changed, ..code })
}

fn check(name: &str, folder: &Path, command: &str, files: &BTreeMap<String, String>) -> Result<bool> {
    let diff = write::difference(folder, files)?;
    if diff.is_empty() {
        println!("{name:<22} the committed code matches the schema");
        return Ok(true);
    }
    print!("{diff}");
    println!("{name:<22} the committed code does not match the schema: run `{command}` and review the diff");
    Ok(false)
}
