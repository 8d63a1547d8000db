//! The types of values in Rust.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::Needs;
use crate::resolve::model::{Held, Kind, Module};

impl Held {
    /// The type in a file that imports all that it names.
    pub(super) fn tokens(&self) -> TokenStream {
        self.written(false)
    }

    /// The type by its paths, in a file that calls the module `types`.
    pub(super) fn in_paths(&self) -> TokenStream {
        self.written(true)
    }

    fn written(&self, paths: bool) -> TokenStream {
        let ident = |name: &str| format_ident!("{name}");
        let own = |name: &str| {
            let name = ident(name);
            if paths { quote!(types::#name) } else { quote!(#name) }
        };
        match self {
            Self::Plain(name) => {
                let name = ident(name);
                quote!(#name)
            }
            Self::Text => quote!(String),
            Self::Wire(path) => {
                let parts = path.split("::").map(ident);
                // What only XML has goes by the name of its module.
                let shown = if path.starts_with("call_wire::xml::") { 2 } else { 1 };
                let all = parts.clone().count();
                let parts = parts.skip(if paths { 0 } else { all - shown });
                quote!(#(#parts)::*)
            }
            Self::Named(name) => own(name),
            Self::Flags(name) => {
                let name = own(name);
                if paths { quote!(call_wire::Flags<#name>) } else { quote!(Flags<#name>) }
            }
            Self::Vec(inner) => {
                let inner = inner.written(paths);
                quote!(Vec<#inner>)
            }
            Self::Map(inner) => {
                let inner = inner.written(paths);
                if paths {
                    quote!(std::collections::BTreeMap<String, #inner>)
                } else {
                    quote!(BTreeMap<String, #inner>)
                }
            }
            Self::List(inner) => {
                let inner = inner.written(paths);
                quote!(xml::List<#inner>)
            }
            Self::Boxed(inner) => {
                let inner = inner.written(paths);
                quote!(Box<#inner>)
            }
        }
    }

    /// What the type needs where it stands without paths.
    pub(super) fn needs(&self) -> Needs {
        let (inner, own) = match self {
            Self::Plain(_) | Self::Text => (None, None),
            Self::Wire(path) if path.starts_with("call_wire::xml::") => (None, Some("call_wire::xml")),
            Self::Wire(name) | Self::Named(name) => (None, Some(name.as_str())),
            Self::Flags(name) => return super::needs(["call_wire::Flags", name]),
            Self::Vec(inner) | Self::Boxed(inner) => (Some(inner), None),
            Self::Map(inner) => (Some(inner), Some("std::collections::BTreeMap")),
            Self::List(inner) => (Some(inner), Some("call_wire::xml")),
        };
        let mut needs = inner.map(|inner| inner.needs()).unwrap_or_default();
        needs.extend(own.map(str::to_owned));
        needs
    }

    /// Whether a constructor takes anything that converts into it.
    pub(super) fn converts(&self, module: &Module) -> bool {
        match self {
            Self::Text | Self::List(_) | Self::Boxed(_) => true,
            Self::Named(name) => {
                let kind = module.types.get(name).map(|one| &one.kind);
                matches!(kind, Some(Kind::Union(_) | Kind::Enum(_)))
            }
            Self::Plain(_) | Self::Wire(_) | Self::Flags(_) | Self::Vec(_) | Self::Map(_) => false,
        }
    }

    /// Whether it is or holds a type of the module.
    pub(super) fn is_own(&self) -> bool {
        match self {
            Self::Named(_) | Self::Flags(_) => true,
            Self::Vec(inner) | Self::Map(inner) | Self::List(inner) | Self::Boxed(inner) => inner.is_own(),
            Self::Plain(_) | Self::Text | Self::Wire(_) => false,
        }
    }
}
