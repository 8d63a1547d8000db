//! The Rust types of values and parameters, and the conversions between them.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::Needs;
use crate::resolve::model::{Kind, Module, ValueType};

impl ValueType {
    /// Returns the type for a file that imports the names in it.
    pub(super) fn tokens(&self) -> TokenStream {
        self.written(false)
    }

    /// Returns the type with full paths, for a file that imports nothing.
    pub(super) fn in_paths(&self) -> TokenStream {
        self.written(true)
    }

    fn written(&self, paths: bool) -> TokenStream {
        let foreign = |path: &str| path_tokens(path, paths);
        let own = |name: &str| {
            let name = format_ident!("{name}");
            if paths { quote!(super::#name) } else { quote!(#name) }
        };
        let inner = |ty: &Self| ty.written(paths);
        let (outer, inner) = match self {
            Self::Plain(name) => return foreign(name),
            Self::Text => return quote!(String),
            Self::Wire(path) => return foreign(path),
            Self::Named(name) => return own(name),
            Self::Flags(name) => (foreign("call_wire::Flags"), own(name)),
            Self::Vec(ty) => (quote!(Vec), inner(ty)),
            Self::Nullable(ty) => (quote!(Option), inner(ty)),
            Self::Boxed(ty) => (quote!(Box), inner(ty)),
            Self::List(ty) => (foreign("call_wire::xml::List"), inner(ty)),
            Self::Map(ty) => {
                let (map, inner) = (foreign("std::collections::BTreeMap"), inner(ty));
                return quote!(#map<String, #inner>);
            }
        };
        quote!(#outer<#inner>)
    }

    /// Returns the names that must be imported for the type.
    pub(super) fn needs(&self) -> Needs {
        let (inner, own) = match self {
            Self::Plain(_) | Self::Text => (None, None),
            Self::Wire(path) if path.starts_with("call_wire::xml::") => (None, Some("call_wire::xml")),
            Self::Wire(name) | Self::Named(name) => (None, Some(name.as_str())),
            Self::Flags(name) => return super::needs(["call_wire::Flags", name]),
            Self::Vec(inner) | Self::Nullable(inner) | Self::Boxed(inner) => (Some(inner), None),
            Self::Map(inner) => (Some(inner), Some("std::collections::BTreeMap")),
            Self::List(inner) => (Some(inner), Some("call_wire::xml")),
        };
        let mut needs = inner.map(|inner| inner.needs()).unwrap_or_default();
        needs.extend(own.map(str::to_owned));
        needs
    }

    /// Returns the parameter type of a constructor or setter: anything that converts into the value, or an
    /// iterator over its items.
    pub(super) fn parameter(&self, module: &Module) -> TokenStream {
        match self.meaning(module) {
            Self::Vec(item) | Self::List(item) => item.parameter_of_many(module),
            Self::Map(value) => {
                let value = value.parameter(module);
                quote!(impl IntoIterator<Item = (impl Into<String>, #value)>)
            }
            Self::Flags(name) => Self::Named(name.clone()).parameter_of_many(module),
            Self::Boxed(inner) => inner.parameter(module),
            _ if self.converts(module) => {
                let ty = self.tokens();
                quote!(impl Into<#ty>)
            }
            _ => self.tokens(),
        }
    }

    /// Returns the parameter type of a setter for any number of values.
    pub(super) fn parameter_of_many(&self, module: &Module) -> TokenStream {
        let item = self.parameter(module);
        quote!(impl IntoIterator<Item = #item>)
    }

    /// Converts a parameter into a value.
    pub(super) fn of_parameter(&self, module: &Module, value: TokenStream) -> TokenStream {
        match self.meaning(module) {
            Self::Vec(item) | Self::List(item) => item.of_many(module, value),
            Self::Map(inner) => {
                let inner = inner.of_parameter(module, quote!(value));
                quote!(#value.into_iter().map(|(name, value)| (name.into(), #inner)).collect())
            }
            Self::Flags(name) => Self::Named(name.clone()).of_many(module, value),
            Self::Boxed(inner) => {
                let inner = inner.of_parameter(module, value);
                quote!(Box::new(#inner))
            }
            _ if self.converts(module) => quote!(#value.into()),
            _ => value,
        }
    }

    /// Converts a parameter into any number of values.
    pub(super) fn of_many(&self, module: &Module, values: TokenStream) -> TokenStream {
        match self.meaning(module) {
            Self::Vec(_) | Self::List(_) | Self::Map(_) | Self::Flags(_) | Self::Boxed(_) => {
                let item = self.of_parameter(module, quote!(item));
                quote!(#values.into_iter().map(|item| #item).collect())
            }
            _ if self.converts(module) => quote!(#values.into_iter().map(Into::into).collect()),
            _ => quote!(#values.into_iter().collect()),
        }
    }

    /// Returns the names that must be imported for the parameter.
    pub(super) fn parameter_needs(&self, module: &Module) -> Needs {
        match self.meaning(module) {
            Self::Vec(inner) | Self::List(inner) | Self::Map(inner) | Self::Boxed(inner) => {
                inner.parameter_needs(module)
            }
            Self::Flags(name) => super::needs([name]),
            _ => self.needs(),
        }
    }

    /// Resolves an alias of a container.
    fn meaning<'m>(&'m self, module: &'m Module) -> &'m Self {
        let Self::Named(name) = self else { return self };
        match module.types.get(name).map(|one| &one.kind) {
            Some(Kind::Alias(ty)) => match ty.meaning(module) {
                container @ (Self::Vec(_) | Self::List(_) | Self::Map(_) | Self::Flags(_)) => container,
                _ => self,
            },
            _ => self,
        }
    }

    /// Returns whether a parameter accepts anything that converts into the type.
    fn converts(&self, module: &Module) -> bool {
        match self {
            Self::Text => true,
            Self::Named(name) => match module.types.get(name).map(|one| &one.kind) {
                Some(Kind::Alias(ty)) => ty.converts(module),
                _ => true,
            },
            Self::Wire(path) => !matches!(path.as_str(), "call_wire::Uuid" | "call_wire::xml::Element"),
            Self::Plain(_)
            | Self::Flags(_)
            | Self::Vec(_)
            | Self::Map(_)
            | Self::List(_)
            | Self::Nullable(_)
            | Self::Boxed(_) => false,
        }
    }
}

/// Returns a path as a whole, or its last part. Types of the module `xml` keep the name of the module.
fn path_tokens(path: &str, whole: bool) -> TokenStream {
    let start = match path.rfind("xml::").or_else(|| path.rfind("::").map(|at| at + 2)) {
        Some(start) if !whole => start,
        _ => 0,
    };
    let parts = path[start..].split("::").map(|part| format_ident!("{part}"));
    quote!(#(#parts)::*)
}
