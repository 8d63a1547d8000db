//! typify renders the types.

use std::iter;

use schemars::schema::{InstanceType, Schema, SchemaObject};
use typify::{TypeSpace, TypeSpaceSettings};

use super::{guarded, prepare::Prepared};
use crate::fault::{Fault, Result};

/// Renders every type of a prepared normal form.
pub fn render(prepared: &Prepared) -> Result<syn::File> {
    let schemas = prepared.schemas.iter().map(|(name, schema)| {
        let schema: Schema = serde_json::from_value(schema.clone()).map_err(|error| {
            Fault::new(format!("no JSON Schema: {error}")).at(format!("/components/schemas/{name}"))
        })?;
        Ok((name.clone(), schema))
    });
    let schemas: Vec<_> = schemas.collect::<Result<_>>()?;
    guarded("typify", || {
        let mut space = TypeSpace::new(&settings());
        space
            .add_ref_types(schemas)
            .map_err(|error| Fault::new(format!("typify: {error}")))?;
        syn::parse2(space.to_stream())
            .map_err(|error| Fault::new(format!("typify's output is no Rust file: {error}")))
    })
}

fn settings() -> TypeSpaceSettings {
    let mut settings = TypeSpaceSettings::default();
    settings.with_map_type("::std::collections::BTreeMap");
    // typify has no type for this format of OpenAPI.
    let duration = SchemaObject {
        instance_type: Some(InstanceType::String.into()),
        format: Some("duration".to_owned()),
        ..SchemaObject::default()
    };
    settings.with_conversion(duration, "::call_wire::Duration", iter::empty());
    settings
}
