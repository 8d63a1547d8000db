//! Enums, opened: a variant for every known value, and one for the others.

use std::collections::BTreeSet;

use quote::{format_ident, quote};

use super::{Refined, docs_or, read::Rendered, refined, root};
use crate::{
    fault::{Fault, Result},
    lower::xsd::model::{Type, Value},
    refine::docs,
};

/// Writes an enum.
pub(super) fn refine(one: &Type, values: &[Value], rendered: &Rendered<'_>) -> Result<Refined> {
    for value in values {
        if !rendered.has_variant(&one.rust, &value.label) {
            return Err(Fault::new(format!("xsd-parser rendered no {}::{}", one.rust, value.label)));
        }
    }
    let ident = format_ident!("{}", one.rust);
    let schema = &one.schema;
    let docs = docs_or(&one.doc, &format!("`{schema}` of the schema."));
    let labels: Vec<_> = values.iter().map(|value| format_ident!("{}", value.label)).collect();
    let wires: Vec<_> = values.iter().map(|value| &value.wire).collect();
    let value_docs = values.iter().map(|value| docs_or(&value.doc, &docs::name(&value.wire)));
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
            const NAME: &'static str = #schema;
            const VALUES: &'static [Self] = &[#(Self::#labels),*];
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
    let tables = format!("call_wire::open_enum!({ident});\ncall_wire::xml_scalar!({ident});\n{}", root(one));
    refined(items, &tables, BTreeSet::new())
}
