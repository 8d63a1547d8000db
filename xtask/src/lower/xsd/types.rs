//! Every type of a schema by itself: what its members, values or arms are.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use xsd_parser::config::NamespaceId;
use xsd_parser::models::meta::{
    AttributeMeta, AttributeMetaVariant, Base, BuildInMeta, ComplexMeta, DynamicMeta, EnumerationMeta,
    MetaType, MetaTypeVariant,
};
use xsd_parser::models::schema::MaxOccurs;
use xsd_parser::models::schema::xs::{FormChoiceType, SchemaContent, Use};
use xsd_parser::models::{IdentType, Name};
use xsd_parser::{MetaTypes, TypeIdent};

use super::content;
use super::model::{Arm, ElementName, Kind, Member, Of, Type, Value, Wire};
use crate::diagnostic::{Diagnostic, Result};
use crate::lower::labels::Labels;
use crate::read::xsd::Schema;

/// Longer chains of names for one type are a circle.
const LONGEST_CHAIN: usize = 250;

/// The types of a schema, as they are lowered.
pub struct Lowering<'a> {
    schema: &'a Schema,
    /// The complex types that only stand for others.
    abstracts: BTreeSet<(NamespaceId, String)>,
    /// The types that extend a type.
    derived: BTreeMap<TypeIdent, Vec<TypeIdent>>,
    /// What is lowered already.
    pub done: BTreeMap<TypeIdent, Type>,
    queue: VecDeque<TypeIdent>,
    /// The unions of simple types, which are read as text.
    pub unions: BTreeSet<String>,
    /// What a maintainer should know about a type.
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

    /// Lowers what was found on the way.
    pub fn run(&mut self) -> Result<()> {
        while let Some(ident) = self.queue.pop_front() {
            if !self.done.contains_key(&ident) {
                let lowered = self.lower(&ident)?;
                self.done.insert(ident, lowered);
            }
        }
        Ok(())
    }

    /// The type of a value, by the schema's name of it.
    pub fn of(&mut self, ident: &TypeIdent) -> Result<Of> {
        self.of_at(ident, 0)
    }

    fn of_at(&mut self, ident: &TypeIdent, depth: usize) -> Result<Of> {
        let meta = self.meta(ident)?;
        if depth > LONGEST_CHAIN {
            return Err(Diagnostic::new(format!("the type {} is defined by itself", ident.name)));
        }
        let list = |of: Of| Of::List(Box::new(of));
        Ok(match &meta.variant {
            // What XML Schema does not limit has the size of a machine here.
            MetaTypeVariant::BuildIn(BuildInMeta::Isize | BuildInMeta::Usize) => Of::Integer,
            MetaTypeVariant::BuildIn(scalar) => Of::Scalar(scalar.clone()),
            MetaTypeVariant::Reference(target) => {
                let of = self.of_at(&target.type_, depth + 1)?;
                if target.max_occurs == MaxOccurs::Bounded(1) { of } else { list(of) }
            }
            MetaTypeVariant::SimpleType(simple) => {
                let of = self.of_at(&simple.base, depth + 1)?;
                if simple.is_list { list(of) } else { of }
            }
            MetaTypeVariant::Union(_) => {
                self.unions.insert(ident.name.as_str().to_owned());
                self.of_at(&TypeIdent::STRING, depth + 1)?
            }
            MetaTypeVariant::ComplexType(_) if ident.name == Name::ANY_TYPE => Of::Any,
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

    /// A type that is to be lowered.
    pub fn named(&mut self, ident: &TypeIdent) -> Of {
        if !self.done.contains_key(ident) {
            self.queue.push_back(ident.clone());
        }
        Of::Named(ident.clone())
    }

    /// Adds a type that is made here.
    pub fn add(&mut self, ident: TypeIdent, made: Type) -> Of {
        self.done.insert(ident.clone(), made);
        Of::Named(ident)
    }

    fn meta(&self, ident: &TypeIdent) -> Result<&'a MetaType> {
        self.types()
            .items
            .get(ident)
            .ok_or_else(|| Diagnostic::new(format!("the type {} is not known", ident.name)))
    }

    /// Whether elements of this type say by `xsi:type` which one they mean.
    fn is_polymorphic(&self, ident: &TypeIdent) -> bool {
        self.is_abstract(ident) && self.derived.contains_key(ident)
    }

    fn is_abstract(&self, ident: &TypeIdent) -> bool {
        self.abstracts.contains(&(ident.ns, ident.name.as_str().to_owned()))
    }

    fn lower(&mut self, ident: &TypeIdent) -> Result<Type> {
        if let Some(base) = base_of_variants(ident) {
            return self.variants(&base);
        }
        let meta = self.meta(ident)?;
        let schema = ident.name.as_str().to_owned();
        let kind = match &meta.variant {
            MetaTypeVariant::Enumeration(values) => {
                let notes = self.notes.entry(ident.clone()).or_default();
                Kind::Enum(enum_values(values, &schema, notes))
            }
            MetaTypeVariant::ComplexType(complex) => self.complex(ident, complex)?,
            MetaTypeVariant::Dynamic(dynamic) => Kind::Choice(self.substitutes(dynamic)?),
            _ => return Err(Diagnostic::new(format!("the type {schema} is not supported as an element"))),
        };
        Ok(self.made(ident, schema, doc(&meta.documentation), kind))
    }

    /// A type of this name.
    pub fn made(&self, ident: &TypeIdent, schema: String, doc: String, kind: Kind) -> Type {
        let namespace = self.namespace(ident.ns);
        Type { rust: String::new(), schema, namespace, doc, kind, elements: Vec::new() }
    }

    fn complex(&mut self, ident: &TypeIdent, complex: &'a ComplexMeta) -> Result<Kind> {
        let mut labels = Labels::default();
        let mut members = Vec::new();
        for attribute in complex.attributes.iter() {
            members.extend(self.attribute(attribute, &mut labels)?);
        }
        content::add(self, ident, complex, &mut labels, &mut members)?;
        Ok(Kind::Struct(members))
    }

    fn attribute(&mut self, attribute: &AttributeMeta, labels: &mut Labels) -> Result<Option<Member>> {
        let AttributeMetaVariant::Type(type_) = &attribute.variant else { return Ok(None) };
        if attribute.use_ == Use::Prohibited {
            return Ok(None);
        }
        let local = attribute.ident.name.as_str().to_owned();
        let qualified = attribute.form == FormChoiceType::Qualified;
        let namespace = if qualified { self.namespace(attribute.ident.ns) } else { String::new() };
        Ok(Some(Member {
            label: labels.member(&local).0,
            wire: Wire::Attribute(ElementName { namespace, local }),
            of: self.of(type_)?,
            type_name: self.type_name(type_),
            doc: doc(&attribute.documentation),
            required: attribute.use_ == Use::Required,
            many: false,
            boxed: false,
        }))
    }

    /// The elements that can stand in for an abstract one.
    fn substitutes(&mut self, dynamic: &'a DynamicMeta) -> Result<Vec<Arm>> {
        let mut labels = Labels::default();
        let mut arms = Vec::new();
        let mut heads = vec![dynamic];
        while let Some(head) = heads.pop() {
            for derived in &head.derived_types {
                let ident = &derived.type_;
                let meta = self.meta(ident)?;
                if let MetaTypeVariant::Dynamic(inner) = &meta.variant {
                    if heads.len() < LONGEST_CHAIN && arms.len() < 10_000 {
                        heads.push(inner);
                    }
                    continue;
                }
                if !matches!(ident.type_, IdentType::Element | IdentType::DynamicElement) {
                    continue;
                }
                let local = ident.name.as_str().to_owned();
                arms.push(Arm {
                    label: labels.arm(&local).0,
                    name: ElementName { namespace: self.namespace(ident.ns), local },
                    of: self.of(ident)?,
                    type_name: self.type_name(ident),
                    doc: doc(&meta.documentation),
                    boxed: false,
                });
            }
        }
        Ok(arms)
    }

    /// The types that `xsi:type` can name in place of an abstract one.
    fn variants(&mut self, base: &TypeIdent) -> Result<Type> {
        let mut labels = Labels::default();
        let mut arms = Vec::new();
        let mut pending = VecDeque::from([base.clone()]);
        while let Some(ident) = pending.pop_front() {
            pending.extend(self.derived.get(&ident).cloned().unwrap_or_default());
            if self.is_abstract(&ident) || ident.type_ != IdentType::Type {
                continue;
            }
            let local = ident.name.as_str().to_owned();
            arms.push(Arm {
                label: labels.arm(local.strip_suffix("Type").unwrap_or(&local)).0,
                name: ElementName { namespace: self.namespace(ident.ns), local: local.clone() },
                of: self.named(&ident),
                type_name: local,
                doc: doc(&self.meta(&ident)?.documentation),
                boxed: false,
            });
        }
        let schema = format!("Any{}", base.name);
        let text = format!("Any type that extends {}, told by `xsi:type`.", base.name);
        Ok(self.made(base, schema, text, Kind::Variants(arms)))
    }

    /// The schema's name of the type of a value.
    pub fn type_name(&self, ident: &TypeIdent) -> String {
        let target = self.types().items.get(ident).map(|meta| &meta.variant);
        match (ident.type_, target) {
            (IdentType::Element | IdentType::DynamicElement, Some(MetaTypeVariant::Reference(target))) => {
                self.type_name(&target.type_)
            }
            _ => ident.name.as_str().to_owned(),
        }
    }

    /// Whether an element is declared at the top of its schema.
    pub fn is_global_element(&self, ident: &TypeIdent) -> bool {
        let Some(info) = self.schema.schemas.get_schema(&ident.schema) else { return false };
        info.schema.content.iter().any(|content| {
            matches!(content, SchemaContent::Element(element) if element.name.as_deref() == Some(ident.name.as_str()))
        })
    }

    pub fn namespace(&self, id: NamespaceId) -> String {
        let info = self.schema.schemas.get_namespace_info(&id);
        let namespace = info.and_then(|info| info.namespace.as_ref());
        namespace.map_or_else(String::new, |namespace| String::from_utf8_lossy(&namespace.0).into_owned())
    }
}

/// The description, its parts as paragraphs.
pub fn doc(parts: &[String]) -> String {
    let parts = parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join("\n\n")
}

/// Marks the name of the choice between the types that extend a type.
fn variants_of(base: &TypeIdent) -> TypeIdent {
    base.clone().with_type(IdentType::DynamicElement)
}

fn base_of_variants(ident: &TypeIdent) -> Option<TypeIdent> {
    (ident.type_ == IdentType::DynamicElement).then(|| ident.clone().with_type(IdentType::Type))
}

/// The complex types that are declared abstract.
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

fn enum_values(meta: &EnumerationMeta, schema: &str, notes: &mut Vec<String>) -> Vec<Value> {
    let mut labels = Labels::default();
    let mut seen = BTreeSet::new();
    let mut values = Vec::new();
    for variant in meta.variants.iter() {
        let wire = variant.ident.name.as_str().to_owned();
        // A value given twice says nothing new.
        if !seen.insert(wire.clone()) {
            continue;
        }
        let (label, changed) = labels.variant(&wire);
        if changed {
            notes.push(format!("the value {wire:?} of {schema} is the variant {label}"));
        }
        values.push(Value { label, wire, doc: doc(&variant.documentation) });
    }
    values
}
