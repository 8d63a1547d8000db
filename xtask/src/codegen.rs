//! Drives the five stations: read, lower, resolve, emit, write.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::{
    apis::{Api, Format, Roots},
    emit,
    fault::{Fault, Result},
    lower,
    product::{Product, Skipped},
    progress::Progress,
    read, resolve, surface, xsd,
};

/// The command that every generated file names.
pub const COMMAND: &str = "cargo xtask codegen";

/// What to generate.
#[derive(Clone, Debug)]
pub struct Request {
    /// For which API.
    pub api: &'static Api,
    /// From which schema file; our own if none is given.
    pub schema: Option<PathBuf>,
    /// How much of it.
    pub roots: Roots,
}

/// A station whose output can be looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Station {
    /// The schema as read.
    Read,
    /// The normal form.
    Lower,
    /// The types and operations as they will stand in Rust.
    Resolve,
    /// The files as they would be written.
    Emit,
    /// The names of the files and their sizes.
    Write,
}

impl Request {
    /// Our own schema of an API.
    #[must_use]
    pub fn own(api: &'static Api) -> Self {
        Self { api, schema: None, roots: Roots::Calls }
    }

    /// The schema file to read.
    fn schema_file(&self) -> Result<PathBuf> {
        self.api.schema_file(self.schema.as_deref())
    }
}

/// Runs the stations up to `emit`.
pub fn generate(request: &Request, progress: &Progress) -> Result<Product> {
    let api = request.api.name;
    let schema = request.schema_file()?;
    if request.api.format == Format::Xsd {
        progress.step(format!("{api}: read to emit"));
        let mut product = xsd::generate(&xsd_inputs(request, &schema), COMMAND)?;
        product.finish();
        return Ok(product);
    }
    let (document, sources) = lowered(request, &schema, progress)?;
    let header = emit::print::header(COMMAND, &sources);
    let step = |station: &str| progress.step(format!("{api}: {station}"));
    of_normal_form(&document, &header, step).map_err(|fault| fault.or_file(&schema))
}

/// Runs `resolve` and `emit`. The header opens every generated file.
pub fn of_normal_form(document: &Value, header: &str, step: impl Fn(&str)) -> Result<Product> {
    step("resolve");
    let module = resolve::json::resolve(document)?;
    step("emit");
    let files = emit::emit(&module, header)?;
    let count = lower::count::count(document);
    let mut product = Product {
        files,
        types: count.types,
        operations: count.operations,
        surface: surface::of_normal_form(document),
        skipped: skipped(document),
        notes: module.notes,
    };
    product.notes.extend(strings(&document["x-notes"]));
    product.finish();
    Ok(product)
}

impl Product {
    /// Adds the surface to the files.
    pub fn finish(&mut self) {
        let text = surface::text(&self.surface);
        self.files.insert("surface.txt".to_owned(), text);
    }
}

/// Reads and lowers a JSON protocol.
pub fn normal_form(request: &Request, schema: &Path, progress: &Progress) -> Result<Value> {
    lowered(request, schema, progress).map(|(document, _)| document)
}

/// The normal form of a JSON protocol, and the names of the files that it was read from.
fn lowered(request: &Request, schema: &Path, progress: &Progress) -> Result<(Value, Vec<String>)> {
    let api = request.api.name;
    progress.step(format!("{api}: read"));
    let (document, sources) = match request.api.format {
        Format::Csdl => {
            let csdl = read::csdl::read(schema)?;
            let beside = request.api.schema_dir().join("capabilities.csdl.xml");
            let capabilities = read::csdl::read(&beside)?;
            progress.step(format!("{api}: lower"));
            let options = lower::csdl::Options { roots: request.roots, ..Default::default() };
            (lower::csdl::lower(&csdl, Some(&capabilities), &options)?, vec![schema.to_path_buf(), beside])
        }
        Format::OpenApi => {
            let document = read::openapi::read(schema)?;
            progress.step(format!("{api}: lower"));
            let lowered = lower::openapi::lower(&document, &lower::openapi::Options::call_automation());
            let sources = document.files.into_iter().map(|file| file.path).collect();
            (lowered.map_err(|fault| fault.or_file(schema))?, sources)
        }
        Format::Xsd => {
            return Err(Fault::new(format!("{api} is an XML protocol: it has no OpenAPI normal form")));
        }
    };
    Ok((document, sources.iter().map(|path| read::file_name(path)).collect()))
}

