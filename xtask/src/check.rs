//! The schema regression test: the committed code matches the schemas, and the surface is compared with a
//! revision.
//!
//! These checks are run for each API, in this order. If one fails, the checks that need its result are
//! skipped.
//!
//! | Check | Passes if |
//! | --- | --- |
//! | lock | the schema files match `schema.lock` |
//! | code | the committed code matches the schemas |
//! | surface | the committed `surface.txt` matches the schemas |
//! | published | the facts match the published file, except for accepted differences |
//! | base | always; its result is the semver step since the base revision |

use std::path::{Path, PathBuf};

use schema_codegen::codegen;
use schema_codegen::diagnostic::{Diagnostic, Result};
use schema_codegen::diff::{self, ApiReport, Step, print};
use schema_codegen::lower::Roots;
use schema_codegen::output::Output;
use schema_codegen::progress::Progress;
use schema_codegen::surface::{self, Surface};
use schema_codegen::verify::{self, Verdict};
use schema_codegen::{read, write};

use crate::apis::{Api, COMMAND};
use crate::{lock, sides};

/// What the schemas are compared with.
#[derive(Clone, Debug)]
pub struct Options {
    /// The base revision, whose surfaces are compared with.
    pub base: String,
    /// The folder of the published files, if there is one.
    pub published: Option<PathBuf>,
}

/// The result of a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The check passed.
    Passed,
    /// The check failed.
    Failed,
    /// The check was not run.
    Skipped,
    /// The check passed, and the differences require this step.
    Step(Step),
}

/// The result of a check for an API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The name of the API.
    pub api: &'static str,
    /// The name of the check.
    pub check: &'static str,
    /// The result.
    pub outcome: Outcome,
    /// The details of the result.
    pub detail: String,
}

/// The names of the checks, in their order.
const CHECKS: [&str; 5] = ["lock", "code", "surface", "published", "base"];

impl Outcome {
    /// Returns the result as a word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Passed => "ok",
            Self::Failed => "FAILED",
            Self::Skipped => "skipped",
            Self::Step(Step::None) => "ok",
            Self::Step(step) => step.word(),
        }
    }
}

/// Runs the checks for an API.
///
/// # Errors
///
/// Returns a diagnostic if the base is not a revision.
pub fn check(api: &'static Api, options: &Options, progress: &Progress) -> Result<Vec<Line>> {
    let base = sides::revision(&options.base)?;
    let mut lines = Vec::new();
    let mut add = |found: Result<(Outcome, String)>| {
        let (outcome, detail) =
            found.unwrap_or_else(|diagnostic| (Outcome::Failed, in_one_line(&diagnostic)));
        lines.push(Line { api: &api.name, check: CHECKS[lines.len()], outcome, detail });
        outcome
    };
    let locked = lock::check(api);
    let locked = locked.map(|()| (Outcome::Passed, "the schema files match schema.lock".to_owned()));
    if add(locked) == Outcome::Failed {
        return Ok(skip_rest(api, lines, "the schema files do not match schema.lock"));
    }
    let output = match api.input().and_then(|input| codegen::generate_with(&input, &api.name, progress)) {
        Ok(output) => output,
        Err(diagnostic) => {
            add(Err(diagnostic));
            return Ok(skip_rest(api, lines, "no code can be generated"));
        }
    };
    let ours = &output.surface;
    add(code(api, &output));
    add(committed_surface(api).map(|committed| compare_surfaces(api, &committed, ours)));
    add(against_published(api, options, ours));
    add(Ok(match sides::committed(&base, api) {
        Some(text) => since(api, &options.base, &surface::parse(&text), ours),
        None => (Outcome::Skipped, format!("{} has no surface at {}", api.name, options.base)),
    }));
    Ok(lines)
}

/// Formats the results as a table, followed by the required step.
#[must_use]
pub fn text(lines: &[Line]) -> String {
    let width = lines.iter().map(|line| line.api.len()).max().unwrap_or_default();
    let mut text = format!("{:<width$} CHECK      RESULT   DETAIL\n", "API");
    for Line { api, check, outcome, detail } in lines {
        text.push_str(&format!("{api:<width$} {check:<10} {:<8} {detail}\n", outcome.word()));
    }
    match lines.iter().filter(|line| line.outcome == Outcome::Failed).count() {
        0 => text.push_str(&format!("semver step: {}\n", print::advice(step(lines)))),
        count => text.push_str(&format!("{count} of {} checks failed\n", lines.len())),
    }
    text
}

