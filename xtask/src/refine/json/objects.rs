//! Structs: every member an option, and `extra` for the rest.

use std::collections::BTreeMap;

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::Item;

use super::{
    Refined, refined,
    types::{Shape, doc_or_name, shape},
};
use crate::{
    facts::{Facts, Kind, Member, TypeFacts},
    fault::{Fault, Result},
    refine::{docs, print},
};

/// A struct's fields, in the schema's order.
#[derive(Debug)]
pub(super) struct Struct {
    pub ident: Ident,
    pub fields: Vec<Field>,
}

/// A field, and the member it stands for.
#[derive(Debug)]
pub(super) struct Field {
    pub ident: Ident,
    pub shape: Shape,
    pub member: Member,
}

/// Reads the fields of every object type.
pub(super) fn shapes(items: &BTreeMap<String, &Item>, facts: &Facts) -> Result<BTreeMap<String, Struct>> {
    let mut shapes = BTreeMap::new();
    for (name, type_facts) in &facts.types {
        if let (Kind::Object(members), Some(Item::Struct(item))) =
            (&type_facts.kind, items.get(name.as_str()))
        {
            let fields = members.iter().map(|member| field(item, member, facts)).collect::<Result<_>>()?;
            shapes.insert(name.clone(), Struct { ident: item.ident.clone(), fields });
        } else if matches!(type_facts.kind, Kind::Object(_)) {
            return Err(Fault::new(format!("typify rendered no struct for the object {name}")));
        }
    }
    Ok(shapes)
}

fn field(item: &syn::ItemStruct, member: &Member, facts: &Facts) -> Result<Field> {
    // typify puts an underscore behind a reserved word.
    let evaded = format!("{}_", member.label);
    let found = item.fields.iter().find_map(|field| {
        let ident = field.ident.as_ref()?;
        (*ident == member.label || *ident == evaded).then_some((ident, &field.ty))
    });
    let (ident, ty) = found.ok_or_else(|| {
        Fault::new(format!(
            "typify rendered no field {} in {} for the member {}",
            member.label, item.ident, member.wire
        ))
    })?;
    Ok(Field { ident: ident.clone(), shape: shape(ty, facts)?, member: member.clone() })
}

/// Writes a struct with its table and its constructor.
pub(super) fn refine(item: &Struct, facts: &TypeFacts) -> Result<Refined> {
    let ident = &item.ident;
    let docs = docs::attributes(&doc_or_name(&facts.doc, &facts.schema_name));
    let fields = item.fields.iter().map(|Field { ident, shape, member }| {
        let docs = docs::attributes(&doc_or_name(&member.doc, &member.wire));
        let ty = &shape.tokens;
        quote!(#docs pub #ident: Option<#ty>,)
    });
    let constructor = constructor(item);
    let items = quote! {
        #docs
        #[derive(Clone, Default, PartialEq)]
        #[non_exhaustive]
        pub struct #ident {
            #(#fields)*
            #[doc = " What the members above do not say about the wire."]
            pub extra: Extra,
        }
        #constructor
    };
    let mut needs: std::collections::BTreeSet<_> =
        item.fields.iter().flat_map(|field| field.shape.needs.iter().cloned()).collect();
    needs.insert("call_wire::json::Extra".to_owned());
    needs.insert("call_wire::json_object".to_owned());
    refined(items, &table(item, facts), needs)
}

fn table(item: &Struct, facts: &TypeFacts) -> String {
    let rows: Vec<_> = item
        .fields
        .iter()
        .map(|field| {
            let secret = if field.member.secret { " secret" } else { "" };
            format!("{}: {:?}{secret}", field.ident, field.member.wire)
        })
        .collect();
    let tag = facts.tag.as_ref().map(|(name, value)| format!(" tag {name:?} = {value:?}"));
    let head = format!("json_object!({} {:?}{}", item.ident, facts.schema_name, tag.unwrap_or_default());
    print::table(&head, &rows, ");")
}

/// `new` with the members that the schema requires of a writer.
fn constructor(item: &Struct) -> TokenStream {
    let required: Vec<_> = item.fields.iter().filter(|field| field.member.required).collect();
    if required.is_empty() {
        return TokenStream::new();
    }
    let ident = &item.ident;
    let parameters = required.iter().map(|Field { ident, shape, .. }| {
        let ty = &shape.tokens;
        if shape.converts { quote!(#ident: impl Into<#ty>) } else { quote!(#ident: #ty) }
    });
    let values = required.iter().map(|Field { ident, shape, .. }| {
        if shape.converts { quote!(#ident: Some(#ident.into())) } else { quote!(#ident: Some(#ident)) }
    });
    let names: Vec<_> = required.iter().map(|field| format!("`{}`", field.member.wire)).collect();
    let doc = docs::attributes(&format!("With what the schema requires: {}.", names.join(", ")));
    let allow = (required.len() > 7).then(
        || quote!(#[allow(clippy::too_many_arguments, reason = "the schema requires that many members")]),
    );
    quote! {
        impl #ident {
            #doc
            #allow
            #[must_use]
            pub fn new(#(#parameters),*) -> Self {
                Self { #(#values,)* ..Self::default() }
            }
        }
    }
}
