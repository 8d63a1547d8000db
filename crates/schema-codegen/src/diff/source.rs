//! The two sides of a comparison: schema files, surface files, or revisions of the repository.

use std::path::{Path, PathBuf};
use std::process::Command;

use quick_xml::Reader;
use quick_xml::events::Event;
use serde_json::Value;

use crate::apis::{APIS, Api, Format, Roots, project_root};
use crate::codegen;
use crate::diagnostic::{Diagnostic, Result};
use crate::progress::Progress;
use crate::read;
use crate::surface::{self, Surface};

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

/// The two surfaces of one API.
#[derive(Clone, Debug, Default)]
pub struct Pair {
    /// The name of the API, or `surface` if it is unknown.
    pub api: String,
    /// The old facts.
    pub old: Surface,
    /// The new facts.
    pub new: Surface,
    /// Notes about the comparison.
    pub notes: Vec<String>,
}

/// One side of a comparison.
#[derive(Debug)]
enum Side {
    /// A schema file, and the API whose schemas have its format.
    Schema(PathBuf, &'static Api),
    /// A surface file.
    Surface(PathBuf),
    /// A revision.
    Revision(String),
}

/// Reads both sides.
pub fn read(sides: &Sides<'_>, progress: &Progress) -> Result<Vec<Pair>> {
    let (old, new) = (find(sides.old)?, find(sides.new)?);
    match (&old, &new) {
        (Side::Revision(old), Side::Revision(new)) => between_revisions(old, new, sides.apis),
        _ => Ok(vec![one_pair(&old, &new, sides, progress)?]),
    }
}

fn find(name: &str) -> Result<Side> {
    let path = Path::new(name);
    if path.exists() {
        let text = read::read_text(path)?;
        let format = format(&text).map_err(|diagnostic| diagnostic.or_file(path))?;
        let path = path.to_path_buf();
        let api = format.and_then(|format| APIS.iter().find(|api| api.format == format));
        return Ok(api.map_or(Side::Surface(path.clone()), |api| Side::Schema(path, api)));
    }
    revision(name).map(Side::Revision).map_err(|_| {
        Diagnostic::new(format!("{name:?} is neither a file nor a revision"))
            .help("use a schema file, a surface.txt, or a git revision such as HEAD~1")
    })
}

/// Returns the commit of a revision.
pub fn revision(name: &str) -> Result<String> {
    let commit = format!("{name}^{{commit}}");
    let commit = git(&["rev-parse", "--verify", "--quiet", "--end-of-options", &commit]);
    commit.map(|commit| commit.trim().to_owned()).ok_or_else(|| {
        Diagnostic::new(format!("{name:?} is not a revision")).help("use a git revision such as HEAD~1")
    })
}

/// Detects the format of a schema file from its content; `None` for a surface.
pub fn format(text: &str) -> Result<Option<Format>> {
    let start = text.trim_start();
    if start.starts_with('<') {
        return xml_format(start).map(Some);
    }
    if start.starts_with('{') {
        let value: Value = serde_json::from_str(text).map_err(|error| Diagnostic::new(error.to_string()))?;
        let is_openapi = value.get("swagger").or_else(|| value.get("openapi")).is_some();
        return if is_openapi {
            Ok(Some(Format::OpenApi))
        } else {
            Err(Diagnostic::new("the JSON has neither `swagger` nor `openapi` at its root").help(NO_SCHEMA))
        };
    }
    let mut lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let is_fact = |line: &str| line.split_once(' ').is_some_and(|(word, _)| WORDS.contains(&word));
    match lines.find(|(_, line)| !is_fact(line)) {
        Some((at, _)) => Err(Diagnostic::new("this is neither a schema nor a surface")
            .at(format!("line {}", at + 1))
            .help(NO_SCHEMA)),
        None => Ok(None),
    }
}

const NO_SCHEMA: &str = "schemas are XML Schema, CSDL in XML, Swagger 2.0 and OpenAPI 3.0 in JSON; \
                         surfaces are the surface.txt files of the crates";

fn xml_format(text: &str) -> Result<Format> {
    let mut reader = Reader::from_str(text);
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag) | Event::Empty(tag)) => {
                return match tag.local_name().as_ref() {
                    "schema" => Ok(Format::Xsd),
                    "Edmx" => Ok(Format::Csdl),
                    other => Err(Diagnostic::new(format!("<{other}> is not the root element of a schema"))
                        .help(NO_SCHEMA)),
                };
            }
            Ok(Event::Eof) => return Err(Diagnostic::new("there is no root element").help(NO_SCHEMA)),
            Ok(_) => {}
            Err(error) => return Err(Diagnostic::new(format!("the XML is not well-formed: {error}"))),
        }
    }
}

