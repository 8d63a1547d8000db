//! What xsd-parser rendered, by name: how each member is held, and in what type.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{Fields, GenericArgument, Item, PathArguments, Type};

use crate::fault::{Fault, Result};

/// The rendered items.
pub struct Rendered<'a> {
    items: BTreeMap<String, &'a Item>,
}

/// The type of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// Its name, or the name of what the list holds.
    pub name: String,
    /// Whether it is in a box, because its type holds itself.
    pub boxed: bool,
    /// Whether it is several scalars in one text.
    pub list: bool,
}

impl<'a> Rendered<'a> {
    pub fn of(file: &'a syn::File) -> Self {
        let named = file.items.iter().filter_map(|item| match item {
            Item::Struct(one) => Some((one.ident.to_string(), item)),
            Item::Enum(one) => Some((one.ident.to_string(), item)),
            Item::Type(one) => Some((one.ident.to_string(), item)),
            _ => None,
        });
        Self { items: named.collect() }
    }

    /// How a field is held.
    pub fn field(&self, of: &str, name: &str) -> Result<Held> {
        let Some(Item::Struct(item)) = self.items.get(of) else { return Err(missing(of)) };
        let field = item.fields.iter().find(|field| field.ident.as_ref().is_some_and(|ident| ident == name));
        let field = field.ok_or_else(|| missing(&format!("{of}.{name}")))?;
        self.held(&field.ty).ok_or_else(|| missing(&format!("{of}.{name}")))
    }

    /// How the value of an arm is held.
    pub fn arm(&self, of: &str, name: &str) -> Result<Held> {
        let Some(Item::Enum(item)) = self.items.get(of) else { return Err(missing(of)) };
        let variant = item.variants.iter().find(|variant| variant.ident == name);
        let field = variant.and_then(|variant| variant.fields.iter().next());
        let held = field.and_then(|field| self.held(&field.ty));
        held.ok_or_else(|| missing(&format!("{of}::{name}")))
    }

    /// Whether an enum has a variant.
    pub fn has_variant(&self, of: &str, name: &str) -> bool {
        let Some(Item::Enum(item)) = self.items.get(of) else { return false };
        item.variants.iter().any(|variant| variant.ident == name)
    }

    fn held(&self, ty: &Type) -> Option<Held> {
        let Type::Path(path) = ty else { return None };
        let last = path.path.segments.last()?;
        let name = last.ident.to_string();
        if let PathArguments::AngleBracketed(arguments) = &last.arguments {
            let GenericArgument::Type(inner) = arguments.args.first()? else { return None };
            let held = self.held(inner)?;
            return Some(Held { boxed: held.boxed || name == "Box", ..held });
        }
        // A list is rendered as a struct around a vector, or as another name for one.
        let inner = match self.items.get(&name) {
            Some(Item::Struct(item)) => match &item.fields {
                Fields::Unnamed(fields) => fields.unnamed.first().map(|field| &field.ty),
                _ => None,
            },
            Some(Item::Type(item)) => Some(&*item.ty),
            _ => None,
        };
        match inner {
            Some(inner) => Some(Held { list: true, ..self.held(inner)? }),
            None => Some(Held { name, boxed: false, list: false }),
        }
    }
}

fn missing(what: &str) -> Fault {
    Fault::new(format!("xsd-parser rendered no {what}"))
}

impl Held {
    /// Whether this is a type of the schema.
    pub fn is_own(&self) -> bool {
        !self.is_plain() && !self.is_element() && !self.is_integer() && self.name != "String"
    }

    /// Whether this is a number or a boolean.
    pub fn is_plain(&self) -> bool {
        self.name.starts_with(|c: char| c.is_lowercase())
    }

    /// Whether this is an element of any content.
    pub fn is_element(&self) -> bool {
        self.name == "Element"
    }

    /// Whether this is an integer of any size.
    fn is_integer(&self) -> bool {
        self.name == "Integer"
    }

    /// The type without its box.
    pub fn bare(&self) -> TokenStream {
        let name = format_ident!("{}", self.name);
        let name = if self.is_integer() { quote!(call_wire::#name) } else { quote!(#name) };
        match (self.is_element(), self.list) {
            (true, _) => quote!(xml::Element),
            (false, true) => quote!(xml::List<#name>),
            (false, false) => name,
        }
    }

    /// The type.
    pub fn tokens(&self) -> TokenStream {
        let bare = self.bare();
        if self.boxed { quote!(Box<#bare>) } else { bare }
    }
}
