//! The two sides of a comparison: schema files, surface files, or revisions of the repository.

use std::path::{Path, PathBuf};
use std::process::Command;

use schema_codegen::Input;
use schema_codegen::codegen::{self, Facts};
use schema_codegen::diagnostic::{Diagnostic, Result};
use schema_codegen::diff::{ApiReport, Report};
use schema_codegen::lower::Roots;
use schema_codegen::progress::Progress;
use schema_codegen::read::format::{self, Format};
use schema_codegen::{read, surface};

use crate::apis::{self, Api, project_root};

/// The first words of the lines in a surface.
const WORDS: [&str; 11] =
    ["answer", "arm", "body", "element", "enum", "op", "pages", "param", "type", "union", "value"];

/// What to compare.
#[derive(Clone, Copy, Debug)]
pub struct Sides<'a> {
    /// A file or a revision.
    pub old: &'a str,
    /// A file or a revision.
    pub new: &'a str,
    /// The requested APIs; empty if the sides determine them.
    pub apis: &'a [&'static Api],
    /// Which types of schema files are compared.
    pub roots: Roots,
}

/// The facts of both sides for one API.
#[derive(Clone, Debug, Default)]
struct Pair {
    api: String,
    old: Facts,
    new: Facts,
    notes: Vec<String>,
}

/// One side of a comparison.
#[derive(Debug)]
enum Side {
    /// A schema file.
    Schema(PathBuf, Format),
    /// A surface file.
    Surface(PathBuf),
    /// A revision.
    Revision(String),
}

/// Reads both sides and compares them.
///
/// # Errors
///
/// Returns a diagnostic if a side cannot be read, or if an API must be named and is not.
pub fn compare(sides: &Sides<'_>, progress: &Progress) -> Result<Report> {
    let (old, new) = (find(sides.old)?, find(sides.new)?);
    let pairs = match (&old, &new) {
        (Side::Revision(old), Side::Revision(new)) => between_revisions(old, new, sides.apis)?,
        _ => vec![one_pair(&old, &new, sides, progress)?],
    };
    let apis = pairs.into_iter().map(|pair| ApiReport::of(&pair.api, &pair.old, &pair.new, pair.notes));
    Ok(Report { sides: (sides.old.to_owned(), sides.new.to_owned()), apis: apis.collect() })
}

fn find(name: &str) -> Result<Side> {
    let path = Path::new(name);
    if path.exists() {
        let text = read::read_text(path)?;
        let path = path.to_path_buf();
        if is_surface(&text) {
            return Ok(Side::Surface(path));
        }
        let format = format::of_text(&text).map_err(|diagnostic| diagnostic.or_file(&path))?;
        return Ok(Side::Schema(path, format));
    }
    revision(name).map(Side::Revision).map_err(|_| {
        Diagnostic::new(format!("{name:?} is neither a file nor a revision"))
            .help("use a schema file, a surface.txt, or a git revision such as HEAD~1")
    })
}

/// Returns whether every line of a text is a fact.
fn is_surface(text: &str) -> bool {
    let is_fact = |line: &str| line.split_once(' ').is_some_and(|(word, _)| WORDS.contains(&word));
    text.lines().filter(|line| !line.trim().is_empty()).all(is_fact)
}

/// Returns the commit of a revision.
pub fn revision(name: &str) -> Result<String> {
    let commit = format!("{name}^{{commit}}");
    let commit = git(&["rev-parse", "--verify", "--quiet", "--end-of-options", &commit]);
    commit.map(|commit| commit.trim().to_owned()).ok_or_else(|| {
        Diagnostic::new(format!("{name:?} is not a revision")).help("use a git revision such as HEAD~1")
    })
}

fn one_pair(old: &Side, new: &Side, sides: &Sides<'_>, progress: &Progress) -> Result<Pair> {
    let api = the_api(old, new, sides.apis)?;
    let mut pair = Pair { api: api.map_or("surface", |api| &api.name).to_owned(), ..Pair::default() };
    pair.old = facts(old, api, sides.roots, progress)?;
    pair.new = facts(new, api, sides.roots, progress)?;
    let is_schema = |side: &Side| matches!(side, Side::Schema(..));
    if let Some(api) = api.filter(|_| is_schema(old) != is_schema(new)) {
        let count = pair.old.surface.len() + pair.new.surface.len();
        pair.old.surface.retain(|key, _| api.is_published(key));
        pair.new.surface.retain(|key, _| api.is_published(key));
        if pair.old.surface.len() + pair.new.surface.len() < count {
            pair.notes.push("modules with a schema of their own are not compared".to_owned());
        }
    }
    Ok(pair)
}

