//! Unions: an arm for every known tag, element or type, and an arm for all others.

use std::collections::BTreeMap;

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::{Emitted, Needs, docs, emitted, json, type_docs, xml};
use crate::diagnostic::Result;
use crate::resolve::model::{Arm, Module, Type, Union, UnionWire, ValueType};

/// Builds a union with its table.
pub(super) fn emit(one: &Type, union: &Union, module: &Module) -> Result<Emitted> {
    let (ident, docs) = (format_ident!("{}", one.name), type_docs(one));
    let arms = union.arms.iter().map(|arm| {
        let (label, ty) = (format_ident!("{}", arm.label), arm.ty.tokens());
        let docs = docs::attributes(&arm_doc(arm, &union.wire));
        quote!(#docs #label(#ty),)
    });
    let (last, rest) = last(union);
    let items = quote! {
        #docs
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #ident {
            #(#arms)*
            #last
        }
    };
    let mut needs: Needs = union.arms.iter().flat_map(|arm| arm.ty.needs()).collect();
    needs.extend(rest.needs());
    match &union.wire {
        UnionWire::Json { tag, base } => {
            let tables = json::union(one, union, tag, base.as_deref(), module)?;
            emitted(items, needs, tables)
        }
        UnionWire::Element | UnionWire::XsiType => {
            let conversions = conversions(&ident, &union.arms);
            emitted(quote!(#items #conversions), needs, xml::union(one, union, &module.namespaces))
        }
    }
}

/// Builds the arm for all other values, and returns it with the type of its content.
fn last(union: &Union) -> (TokenStream, ValueType) {
    match &union.wire {
        UnionWire::Json { base: Some(base), .. } => {
            let label = format_ident!("{base}");
            (
                quote!(#[doc = " A value whose tag is unknown or missing, as the base type."] #label(Box<#label>),),
                ValueType::Named(base.clone()),
            )
        }
        UnionWire::Json { base: None, .. } => (
            quote!(
                #[doc = " A value whose tag is unknown or missing, with its original content."]
                Unknown(UnknownObject),
            ),
            ValueType::Wire("call_wire::json::UnknownObject".to_owned()),
        ),
        UnionWire::Element | UnionWire::XsiType => (
            quote!(
                #[doc = " An unknown element, with its original content."]
                Unknown(xml::Element),
            ),
            ValueType::Wire("call_wire::xml::Element".to_owned()),
        ),
    }
}

fn arm_doc(arm: &Arm, wire: &UnionWire) -> String {
    let what = match wire {
        UnionWire::Json { .. } => "tag",
        UnionWire::Element => "element",
        UnionWire::XsiType => "type",
    };
    if arm.doc.trim().is_empty() { format!("The {what} `{}`.", arm.name.local) } else { arm.doc.clone() }
}

/// Builds `From` for the arms whose type occurs only once.
fn conversions(ident: &Ident, arms: &[Arm]) -> TokenStream {
    let named = |arm: &Arm| match arm.ty.bare() {
        ValueType::Named(name) => Some(name.clone()),
        _ => None,
    };
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    for name in arms.iter().filter_map(named) {
        *times.entry(name).or_default() += 1;
    }
    let telling = arms.iter().filter_map(|arm| {
        let name = named(arm).filter(|name| times[name] == 1)?;
        let (label, name) = (format_ident!("{}", arm.label), format_ident!("{name}"));
        let boxed = matches!(arm.ty, ValueType::Boxed(_));
        let value = if boxed { quote!(Box::new(value)) } else { quote!(value) };
        Some(quote! {
            impl From<#name> for #ident {
                fn from(value: #name) -> Self {
                    Self::#label(#value)
                }
            }
        })
    });
    telling.collect()
}
