//! Drives the five stations: read, lower, resolve, emit, write.

pub mod json;
mod request;
pub mod xml;

pub use json::normal_form;
pub use request::{Request, Station};

use crate::apis::Format;
use crate::diagnostic::Result;
use crate::output::Output;
use crate::progress::Progress;
use crate::surface;

/// The command that every generated file names.
pub const COMMAND: &str = "cargo xtask codegen";

/// Runs the stations up to `emit`.
pub fn generate(request: &Request, progress: &Progress) -> Result<Output> {
    let schema = request.schema_file()?;
    match request.api.format {
        Format::Xsd => {
            let (inputs, renames) = (xml::inputs(request, &schema), xml::renames(request)?);
            xml::generate(&inputs, &renames, request.publishers(), COMMAND, |station| {
                progress.step(format!("{}: {station}", request.api.name));
            })
        }
        Format::Csdl | Format::OpenApi => json::generate(request, &schema, COMMAND, progress),
    }
    .map_err(|diagnostic| diagnostic.or_file(&schema))
}

impl Output {
    /// Adds the surface to the files.
    fn finish(&mut self) {
        let text = surface::text(&self.surface);
        self.files.insert("surface.txt".to_owned(), text);
    }
}

/// The surface alone: what [`generate`] writes into `surface.txt`, without the work of the libraries.
pub fn surface(request: &Request, progress: &Progress) -> Result<surface::Surface> {
    let schema = request.schema_file()?;
    if request.api.format == Format::Xsd {
        progress.step(format!("{}: read and lower", request.api.name));
        return xml::surface(&xml::inputs(request, &schema));
    }
    Ok(surface::of_normal_form(&normal_form(request, &schema, progress)?))
}

/// What leaves a station, as text.
pub fn dump(request: &Request, station: Station) -> Result<String> {
    let schema = request.schema_file()?;
    let progress = Progress::start();
    let files = |print: fn(&str, &str) -> String| {
        let output = generate(request, &progress)?;
        Ok(output.files.iter().map(|(name, text)| print(name, text)).collect())
    };
    match (station, request.api.format) {
        (Station::Emit, _) => files(|name, text| format!("// ==== {name}\n{text}\n")),
        (Station::Write, _) => files(|name, text| format!("{:>9} {name}\n", text.len())),
        (_, Format::Xsd) => xml::dump(request, &schema, station),
        _ => json::dump(request, &schema, station, &progress),
    }
    .map_err(|diagnostic| diagnostic.or_file(&schema))
}
