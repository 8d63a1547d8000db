//! The declarations that `xs:redefine` and `xs:override` replace.
//!
//! xsd-parser keeps a replaced declaration, and adds the new one, and new ones for all that refer to it, to the
//! schema that replaces it.

use std::collections::{BTreeMap, BTreeSet};

use xsd_parser::models::schema::xs::{OverrideContent, SchemaContent};
use xsd_parser::models::schema::{SchemaId, SchemaInfo};
use xsd_parser::{MetaTypes, TypeIdent};

use crate::read::xsd::Schema;

/// The global elements, and the schemas whose declarations others replace.
pub struct Declarations {
    /// The global elements of each schema.
    elements: BTreeMap<SchemaId, BTreeSet<String>>,
    /// The schemas that replace declarations, by the schema that contains these.
    replacing: BTreeMap<SchemaId, BTreeSet<SchemaId>>,
}

impl Declarations {
    pub fn new(schema: &Schema) -> Self {
        let mut one = Self { elements: BTreeMap::new(), replacing: BTreeMap::new() };
        for (id, info) in schema.schemas.schemas() {
            let names = info.schema.content.iter().flat_map(elements);
            one.elements.insert(*id, names.map(str::to_owned).collect());
            let mut pending = replaced(info);
            while let Some(base) = pending.pop() {
                if base != *id && one.replacing.entry(base).or_default().insert(*id) {
                    let links = schema.schemas.get_schema(&base).map(|info| info.dependencies().values());
                    pending.extend(links.into_iter().flatten().map(|link| **link));
                }
            }
        }
        one
    }

    /// Returns whether an element is declared at the top of its schema, or of one whose declarations that replaces.
    pub fn is_global_element(&self, ident: &TypeIdent) -> bool {
        let declares = |id: &SchemaId| {
            self.elements.get(id).is_some_and(|elements| elements.contains(ident.name.as_str()))
        };
        let replaces =
            |(base, by): (&SchemaId, &BTreeSet<SchemaId>)| by.contains(&ident.schema) && declares(base);
        declares(&ident.schema) || self.replacing.iter().any(replaces)
    }

    /// Returns whether another declaration replaces this one.
    pub fn is_replaced(&self, ident: &TypeIdent, types: &MetaTypes) -> bool {
        let by = self.replacing.get(&ident.schema).into_iter().flatten();
        by.copied().any(|by| types.items.contains_key(&ident.clone().with_schema(by)))
    }
}

/// Returns the names of the elements that a part of a schema declares.
fn elements(content: &SchemaContent) -> Vec<&str> {
    match content {
        SchemaContent::Element(element) => element.name.as_deref().into_iter().collect(),
        SchemaContent::Override(replacing) => replacing
            .content
            .iter()
            .filter_map(|content| match content {
                OverrideContent::Element(element) => element.name.as_deref(),
                _ => None,
            })
            .collect(),
        _ => Vec::new(),
    }
}

/// Returns the schemas whose declarations a schema replaces.
fn replaced(info: &SchemaInfo) -> Vec<SchemaId> {
    let locations = info.schema.content.iter().filter_map(|content| match content {
        SchemaContent::Redefine(redefine) => Some(&redefine.schema_location),
        SchemaContent::Override(replacing) => Some(&replacing.schema_location),
        _ => None,
    });
    locations.filter_map(|location| info.dependencies().get(location)).map(|link| **link).collect()
}
