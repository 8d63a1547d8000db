//! Structs: every member is an `Option` or a `Vec`, and `extra` preserves the rest.

use quote::{format_ident, quote};

use super::{Emitted, Needs, Tables, docs, emitted, json, methods, type_docs, xml};
use crate::diagnostic::Result;
use crate::resolve::model::{Module, Object, ObjectWire, Type, ValueType};

/// Builds a struct with its methods and its table.
pub(super) fn emit(one: &Type, object: &Object, module: &Module) -> Result<Emitted> {
    let (ident, docs) = (format_ident!("{}", one.name), type_docs(one));
    let (extra, tables) = match &object.wire {
        ObjectWire::Json { tag } => {
            (ValueType::Wire("call_wire::json::Extra".to_owned()), json::object(one, object, tag.as_ref()))
        }
        ObjectWire::Xml { root, operations } => (
            ValueType::Wire("call_wire::xml::Extra".to_owned()),
            xml::object(one, object, root.as_ref(), operations, &module.namespaces),
        ),
    };
    let fields = object.members.iter().map(|member| {
        let (label, docs) = (format_ident!("{}", member.label), docs::attributes(&docs::member(member)));
        let ty = member.ty.tokens();
        if member.many { quote!(#docs pub #label: Vec<#ty>,) } else { quote!(#docs pub #label: Option<#ty>,) }
    });
    let (methods, more) = methods::of_type(one, object, module);
    let extra_type = extra.tokens();
    let items = quote! {
        #docs
        #[derive(Clone, Default, PartialEq)]
        #[non_exhaustive]
        pub struct #ident {
            #(#fields)*
            /// Preserves unknown members, explicit nulls and original spellings.
            pub extra: #extra_type,
        }
        #methods
    };
    let mut needs: Needs = object.members.iter().flat_map(|member| member.ty.needs()).collect();
    needs.extend(extra.needs());
    needs.extend(more);
    emitted(items, needs, tables)
}

/// Builds a type alias.
pub(super) fn alias(one: &Type, ty: &ValueType) -> Result<Emitted> {
    let (ident, docs, tokens) = (format_ident!("{}", one.name), type_docs(one), ty.tokens());
    emitted(quote!(#docs pub type #ident = #tokens;), ty.needs(), Tables::default())
}
