//! Lowers OData CSDL to the normal form by the OASIS mapping of CSDL to OpenAPI: base types are flattened,
//! derived types become unions, actions become paths, and capability annotations are applied.
//!
//! Each pass has a file and a function: `endpoint` finds the operations, `scope` the types, `naming` and
//! `unions` determine their names and the places of derived types, `types` and `paths` write them, and
//! `skipped` lists the skipped definitions. `roots` contains the decisions that are not in the schema.

mod capabilities;
mod check;
mod endpoint;
mod errors;
mod naming;
mod paths;
mod roots;
mod schema;
mod scope;
mod skipped;
mod source;
mod types;
mod unions;

use serde_json::{Map, Value, json};

use self::endpoint::endpoints;
use self::errors::error_schemas;
use self::naming::{Naming, naming};
use self::paths::paths;
pub use self::roots::{CALLS, Narrowed, Tables};
use self::schema::Targets;
use self::scope::{Scope, scope};
use self::skipped::skipped;
use self::source::Source;
use self::types::type_schema;
use self::unions::{Unions, union_schema, unions};
use super::parameters;
use crate::apis::Roots;
use crate::diagnostic::Result;
use crate::read::csdl::Csdl;

/// How a document is lowered.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Which types are emitted.
    pub roots: Roots,
    /// Facts about the API that are not in the schema.
    pub tables: &'static Tables,
}

impl Default for Options {
    fn default() -> Self {
        Self { roots: Roots::default(), tables: &CALLS }
    }
}

/// Lowers a CSDL document to the normal form. `capabilities` contains annotations about the operations of its
/// paths.
pub fn lower(csdl: &Csdl, capabilities: Option<&Csdl>, options: &Options) -> Result<Value> {
    let all = options.roots == Roots::All;
    run(&Source::new(csdl, capabilities, options.tables, all))
        .map_err(|diagnostic| diagnostic.or_file(&csdl.file))
}

fn run(source: &Source<'_>) -> Result<Value> {
    check::check(source)?;
    let endpoints = endpoints(source)?;
    let scope = scope(source, &endpoints.all);
    let mut naming = naming(source, &scope)?;
    let unions = unions(source, &scope, &endpoints.all, &mut naming)?;
    let mut schemas = error_schemas(&mut naming)?;
    schemas.extend(schemas_of_types(source, &scope, &mut naming, &unions)?);
    let paths = paths(source, &mut naming, &unions, &endpoints.all)?;
    schemas.extend(paths.schemas);
    schemas.sort_keys();
    let mut notes = naming.notes;
    notes.sort();
    notes.dedup();
    let mut document = json!({
        "openapi": "3.0.3",
        "info": {"title": source.tables.title, "version": source.tables.version},
        "paths": paths.paths,
        "components": {"schemas": schemas},
        "x-skipped": skipped(source, &scope, &endpoints),
        "x-notes": notes,
    });
    parameters::skip_unsupported(&mut document);
    Ok(document)
}

fn schemas_of_types<'a>(
    source: &Source<'a>,
    scope: &Scope<'a>,
    naming: &mut Naming<'a>,
    unions: &Unions<'a>,
) -> Result<Map<String, Value>> {
    let mut schemas = Map::new();
    let mut notes = Vec::new();
    for name in &scope.types {
        let union = unions.get(name);
        if let Some(union) = union {
            let mut schema = union_schema(source, naming, name, union);
            mark_response(source, name, &mut schema);
            schemas.insert(union.name.clone(), schema);
        }
        // An abstract type with a union has no values of its own.
        if union.is_some_and(|union| !union.with_base) {
            continue;
        }
        let targets = Targets { source, naming, unions };
        let (Some(def), Some(key)) = (source.csdl.find(name), naming.types.get(name)) else {
            continue;
        };
        if let Some(mut schema) = type_schema(targets, def, &mut notes)? {
            mark_response(source, name, &mut schema);
            schemas.insert(key.clone(), schema);
        }
    }
    naming.notes.append(&mut notes);
    Ok(schemas)
}

/// Marks a type if it is the response to a notification.
fn mark_response(source: &Source<'_>, name: &str, schema: &mut Value) {
    if source.tables.responses.contains(&name) {
        schema["x-sent"] = true.into();
    }
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_graph;
#[cfg(test)]
mod tests_paths;