/// Returns the exit code: 1 if a check failed, else the one of `schema diff`.
#[must_use]
pub fn exit_code(lines: &[Line]) -> u8 {
    let has_failed = lines.iter().any(|line| line.outcome == Outcome::Failed);
    if has_failed { 1 } else { step(lines).exit_code() }
}

/// Returns the greatest step that an API requires.
fn step(lines: &[Line]) -> Step {
    let steps = lines.iter().map(|line| match line.outcome {
        Outcome::Step(step) => step,
        Outcome::Passed | Outcome::Failed | Outcome::Skipped => Step::None,
    });
    steps.max().unwrap_or_default()
}

/// Runs the check `code`.
fn code(api: &Api, output: &Output) -> Result<(Outcome, String)> {
    let diff = write::difference(&api.generated_dir(), &output.files)?;
    Ok(match diff.lines().filter(|line| line.starts_with("--- committed/")).count() {
        0 => (Outcome::Passed, format!("{} files match the schemas", output.files.len())),
        count => {
            let detail = format!("{count} of {} files do not match the schemas", output.files.len());
            (Outcome::Failed, format!("{detail}: run `{COMMAND} --api {}` and review the diff", api.name))
        }
    })
}

/// Reads the committed `surface.txt`.
fn committed_surface(api: &Api) -> Result<Surface> {
    let path = api.generated_dir().join("surface.txt");
    read::read_text(&path).map(|text| surface::parse(&text))
}

/// Runs the check `surface`.
#[must_use]
pub fn compare_surfaces(api: &Api, committed: &Surface, ours: &Surface) -> (Outcome, String) {
    match verify::differences(ours, committed).len() {
        0 => (Outcome::Passed, format!("{} facts match surface.txt", ours.len())),
        count => {
            let detail = format!("surface.txt does not match the schemas (different facts: {count})");
            (Outcome::Failed, format!("{detail}: run `{COMMAND} --api {}` and review the diff", api.name))
        }
    }
}

/// Runs the check `published`.
fn against_published(api: &'static Api, options: &Options, ours: &Surface) -> Result<(Outcome, String)> {
    let Some(folder) = &options.published else {
        return Ok((Outcome::Skipped, "neither --published nor DOCUMENTED_EXAMPLES is set".to_owned()));
    };
    let Some(published) = &api.config.published else {
        return Ok((Outcome::Skipped, "the configuration names no published file".to_owned()));
    };
    let path = folder.join(published);
    if !path.exists() {
        return Ok((Outcome::Skipped, format!("{} does not exist", path.display())));
    }
    let verdict = self::published(api, &path, ours.clone())?;
    if verdict.is_good() {
        return Ok((Outcome::Passed, verdict.to_string()));
    }
    let command = format!("cargo xtask schema verify --api {} --schema {}", api.name, path.display());
    Ok((Outcome::Failed, format!("{verdict}: run `{command}`")))
}

/// Compares our surface with that of a published file.
///
/// # Errors
///
/// Returns a diagnostic if the published file cannot be read.
pub fn published(api: &Api, path: &Path, mut ours: Surface) -> Result<Verdict> {
    let published = api.facts(path, Roots::default())?;
    ours.retain(|key, _| api.is_published(key));
    Ok(verify::verify(&api.config, &ours, &published))
}

/// Runs the check `base`.
#[must_use]
pub fn since(api: &Api, base: &str, old: &Surface, new: &Surface) -> (Outcome, String) {
    let differences = diff::compare(old, new);
    let report = ApiReport { differences, facts: (old.len(), new.len()), ..ApiReport::default() };
    let mut detail = format!("{} since {base}", print::counts(&report));
    if report.step() != Step::None {
        let (surface, name) = (format!("crates/{}/src/generated/surface.txt", api.name), &api.name);
        detail.push_str(&format!(": run `cargo xtask schema diff {base} {surface} --api {name}`"));
    }
    (Outcome::Step(report.step()), detail)
}

fn skip_rest(api: &'static Api, mut lines: Vec<Line>, why: &str) -> Vec<Line> {
    for check in &CHECKS[lines.len()..] {
        lines.push(Line { api: &api.name, check, outcome: Outcome::Skipped, detail: why.to_owned() });
    }
    lines
}

/// Formats a diagnostic and its help in one line.
fn in_one_line(diagnostic: &Diagnostic) -> String {
    diagnostic.to_string().lines().map(str::trim).collect::<Vec<_>>().join("; ")
}
