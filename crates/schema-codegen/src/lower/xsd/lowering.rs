//! The state of lowering a schema: the types that are done and queued, and the types of values.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use xsd_parser::config::NamespaceId;
use xsd_parser::models::meta::{Base, BuildInMeta, ComplexMeta, DynamicMeta, MetaType, MetaTypeVariant};
use xsd_parser::models::schema::MaxOccurs;
use xsd_parser::models::schema::xs::SchemaContent;
use xsd_parser::models::{IdentType, Name};
use xsd_parser::{MetaTypes, TypeIdent};

use super::model::{Kind, Type, ValueType};
use super::redefined::Declarations;
use crate::diagnostic::{Diagnostic, Result};
use crate::read::xsd::Schema;

/// A chain of names for one type that is longer than this is a cycle.
const LONGEST_CHAIN: usize = 250;

/// A schema that is being lowered.
pub struct Lowering<'a> {
    schema: &'a Schema,
    /// The global elements, and the declarations that others replace.
    pub declarations: Declarations,
    /// The complex types that are declared abstract.
    abstracts: BTreeSet<(NamespaceId, String)>,
    /// The types that extend a type.
    pub derived: BTreeMap<TypeIdent, Vec<TypeIdent>>,
    /// The types that are lowered already.
    pub done: BTreeMap<TypeIdent, Type>,
    pub queue: VecDeque<TypeIdent>,
    /// The unions of simple types, which are read as text.
    pub unions: BTreeSet<String>,
    /// Notes for the maintainer, by type.
    pub notes: BTreeMap<TypeIdent, Vec<String>>,
}

impl<'a> Lowering<'a> {
    pub fn new(schema: &'a Schema) -> Self {
        let mut derived: BTreeMap<TypeIdent, Vec<TypeIdent>> = BTreeMap::new();
        for (ident, meta) in &schema.types.items {
            if let MetaTypeVariant::ComplexType(ComplexMeta { base: Base::Extension(base), .. }) =
                &meta.variant
            {
                derived.entry(base.clone()).or_default().push(ident.clone());
            }
        }
        Self {
            schema,
            declarations: Declarations::new(schema),
            abstracts: abstracts(schema),
            derived,
            done: BTreeMap::new(),
            queue: VecDeque::new(),
            unions: BTreeSet::new(),
            notes: BTreeMap::new(),
        }
    }

