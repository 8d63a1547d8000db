//! xsd-parser renders the XML types.
//!
//! It gets types that are lowered: its renderer decides how each member is held (optional, repeated, boxed where
//! types are recursive), under the names that were given in lowering.

use std::collections::BTreeMap;

use quote::ToTokens;
use xsd_parser::{
    Generator, Ident2, MetaTypes, Renderer, TypeIdent, TypesRenderStep,
    config::GeneratorFlags,
    models::{
        Name,
        meta::{
            AttributeMeta, ComplexMeta, CustomMeta, ElementMeta, ElementMode, EnumerationMeta,
            EnumerationMetaVariant, GroupMeta, MetaType, MetaTypeVariant, ReferenceMeta,
        },
        schema::{
            MaxOccurs,
            xs::{FormChoiceType, Use},
        },
    },
    traits::{NameBuilder, Naming},
};

use super::guarded;
use crate::{
    fault::{Fault, Result},
    lower::xsd::model::{Arm, Kind, Member, Of, Type, Value, Wire},
};

/// Renders types.
pub fn render(types: &BTreeMap<TypeIdent, Type>) -> Result<syn::File> {
    let meta = Builder::default().build(types);
    let tokens = guarded("xsd-parser", || {
        let fault =
            |error: &dyn std::fmt::Display| Fault::new(format!("xsd-parser cannot render it: {error}"));
        let flags = GeneratorFlags::FLATTEN_CONTENT | GeneratorFlags::ABSOLUTE_PATHS_INSTEAD_USINGS;
        let mut generator = Generator::new(&meta).flags(flags).into_fixed();
        for ident in types.keys() {
            generator = generator.generate_type(ident.clone()).map_err(|error| fault(&error))?;
        }
        let data = generator.finish();
        Ok(Renderer::new(&data).with_step(TypesRenderStep).finish().to_token_stream())
    })?;
    syn::parse2(tokens)
        .map_err(|error| Fault::new(format!("xsd-parser rendered Rust that does not parse: {error}")))
}

/// Turns lowered types back into what xsd-parser renders.
#[derive(Default)]
struct Builder {
    meta: MetaTypes,
}

impl Builder {
    fn build(mut self, types: &BTreeMap<TypeIdent, Type>) -> MetaTypes {
        self.meta.naming = Box::new(Verbatim(self.meta.naming.clone_boxed()));
        for (ident, one) in types {
            let variant = match &one.kind {
                Kind::Struct(members) => self.structure(ident, members),
                Kind::Enum(values) => enumeration(values),
                Kind::Choice(arms) | Kind::Variants(arms) => self.choice(arms),
            };
            self.insert(ident.clone(), variant, &one.rust);
        }
        self.meta
    }

    fn insert(&mut self, ident: TypeIdent, variant: MetaTypeVariant, rust: &str) {
        let mut meta = MetaType::new(variant);
        meta.display_name = Some(rust.to_owned());
        self.meta.items.insert(ident, meta);
    }

    /// The ident of a type that call-wire has.
    fn custom(&mut self, key: &'static str, name: &'static str, path: &'static str) -> TypeIdent {
        let ident = TypeIdent::new(Name::new_generated(key));
        let custom = CustomMeta::new(name).include_from(path);
        self.insert(ident.clone(), MetaTypeVariant::Custom(custom), name);
        ident
    }

    fn structure(&mut self, ident: &TypeIdent, members: &[Member]) -> MetaTypeVariant {
        let mut complex =
            ComplexMeta { min_occurs: 1, max_occurs: MaxOccurs::Bounded(1), ..ComplexMeta::default() };
        let mut group = GroupMeta::default();
        for member in members {
            let target = self.target(&member.of);
            let name = Name::new_named(member.label.clone());
            let property = TypeIdent::new(name).with_ns(ident.ns).to_property_ident();
            if let Wire::Attribute(_) = member.wire {
                let mut meta = AttributeMeta::new(property, target, FormChoiceType::Unqualified);
                meta.use_ = if member.required { Use::Required } else { Use::Optional };
                meta.display_name = Some(member.label.clone());
                complex.attributes.push(meta);
                continue;
            }
            let mut meta = element(property, target, &member.label);
            meta.min_occurs = usize::from(member.required && !member.many);
            meta.max_occurs = if member.many { MaxOccurs::Unbounded } else { MaxOccurs::Bounded(1) };
            group.elements.push(meta);
        }
        let content = TypeIdent::new(Name::new_generated(format!("{:?}", ident)));
        self.insert(content.clone(), MetaTypeVariant::Sequence(group), "Members");
        complex.content = Some(content);
        MetaTypeVariant::ComplexType(complex)
    }

