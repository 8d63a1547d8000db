//! Rendered field types in short paths, and what they need from elsewhere.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{GenericArgument, Item, PathArguments, Type};

use super::{Refined, refined};
use crate::{
    facts::{Facts, TypeFacts},
    fault::{Fault, Result},
    refine::docs,
};

/// A field's type, without its `Option`.
#[derive(Clone, Debug)]
pub(super) struct Shape {
    /// The type in short paths.
    pub tokens: TokenStream,
    /// What it needs: other types of the module by name, foreign ones by path.
    pub needs: BTreeSet<String>,
    /// How a constructor takes it: `impl Into<..>`, or as it is.
    pub converts: bool,
}

/// Shortens a rendered type. An `Option` around it is dropped.
pub(super) fn shape(ty: &Type, facts: &Facts) -> Result<Shape> {
    let Type::Path(path) = ty else {
        return Err(unexpected(ty));
    };
    let last = path.path.segments.last().ok_or_else(|| unexpected(ty))?;
    let name = last.ident.to_string();
    let args: Vec<&Type> = match &last.arguments {
        PathArguments::AngleBracketed(args) => args
            .args
            .iter()
            .filter_map(|arg| if let GenericArgument::Type(ty) = arg { Some(ty) } else { None })
            .collect(),
        _ => Vec::new(),
    };
    let plain = |tokens: TokenStream| Shape { tokens, needs: BTreeSet::new(), converts: false };
    let foreign = |tokens: TokenStream, path: &str| Shape {
        tokens,
        needs: BTreeSet::from([path.to_owned()]),
        converts: false,
    };
    Ok(match (name.as_str(), args.as_slice()) {
        ("Option", [inner]) => shape(inner, facts)?,
        ("Vec", [inner]) => wrap(shape(inner, facts)?, |inner| quote!(Vec<#inner>)),
        ("Box", [inner]) => {
            Shape { converts: true, ..wrap(shape(inner, facts)?, |inner| quote!(Box<#inner>)) }
        }
        ("BTreeMap", [_, inner]) => {
            let mut map = wrap(shape(inner, facts)?, |inner| quote!(BTreeMap<String, #inner>));
            map.needs.insert("std::collections::BTreeMap".to_owned());
            map
        }
        ("String" | "NaiveDate" | "IpAddr" | "Ipv4Addr" | "Ipv6Addr", []) => {
            Shape { converts: true, ..plain(quote!(String)) }
        }
        ("bool" | "i32" | "i64" | "u32" | "u64" | "f32" | "f64", []) => {
            let name = &last.ident;
            plain(quote!(#name))
        }
        ("i8" | "i16" | "u8" | "u16", []) => plain(quote!(i32)),
        ("DateTime", _) => foreign(quote!(DateTime), "call_wire::DateTime"),
        ("Duration", []) => foreign(quote!(Duration), "call_wire::Duration"),
        ("Uuid", []) => foreign(quote!(Uuid), "call_wire::Uuid"),
        ("Value", []) | ("Map", _) => foreign(quote!(Value), "call_wire::json::Value"),
        (_, []) if facts.types.contains_key(&name) => named(&name, facts),
        _ => return Err(unexpected(ty)),
    })
}

fn named(name: &str, facts: &Facts) -> Shape {
    let ident = format_ident!("{name}");
    let mut needs = BTreeSet::from([name.to_owned()]);
    if facts.is_flags(name) {
        needs.insert("call_wire::Flags".to_owned());
        return Shape { tokens: quote!(Flags<#ident>), needs, converts: false };
    }
    let converts = matches!(
        facts.types.get(name).map(|facts| &facts.kind),
        Some(crate::facts::Kind::Union(_) | crate::facts::Kind::Enum(_))
    );
    Shape { tokens: quote!(#ident), needs, converts }
}

fn wrap(inner: Shape, around: impl FnOnce(&TokenStream) -> TokenStream) -> Shape {
    Shape { tokens: around(&inner.tokens), needs: inner.needs, converts: false }
}

fn unexpected(ty: &Type) -> Fault {
    Fault::new(format!("typify rendered a field of type {}, which has no lossless counterpart", quote!(#ty)))
        .help("teach refine/json/types.rs the type, or rewrite the schema in a lowering pass")
}

/// A type that is another name for an array, a map or a scalar.
pub(super) fn alias(item: &Item, type_facts: &TypeFacts, facts: &Facts) -> Result<Refined> {
    let (ident, ty) = match item {
        Item::Type(alias) => (&alias.ident, &*alias.ty),
        Item::Struct(newtype) if newtype.fields.len() == 1 => match newtype.fields.iter().next() {
            Some(field) => (&newtype.ident, &field.ty),
            None => {
                return Err(Fault::new(format!("typify rendered {} without a field", newtype.ident)));
            }
        },
        _ => {
            return Err(Fault::new(format!(
                "the schema {} is neither object, enum, union, array, map nor scalar",
                type_facts.schema_name
            )));
        }
    };
    let shape = shape(ty, facts)?;
    let tokens = &shape.tokens;
    let docs = docs::attributes(&doc_or_name(&type_facts.doc, &type_facts.schema_name));
    refined(quote!(#docs pub type #ident = #tokens;), "", shape.needs)
}

/// The description, or at least the schema's name for the thing.
pub(super) fn doc_or_name(doc: &str, schema_name: &str) -> String {
    if doc.trim().is_empty() { docs::name(schema_name) } else { doc.to_owned() }
}
