//! The XML protocol through the stations: one module of Rust for each schema.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::request::{Request, Station};
use crate::apis::Roots;
use crate::diagnostic::{Diagnostic, Result};
use crate::lower::xsd as lowering;
use crate::output::Output;
use crate::publishers::Publishers;
use crate::read::renames::Renames;
use crate::read::xsd as reading;
use crate::surface::Surface;
use crate::{emit, resolve};

/// A schema and the module that is made of it.
#[derive(Clone, Debug)]
pub struct Input<'a> {
    /// The name of the module.
    pub module: &'a str,
    /// What one line says about it.
    pub about: &'a str,
    /// The schema file.
    pub schema: PathBuf,
    /// How much of it.
    pub roots: Roots,
}

/// The modules of the XML protocol. A published file knows the phone-call operations only: the Unified Messaging
/// web service has two of their names in the same namespace, so it has a schema of its own.
pub fn inputs(request: &Request, schema: &Path) -> Vec<Input<'static>> {
    let mut inputs = vec![Input {
        module: "phone_call",
        about: "The phone-call operations of Exchange Web Services.",
        schema: schema.to_owned(),
        roots: request.roots,
    }];
    if request.schema.is_none() {
        inputs.push(Input {
            module: "um",
            about: "The Unified Messaging web service.",
            schema: schema.with_file_name("UnifiedMessaging.xsd"),
            // The whole schema is the service's.
            roots: Roots::All,
        });
    }
    inputs
}

/// The names that types of these modules get. A published file knows one module only.
pub fn renames(request: &Request) -> Result<Renames> {
    let renames = request.renames()?;
    Ok(if request.schema.is_none() { renames } else { renames.of_module("phone_call") })
}

/// Runs the stations up to `emit`. Every generated file names the command.
pub fn generate(
    inputs: &[Input<'_>],
    renames: &Renames,
    publishers: &Publishers,
    command: &str,
    step: impl Fn(&str),
) -> Result<Output> {
    check_modules(inputs, renames)?;
    let mut output = Output::default();
    let mut sources = BTreeSet::new();
    for input in inputs {
        step(input.module);
        sources.extend(
            one(input, renames, publishers, command, &mut output)
                .map_err(|diagnostic| diagnostic.or_file(&input.schema))?,
        );
    }
    let mut index = emit::print::header(command, &sources.into_iter().collect::<Vec<_>>());
    index.push_str("//! The types of the schemas, one module for each service.\n\n");
    for input in inputs {
        index.push_str(&format!("pub mod {};\n", input.module));
    }
    output.files.insert("mod.rs".to_owned(), index);
    output.finish();
    Ok(output)
}

/// Checks that every name is for a type of one of the modules.
fn check_modules(inputs: &[Input<'_>], renames: &Renames) -> Result<()> {
    let is_known = |name: &str| inputs.iter().any(|input| name.split('.').next() == Some(input.module));
    match renames.iter().find(|(_, entry)| !is_known(&entry.schema_name)) {
        Some((index, entry)) => {
            let what = format!("{} is not a type of one of the modules", entry.schema_name);
            let modules: Vec<_> = inputs.iter().map(|input| input.module).collect();
            let help = format!("write the module before the type; the modules are {}", modules.join(", "));
            Err(renames.diagnostic(index, "type", what).help(help))
        }
        None => Ok(()),
    }
}

/// Adds the module of one schema, and gives the names of its files.
fn one(
    input: &Input<'_>,
    renames: &Renames,
    publishers: &Publishers,
    command: &str,
    output: &mut Output,
) -> Result<Vec<String>> {
    let schema = reading::read(&input.schema)?;
    let lowered = lowering::lower(input.module, &schema, input.roots)?;
    let module = resolve::xml::resolve(&lowered, input.module, input.about, renames, publishers)?;
    for (name, text) in emit::emit(&module, &emit::print::header(command, &schema.names))? {
        let path = format!("{}/{name}", input.module);
        if output.files.insert(path, text).is_some() {
            return Err(Diagnostic::new(format!("two schemas are to become the module {}", input.module)));
        }
    }
    output.types += module.types.len();
    output.operations += lowered.operations.len();
    output.surface.extend(lowered.surface);
    output.skipped.extend(lowered.skipped);
    output.notes.extend(lowered.notes);
    Ok(schema.names)
}

/// The surface of the schemas.
pub fn surface(inputs: &[Input<'_>]) -> Result<Surface> {
    let mut surface = Surface::new();
    for input in inputs {
        let schema = reading::read(&input.schema)?;
        surface.extend(lowering::lower(input.module, &schema, input.roots)?.surface);
    }
    Ok(surface)
}

/// What leaves one of the first three stations, as text.
pub fn dump(request: &Request, schema: &Path, station: Station) -> Result<String> {
    let renames = renames(request)?;
    let dumped = |input: &Input<'_>| {
        let schema = reading::read(&input.schema)?;
        if station == Station::Read {
            return Ok(xsd_parser::MetaTypesPrinter::new(&schema.types).to_string());
        }
        let lowered = lowering::lower(input.module, &schema, input.roots)?;
        if station == Station::Lower {
            return Ok(lowered.types.values().map(|one| format!("{one:#?}\n")).collect());
        }
        let (about, publishers) = (input.about, request.publishers());
        Ok(resolve::xml::resolve(&lowered, input.module, about, &renames, publishers)?.to_string())
    };
    let inputs = inputs(request, schema);
    inputs
        .iter()
        .map(|input| dumped(input).map_err(|diagnostic: Diagnostic| diagnostic.or_file(&input.schema)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::apis::project_root;

    fn own() -> Output {
        let schemas = project_root().join("schemas/ews-um");
        let input =
            |module, file: &str, roots| Input { module, about: "Types.", schema: schemas.join(file), roots };
        let inputs = [
            input("phone_call", "Messages.xsd", Roots::Calls),
            input("um", "UnifiedMessaging.xsd", Roots::All),
        ];
        generate(&inputs, &Renames::default(), &Publishers::NONE, "a command", |_| ())
            .unwrap_or_else(|diagnostic| panic!("{diagnostic}"))
    }

    #[test]
    fn our_schemas_have_all_operations() {
        let output = own();
        assert_eq!(output.operations, 14);
        let fact = |key: &str| output.surface.get(key).map(String::as_str);
        assert_eq!(fact("type um.UMCallInfo.CallState"), Some("UMCallState 1..1"));
        assert_eq!(fact("type phone_call.ItemIdType.@Id"), Some("string required"));
        assert_eq!(fact("value um.UMCallState.Connected"), Some(""));
        assert_eq!(fact("op um.GetCallInfo"), Some("GetCallInfo -> GetCallInfoResponse"));
        let structs = &output.files["um/objects.rs"];
        assert!(structs.starts_with("// Generated by `a command` from UnifiedMessaging.xsd; do not edit.\n"));
        assert!(structs.contains("pub call_state: Option<UmCallState>,"));
        assert!(structs.contains("element call_state: M \"CallState\","));
        assert!(structs.contains("pub fn new(call_id: impl Into<String>) -> Self"));
    }

    #[test]
    fn two_runs_give_the_same_bytes() {
        let (first, second) = (own(), own());
        assert_eq!(first.files, second.files);
        assert_eq!(first.surface, second.surface);
    }
}