    pub fn types(&self) -> &'a MetaTypes {
        &self.schema.types
    }

    /// Returns the type of a value.
    pub fn value_type(&mut self, ident: &TypeIdent) -> Result<ValueType> {
        self.value_type_at(ident, 0)
    }

    fn value_type_at(&mut self, ident: &TypeIdent, depth: usize) -> Result<ValueType> {
        let meta = self.meta(ident)?;
        if depth > LONGEST_CHAIN {
            return Err(Diagnostic::new(format!("the type {} is defined by itself", ident.name)));
        }
        let list = |ty: ValueType| ValueType::List(Box::new(ty));
        Ok(match &meta.variant {
            // xsd-parser uses these for integers that XML Schema does not limit.
            MetaTypeVariant::BuildIn(BuildInMeta::Isize | BuildInMeta::Usize) => ValueType::Integer,
            MetaTypeVariant::BuildIn(scalar) => ValueType::Scalar(scalar.clone()),
            MetaTypeVariant::Reference(target) => {
                let ty = self.value_type_at(&target.type_, depth + 1)?;
                if target.max_occurs == MaxOccurs::Bounded(1) { ty } else { list(ty) }
            }
            MetaTypeVariant::SimpleType(simple) => {
                let ty = self.value_type_at(&simple.base, depth + 1)?;
                if simple.is_list { list(ty) } else { ty }
            }
            MetaTypeVariant::Union(_) => {
                self.unions.insert(ident.name.as_str().to_owned());
                self.value_type_at(&TypeIdent::STRING, depth + 1)?
            }
            MetaTypeVariant::ComplexType(_) if ident.name == Name::ANY_TYPE => ValueType::Any,
            MetaTypeVariant::ComplexType(_) if self.is_polymorphic(ident) => self.named(&variants_of(ident)),
            MetaTypeVariant::ComplexType(_)
            | MetaTypeVariant::Dynamic(_)
            | MetaTypeVariant::Enumeration(_)
            | MetaTypeVariant::All(_)
            | MetaTypeVariant::Choice(_)
            | MetaTypeVariant::Sequence(_) => self.named(ident),
            MetaTypeVariant::Custom(_) => {
                return Err(Diagnostic::new(format!("the type {} is not supported", ident.name)));
            }
        })
    }

    /// Returns a reference to a type, and queues the type.
    pub fn named(&mut self, ident: &TypeIdent) -> ValueType {
        if !self.done.contains_key(ident) {
            self.queue.push_back(ident.clone());
        }
        ValueType::Named(ident.clone())
    }

    /// Adds a type that the schema does not have, and returns a reference to it.
    pub fn add(&mut self, ident: TypeIdent, made: Type) -> ValueType {
        self.done.insert(ident.clone(), made);
        ValueType::Named(ident)
    }

    /// Returns xsd-parser's description of a type.
    pub fn meta(&self, ident: &TypeIdent) -> Result<&'a MetaType> {
        self.types()
            .items
            .get(ident)
            .ok_or_else(|| Diagnostic::new(format!("the type {} is unknown", ident.name)))
    }

    /// Returns whether elements of this type select their type by `xsi:type`.
    fn is_polymorphic(&self, ident: &TypeIdent) -> bool {
        self.is_abstract(ident) && self.derived.contains_key(ident)
    }

    pub fn is_abstract(&self, ident: &TypeIdent) -> bool {
        self.abstracts.contains(&(ident.ns, ident.name.as_str().to_owned()))
    }

    /// Creates a type.
    pub fn made(&self, ident: &TypeIdent, schema: String, doc: String, kind: Kind) -> Type {
        let namespace = self.namespace(ident.ns);
        Type { rust: String::new(), schema, namespace, doc, kind, elements: Vec::new() }
    }

    /// Returns the name of a value's type in the schema.
    pub fn type_name(&self, ident: &TypeIdent) -> String {
        let target = self.types().items.get(ident).map(|meta| &meta.variant);
        match (ident.type_, target) {
            (IdentType::Element | IdentType::DynamicElement, Some(MetaTypeVariant::Reference(target))) => {
                self.type_name(&target.type_)
            }
            _ => ident.name.as_str().to_owned(),
        }
    }

    /// Returns the URI of a namespace, or an empty string if it has none.
    pub fn namespace(&self, id: NamespaceId) -> String {
        self.schema.namespace(id)
    }
}

/// Returns the type of the head of a substitution group, if the head is not abstract.
pub fn own_type(group: &DynamicMeta) -> Option<&TypeIdent> {
    group.type_.as_ref().filter(|own| group.derived_types.iter().any(|derived| derived.type_ == **own))
}

/// Joins the parts of a description as paragraphs.
pub fn doc(parts: &[String]) -> String {
    let parts = parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join("\n\n")
}

/// Returns the name of the choice between the types that extend a type.
fn variants_of(base: &TypeIdent) -> TypeIdent {
    base.clone().with_type(IdentType::DynamicElement)
}

/// Returns the base type, if this is the name of the choice between the types that extend it.
pub fn base_of_variants(ident: &TypeIdent) -> Option<TypeIdent> {
    (ident.type_ == IdentType::DynamicElement).then(|| ident.clone().with_type(IdentType::Type))
}

/// Returns the complex types that are declared abstract.
fn abstracts(schema: &Schema) -> BTreeSet<(NamespaceId, String)> {
    let mut names = BTreeSet::new();
    for (_, info) in schema.schemas.schemas() {
        for content in &info.schema.content {
            if let SchemaContent::ComplexType(complex) = content
                && complex.abstract_
                && let Some(name) = &complex.name
            {
                names.insert((info.namespace_id(), name.clone()));
            }
        }
    }
    names
}