    fn choice(&mut self, arms: &[Arm]) -> MetaTypeVariant {
        let mut group = GroupMeta::default();
        for arm in arms {
            let target = self.target(&arm.of);
            let property = TypeIdent::new(Name::new_named(arm.label.clone())).to_property_ident();
            group.elements.push(element(property, target, &arm.label));
        }
        MetaTypeVariant::Choice(group)
    }

    /// The ident of the type of a value, which is made known where it is not a type of the schema.
    fn target(&mut self, of: &Of) -> TypeIdent {
        match of {
            Of::Named(ident) => ident.clone(),
            Of::Scalar(scalar) => {
                let ident = TypeIdent::BUILD_IN.iter().find(|ident| ident.name.as_str() == scalar.as_str());
                let ident = ident.cloned().unwrap_or(TypeIdent::STRING);
                let variant = MetaTypeVariant::BuildIn(scalar.clone());
                self.meta.items.entry(ident.clone()).or_insert_with(|| MetaType::new(variant));
                ident
            }
            Of::List(of) => {
                let inner = self.target(of);
                let name = format!("ListOf{}", inner.name);
                let ident = TypeIdent::new(Name::new_generated(name.clone())).with_ns(inner.ns);
                let list = ReferenceMeta::new(inner).min_occurs(0).max_occurs(MaxOccurs::Unbounded);
                self.insert(ident.clone(), MetaTypeVariant::Reference(list), &name);
                ident
            }
            Of::Integer => self.custom("AnyInteger", "Integer", "::call_wire::Integer"),
            Of::Any => self.custom("AnyElement", "Element", "::call_wire::xml::Element"),
        }
    }
}

fn element(property: xsd_parser::models::ElementIdent, target: TypeIdent, label: &str) -> ElementMeta {
    let mut meta = ElementMeta::new(property, target, ElementMode::Element, FormChoiceType::Qualified);
    meta.display_name = Some(label.to_owned());
    meta
}

fn enumeration(values: &[Value]) -> MetaTypeVariant {
    let mut meta = EnumerationMeta::default();
    for value in values {
        let property = TypeIdent::new(Name::new_named(value.label.clone())).to_property_ident();
        let mut variant = EnumerationMetaVariant::new(property);
        variant.display_name = Some(value.label.clone());
        meta.variants.push(variant);
    }
    MetaTypeVariant::Enumeration(meta)
}

/// Takes the names as they were given in lowering.
#[derive(Debug)]
struct Verbatim(Box<dyn Naming>);

impl Naming for Verbatim {
    fn clone_boxed(&self) -> Box<dyn Naming> {
        Box::new(Self(self.0.clone_boxed()))
    }

    fn builder(&self) -> Box<dyn NameBuilder> {
        self.0.builder()
    }

    fn unify(&self, s: &str) -> String {
        self.0.unify(s)
    }

    fn make_type_name(&self, postfixes: &[String], ty: &MetaType, ident: &TypeIdent) -> Name {
        self.0.make_type_name(postfixes, ty, ident)
    }

    fn make_unknown_variant(&self, id: usize) -> Ident2 {
        self.0.make_unknown_variant(id)
    }

    fn format_module_name(&self, s: &str) -> String {
        self.0.format_module_name(s)
    }

    fn format_type_name(&self, s: &str) -> String {
        s.to_owned()
    }

    fn format_field_name(&self, s: &str) -> String {
        s.to_owned()
    }

    fn format_variant_name(&self, s: &str) -> String {
        s.to_owned()
    }

    fn format_constant_name(&self, s: &str) -> String {
        self.0.format_constant_name(s)
    }
}
