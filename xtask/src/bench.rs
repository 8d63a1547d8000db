//! Speed and size, measured in one run: `cargo xtask bench`.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::{Duration, Instant},
};

use crate::{
    apis::{APIS, project_root},
    fault::{Fault, Result},
};

/// How often a crate is built anew; the median counts.
const BUILDS: usize = 3;

/// Runs the measurements and prints them.
pub fn run() -> Result<()> {
    println!("Decoding and encoding, with thin LTO (ratios to others in the same run; below 1 is faster)\n");
    cargo(&["run", "--profile", "speed", "--quiet", "--package", "speed"])?;
    println!("\nSize and build time (release, one crate, its dependencies built before)\n");
    for api in APIS {
        let dir = api.crate_dir();
        let lines = lines(&dir.join("src/generated"))?;
        let types = build_time(api.name, &dir, &["--no-default-features"])?;
        let all = build_time(api.name, &dir, &["--all-features"])?;
        println!(
            "{:<12} {lines:>6} lines generated  {:>5.1} s types only  {:>5.1} s with everything",
            api.name,
            types.as_secs_f64(),
            all.as_secs_f64()
        );
    }
    Ok(())
}

/// The median time to build a crate whose dependencies are built.
fn build_time(name: &str, dir: &Path, features: &[&str]) -> Result<Duration> {
    let arguments = [&["build", "--release", "--quiet", "--package", name], features].concat();
    cargo(&arguments)?;
    let mut times = Vec::new();
    for _ in 0..BUILDS {
        touch(&dir.join("src/lib.rs"))?;
        let start = Instant::now();
        cargo(&arguments)?;
        times.push(start.elapsed());
    }
    times.sort_unstable();
    Ok(times[BUILDS / 2])
}

fn touch(path: &Path) -> Result<()> {
    let touched = fs::File::options().append(true).open(path);
    let touched = touched.and_then(|file| file.set_modified(std::time::SystemTime::now()));
    touched.map_err(|error| Fault::in_file(path, format!("cannot touch: {error}")))
}

fn cargo(arguments: &[&str]) -> Result<()> {
    let program = std::env::var_os("CARGO").map_or_else(|| PathBuf::from("cargo"), PathBuf::from);
    let status = Command::new(program).args(arguments).current_dir(project_root()).status();
    match status {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(Fault::new(format!("cargo {} ended with {status}", arguments.join(" ")))),
        Err(error) => Err(Fault::new(format!("cargo cannot be run: {error}"))),
    }
}

/// The lines of the Rust files in a folder.
fn lines(dir: &Path) -> Result<usize> {
    let unreadable = |error: std::io::Error| Fault::in_file(dir, format!("cannot read: {error}"));
    let mut count = 0;
    for entry in fs::read_dir(dir).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.is_dir() {
            count += lines(&path)?;
        } else if path.extension().is_some_and(|kind| kind == "rs") {
            count += fs::read_to_string(&path).map_err(unreadable)?.lines().count();
        }
    }
    Ok(count)
}
