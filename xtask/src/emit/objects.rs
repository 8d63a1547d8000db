//! Structs: every member an option or a list, and `extra` for the rest.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::{Emitted, Needs, Tables, docs, emitted, json, type_docs, xml};
use crate::{
    fault::Result,
    resolve::model::{Held, Member, MemberWire, Module, Object, ObjectWire, Type, XmlWire},
};

/// More arguments than this are many, clippy says.
pub(super) const MOST_ARGUMENTS: usize = 7;

/// Writes a struct with its constructor and its table.
pub(super) fn emit(one: &Type, object: &Object, module: &Module) -> Result<Emitted> {
    let (ident, docs) = (format_ident!("{}", one.name), type_docs(one));
    let (debug, extra, said, tables) = match &object.wire {
        ObjectWire::Json { tag } => (
            None,
            Held::Wire("call_wire::json::Extra".to_owned()),
            " Unknown members, explicit nulls and original spellings.",
            json::object(one, object, tag.as_ref()),
        ),
        ObjectWire::Xml { root, answers } => (
            Some(quote!(Debug,)),
            Held::Wire("call_wire::xml::Extra".to_owned()),
            " Unknown attributes and elements, and original spellings.",
            xml::object(one, object, root.as_ref(), answers),
        ),
    };
    let fields = object.members.iter().map(|member| {
        let (label, docs) = (format_ident!("{}", member.label), docs::attributes(&member_doc(member)));
        let held = member.held.tokens();
        if member.many {
            quote!(#docs pub #label: Vec<#held>,)
        } else {
            quote!(#docs pub #label: Option<#held>,)
        }
    });
    let constructor = constructor(&ident, object, module);
    let extra_type = extra.tokens();
    let items = quote! {
        #docs
        #[derive(Clone, #debug Default, PartialEq)]
        #[non_exhaustive]
        pub struct #ident {
            #(#fields)*
            #[doc = #said]
            pub extra: #extra_type,
        }
        #constructor
    };
    let mut needs: Needs = object.members.iter().flat_map(|member| member.held.needs()).collect();
    needs.extend(extra.needs());
    emitted(items, needs, tables)
}

/// Writes another name for a type.
pub(super) fn alias(one: &Type, held: &Held) -> Result<Emitted> {
    let (ident, docs, tokens) = (format_ident!("{}", one.name), type_docs(one), held.tokens());
    emitted(quote!(#docs pub type #ident = #tokens;), held.needs(), Tables::default())
}

/// What is said about a member.
pub(super) fn member_doc(member: &Member) -> String {
    if !member.doc.trim().is_empty() {
        return member.doc.clone();
    }
    match &member.wire {
        MemberWire::Json { name, .. } => docs::name(name),
        MemberWire::Xml(XmlWire::Element(name)) => format!("The element {}", docs::name(&name.local)),
        MemberWire::Xml(XmlWire::Attribute(name)) => format!("The attribute {}", docs::name(&name.local)),
        MemberWire::Xml(XmlWire::Text) => "The text.".to_owned(),
        MemberWire::Xml(XmlWire::Choice | XmlWire::Content) => "One of several elements.".to_owned(),
        MemberWire::Xml(XmlWire::Any) => "Elements of any content.".to_owned(),
    }
}

/// `new` with the members that the schema requires of a writer.
fn constructor(ident: &Ident, object: &Object, module: &Module) -> Option<TokenStream> {
    let required: Vec<_> = object.members.iter().filter(|member| member.required && !member.many).collect();
    if required.is_empty() {
        return None;
    }
    let parameters = required.iter().map(|member| {
        let (label, held) = (format_ident!("{}", member.label), member.held.tokens());
        if member.held.converts(module) { quote!(#label: impl Into<#held>) } else { quote!(#label: #held) }
    });
    let values = required.iter().map(|member| {
        let label = format_ident!("{}", member.label);
        if member.held.converts(module) {
            quote!(#label: Some(#label.into()))
        } else {
            quote!(#label: Some(#label))
        }
    });
    let names: Vec<_> = required.iter().map(|member| format!("`{}`", wire_name(member))).collect();
    let doc = format!("Creates a value with the members that the schema requires: {}.", names.join(", "));
    let doc = docs::attributes(&doc);
    let allow = (required.len() > MOST_ARGUMENTS).then(
        || quote!(#[allow(clippy::too_many_arguments, reason = "the schema requires that many members")]),
    );
    Some(quote! {
        impl #ident {
            #doc
            #allow
            #[must_use]
            pub fn new(#(#parameters),*) -> Self {
                Self { #(#values,)* ..Self::default() }
            }
        }
    })
}

/// What the schema calls a member, where it has a name.
fn wire_name(member: &Member) -> &str {
    match &member.wire {
        MemberWire::Json { name, .. } => name,
        MemberWire::Xml(XmlWire::Element(name) | XmlWire::Attribute(name)) => &name.local,
        MemberWire::Xml(_) => &member.label,
    }
}
