//! The operations of a SOAP service for servers: an enum, with the element of each request.

use std::collections::BTreeMap;

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::rules::Rules;
use super::server::enum_of_operations;
use super::{files, print};
use crate::diagnostic::Result;
use crate::lower::labels::Labels;
use crate::resolve::model::{ElementName, Kind, Module, ObjectWire, Type};

/// The first line of the documentation of the file.
const ABOUT: &str =
    "The operations and the rules of their requests, for servers and simulators of the service.";

/// Builds the file, if there are operations.
pub(super) fn emit(module: &Module, header: &str) -> Result<Option<String>> {
    let operations: Vec<_> = module.types.values().flat_map(operations).collect();
    if operations.is_empty() {
        return Ok(None);
    }
    let mut labels = Labels::default();
    let variants: Vec<Ident> =
        operations.iter().map(|(name, _)| format_ident!("{}", labels.variant(&name.local).0)).collect();
    let summaries = operations.iter().map(|(name, one)| (format!("`{}`", name.local), one.doc.as_str()));
    let operations_enum = enum_of_operations(&variants, summaries);
    let names: Vec<_> = operations.iter().map(|(name, _)| &name.local).collect();
    let actions = operations.iter().map(|(name, _)| format!("{}/{}", name.namespace, name.local));
    let mut rules = Rules::new(module);
    let contents = operations.iter().map(|(_, one)| rules.constant(&one.name, false)).collect::<Vec<_>>();
    rules.need("ElementRules");
    let namespace = namespace(&operations, &variants, &mut rules);
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

            /// Returns the rules of the request's element.
            #[must_use]
            pub const fn rules(self) -> &'static ElementRules {
                match self {
                    #(Self::#variants => &#contents,)*
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
    let (statics, needs) = rules.emit()?;
    Ok(Some(files::of_items(header, ABOUT, &needs, &format!("{items}{statics}"))))
}

/// Builds the expression for the namespace of an operation. Usually, all operations have the same one.
fn namespace(operations: &[(&ElementName, &Type)], variants: &[Ident], rules: &mut Rules<'_>) -> TokenStream {
    let mut of_namespace: BTreeMap<&str, Vec<&Ident>> = BTreeMap::new();
    for ((name, _), variant) in operations.iter().zip(variants) {
        of_namespace.entry(&name.namespace).or_default().push(variant);
    }
    let is_only = of_namespace.len() == 1;
    let arms = of_namespace.iter().map(|(uri, variants)| {
        let uri = rules.namespace(uri);
        if is_only { uri } else { quote!(#(Self::#variants)|* => #uri,) }
    });
    if is_only { quote!(#(#arms)*) } else { quote!(match self { #(#arms)* }) }
}

/// Returns the elements that are requests of this type, each with the type.
fn operations(one: &Type) -> impl Iterator<Item = (&ElementName, &Type)> {
    let responses = match &one.kind {
        Kind::Object(object) => match &object.wire {
            ObjectWire::Xml { responses, .. } => responses.as_slice(),
            ObjectWire::Json { .. } => &[],
        },
        _ => &[],
    };
    responses.iter().map(move |(name, _)| (name, one))
}
