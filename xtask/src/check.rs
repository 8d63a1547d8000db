//! The schema regression test: the committed code is what the schemas say, and what changed since a revision.
//!
//! Each API passes these stations, in this order. Where one fails, those that need its outcome are skipped.
//!
//! | Station | Passes if |
//! | --- | --- |
//! | lock | the schema files are those of `schema.lock` |
//! | code | the committed code is what the schemas say |
//! | surface | the committed `surface.txt` has the facts of the schemas |
//! | published | no fact differs from the published file, unless it was accepted |
//! | base | always; the outcome is the semver step from the surface at the base revision |

use std::path::{Path, PathBuf};

use crate::apis::{Api, Roots};
use crate::codegen::{self, COMMAND, Request};
use crate::diagnostic::{Diagnostic, Result};
use crate::diff::{self, ApiReport, Step, print, source};
use crate::output::Output;
use crate::progress::Progress;
use crate::surface::{self, Surface};
use crate::verify::{self, Verdict};
use crate::{lock, read, write};

/// What to compare with.
#[derive(Clone, Debug)]
pub struct Options {
    /// The revision whose surfaces are the base.
    pub base: String,
    /// The folder of the published files, if there is one.
    pub published: Option<PathBuf>,
}

/// How a station ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It passed.
    Passed,
    /// It failed.
    Failed,
    /// There was nothing to check.
    Skipped,
    /// It passed, and the difference asks for this step.
    Step(Step),
}

/// The outcome of a station for an API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The name of the API.
    pub api: &'static str,
    /// The station.
    pub station: &'static str,
    /// How it ended.
    pub outcome: Outcome,
    /// What was found.
    pub detail: String,
}

/// The stations, in their order.
const STATIONS: [&str; 5] = ["lock", "code", "surface", "published", "base"];

