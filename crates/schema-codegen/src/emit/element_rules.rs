//! The rules of XML elements.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::rules::Rules;
use crate::resolve::model::{
    ElementName, Kind, Limits, Member, MemberWire, Object, UnionWire, ValueType, XmlWire,
};

/// Builds the constant of the rules of an element's type.
pub(super) fn emit<'m>(
    constant: &Ident,
    schema: &str,
    object: &'m Object,
    rules: &mut Rules<'m>,
) -> TokenStream {
    rules.need("ElementRules");
    let (mut attributes, mut children, mut text) = (Vec::new(), Vec::new(), quote!(None));
    for member in &object.members {
        let MemberWire::Xml(wire) = &member.wire else { continue };
        match wire {
            XmlWire::Attribute(name) => attributes.push(child(name, member, rules)),
            XmlWire::Element(name) => children.push(child(name, member, rules)),
            XmlWire::Text => {
                let value = rules.value(&member.ty, &member.limits);
                text = quote!(Some(#value));
            }
            XmlWire::Choice => children.extend(choice(member, rules)),
            XmlWire::Content | XmlWire::Any => {}
        }
    }
    quote! {
        static #constant: ElementRules = ElementRules {
            name: #schema,
            attributes: &[#(#attributes),*],
            children: &[#(#children),*],
            text: #text,
        };
    }
}

/// Builds the rules of an attribute or a child element.
fn child<'m>(name: &ElementName, member: &'m Member, rules: &mut Rules<'m>) -> TokenStream {
    rules.need("ChildRules");
    let ElementName { namespace, local } = name;
    let (required, many) = (member.required, member.many);
    let namespace = rules.namespace(namespace);
    let content = content(&member.ty, &member.limits, rules);
    quote! {
        ChildRules {
            namespace: #namespace, name: #local, is_required: #required, is_repeatable: #many, content: #content
        }
    }
}

/// Builds the rules of the elements of a choice. None of them is required, because another one may occur instead.
fn choice<'m>(member: &'m Member, rules: &mut Rules<'m>) -> Vec<TokenStream> {
    let Some(Kind::Union(union)) = member.ty.target().and_then(|name| rules.kind(name)) else {
        return Vec::new();
    };
    if !matches!(union.wire, UnionWire::Element) {
        return Vec::new();
    }
    let arms = union.arms.iter().map(|arm| {
        rules.need("ChildRules");
        let ElementName { namespace, local } = &arm.name;
        let (namespace, many) = (rules.namespace(namespace), member.many);
        let content = content(&arm.ty, &Limits::None, rules);
        quote! {
            ChildRules {
                namespace: #namespace, name: #local, is_required: false, is_repeatable: #many, content: #content
            }
        }
    });
    arms.collect()
}

/// Builds the rules of the content of an attribute or an element.
fn content<'m>(ty: &'m ValueType, limits: &Limits, rules: &mut Rules<'m>) -> TokenStream {
    rules.need("ContentRules");
    match ty.bare() {
        ValueType::Named(name) => match rules.kind(name) {
            Some(Kind::Object(_)) => {
                let content = rules.constant(name, false);
                quote!(ContentRules::Element(&#content))
            }
            Some(Kind::Enum(_)) => {
                let value = rules.value(ty, limits);
                quote!(ContentRules::Text(#value))
            }
            Some(Kind::Alias(ty)) => content(ty, limits, rules),
            Some(Kind::Union(_)) | None => quote!(ContentRules::Any),
        },
        ValueType::Wire(path) if path.ends_with("::Element") => quote!(ContentRules::Any),
        other => {
            let value = rules.value(other, limits);
            quote!(ContentRules::Text(#value))
        }
    }
}