/// Returns the API of both sides; `None` for two files if no API is requested.
fn the_api(old: &Side, new: &Side, asked: &[&'static Api]) -> Result<Option<&'static Api>> {
    match asked {
        [api] => Ok(Some(api)),
        [] if matches!((old, new), (Side::Revision(_), _) | (_, Side::Revision(_))) => {
            Err(Diagnostic::new("a file does not say which API of the revision it is about")
                .help("add --api NAME"))
        }
        [] => match (old, new) {
            (Side::Schema(_, old), Side::Schema(_, new)) if old != new => {
                Err(Diagnostic::new(format!("the sides have different formats: {old} and {new}"))
                    .help("compare two versions of the same schema"))
            }
            (Side::Schema(..), Side::Surface(_)) | (Side::Surface(_), Side::Schema(..)) => {
                Err(Diagnostic::new("a surface file does not say which API it is about")
                    .help("add --api NAME"))
            }
            _ => Ok(None),
        },
        _ => Err(Diagnostic::new("two files are about one API").help("remove all but one --api NAME")),
    }
}

/// Returns the facts of a side. A schema file of no API is read whole.
fn facts(side: &Side, api: Option<&'static Api>, roots: Roots, progress: &Progress) -> Result<Facts> {
    let surface = match side {
        Side::Schema(path, _) => {
            progress.step(format!("{}: read and lower", path.display()));
            return match api {
                Some(api) => api.facts(path, roots),
                None => codegen::facts(&Input::new(path).roots(roots)),
            };
        }
        Side::Surface(path) => surface::parse(&read::read_text(path)?),
        Side::Revision(commit) => {
            let text = api.and_then(|api| committed(commit, api));
            let name = api.map_or("surface", |api| &api.name);
            let text =
                text.ok_or_else(|| Diagnostic::new(format!("{name} has no surface at {}", short(commit))))?;
            surface::parse(&text)
        }
    };
    Ok(Facts { surface, unmatched: Vec::new() })
}

fn between_revisions(old: &str, new: &str, asked: &[&'static Api]) -> Result<Vec<Pair>> {
    let every: Vec<&'static Api> = apis::all()?.iter().collect();
    let apis = if asked.is_empty() { &every[..] } else { asked };
    let pairs: Vec<Pair> = apis.iter().filter_map(|api| committed_pair(old, new, api)).collect();
    if pairs.is_empty() {
        return Err(Diagnostic::new(format!("no surface is committed at {} or {}", short(old), short(new)))
            .help("compare schema files, or revisions with crates/*/src/generated/surface.txt"));
    }
    Ok(pairs)
}

/// Returns the surfaces of an API at two revisions; `None` if neither has one.
fn committed_pair(old: &str, new: &str, api: &Api) -> Option<Pair> {
    let (was, is) = (committed(old, api), committed(new, api));
    if was.is_none() && is.is_none() {
        return None;
    }
    let mut pair = Pair { api: api.name.clone(), ..Pair::default() };
    for (commit, text) in [(old, &was), (new, &is)] {
        if text.is_none() {
            pair.notes.push(format!("no surface at {}", short(commit)));
        }
    }
    pair.old.surface = surface::parse(&was.unwrap_or_default());
    pair.new.surface = surface::parse(&is.unwrap_or_default());
    Some(pair)
}

/// Returns the surface that is committed at a revision, if there is one.
pub fn committed(commit: &str, api: &Api) -> Option<String> {
    let path = api.generated_dir().join("surface.txt");
    let path = path.strip_prefix(project_root()).ok()?.to_str()?.replace('\\', "/");
    git(&["show", &format!("{commit}:./{path}")])
}

fn short(commit: &str) -> &str {
    commit.get(..10).unwrap_or(commit)
}

/// Runs git and returns its output; `None` if it fails.
fn git(arguments: &[&str]) -> Option<String> {
    let output = Command::new("git").current_dir(project_root()).args(arguments).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}
