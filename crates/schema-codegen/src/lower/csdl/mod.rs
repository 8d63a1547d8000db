//! Lowers OData CSDL to the normal form by the OASIS mapping of CSDL to OpenAPI: base types are flattened,
//! derived types become unions, actions and functions become paths, and capability annotations are applied.
//!
//! Each pass has a file and a function: `walk` finds the operations, `scope` the types, `naming` and
//! `unions` determine their names and the places of derived types, `types` and `paths` write them, and
//! `skipped` lists the skipped definitions. The configuration contains the facts that are not in the schema.

mod bound;
mod capabilities;
mod check;
mod endpoint;
mod errors;
mod keys;
mod literals;
mod naming;
mod paths;
mod schema;
mod scope;
mod skipped;
mod source;
mod starts;
mod types;
mod unions;
mod walk;

use serde_json::{Map, Value, json};

use self::errors::error_schemas;
use self::naming::{Naming, naming};
use self::paths::paths;
use self::schema::Targets;
use self::scope::{Scope, scope};
use self::skipped::skipped;
use self::source::Source;
use self::types::type_schema;
use self::unions::{Unions, union_schema, unions};
use self::walk::endpoints;
use crate::config::Config;
use crate::diagnostic::Result;
use crate::lower::{NormalForm, Roots, parameters};
use crate::read::csdl::Csdl;

/// Lowers a CSDL document to the normal form. `annotations` contains annotations about the operations of its
/// paths.
pub fn lower(csdl: &Csdl, annotations: Option<&Csdl>, config: &Config, roots: Roots) -> Result<NormalForm> {
    run(&Source::new(csdl, annotations, config, is_whole(config, roots)))
        .map_err(|diagnostic| diagnostic.or_file(&csdl.file))
}

/// Returns whether all types are generated: if it is requested, or if nothing else is configured.
fn is_whole(config: &Config, roots: Roots) -> bool {
    roots == Roots::All || (config.csdl.paths.is_empty() && config.csdl.types.is_empty())
}

fn run(source: &Source<'_>) -> Result<NormalForm> {
    let mut unmatched = check::check(source);
    let endpoints = endpoints(source, &mut unmatched)?;
    let scope = scope(source, &endpoints.all);
    let mut naming = naming(source, &scope)?;
    let unions = unions(source, &scope, &endpoints.all, &mut naming)?;
    let mut schemas = error_schemas();
    schemas.extend(schemas_of_types(source, &scope, &mut naming, &unions)?);
    let paths = paths(source, &mut naming, &unions, &endpoints.all)?;
    schemas.extend(paths.schemas);
    schemas.sort_keys();
    let mut notes = naming.notes;
    notes.sort();
    notes.dedup();
    let mut document = json!({
        "openapi": "3.0.3",
        "info": {"title": source.config.csdl.title, "version": source.config.csdl.version},
        "paths": paths.paths,
        "components": {"schemas": schemas},
        "x-skipped": skipped(source, &scope, &endpoints),
        "x-notes": notes,
    });
    parameters::skip_unsupported(&mut document);
    Ok(NormalForm { document, unmatched })
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
            mark_sent(source, name, &mut schema);
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
            mark_sent(source, name, &mut schema);
            schemas.insert(key.clone(), schema);
        }
    }
    naming.notes.append(&mut notes);
    Ok(schemas)
}

/// Marks a type that is sent although it is not part of a request.
fn mark_sent(source: &Source<'_>, name: &str, schema: &mut Value) {
    if source.config.csdl.sent.iter().any(|row| **row == name) {
        schema["x-sent"] = true.into();
    }
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_functions;
#[cfg(test)]
mod tests_graph;
#[cfg(test)]
mod tests_paths;
#[cfg(test)]
mod tests_starts;