/// The modules of the XML protocol. A published file knows the phone-call operations only: the Unified Messaging
/// web service has two of their names in the same namespace, so it has a schema of its own.
fn xsd_inputs(request: &Request, schema: &Path) -> Vec<xsd::Input<'static>> {
    let mut inputs = vec![xsd::Input {
        module: "phone_call",
        about: "The phone-call operations of Exchange Web Services.",
        schema: schema.to_owned(),
        roots: request.roots,
    }];
    if request.schema.is_none() {
        inputs.push(xsd::Input {
            module: "um",
            about: "The Unified Messaging web service.",
            schema: schema.with_file_name("UnifiedMessaging.xsd"),
            // The whole schema is the service's.
            roots: Roots::All,
        });
    }
    inputs
}

fn xsd_dump(request: &Request, schema: &Path, station: Station) -> Result<String> {
    let station = match station {
        Station::Read => "read",
        Station::Lower => "lower",
        _ => "resolve",
    };
    xsd_inputs(request, schema).iter().map(|input| xsd::dump(input, station)).collect()
}

/// The surface alone: what [`generate`] writes into `surface.txt`, without the work of the libraries.
pub fn surface(request: &Request, progress: &Progress) -> Result<surface::Surface> {
    let schema = request.schema_file()?;
    if request.api.format == Format::Xsd {
        progress.step(format!("{}: read and lower", request.api.name));
        return xsd::surface(&xsd_inputs(request, &schema));
    }
    Ok(surface::of_normal_form(&normal_form(request, &schema, progress)?))
}

/// What leaves a station, as text.
pub fn dump(request: &Request, station: Station) -> Result<String> {
    let schema = request.schema_file()?;
    dump_of(request, &schema, station).map_err(|fault| fault.or_file(&schema))
}

fn dump_of(request: &Request, schema: &Path, station: Station) -> Result<String> {
    let progress = Progress::start();
    match (station, request.api.format) {
        (Station::Emit, _) => {
            let product = generate(request, &progress)?;
            Ok(product.files.iter().map(|(name, text)| format!("// ==== {name}\n{text}\n")).collect())
        }
        (Station::Write, _) => {
            let product = generate(request, &progress)?;
            Ok(product.files.iter().map(|(name, text)| format!("{:>9} {name}\n", text.len())).collect())
        }
        (_, Format::Xsd) => xsd_dump(request, schema, station),
        (Station::Read, format) => Ok(match format {
            Format::Csdl => format!("{:#?}\n", read::csdl::read(schema)?),
            _ => format!("{:#?}\n", read::openapi::read(schema)?),
        }),
        (Station::Lower, _) => {
            let document = normal_form(request, schema, &progress)?;
            let text = serde_json::to_string_pretty(&document);
            text.map(|text| text + "\n").map_err(|error| Fault::new(error.to_string()))
        }
        (Station::Resolve, _) => {
            let document = normal_form(request, schema, &progress)?;
            Ok(format!("{:#?}\n", resolve::json::resolve(&document)?))
        }
    }
}

fn skipped(document: &Value) -> Vec<Skipped> {
    let list = document["x-skipped"].as_array().into_iter().flatten();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    list.map(|one| Skipped { name: text(&one["name"]), reason: text(&one["reason"]) }).collect()
}

fn strings(value: &Value) -> impl Iterator<Item = String> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned)
}
