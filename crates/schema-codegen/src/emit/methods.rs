//! Constructors and setters: `new` takes the required members, and each other member has a setter.
//!
//! The methods of a type that is sent follow the type. Those of a type that is only received are in a
//! separate file for users' tests, except for a `new` with parameters.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::{Emitted, Needs, Tables, docs, emitted};
use crate::diagnostic::Result;
use crate::resolve::model::{Member, MemberWire, Module, Object, Type, XmlWire};

/// The number of arguments above which clippy warns (`too_many_arguments`).
pub(super) const MOST_ARGUMENTS: usize = 7;

/// Builds the methods that follow a type, and returns them with the names that must be imported.
pub(super) fn of_type(one: &Type, object: &Object, module: &Module) -> (Option<TokenStream>, Needs) {
    let (arguments, others) = parts(object);
    match (one.sent, arguments.is_empty()) {
        (true, _) => methods(one, Some(&arguments), &others, module),
        (false, false) => methods(one, Some(&arguments), &[], module),
        (false, true) => (None, Needs::new()),
    }
}

/// Builds the methods of a type that is only received, except for those that follow the type.
pub(super) fn for_tests(one: &Type, object: &Object, module: &Module) -> Result<Option<Emitted>> {
    if one.sent {
        return Ok(None);
    }
    let (arguments, others) = parts(object);
    let arguments = arguments.is_empty().then_some(&[] as &[_]);
    match methods(one, arguments, &others, module) {
        (Some(items), needs) => emitted(items, needs, Tables::default()).map(Some),
        (None, _) => Ok(None),
    }
}

/// Returns the members that the constructor takes, and the others.
fn parts(object: &Object) -> (Vec<&Member>, Vec<&Member>) {
    object.members.iter().partition(|member| member.is_argument())
}

/// Builds an `impl` with a constructor, unless `arguments` is `None`, and with setters.
fn methods(
    one: &Type,
    arguments: Option<&[&Member]>,
    others: &[&Member],
    module: &Module,
) -> (Option<TokenStream>, Needs) {
    if arguments.is_none() && others.is_empty() {
        return (None, Needs::new());
    }
    let ident = format_ident!("{}", one.name);
    let constructor = arguments.map(|arguments| constructor(one, arguments, module));
    let setters = others.iter().map(|member| setter(member, module));
    let items = quote! {
        impl #ident {
            #constructor
            #(#setters)*
        }
    };
    let members = arguments.unwrap_or_default().iter().chain(others);
    let mut needs: Needs = members.flat_map(|member| member.ty.parameter_needs(module)).collect();
    needs.remove(&one.name);
    (Some(items), needs)
}

/// Builds `new`, which takes the members that the schema requires.
fn constructor(one: &Type, arguments: &[&Member], module: &Module) -> TokenStream {
    let parameters = arguments.iter().map(|member| {
        let (label, parameter) = (format_ident!("{}", member.label), member.ty.parameter(module));
        quote!(#label: #parameter)
    });
    let values = arguments.iter().map(|member| {
        let label = format_ident!("{}", member.label);
        let value = member.ty.of_parameter(module, quote!(#label));
        quote!(#label: Some(#value))
    });
    let names: Vec<_> = arguments.iter().map(|member| format!("`{}`", wire_name(member))).collect();
    let doc = match names.as_slice() {
        [] => format!("Creates a new `{}` with no members set.", one.name),
        names => format!(
            "Creates a new `{}` with the members that the schema requires: {}.",
            one.name,
            names.join(", ")
        ),
    };
    let doc = docs::attributes(&doc);
    let allow = (arguments.len() > MOST_ARGUMENTS).then(
        || quote!(#[allow(clippy::too_many_arguments, reason = "the schema requires that many members")]),
    );
    let value = match arguments {
        [] => quote!(Self::default()),
        _ => quote!(Self { #(#values,)* ..Self::default() }),
    };
    quote! {
        #doc
        #allow
        #[must_use]
        pub fn new(#(#parameters),*) -> Self {
            #value
        }
    }
}

/// Builds the method that sets a member and returns the value.
fn setter(member: &Member, module: &Module) -> TokenStream {
    let (label, name) = (format_ident!("{}", member.label), format_ident!("{}", member.setter));
    let doc = docs::attributes(&docs::sets(&docs::member(member), wire_name(member)));
    let (parameter, value) = if member.many {
        (member.ty.parameter_of_many(module), member.ty.of_many(module, quote!(value)))
    } else {
        let value = member.ty.of_parameter(module, quote!(value));
        (member.ty.parameter(module), quote!(Some(#value)))
    };
    quote! {
        #doc
        #[must_use]
        pub fn #name(mut self, value: #parameter) -> Self {
            self.#label = #value;
            self
        }
    }
}

/// Returns the name of a member in the schema, or its label if the schema has no name for it.
fn wire_name(member: &Member) -> &str {
    match &member.wire {
        MemberWire::Json { name, .. } => name,
        MemberWire::Xml(XmlWire::Element(name) | XmlWire::Attribute(name)) => &name.local,
        MemberWire::Xml(_) => &member.label,
    }
}
