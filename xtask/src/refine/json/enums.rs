//! Enums, opened: a variant for every known value, and one for the others.

use std::collections::BTreeSet;

use quote::{format_ident, quote};
use syn::Item;

use super::{Refined, refined, types::doc_or_name};
use crate::{
    facts::{Enum, TypeFacts},
    fault::{Fault, Result},
    refine::docs,
};

/// Writes an enum with its values.
pub(super) fn refine(item: &Item, type_facts: &TypeFacts, facts: &Enum) -> Result<Refined> {
    let Item::Enum(item) = item else {
        return Err(Fault::new(format!(
            "typify rendered no enum for {}",
            type_facts.schema_name
        )));
    };
    for value in &facts.values {
        if !item.variants.iter().any(|variant| variant.ident == value.label) {
            return Err(Fault::new(format!(
                "typify rendered no variant {} in {}",
                value.label, item.ident
            )));
        }
    }
    let ident = &item.ident;
    let schema_name = &type_facts.schema_name;
    let docs = docs::attributes(&doc_or_name(&type_facts.doc, schema_name));
    let labels: Vec<_> = facts
        .values
        .iter()
        .map(|value| format_ident!("{}", value.label))
        .collect();
    let wires: Vec<_> = facts.values.iter().map(|value| &value.wire).collect();
    let value_docs = facts
        .values
        .iter()
        .map(|value| docs::attributes(&doc_or_name(&value.doc, &value.wire)));
    let fold = facts.fold.then(|| {
        quote!(
            const FOLD: bool = true;
        )
    });
    let items = quote! {
        #docs
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum #ident {
            #(#value_docs #labels,)*
            #[doc = " A value that this version does not know, as it came."]
            Other(Unrecognized),
        }
        impl OpenEnum for #ident {
            const NAME: &'static str = #schema_name;
            const VALUES: &'static [Self] = &[#(Self::#labels),*];
            #fold
            fn as_str(&self) -> &str {
                match self {
                    #(Self::#labels => #wires,)*
                    Self::Other(other) => other.as_str(),
                }
            }
            fn other(value: Unrecognized) -> Self {
                Self::Other(value)
            }
        }
    };
    let needs = [
        "call_wire::OpenEnum",
        "call_wire::Unrecognized",
        "call_wire::open_enum",
    ];
    let needs: BTreeSet<_> = needs.into_iter().map(str::to_owned).collect();
    refined(items, &format!("open_enum!({ident});\n"), needs)
}
