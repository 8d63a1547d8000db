//! Finds the example payloads in a checkout of the public documentation.
//!
//! Three forms are detected and read: pages of the Exchange reference
//! ([`exchange`]), pages of the Graph reference ([`graph`]), and example files of Azure specifications
//! ([`azure`]). Pages that are not about our types and operations are only counted, since a
//! checkout has thousands of them.

pub mod address;
pub mod azure;
pub mod exchange;
pub mod files;
pub mod found;
pub mod graph;
pub mod http;
pub mod index;
pub mod markdown;
pub mod print;
pub mod repair;
pub mod soap;
#[cfg(test)]
mod tests;

use std::path::Path;

use self::azure::Links;
use self::files::Files;
use self::found::{Example, Reading};
use self::index::{ApiIndex, Index};
use schema_codegen::diagnostic::{Diagnostic, Result};
use schema_codegen::progress::Progress;
use schema_codegen::read;
use schema_codegen::read::format::Format;

/// The payloads of a checkout.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// The payloads, by page and line.
    pub examples: Vec<Example>,
    /// The payloads that could not be read, with page and line.
    pub unreadable: Vec<Diagnostic>,
    /// The number of pages with payloads of our APIs.
    pub pages: usize,
    /// The number of other pages.
    pub passed: usize,
}

impl Found {
    fn add(&mut self, page: &str, reading: Reading) {
        if reading.examples.is_empty() && reading.diagnostics.is_empty() {
            return;
        }
        self.pages += 1;
        let examples =
            reading.examples.into_iter().map(|example| Example { page: page.to_owned(), ..example });
        self.examples.extend(examples);
        let page = Path::new(page);
        self.unreadable.extend(
            reading
                .diagnostics
                .into_iter()
                .map(|diagnostic| Diagnostic { file: Some(page.into()), ..diagnostic }),
        );
    }
}

/// Finds the payloads below a folder.
pub fn find(dir: &Path, index: &Index, progress: &Progress) -> Result<Found> {
    progress.step(format!("{}: list the files", dir.display()));
    let files = files::list(dir)?;
    let mut found = Found::default();
    let count = files.pages.len();
    for (at, path) in files.pages.iter().enumerate() {
        progress.step(format!("page {} of {count}", at + 1));
        match read::read_text(path) {
            Ok(text) => keep(&mut found, &files.name(path), page(&text, index)),
            Err(diagnostic) => found.add(&files.name(path), unreadable(diagnostic)),
        }
    }
    find_azure(&files, index, &mut found, progress);
    found.examples.sort_by(|a, b| (&a.page, a.line).cmp(&(&b.page, b.line)));
    found.unreadable.sort_by(|a, b| a.file.cmp(&b.file));
    Ok(found)
}

/// Reads a Markdown page in every form, each for the API that the page is about.
#[must_use]
pub fn page(text: &str, index: &Index) -> Reading {
    let blocks = markdown::blocks(text);
    let mut reading = Reading::best(index.of(Format::Xsd).map(|known| exchange::read(&blocks, known)));
    reading.join(Reading::best(index.of(Format::Csdl).map(|known| graph::read(&blocks, known))));
    reading
}

/// Adds the payloads of our APIs.
fn keep(found: &mut Found, page: &str, reading: Reading) {
    if reading.is_ours {
        found.add(page, reading);
    } else if !reading.examples.is_empty() || !reading.diagnostics.is_empty() {
        found.passed += 1;
    }
}

/// Returns the result for a page that cannot be read.
fn unreadable(diagnostic: Diagnostic) -> Reading {
    Reading { diagnostics: vec![Diagnostic { help: None, ..diagnostic }], ..Reading::default() }
}

/// Reads the example files. All files in a folder belong to the API to which most of them belong.
fn find_azure(files: &Files, index: &Index, found: &mut Found, progress: &Progress) {
    let (examples, specifications): (Vec<_>, Vec<_>) =
        files.json.iter().partition(|path| azure::is_example_file(path));
    let mut links = Links::default();
    for path in specifications {
        progress.step(format!("{}", path.display()));
        // Files that cannot be read are not specifications with examples.
        if let Ok(text) = read::read_text(path) {
            links.add(path, &text);
        }
    }
    for folder in examples.chunk_by(|a, b| a.parent() == b.parent()) {
        let readings = index.of(Format::OpenApi).map(|known| {
            folder.iter().map(|path| azure_file(files, path, &links, known)).collect::<Vec<_>>()
        });
        let ours = |folder: &[(String, Reading)]| folder.iter().filter(|(_, one)| one.is_ours).count();
        let best = readings.reduce(|best, next| if ours(&next) > ours(&best) { next } else { best });
        let best = best.unwrap_or_default();
        let is_ours = ours(&best) > 0;
        for (page, reading) in best {
            keep(found, &page, Reading { is_ours, ..reading });
        }
    }
}

fn azure_file(files: &Files, path: &Path, links: &Links, known: &ApiIndex) -> (String, Reading) {
    let reading = match read::read_text(path) {
        Ok(text) => azure::read(path, &text, links, known),
        Err(diagnostic) => unreadable(diagnostic),
    };
    (files.name(path), reading)
}
