//! Measurements of speed and size: `cargo xtask bench`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use schema_codegen::diagnostic::{Diagnostic, Result};

use crate::apis::{self, project_root};

/// How often a benchmark is called, to make the cost of starting the program negligible.
const CALLS: u32 = 1000;

/// How often a crate is rebuilt; the median is reported.
const BUILDS: usize = 3;

/// Runs the measurements and prints them.
pub fn run() -> Result<()> {
    println!("Decoding and encoding, with thin LTO (ratios to others in the same run; below 1 is faster)\n");
    cargo(&["build", "--profile", "speed", "--quiet", "--package", "bench", "--package", "call-sim"])?;
    run_tool("bench")?;
    println!("\nCPU time of requests over loopback\n");
    run_tool("requests")?;
    println!("\nThe simulator under load\n");
    run_tool("load")?;
    println!("\nMemory of one call, in bytes\n");
    run_tool("memory")?;
    instructions()?;
    println!("\nSize and build time (release, one crate, its dependencies built before)\n");
    for api in apis::all()? {
        let dir = api.crate_dir();
        let lines = lines(&dir.join("src/generated"))?;
        let types = build_time(&api.name, &dir, &["--no-default-features"])?;
        let all = build_time(&api.name, &dir, &["--all-features"])?;
        println!(
            "{:<12} {lines:>6} lines generated  {:>5.1} s types only  {:>5.1} s all features",
            api.name,
            types.as_secs_f64(),
            all.as_secs_f64()
        );
    }
    Ok(())
}

/// Prints the number of instructions of each benchmark, if valgrind is installed.
fn instructions() -> Result<()> {
    if Command::new("valgrind").arg("--version").output().is_err() {
        println!("\nInstructions are not counted: valgrind is not installed.");
        return Ok(());
    }
    println!("\nInstructions of one call, in thousands\n");
    let output = Command::new(tool("bench")).arg("--list").output();
    let output = output.map_err(|error| Diagnostic::new(format!("the list cannot be read: {error}")))?;
    for id in String::from_utf8_lossy(&output.stdout).lines() {
        // One call is enough for large bodies.
        let times = if id.contains(",000 ") { 1 } else { CALLS };
        let count = (counted(id, times)?.saturating_sub(counted(id, 0)?)) / u64::from(times);
        println!("{:>12.1}  {id}", count as f64 / 1000.0);
    }
    Ok(())
}

/// Counts the instructions of a program that calls a benchmark a number of times.
fn counted(id: &str, times: u32) -> Result<u64> {
    let output = Command::new("valgrind")
        .args(["--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null"])
        .arg(tool("bench"))
        .args(["--only", id, "--times", &times.to_string()])
        .output()
        .map_err(|error| Diagnostic::new(format!("valgrind cannot be run: {error}")))?;
    let text = String::from_utf8_lossy(&output.stderr);
    let count = instruction_count(&text);
    count.ok_or_else(|| Diagnostic::new(format!("valgrind did not count the instructions of `{id}`: {text}")))
}

/// Parses the number of instructions from valgrind's output: `==1== I   refs:      1,234`.
fn instruction_count(printed: &str) -> Option<u64> {
    printed.lines().find_map(|line| {
        let (before, count) = line.split_once("refs:")?;
        let is_of_instructions = before.split_whitespace().last() == Some("I");
        is_of_instructions.then(|| count.trim().replace(',', "").parse().ok()).flatten()
    })
}

/// Returns the path of a program of the package `bench`.
fn tool(name: &str) -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| "target".into(), PathBuf::from);
    project_root().join(target).join("speed").join(name).with_extension(std::env::consts::EXE_EXTENSION)
}

fn run_tool(name: &str) -> Result<()> {
    match Command::new(tool(name)).status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(Diagnostic::new(format!("{name} ended with {status}"))),
        Err(error) => Err(Diagnostic::new(format!("{name} cannot be run: {error}"))),
    }
}

/// Measures the median time to build a crate whose dependencies are built.
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
    touched.map_err(|error| Diagnostic::in_file(path, format!("cannot touch: {error}")))
}

fn cargo(arguments: &[&str]) -> Result<()> {
    let program = std::env::var_os("CARGO").map_or_else(|| PathBuf::from("cargo"), PathBuf::from);
    let status = Command::new(program).args(arguments).current_dir(project_root()).status();
    match status {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(Diagnostic::new(format!("cargo {} ended with {status}", arguments.join(" ")))),
        Err(error) => Err(Diagnostic::new(format!("cargo cannot be run: {error}"))),
    }
}

/// Counts the lines of the Rust files in a folder.
fn lines(dir: &Path) -> Result<usize> {
    let unreadable = |error: std::io::Error| Diagnostic::in_file(dir, format!("cannot read: {error}"));
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

#[cfg(test)]
mod tests {
    use super::instruction_count;

    #[test]
    fn the_output_of_valgrind_is_parsed() {
        assert_eq!(instruction_count("==1== x\n==1== I   refs:      1,367,887\n"), Some(1_367_887));
        assert_eq!(instruction_count("==1== D refs: 5\n"), None);
    }
}
