//! Lowers the types of a schema one by one: their members, values or arms.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use xsd_parser::TypeIdent;
use xsd_parser::models::IdentType;
use xsd_parser::models::meta::{
    AttributeMeta, AttributeMetaVariant, ComplexMeta, DynamicMeta, EnumerationMeta, MetaTypeVariant,
};
use xsd_parser::models::schema::xs::{FormChoiceType, Use};

use super::content;
use super::lowering::{Lowering, base_of_variants, doc, own_type};
use super::model::{Arm, ElementName, Kind, Member, Type, Value, Wire};
use crate::diagnostic::{Diagnostic, Result};
use crate::lower::labels::Labels;

impl<'a> Lowering<'a> {
    /// Lowers the queued types, and those that they lead to.
    pub fn run(&mut self) -> Result<()> {
        while let Some(ident) = self.queue.pop_front() {
            if !self.done.contains_key(&ident) {
                let lowered = self.lower(&ident)?;
                self.done.insert(ident, lowered);
            }
        }
        Ok(())
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
            MetaTypeVariant::Dynamic(dynamic) => Kind::Choice(self.substitutes(ident, dynamic)?),
            _ => return Err(Diagnostic::new(format!("the type {schema} is not supported as an element"))),
        };
        Ok(self.made(ident, schema, doc(&meta.documentation), kind))
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
        // A reference to a global attribute has its namespace, whatever its form.
        let is_reference = type_.type_ == IdentType::Attribute && !type_.name.is_generated();
        let is_qualified = is_reference || attribute.form == FormChoiceType::Qualified;
        let namespace = if is_qualified { self.namespace(attribute.ident.ns) } else { String::new() };
        Ok(Some(Member {
            label: labels.member(&local).0,
            wire: Wire::Attribute(ElementName { namespace, local }),
            ty: self.value_type(type_)?,
            type_name: self.type_name(type_),
            doc: doc(&attribute.documentation),
            required: attribute.use_ == Use::Required,
            many: false,
            boxed: false,
        }))
    }

    /// Returns the elements that can occur in place of the head of a substitution group: the head itself, if it is
    /// not abstract, and the elements of the group. xsd-parser lists those of groups inside of the group, too.
    fn substitutes(&mut self, head: &TypeIdent, group: &'a DynamicMeta) -> Result<Vec<Arm>> {
        let mut labels = Labels::default();
        let mut arms: BTreeMap<ElementName, Arm> = BTreeMap::new();
        let members = group.derived_types.iter().map(|derived| &derived.type_);
        for ident in members.filter(|ident| ident.type_ == IdentType::Element).chain([head]) {
            let meta = self.meta(ident)?;
            let type_ = match &meta.variant {
                MetaTypeVariant::Dynamic(inner) => own_type(inner),
                _ => Some(ident),
            };
            let local = ident.name.as_str().to_owned();
            let name = ElementName { namespace: self.namespace(ident.ns), local };
            let Some(type_) = type_.filter(|_| !arms.contains_key(&name)) else { continue };
            let arm = Arm {
                label: labels.arm(&name.local).0,
                name: name.clone(),
                ty: self.value_type(type_)?,
                type_name: self.type_name(type_),
                doc: doc(&meta.documentation),
                boxed: false,
            };
            arms.insert(name, arm);
        }
        Ok(arms.into_values().collect())
    }

    /// Returns the types that `xsi:type` can name in place of an abstract one.
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
                ty: self.named(&ident),
                type_name: local,
                doc: doc(&self.meta(&ident)?.documentation),
                boxed: false,
            });
        }
        let schema = format!("Any{}", base.name);
        let text = format!("Any type that extends {}, selected by `xsi:type`.", base.name);
        Ok(self.made(base, schema, text, Kind::Variants(arms)))
    }
}

fn enum_values(meta: &EnumerationMeta, schema: &str, notes: &mut Vec<String>) -> Vec<Value> {
    let mut labels = Labels::default();
    let mut seen = BTreeSet::new();
    let mut values = Vec::new();
    for variant in meta.variants.iter() {
        let wire = variant.ident.name.as_str().to_owned();
        // A duplicate adds nothing.
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
