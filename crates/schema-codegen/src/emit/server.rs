//! The operations of a JSON service for servers: an enum, with a route for each operation.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::rules::Rules;
use super::{docs, files, needs, print, routes};
use crate::diagnostic::Result;
use crate::lower::labels::Labels;
use crate::resolve::model::Module;
use crate::resolve::sources;

/// The first line of the documentation of the file.
const ABOUT: &str =
    "The operations and the rules of their requests, for servers and simulators of the service.";

/// Builds the file, if there are operations.
pub(super) fn emit(module: &Module, header: &str) -> Result<Option<String>> {
    if module.operations.is_empty() {
        return Ok(None);
    }
    let mut labels = Labels::default();
    let variants: Vec<Ident> = module
        .operations
        .iter()
        .map(|operation| format_ident!("{}", labels.variant(&operation.name).0))
        .collect();
    let mut rules = Rules::new(module);
    let routes = routes::names(module);
    let mut statics = String::new();
    for (name, operation) in routes.iter().zip(&module.operations) {
        statics.push('\n');
        statics.push_str(&print::items(routes::emit(name, operation, module, &mut rules))?);
    }
    let summaries = module
        .operations
        .iter()
        .map(|operation| (format!("`{} {}`", operation.verb, operation.path), operation.doc.as_str()));
    let operations = enum_of_operations(&variants, summaries);
    let names = module.operations.iter().map(|operation| &operation.name);
    let items = print::items(quote! {
        #operations

        impl Operation {
            /// All operations, in the order of the schema.
            pub const ALL: &'static [Self] = &[#(Self::#variants),*];

            /// Returns the name: that of the operation in the spans of the client.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    #(Self::#variants => #names,)*
                }
            }

            /// Returns the request and the successful responses.
            #[must_use]
            pub const fn route(self) -> &'static Route {
                match self {
                    #(Self::#variants => &#routes,)*
                }
            }

            /// Returns the operation with this method and path: see [`find`]. The path begins as in the schema.
            #[must_use]
            pub fn find(method: &str, path: &str) -> Found<Self> {
                find(Self::ALL, |operation| operation.route(), method, path)
            }
        }
    })?;
    let (rules, mut needed) = rules.emit()?;
    needed.extend(needs(["call_wire::server::Found", "call_wire::server::Route", "call_wire::server::find"]));
    Ok(Some(files::of_items(header, ABOUT, &needed, &format!("{items}{statics}{rules}"))))
}

/// Builds the enum of the operations. The documentation of each is its request, the first sentence of its
/// description, and its source.
pub(super) fn enum_of_operations<'d>(
    variants: &[Ident],
    summaries: impl Iterator<Item = (String, &'d str)>,
) -> TokenStream {
    let summaries = summaries.map(|(request, doc)| {
        let source = doc.rsplit_once(sources::START);
        let source = source.map_or_else(String::new, |(_, source)| format!("\n\n{}{source}", sources::START));
        match docs::first_sentence(doc) {
            sentence if sentence.is_empty() => docs::attributes(&format!("{request}.{source}")),
            sentence => docs::attributes(&format!("{request}: {sentence}{source}")),
        }
    });
    quote! {
        /// An operation of the service.
        ///
        /// The enum is exhaustive: a server whose `match` lacks an operation does not compile.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Operation {
            #(#summaries #variants,)*
        }
    }
}