impl Outcome {
    /// The word for it.
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

/// Checks an API, station by station.
///
/// # Errors
///
/// A base that is not a revision.
pub fn check(api: &'static Api, options: &Options, progress: &Progress) -> Result<Vec<Line>> {
    let base = source::revision(&options.base)?;
    let mut lines = Vec::new();
    let mut add = |found: Result<(Outcome, String)>| {
        let (outcome, detail) =
            found.unwrap_or_else(|diagnostic| (Outcome::Failed, in_one_line(&diagnostic)));
        lines.push(Line { api: api.name, station: STATIONS[lines.len()], outcome, detail });
        outcome
    };
    let locked = lock::check(api);
    let locked = locked.map(|()| (Outcome::Passed, "the schema files are those of schema.lock".to_owned()));
    if add(locked) == Outcome::Failed {
        return Ok(skip_rest(api, lines, "the schema files are not the locked ones"));
    }
    let output = match codegen::generate(&Request::own(api), progress) {
        Ok(output) => output,
        Err(diagnostic) => {
            add(Err(diagnostic));
            return Ok(skip_rest(api, lines, "no code can be generated"));
        }
    };
    let ours = &output.surface;
    add(code(api, &output));
    add(committed_surface(api).map(|committed| compare_surfaces(api, &committed, ours)));
    add(against_published(api, options, ours, progress));
    add(Ok(match source::committed(&base, api) {
        Some(text) => since(api, &options.base, &surface::parse(&text), ours),
        None => (Outcome::Skipped, format!("{} has no surface at {}", api.name, options.base)),
    }));
    Ok(lines)
}

/// The lines as a table, and what follows from them.
#[must_use]
pub fn text(lines: &[Line]) -> String {
    let mut text = String::from("API          CHECK      RESULT   DETAIL\n");
    for Line { api, station, outcome, detail } in lines {
        text.push_str(&format!("{api:<12} {station:<10} {:<8} {detail}\n", outcome.word()));
    }
    match lines.iter().filter(|line| line.outcome == Outcome::Failed).count() {
        0 => text.push_str(&format!("semver step: {}\n", print::advice(step(lines)))),
        count => text.push_str(&format!("{count} of {} checks failed\n", lines.len())),
    }
    text
}

/// The exit code: 1 if a station failed, else that of `schema diff`.
#[must_use]
pub fn exit_code(lines: &[Line]) -> u8 {
    let has_failed = lines.iter().any(|line| line.outcome == Outcome::Failed);
    if has_failed { 1 } else { step(lines).exit_code() }
}

/// The greatest step that an API asks for.
fn step(lines: &[Line]) -> Step {
    let steps = lines.iter().map(|line| match line.outcome {
        Outcome::Step(step) => step,
        Outcome::Passed | Outcome::Failed | Outcome::Skipped => Step::None,
    });
    steps.max().unwrap_or_default()
}

/// The station `code`.
fn code(api: &Api, output: &Output) -> Result<(Outcome, String)> {
    let diff = write::difference(&api.crate_dir().join("src/generated"), &output.files)?;
    Ok(match diff.lines().filter(|line| line.starts_with("--- committed/")).count() {
        0 => (Outcome::Passed, format!("{} files are what the schemas say", output.files.len())),
        count => {
            let detail = format!("{count} of {} files are not what the schemas say", output.files.len());
            (Outcome::Failed, format!("{detail}: run `{COMMAND} --api {}` and review the diff", api.name))
        }
    })
}

/// The facts of the committed `surface.txt`.
fn committed_surface(api: &Api) -> Result<Surface> {
    let path = api.crate_dir().join("src/generated/surface.txt");
    read::read_text(&path).map(|text| surface::parse(&text))
}

/// The station `surface`.
#[must_use]
pub fn compare_surfaces(api: &Api, committed: &Surface, ours: &Surface) -> (Outcome, String) {
    match verify::differences(ours, committed).len() {
        0 => (Outcome::Passed, format!("{} facts are those of surface.txt", ours.len())),
        count => {
            let detail = format!("surface.txt is not what the schemas say (facts that differ: {count})");
            (Outcome::Failed, format!("{detail}: run `{COMMAND} --api {}` and review the diff", api.name))
        }
    }
}

/// The station `published`.
fn against_published(
    api: &'static Api,
    options: &Options,
    ours: &Surface,
    progress: &Progress,
) -> Result<(Outcome, String)> {
    let Some(folder) = &options.published else {
        return Ok((Outcome::Skipped, "needs --published DIR, or DOCUMENTED_EXAMPLES".to_owned()));
    };
    let path = folder.join(api.published);
    if !path.exists() {
        return Ok((Outcome::Skipped, format!("{} does not exist", path.display())));
    }
    let verdict = published(api, &path, ours.clone(), progress)?;
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
/// A published file that cannot be read, and a list of accepted differences that cannot.
pub fn published(api: &'static Api, path: &Path, mut ours: Surface, progress: &Progress) -> Result<Verdict> {
    let request = Request { api, schema: Some(path.to_path_buf()), roots: Roots::Calls };
    let published = codegen::surface(&request, progress)?;
    // No schema is published for the Unified Messaging web service.
    ours.retain(|key, _| !key.contains(" um."));
    verify::verify(api, &ours, &published)
}

/// The station `base`.
#[must_use]
pub fn since(api: &Api, base: &str, old: &Surface, new: &Surface) -> (Outcome, String) {
    let differences = diff::compare(old, new);
    let report = ApiReport { differences, facts: (old.len(), new.len()), ..ApiReport::default() };
    let mut detail = format!("{} since {base}", print::counts(&report));
    if report.step() != Step::None {
        let (surface, name) = (format!("crates/{}/src/generated/surface.txt", api.name), api.name);
        detail.push_str(&format!(": run `cargo xtask schema diff {base} {surface} --api {name}`"));
    }
    (Outcome::Step(report.step()), detail)
}

fn skip_rest(api: &'static Api, mut lines: Vec<Line>, why: &str) -> Vec<Line> {
    for station in &STATIONS[lines.len()..] {
        lines.push(Line { api: api.name, station, outcome: Outcome::Skipped, detail: why.to_owned() });
    }
    lines
}

/// A diagnostic with its help, in one line.
fn in_one_line(diagnostic: &Diagnostic) -> String {
    diagnostic.to_string().lines().map(str::trim).collect::<Vec<_>>().join("; ")
}
