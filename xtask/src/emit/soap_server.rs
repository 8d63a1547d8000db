//! The operations of a SOAP service for servers: an enum, with the element of each request.

use std::collections::BTreeMap;

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::server::enum_of_operations;
use super::{Needs, files, print};
use crate::diagnostic::Result;
use crate::lower::labels::Labels;
use crate::resolve::model::{ElementName, Kind, Module, Namespaces, ObjectWire, Type};

/// The first line of the documentation of the file.
const ABOUT: &str = "The operations, for servers and simulators of the service.";

/// Builds the file, if there are operations.
pub(super) fn emit(module: &Module, header: &str) -> Result<Option<String>> {
    let operations: Vec<_> = module.types.values().flat_map(operations).collect();
    if operations.is_empty() {
        return Ok(None);
    }
    let mut labels = Labels::default();
    let variants: Vec<Ident> =
        operations.iter().map(|(name, _)| format_ident!("{}", labels.variant(&name.local).0)).collect();
    let summaries = operations.iter().map(|(name, doc)| (format!("`{}`", name.local), *doc));
    let operations_enum = enum_of_operations(&variants, summaries);
    let names: Vec<_> = operations.iter().map(|(name, _)| &name.local).collect();
    let namespace = namespace(&operations, &variants, &module.namespaces);
    let actions = operations.iter().map(|(name, _)| format!("{}/{}", name.namespace, name.local));
    let items = print::items(quote! {
        #operations_enum

        impl Operation {
            /// All operations, sorted by name.
            pub const ALL: &'static [Self] = &[#(Self::#variants),*];

            /// Returns the name: that of the operation in the spans of the client.
            #[must_use]
            pub const fn name(self) -> &'static str {
                self.element()
            }

            /// Returns the local name of the request's element.
            #[must_use]
            pub const fn element(self) -> &'static str {
                match self {
                    #(Self::#variants => #names,)*
                }
            }

            /// Returns the namespace of the request's element.
            #[must_use]
            pub const fn namespace(self) -> &'static str {
                #namespace
            }

            /// Returns the value of the header `SOAPAction`, without quotation marks.
            #[must_use]
            pub const fn action(self) -> &'static str {
                match self {
                    #(Self::#variants => #actions,)*
                }
            }

            /// Returns the operation whose request is an element with this name.
            #[must_use]
            pub fn of_element(namespace: &str, local: &str) -> Option<Self> {
                let mut all = Self::ALL.iter().copied();
                all.find(|operation| operation.element() == local && operation.namespace() == namespace)
            }
        }
    })?;
    Ok(Some(files::of_items(header, ABOUT, &Needs::new(), &items)))
}

/// Builds the expression for the namespace of an operation. Usually, all operations have the same one.
fn namespace(
    operations: &[(&ElementName, &str)],
    variants: &[Ident],
    namespaces: &Namespaces,
) -> TokenStream {
    let mut of_namespace: BTreeMap<&str, Vec<&Ident>> = BTreeMap::new();
    for ((name, _), variant) in operations.iter().zip(variants) {
        of_namespace.entry(&name.namespace).or_default().push(variant);
    }
    let text = |uri: &str| match namespaces.constant(uri) {
        Some(constant) => {
            let constant = format_ident!("{constant}");
            quote!(super::ns::#constant)
        }
        None => quote!(#uri),
    };
    if let (Some((only, _)), 1) = (of_namespace.first_key_value(), of_namespace.len()) {
        return text(only);
    }
    let arms = of_namespace.iter().map(|(uri, variants)| {
        let uri = text(uri);
        quote!(#(Self::#variants)|* => #uri,)
    });
    quote!(match self { #(#arms)* })
}

/// Returns the elements that are requests of this type, with its description.
fn operations(one: &Type) -> impl Iterator<Item = (&ElementName, &str)> {
    let responses = match &one.kind {
        Kind::Object(object) => match &object.wire {
            ObjectWire::Xml { responses, .. } => responses.as_slice(),
            ObjectWire::Json { .. } => &[],
        },
        _ => &[],
    };
    responses.iter().map(|(name, _)| (name, one.doc.as_str()))
}
