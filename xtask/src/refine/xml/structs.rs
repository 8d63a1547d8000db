//! Structs: every member optional or repeated, the rest in `extra`, and the table that says what they are on the
//! wire.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::{
    Operation, Refined, docs_or,
    read::{Held, Rendered},
    refined, root, table_name,
};
use crate::{
    fault::Result,
    lower::xsd::model::{Member, Type, Wire},
    refine::print,
};

/// More arguments than this are no help.
const MOST_ARGUMENTS: usize = 7;

/// Writes a struct.
pub(super) fn refine(
    one: &Type,
    members: &[Member],
    rendered: &Rendered<'_>,
    operations: &[Operation],
) -> Result<Refined> {
    let held = members.iter().map(|member| rendered.field(&one.rust, &member.label));
    let held: Vec<Held> = held.collect::<Result<_>>()?;
    let ident = format_ident!("{}", one.rust);
    let docs = docs_or(&one.doc, &format!("`{}` of the schema.", one.schema));
    let fields = members.iter().zip(&held).map(|(member, held)| field(member, held));
    let new = constructor(&ident, members, &held);
    let items = quote! {
        #docs
        #[derive(Clone, Debug, Default, PartialEq)]
        #[non_exhaustive]
        pub struct #ident {
            #(#fields)*
            #[doc = " What the members do not say."]
            pub extra: xml::Extra,
        }
        #new
    };
    let rows: Vec<String> = members.iter().map(row).collect();
    let mut tables = print::table(&format!("call_wire::xml_object!({ident}"), &rows, ");");
    tables.push_str(&root(one));
    let mut needs: BTreeSet<String> =
        held.iter().filter(|held| held.is_own()).map(|held| held.name.clone()).collect();
    for operation in operations.iter().filter(|operation| operation.request == one.rust) {
        let name = table_name(&operation.name);
        tables.push_str(&format!("call_wire::xml_operation!({ident} => {}: {name});\n", operation.response));
        needs.insert(operation.response.clone());
    }
    refined(items, &tables, needs)
}

fn field(member: &Member, held: &Held) -> TokenStream {
    let otherwise = match &member.wire {
        Wire::Element(name) => format!("The element `{}`.", name.local),
        Wire::Attribute(name) => format!("The attribute `{}`.", name.local),
        Wire::Text => "The text.".to_owned(),
        Wire::Choice | Wire::Content => "One of several elements.".to_owned(),
        Wire::Any => "Elements of any content.".to_owned(),
    };
    let docs = docs_or(&member.doc, &otherwise);
    let label = format_ident!("{}", member.label);
    if member.many {
        let inner = held.bare();
        quote!(#docs pub #label: Vec<#inner>,)
    } else {
        let inner = held.tokens();
        quote!(#docs pub #label: Option<#inner>,)
    }
}

/// `new`, which takes what the schema wants.
fn constructor(ident: &proc_macro2::Ident, members: &[Member], held: &[Held]) -> Option<TokenStream> {
    let wanted: Vec<(&Member, &Held)> =
        members.iter().zip(held).filter(|(member, _)| member.required && !member.many).collect();
    if wanted.is_empty() || wanted.len() > MOST_ARGUMENTS {
        return None;
    }
    let arguments = wanted.iter().map(|(member, held)| {
        let label = format_ident!("{}", member.label);
        let bare = held.bare();
        if held.is_plain() && !held.list { quote!(#label: #bare) } else { quote!(#label: impl Into<#bare>) }
    });
    let values = wanted.iter().map(|(member, held)| {
        let label = format_ident!("{}", member.label);
        match (held.is_plain() && !held.list, held.boxed) {
            (true, _) => quote!(#label: Some(#label)),
            (false, false) => quote!(#label: Some(#label.into())),
            (false, true) => quote!(#label: Some(Box::new(#label.into()))),
        }
    });
    Some(quote! {
        impl #ident {
            #[doc = " Makes one with the members that the schema wants."]
            pub fn new(#(#arguments),*) -> Self {
                Self { #(#values,)* ..Self::default() }
            }
        }
    })
}

fn row(member: &Member) -> String {
    let label = &member.label;
    match &member.wire {
        Wire::Element(name) => format!("element {label}: {}", table_name(name)),
        Wire::Attribute(name) if name.namespace.is_empty() => format!("attribute {label}: {:?}", name.local),
        Wire::Attribute(name) => format!("attribute {label}: {}", table_name(name)),
        Wire::Text => format!("text {label}"),
        Wire::Choice => format!("choice {label}"),
        Wire::Content => format!("content {label}"),
        Wire::Any => format!("any {label}"),
    }
}
