//! Unions: an arm for every known element or type, and one that keeps any other.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::{
    Refined, docs_or,
    read::{Held, Rendered},
    refined, table_name,
};
use crate::{
    fault::Result,
    lower::xsd::model::{Arm, Kind, Type},
    refine::print,
};

/// Writes a union.
pub(super) fn refine(one: &Type, arms: &[Arm], rendered: &Rendered<'_>) -> Result<Refined> {
    let held = arms.iter().map(|arm| {
        let held = rendered.arm(&one.rust, &arm.label)?;
        Ok(Held { boxed: held.boxed || arm.boxed, ..held })
    });
    let held: Vec<Held> = held.collect::<Result<_>>()?;
    let by_type = matches!(one.kind, Kind::Variants(_));
    let ident = format_ident!("{}", one.rust);
    let docs = docs_or(&one.doc, &format!("`{}` of the schema.", one.schema));
    let variants = arms.iter().zip(&held).map(|(arm, held)| {
        let kind = if by_type { "type" } else { "element" };
        let docs = docs_or(&arm.doc, &format!("The {kind} `{}`.", arm.name.local));
        let (label, inner) = (format_ident!("{}", arm.label), held.tokens());
        quote!(#docs #label(#inner),)
    });
    let conversions = conversions(&ident, arms, &held);
    let items = quote! {
        #docs
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #ident {
            #(#variants)*
            #[doc = " An element that this version does not know, as it came."]
            Unknown(xml::Element),
        }
        #conversions
    };
    let rows: Vec<String> =
        arms.iter().map(|arm| format!("{}: {}", arm.label, table_name(&arm.name))).collect();
    let head = if by_type { "xml_variants" } else { "xml_choice" };
    let tables = print::table(&format!("call_wire::{head}!({ident}"), &rows, ");");
    let needs: BTreeSet<String> =
        held.iter().filter(|held| held.is_own()).map(|held| held.name.clone()).collect();
    refined(items, &tables, needs)
}

/// `From` for the arms whose type tells them apart.
fn conversions(ident: &proc_macro2::Ident, arms: &[Arm], held: &[Held]) -> TokenStream {
    let mut times: BTreeMap<&str, usize> = BTreeMap::new();
    held.iter().for_each(|held| *times.entry(&held.name).or_default() += 1);
    let telling = arms
        .iter()
        .zip(held)
        .filter(|(_, held)| held.is_own() && !held.list && times[held.name.as_str()] == 1);
    let conversions = telling.map(|(arm, held)| {
        let (label, bare) = (format_ident!("{}", arm.label), held.bare());
        let value = if held.boxed { quote!(Box::new(value)) } else { quote!(value) };
        quote! {
            impl From<#bare> for #ident {
                fn from(value: #bare) -> Self {
                    Self::#label(#value)
                }
            }
        }
    });
    conversions.collect()
}
