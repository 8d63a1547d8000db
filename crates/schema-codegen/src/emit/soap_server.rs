//! The operations of a SOAP service for servers: an enum, with the element of each request.

use std::collections::BTreeMap;

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::rules::Rules;
use super::server::enum_of_operations;
use super::{files, print};
use crate::diagnostic::Result;
use crate::lower::labels::Labels;
use crate::resolve::model::{Kind, Module, ObjectWire, SoapOperation, Type};

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
        operations.iter().map(|(one, _)| format_ident!("{}", labels.variant(&one.name).0)).collect();
    let summaries = operations.iter().map(|(one, ty)| (format!("`{}`", one.name), ty.doc.as_str()));
    let operations_enum = enum_of_operations(&variants, summaries);
    let elements: Vec<_> = operations.iter().map(|(one, _)| &one.element.local).collect();
    let names = operations.iter().map(|(one, _)| &one.name);
    let name = if names.clone().eq(elements.iter().copied()) {
        quote!(self.element())
    } else {
        quote!(match self { #(Self::#variants => #names,)* })
    };
    let actions = operations.iter().map(|(one, _)| &one.action);
    let mut rules = Rules::new(module);
    let contents = operations.iter().map(|(_, ty)| rules.constant(&ty.name, false)).collect::<Vec<_>>();
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
                #name
            }

            /// Returns the local name of the request's element.
            #[must_use]
            pub const fn element(self) -> &'static str {
                match self {
                    #(Self::#variants => #elements,)*
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
fn namespace(
    operations: &[(&SoapOperation, &Type)],
    variants: &[Ident],
    rules: &mut Rules<'_>,
) -> TokenStream {
    let mut of_namespace: BTreeMap<&str, Vec<&Ident>> = BTreeMap::new();
    for ((one, _), variant) in operations.iter().zip(variants) {
        of_namespace.entry(&one.element.namespace).or_default().push(variant);
    }
    let is_only = of_namespace.len() == 1;
    let arms = of_namespace.iter().map(|(uri, variants)| {
        let uri = rules.namespace(uri);
        if is_only { uri } else { quote!(#(Self::#variants)|* => #uri,) }
    });
    if is_only { quote!(#(#arms)*) } else { quote!(match self { #(#arms)* }) }
}

/// Returns the operations whose request has this type, each with the type.
fn operations(one: &Type) -> impl Iterator<Item = (&SoapOperation, &Type)> {
    let operations = match &one.kind {
        Kind::Object(object) => match &object.wire {
            ObjectWire::Xml { operations, .. } => operations.as_slice(),
            ObjectWire::Json { .. } => &[],
        },
        _ => &[],
    };
    operations.iter().map(move |operation| (operation, one))
}
