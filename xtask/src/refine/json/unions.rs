//! Unions: an arm for every known tag, and one for the others.

use std::collections::{BTreeMap, BTreeSet};

use quote::{format_ident, quote};

use super::{
    Refined,
    objects::{Field, Struct},
    refined,
    types::doc_or_name,
};
use crate::{
    facts::{TypeFacts, Union},
    fault::{Fault, Result},
    refine::{docs, print},
};

/// Writes a union with its table and, over a base type, the accessors of the base's members.
pub(super) fn refine(
    name: &str,
    union: &Union,
    facts: &TypeFacts,
    shapes: &BTreeMap<String, Struct>,
) -> Result<Refined> {
    let base = union.base.as_deref();
    // The base stands for itself and for every other tag: it is the last arm and needs no row.
    let arms: Vec<_> = union.arms.iter().filter(|(_, type_name)| Some(type_name.as_str()) != base).collect();
    let labels = arm_labels(name, &arms, base);
    let ident = format_ident!("{name}");
    let docs = docs::attributes(&doc_or_name(&facts.doc, &facts.schema_name));
    let variants = labels.iter().zip(&arms).map(|(label, (tag, type_name))| {
        let (label, type_name) = (format_ident!("{label}"), format_ident!("{type_name}"));
        let docs = docs::attributes(&format!("The tag `{tag}`."));
        quote!(#docs #label(Box<#type_name>),)
    });
    let last = match base {
        Some(base) => {
            let base = format_ident!("{base}");
            quote!(#[doc = " Any other tag, or none."] #base(Box<#base>),)
        }
        None => quote!(
            #[doc = " Any other tag, or none; keeps the whole payload."]
            Unknown(UnknownObject),
        ),
    };
    let accessors = base.map(|base| accessors(name, base, &labels, &arms, shapes)).transpose()?;
    let accessors = accessors.unwrap_or_default();
    let items = quote! {
        #docs
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #ident { #(#variants)* #last }
    };
    let mut needs: BTreeSet<_> = arms.iter().map(|(_, type_name)| type_name.clone()).collect();
    needs.insert("call_wire::json_union".to_owned());
    match base {
        Some(base) => {
            needs.insert(base.to_owned());
            let fields = shapes.get(base).map(|base| base.fields.as_slice()).unwrap_or_default();
            needs.extend(fields.iter().flat_map(|field| field.shape.needs.iter().cloned()));
        }
        None => {
            needs.insert("call_wire::json::UnknownObject".to_owned());
        }
    }
    if !accessors.is_empty() {
        needs.insert("call_wire::json_accessors".to_owned());
    }
    refined(items, &(table(name, union, facts, &labels, &arms) + &accessors), needs)
}

fn table(
    name: &str,
    union: &Union,
    facts: &TypeFacts,
    labels: &[String],
    arms: &[&(String, String)],
) -> String {
    let rows =
        labels.iter().zip(arms).map(|(label, (tag, type_name))| format!("{label}({type_name}): {tag:?}"));
    let rows: Vec<_> = rows.collect();
    let rest = match &union.base {
        Some(base) => format!(" else {base}({base}));"),
        None => " else Unknown);".to_owned(),
    };
    print::table(&format!("json_union!({name} {:?} by {:?}", facts.schema_name, union.tag), &rows, &rest)
}

/// The arms' names: the types' names, without the union's own at the end where that leaves them apart. `Unknown`
/// is the arm for tags of tomorrow.
fn arm_labels(name: &str, arms: &[&(String, String)], base: Option<&str>) -> Vec<String> {
    let family = base.unwrap_or(name);
    let short = |type_name: &str| match type_name.strip_suffix(family) {
        Some(rest) if !rest.is_empty() => rest.to_owned(),
        _ => type_name.to_owned(),
    };
    let labels: Vec<_> = arms.iter().map(|(_, type_name)| short(type_name)).collect();
    let unique: BTreeSet<_> =
        labels.iter().map(String::as_str).chain(base).chain(["Unknown", "Self"]).collect();
    let expected = labels.len() + 2 + usize::from(base.is_some());
    if unique.len() == expected {
        labels
    } else {
        let whole = arms.iter().map(|(_, type_name)| match type_name.as_str() {
            "Unknown" if base.is_none() => "UnknownType".to_owned(),
            type_name => type_name.to_owned(),
        });
        whole.collect()
    }
}

/// A table of the base's members that every arm has; each becomes a method.
fn accessors(
    name: &str,
    base: &str,
    labels: &[String],
    arms: &[&(String, String)],
    shapes: &BTreeMap<String, Struct>,
) -> Result<String> {
    let missing = || Fault::new(format!("the base type {base} of the union {name} is no object"));
    let fields = &shapes.get(base).ok_or_else(missing)?.fields;
    let shared = fields
        .iter()
        .filter(|field| arms.iter().all(|(_, type_name)| has_same(shapes.get(type_name), field)));
    let rows: Vec<_> = shared
        .map(|Field { ident, shape, member }| {
            let docs = docs::lines(&doc_or_name(&member.doc, &member.wire));
            let docs: String = docs.iter().map(|line| format!("/// {line}\n    ")).collect();
            format!("{docs}{ident}: {}", print::compact(&shape.tokens))
        })
        .collect();
    if rows.is_empty() {
        return Ok(String::new());
    }
    let labels: Vec<_> = labels.iter().map(String::as_str).chain([base]).collect();
    let arms = print::wrapped(&labels, 1);
    Ok(print::table(&format!("\njson_accessors!({name} [\n{arms}]"), &rows, ");"))
}

/// Whether an arm's type has a field of the same name and type; a derived type may hide a member.
fn has_same(arm: Option<&Struct>, field: &Field) -> bool {
    arm.is_some_and(|arm| {
        arm.fields.iter().any(|own| {
            own.ident == field.ident && own.shape.tokens.to_string() == field.shape.tokens.to_string()
        })
    })
}
