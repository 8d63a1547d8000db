//! Enums, opened, with their JSON form.

use std::collections::BTreeSet;

use syn::Item;

use super::{Refined, refined, types::doc_or_name};
use crate::{
    facts::{Enum, TypeFacts},
    fault::{Fault, Result},
    refine::{
        docs,
        open_enum::{self, OpenEnum},
    },
};

/// Writes an enum with its values.
pub(super) fn refine(item: &Item, type_facts: &TypeFacts, facts: &Enum) -> Result<Refined> {
    let Item::Enum(item) = item else {
        return Err(Fault::new(format!("typify rendered no enum for {}", type_facts.schema_name)));
    };
    for value in &facts.values {
        if !item.variants.iter().any(|variant| variant.ident == value.label) {
            return Err(Fault::new(format!("typify rendered no variant {} in {}", value.label, item.ident)));
        }
    }
    let name = item.ident.to_string();
    let schema_name = &type_facts.schema_name;
    let items = open_enum::items(&OpenEnum {
        name: &name,
        schema_name,
        docs: docs::attributes(&doc_or_name(&type_facts.doc, schema_name)),
        fold: facts.fold,
        values: facts
            .values
            .iter()
            .map(|value| {
                let docs = docs::attributes(&doc_or_name(&value.doc, &value.wire));
                (&*value.label, &*value.wire, docs)
            })
            .collect(),
    });
    let needs = ["call_wire::OpenEnum", "call_wire::Unrecognized", "call_wire::open_enum"];
    let needs: BTreeSet<_> = needs.into_iter().map(str::to_owned).collect();
    refined(items, &format!("open_enum!({name});\n"), needs)
}
