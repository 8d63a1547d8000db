//! The enum of all events: a variant for each event type, and accessors for the members that events share.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::{Needs, docs, files, needs, print};
use crate::diagnostic::Result;
use crate::resolve::model::{Event, Events, Module, Shared, ValueType};

/// Builds the file of the events.
pub(super) fn emit(events: &Events, module: &Module, header: &str) -> Result<String> {
    let Events { prefix, arms, shared } = events;
    let labels: Vec<_> = arms.iter().map(|event| format_ident!("{}", event.label)).collect();
    let data: Vec<_> = arms.iter().map(|event| format_ident!("{}", event.data)).collect();
    let names: Vec<_> = arms.iter().map(|event| &event.name).collect();
    let variant_docs = arms.iter().map(|event| docs::attributes(&variant_doc(event, prefix, module)));
    let accessors = shared.iter().map(|member| accessor(member, events));
    let names_doc = format!(" The names of all known event types, without the prefix `{prefix}`.");
    let name_doc = format!(
        " Returns the name of the event type without the prefix `{prefix}`, or `None` if the type is unknown."
    );
    let known_doc =
        format!(" Finds a known event type by its name without the prefix `{prefix}`, ignoring ASCII case.");
    let source = (!module.source.is_empty()).then(|| {
        let doc = docs::attributes(&module.source);
        quote!(#[doc = ""] #doc)
    });
    let items = quote! {
        /// The name of an event type and the function that reads its data.
        pub(crate) type Known = (&'static str, fn(&mut Reader<'_>) -> Result<Event, ReadError>);

        /// The data of an event, by the type of the event.
        ///
        /// The names of event types are compared without regard to case. The envelope keeps the name as received.
        #source
        #[derive(Clone, PartialEq)]
        #[non_exhaustive]
        pub enum Event {
            #(#variant_docs #labels(Box<#data>),)*
            /// An event of an unknown type, with its original payload (null if it has none).
            Unknown(Raw<'static>),
        }

        impl Event {
            /// The prefix of the names of all event types.
            pub(crate) const PREFIX: &'static str = #prefix;

            #[doc = #names_doc]
            pub const NAMES: &'static [&'static str] = &[#(#names),*];

            #[doc = #name_doc]
            #[must_use]
            pub fn name(&self) -> Option<&'static str> {
                match self {
                    #(Self::#labels(_) => Some(#names),)*
                    Self::Unknown(_) => None,
                }
            }

            #[doc = #known_doc]
            pub(crate) fn known(name: &str) -> Option<Known> {
                const KNOWN: &[Known] = &[#((#names, |input| Wire::read(input).map(Event::#labels))),*];
                KNOWN.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).copied()
            }

            /// Writes the data as JSON.
            pub(crate) fn write(&self, output: &mut Writer) {
                match self {
                    #(Self::#labels(event) => Wire::write(event, output),)*
                    Self::Unknown(payload) => output.raw(payload),
                }
            }

            /// Returns a string member that the schema does not declare.
            ///
            /// A string that is escaped in the JSON is not found.
            pub(crate) fn undeclared(&self, name: &str) -> Option<&str> {
                match self {
                    #(Self::#labels(event) => event.extra.get_str(name),)*
                    Self::Unknown(payload) => payload.get_str(name),
                }
            }

            #(#accessors)*
        }

        impl fmt::Debug for Event {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self {
                    #(Self::#labels(event) => fmt::Debug::fmt(event, f),)*
                    // The secrets of an unknown type are unknown too, so only the names of its members are shown.
                    Self::Unknown(payload) => f.debug_tuple("Unknown").field(&payload.outline()).finish(),
                }
            }
        }

        #(impl From<#data> for Event {
            fn from(event: #data) -> Self {
                Self::#labels(Box::new(event))
            }
        })*
    };
    let mut needs: Needs = needs([
        "call_wire::json::Raw",
        "call_wire::json::ReadError",
        "call_wire::json::Reader",
        "call_wire::json::Wire",
        "call_wire::json::Writer",
        "std::fmt",
    ]);
    needs.extend(arms.iter().map(|event| event.data.clone()));
    for member in shared.iter().filter(|member| member.ty != ValueType::Text) {
        needs.insert("std::borrow::Cow".to_owned());
        needs.extend(member.ty.needs());
    }
    let about = "The enum of all events.";
    Ok(files::of_items(header, about, &needs, &print::items(items)?))
}

/// Returns the name of an event type and the first sentence of its documentation.
fn variant_doc(event: &Event, prefix: &str, module: &Module) -> String {
    let about = module.types.get(&event.data).map(|one| docs::first_sentence(&one.doc)).unwrap_or_default();
    let name = format!("`{prefix}{}`", event.name);
    if about.is_empty() { format!("{name}.") } else { format!("{name}: {about}") }
}

/// Builds the method that returns a member which several events have.
fn accessor(member: &Shared, events: &Events) -> TokenStream {
    let Shared { label, wire, doc, ty, events: with } = member;
    let ident = format_ident!("{label}");
    let labels = with.iter().map(|label| format_ident!("{label}"));
    let others = (with.len() < events.arms.len()).then(|| quote!(_ => None,));
    let (response, known, unknown, note) = if *ty == ValueType::Text {
        (
            quote!(&str),
            quote!(as_deref()),
            quote!(payload.get_str(#wire)),
            "For an unknown event, it is looked up in the payload; a string that is escaped in the JSON is not found.",
        )
    } else {
        let ty = ty.tokens();
        (
            quote!(Cow<'_, #ty>),
            quote!(as_ref().map(Cow::Borrowed)),
            quote!(payload.get(#wire)?.decode().ok().map(Cow::Owned)),
            "For an unknown event, it is read from the payload.",
        )
    };
    let doc = docs::attributes(&format!("{}\n\n{note}", docs::or_name(doc, wire)));
    quote! {
        #doc
        #[must_use]
        pub fn #ident(&self) -> Option<#response> {
            match self {
                #(Self::#labels(event) => event.#ident.#known,)*
                Self::Unknown(payload) => #unknown,
                #others
            }
        }
    }
}
