//! Open enums, the same for JSON and XML: a variant for every known value, and one for the others.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

/// What an enum is made of.
pub(super) struct OpenEnum<'e> {
    /// The Rust name.
    pub name: &'e str,
    /// The schema's name.
    pub schema_name: &'e str,
    /// Its doc attributes.
    pub docs: TokenStream,
    /// Whether values compare without regard to case.
    pub fold: bool,
    /// Label, text on the wire and doc attributes of each value.
    pub values: Vec<(&'e str, &'e str, TokenStream)>,
}

/// The enum and its list of values.
pub(super) fn items(one: &OpenEnum<'_>) -> TokenStream {
    let ident = format_ident!("{}", one.name);
    let OpenEnum { schema_name, docs, .. } = one;
    let labels: Vec<_> = one.values.iter().map(|(label, ..)| format_ident!("{label}")).collect();
    let wires: Vec<_> = one.values.iter().map(|(_, wire, _)| wire).collect();
    let value_docs = one.values.iter().map(|(_, _, docs)| docs);
    let fold = one.fold.then(|| {
        quote!(
            const FOLD: bool = true;
        )
    });
    quote! {
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
    }
}