fn one_pair(old: &Side, new: &Side, sides: &Sides<'_>, progress: &Progress) -> Result<Pair> {
    let api = the_api(old, new, sides.apis)?;
    let mut pair = Pair { api: api.map_or("surface", |api| api.name).to_owned(), ..Pair::default() };
    pair.old = surface_of(old, api, sides.roots, progress)?;
    pair.new = surface_of(new, api, sides.roots, progress)?;
    let is_whole = |surface: &Surface| surface.keys().any(|key| key.contains(" um."));
    let is_xsd = |side: &Side| matches!(side, Side::Schema(_, api) if api.format == Format::Xsd);
    if is_xsd(old) != is_xsd(new) && is_whole(&pair.old) != is_whole(&pair.new) {
        pair.old.retain(|key, _| !key.contains(" um."));
        pair.new.retain(|key, _| !key.contains(" um."));
        pair.notes
            .push("the Unified Messaging web service has its own schema and is not compared".to_owned());
    }
    Ok(pair)
}

/// Returns the API of both sides; `None` for two surface files if no API is requested.
fn the_api(old: &Side, new: &Side, asked: &[&'static Api]) -> Result<Option<&'static Api>> {
    let of = |side: &Side| match side {
        Side::Schema(_, api) => Some(*api),
        _ => None,
    };
    let mut found: Vec<&'static Api> =
        [of(old), of(new)].into_iter().flatten().chain(asked.iter().copied()).collect();
    found.dedup_by_key(|api| api.name);
    match (&found[..], old, new) {
        ([api], ..) => Ok(Some(api)),
        ([], Side::Surface(_), Side::Surface(_)) => Ok(None),
        ([], ..) => {
            Err(Diagnostic::new("a surface file does not say which API it is about").help("add --api NAME"))
        }
        (apis, ..) => {
            let names: Vec<_> = apis.iter().map(|api| api.name).collect();
            Err(Diagnostic::new(format!("the sides are about different APIs: {}", names.join(", "))))
        }
    }
}

fn surface_of(side: &Side, api: Option<&'static Api>, roots: Roots, progress: &Progress) -> Result<Surface> {
    match side {
        Side::Schema(path, api) => {
            progress.step(format!("{}: read and lower", path.display()));
            codegen::surface_of_file(api, path, roots)
        }
        Side::Surface(path) => Ok(surface::parse(&read::read_text(path)?)),
        Side::Revision(commit) => {
            let text = api.and_then(|api| committed(commit, api));
            let name = api.map_or("surface", |api| api.name);
            text.map(|text| surface::parse(&text))
                .ok_or_else(|| Diagnostic::new(format!("{name} has no surface at {}", short(commit))))
        }
    }
}

fn between_revisions(old: &str, new: &str, asked: &[&'static Api]) -> Result<Vec<Pair>> {
    let every: Vec<&'static Api> = APIS.iter().collect();
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
    let mut pair = Pair { api: api.name.to_owned(), ..Pair::default() };
    for (commit, text) in [(old, &was), (new, &is)] {
        if text.is_none() {
            pair.notes.push(format!("no surface at {}", short(commit)));
        }
    }
    pair.old = surface::parse(&was.unwrap_or_default());
    pair.new = surface::parse(&is.unwrap_or_default());
    Some(pair)
}

/// Returns the surface that is committed at a revision, if there is one.
pub fn committed(commit: &str, api: &Api) -> Option<String> {
    git(&["show", &format!("{commit}:./crates/{}/src/generated/surface.txt", api.name)])
}

fn short(commit: &str) -> &str {
    commit.get(..10).unwrap_or(commit)
}

/// Runs git and returns its output; `None` if it fails.
fn git(arguments: &[&str]) -> Option<String> {
    let output = Command::new("git").current_dir(project_root()).args(arguments).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}
