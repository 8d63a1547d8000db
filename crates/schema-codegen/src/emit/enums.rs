//! Open enums: a variant for every known value, and one for the others.

use quote::{format_ident, quote};

use super::{Emitted, docs, emitted, json, needs, type_docs, xml};
use crate::diagnostic::Result;
use crate::resolve::model::{Enum, EnumWire, Module, Type};

/// Builds an enum with its values.
pub(super) fn emit(one: &Type, open: &Enum, module: &Module) -> Result<Emitted> {
    let (ident, schema_name, docs) = (format_ident!("{}", one.name), &one.schema_name, type_docs(one));
    let labels: Vec<_> = open.values.iter().map(|value| format_ident!("{}", value.label)).collect();
    let wires: Vec<_> = open.values.iter().map(|value| &value.wire).collect();
    let value_docs =
        open.values.iter().map(|value| docs::attributes(&docs::or_name(&value.doc, &value.wire)));
    let fold = open.fold.then(|| {
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
            #[doc = " An unknown value, with its original text."]
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
    let tables = match &open.wire {
        EnumWire::Json => json::open_enum(one),
        EnumWire::Xml(root) => xml::open_enum(one, root.as_ref(), &module.namespaces),
    };
    emitted(items, needs(["call_wire::OpenEnum", "call_wire::Unrecognized"]), tables)
}
