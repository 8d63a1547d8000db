//! Resolves the lowered types of an XML Schema.

use std::collections::{BTreeMap, BTreeSet};

use xsd_parser::TypeIdent;
use xsd_parser::models::meta::BuildInMeta;

use super::model::{
    Arm, ElementName, Enum, EnumWire, Kind, Limits, Member, MemberWire, Module, Namespaces, Object,
    ObjectWire, Protocol, SoapOperation, Type, Union, UnionWire, ValueType, XmlWire,
};
use super::namespaces::XML;
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Result};
use crate::lower::xsd::{Element, Lowered, model as lowered};

/// Resolves a lowered schema for a module with this name and first line of documentation. Adds the rows of the
/// configuration that match nothing to `unmatched`.
///
/// # Errors
///
/// Returns a diagnostic for two types with one name, and an invalid source note.
pub fn resolve(
    from: &Lowered,
    name: &str,
    about: &str,
    config: &Config,
    unmatched: &mut Vec<Diagnostic>,
) -> Result<Module> {
    let mut module = Module { protocol: Protocol::Xml, about: about.to_owned(), ..Module::default() };
    for one in from.types.values() {
        let kind = match &one.kind {
            lowered::Kind::Struct(members) => Kind::Object(Object {
                members: members.iter().map(|part| member(part, &from.types)).collect::<Result<_>>()?,
                wire: ObjectWire::Xml { root: root(one), operations: operations(one, from) },
            }),
            lowered::Kind::Enum(values) => Kind::Enum(Enum {
                values: values.clone(),
                fold: false,
                flags: false,
                wire: EnumWire::Xml(root(one)),
            }),
            lowered::Kind::Choice(arms) => Kind::Union(union(arms, UnionWire::Element, &from.types)?),
            lowered::Kind::Variants(arms) => Kind::Union(union(arms, UnionWire::XsiType, &from.types)?),
        };
        let (schema_name, doc) = (one.schema.clone(), one.doc.clone());
        let resolved = Type { name: one.rust.clone(), schema_name, doc, sent: false, kind };
        if module.types.insert(one.rust.clone(), resolved).is_some() {
            return Err(Diagnostic::new(format!("two types would both become the Rust type {}", one.rust)));
        }
    }
    module.namespaces = Namespaces::new(&uris(from), &from.prefixes);
    let sent = from.sent.iter().filter_map(|ident| from.types.get(ident));
    module.mark_sent(sent.map(|one| one.rust.clone()));
    module.name_setters();
    module.rename(config, &format!("{name}."), unmatched)?;
    let source = config.xsd.modules.iter().find(|module| module.name == name);
    let source = source.and_then(|module| module.default_source.as_deref());
    module.link_sources(source, &config.publishers)?;
    Ok(module)
}

/// The namespaces of all names, without those of the XML standards.
fn uris(from: &Lowered) -> BTreeSet<&str> {
    let names = from.types.values().flat_map(|one| {
        let names: Vec<&ElementName> = match &one.kind {
            lowered::Kind::Struct(members) => members
                .iter()
                .filter_map(|member| match &member.wire {
                    XmlWire::Attribute(name) | XmlWire::Element(name) => Some(name),
                    _ => None,
                })
                .collect(),
            lowered::Kind::Choice(arms) | lowered::Kind::Variants(arms) => {
                arms.iter().map(|arm| &arm.name).collect()
            }
            lowered::Kind::Enum(_) => Vec::new(),
        };
        names.into_iter().chain(&one.elements)
    });
    names.map(|name| name.namespace.as_str()).filter(|uri| !uri.is_empty() && *uri != XML).collect()
}

type Types = BTreeMap<TypeIdent, lowered::Type>;

fn member(from: &lowered::Member, types: &Types) -> Result<Member> {
    Ok(Member {
        label: from.label.clone(),
        setter: String::new(),
        doc: from.doc.clone(),
        ty: value_type(&from.ty, types)?.boxed_if(from.boxed && !from.many),
        many: from.many,
        required: from.required,
        nullable: false,
        limits: Limits::None,
        wire: MemberWire::Xml(from.wire.clone()),
    })
}

fn union(arms: &[lowered::Arm], wire: UnionWire, types: &Types) -> Result<Union> {
    let arms = arms.iter().map(|arm| {
        Ok(Arm {
            label: arm.label.clone(),
            doc: arm.doc.clone(),
            ty: value_type(&arm.ty, types)?.boxed_if(arm.boxed),
            name: arm.name.clone(),
        })
    });
    Ok(Union { arms: arms.collect::<Result<_>>()?, wire })
}

fn value_type(ty: &lowered::ValueType, types: &Types) -> Result<ValueType> {
    Ok(match ty {
        lowered::ValueType::Scalar(BuildInMeta::String | BuildInMeta::Str) => ValueType::Text,
        lowered::ValueType::Scalar(scalar) => ValueType::Plain(scalar.as_str().to_owned()),
        lowered::ValueType::Integer => ValueType::Wire("call_wire::Integer".to_owned()),
        lowered::ValueType::Named(ident) => {
            let target = types.get(ident);
            let target =
                target.ok_or_else(|| Diagnostic::new(format!("the type {} is unknown", ident.name)))?;
            ValueType::Named(target.rust.clone())
        }
        lowered::ValueType::List(ty) => ValueType::List(Box::new(value_type(ty, types)?)),
        lowered::ValueType::Any => ValueType::Wire("call_wire::xml::Element".to_owned()),
    })
}

/// Returns the root element of a type, if there is one.
fn root(one: &lowered::Type) -> Option<ElementName> {
    match one.elements.as_slice() {
        [only] => Some(only.clone()),
        _ => None,
    }
}

/// Returns the operations whose request has a type, if each of these types has one element.
fn operations(one: &lowered::Type, from: &Lowered) -> Vec<SoapOperation> {
    let own = |element: &Element| {
        let one = from.types.get(element.ty.target()?)?;
        (one.elements.len() == 1).then(|| one.rust.clone())
    };
    let of_type =
        from.operations.iter().filter(|operation| own(&operation.request).as_ref() == Some(&one.rust));
    let operations = of_type.filter_map(|operation| {
        Some(SoapOperation {
            name: operation.name.clone(),
            element: operation.request.name.clone(),
            action: operation.action.clone(),
            response: own(&operation.response)?,
        })
    });
    operations.collect()
}
