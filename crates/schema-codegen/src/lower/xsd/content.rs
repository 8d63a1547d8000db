//! Lowers the content of a complex type: nested sequences and choices become one list of members.
//!
//! A choice that is the whole content becomes a Rust enum. A choice inside a sequence becomes members, of
//! which one is set: an enum would need a name, and the schema has none for it.

use xsd_parser::TypeIdent;
use xsd_parser::models::meta::{
    ComplexMeta, ElementMeta, ElementMetaVariant, ElementMode, GroupMeta, MetaTypeVariant,
};
use xsd_parser::models::schema::MaxOccurs;
use xsd_parser::models::schema::xs::FormChoiceType;
use xsd_parser::models::{IdentType, Name};

use super::lowering::{Lowering, doc};
use super::model::{Arm, ElementName, Kind, Member, ValueType, Wire};
use crate::diagnostic::{Diagnostic, Result};
use crate::lower::labels::Labels;

/// The maximum depth of nested groups.
const MAX_DEPTH: usize = 64;

/// How often something occurs.
#[derive(Clone, Copy)]
struct Occurs {
    required: bool,
    many: bool,
}

impl Occurs {
    fn of(min: usize, max: MaxOccurs) -> Self {
        let many = !matches!(max, MaxOccurs::Bounded(0 | 1));
        Self { required: min > 0, many }
    }

    fn within(self, outer: Self) -> Self {
        Self { required: self.required && outer.required, many: self.many || outer.many }
    }
}

/// Adds the content of a complex type to its members.
pub fn add(
    lowering: &mut Lowering<'_>,
    owner: &TypeIdent,
    complex: &ComplexMeta,
    labels: &mut Labels,
    members: &mut Vec<Member>,
) -> Result<()> {
    let Some(content) = &complex.content else { return Ok(()) };
    let occurs = Occurs::of(complex.min_occurs, complex.max_occurs);
    let types = lowering.types();
    match types.get_resolved_type(content).map(|meta| &meta.variant) {
        Some(MetaTypeVariant::Choice(group)) => choice(lowering, owner, group, occurs, labels, members),
        Some(MetaTypeVariant::Sequence(group)) if occurs.many => {
            choice(lowering, owner, group, occurs, labels, members)
        }
        Some(MetaTypeVariant::Sequence(group) | MetaTypeVariant::All(group)) => {
            let mut walk = Walk { lowering, labels, members };
            walk.group(group, occurs, false, 0)
        }
        Some(variant) => {
            // xsd-parser names the mixed type that simple content restricts, instead of the simple type.
            let is_mixed = matches!(variant, MetaTypeVariant::ComplexType(_));
            let text = if is_mixed { TypeIdent::STRING } else { content.clone() };
            let member = Member {
                label: labels.member("value").0,
                wire: Wire::Text,
                ty: lowering.value_type(&text)?,
                type_name: lowering.type_name(content),
                doc: String::new(),
                required: true,
                many: false,
                boxed: false,
            };
            members.push(member);
            Ok(())
        }
        None => Err(Diagnostic::new(format!("the content of {} is unknown", owner.name))),
    }
}

/// Adds a choice that is the whole content, or a repeated sequence, whose order is kept by an enum too.
fn choice(
    lowering: &mut Lowering<'_>,
    owner: &TypeIdent,
    group: &GroupMeta,
    occurs: Occurs,
    labels: &mut Labels,
    members: &mut Vec<Member>,
) -> Result<()> {
    let plain = |element: &ElementMeta| match &element.variant {
        ElementMetaVariant::Type { type_, mode: ElementMode::Element } => {
            !matches!(lowering.types().get_variant(type_), Some(MetaTypeVariant::Dynamic(_)))
        }
        _ => false,
    };
    if group.elements.len() < 2 || !group.elements.iter().all(plain) {
        let mut walk = Walk { lowering, labels, members };
        return walk.group(group, occurs, group.elements.len() > 1, 0);
    }
    let many = occurs.many || group.elements.iter().any(|e| Occurs::of(e.min_occurs, e.max_occurs).many);
    let mut arm_labels = Labels::default();
    let mut arms: Vec<Arm> = Vec::new();
    for element in group.elements.iter() {
        let ElementMetaVariant::Type { type_, .. } = &element.variant else { continue };
        let name = element_name(lowering, element, type_);
        if arms.iter().any(|arm| arm.name == name) {
            continue;
        }
        arms.push(Arm {
            label: arm_labels.arm(&name.local).0,
            name,
            ty: lowering.value_type(type_)?,
            type_name: lowering.type_name(type_),
            doc: doc(&element.documentation),
            boxed: false,
        });
    }
    let schema = format!("{}Content", owner.name);
    let text = format!("The content of {}.", owner.name);
    let made = lowering.made(owner, schema.clone(), text, Kind::Choice(arms));
    let ident = TypeIdent::new(Name::new_generated(schema.clone()))
        .with_ns(owner.ns)
        .with_schema(owner.schema)
        .with_type(if owner.type_ == IdentType::Type {
            IdentType::Group
        } else {
            IdentType::NillableContent
        });
    members.push(Member {
        label: labels.member("content").0,
        wire: Wire::Content,
        ty: lowering.add(ident, made),
        type_name: schema,
        doc: String::new(),
        required: occurs.required,
        many,
        boxed: false,
    });
    Ok(())
}

/// Returns the name of a child element. A reference to a global element has its namespace, whatever its form.
fn element_name(lowering: &Lowering<'_>, element: &ElementMeta, type_: &TypeIdent) -> ElementName {
    let is_reference = type_.type_ == IdentType::Element
        && type_.name.as_str() == element.ident.name.as_str()
        && lowering.declarations.is_global_element(type_);
    let is_qualified = is_reference || element.form == FormChoiceType::Qualified;
    let namespace = if is_qualified { lowering.namespace(element.ident.ns) } else { String::new() };
    ElementName { namespace, local: element.ident.name.as_str().to_owned() }
}

/// Walks through nested groups.
struct Walk<'w, 'a> {
    lowering: &'w mut Lowering<'a>,
    labels: &'w mut Labels,
    members: &'w mut Vec<Member>,
}

impl Walk<'_, '_> {
    fn group(&mut self, group: &GroupMeta, occurs: Occurs, is_choice: bool, depth: usize) -> Result<()> {
        if depth > MAX_DEPTH {
            return Err(Diagnostic::new("groups are nested too deeply"));
        }
        for element in group.elements.iter() {
            let mut inner = Occurs::of(element.min_occurs, element.max_occurs).within(occurs);
            inner.required &= !is_choice;
            match &element.variant {
                ElementMetaVariant::Text => {}
                ElementMetaVariant::Any { .. } => self.any(element),
                ElementMetaVariant::Type { type_, mode } => {
                    let types = self.lowering.types();
                    match (mode, types.get_variant(type_)) {
                        (ElementMode::Group, Some(MetaTypeVariant::Choice(inner_group))) => {
                            let several = inner_group.elements.len() > 1;
                            self.group(inner_group, inner, several, depth + 1)?;
                        }
                        (
                            ElementMode::Group,
                            Some(MetaTypeVariant::Sequence(inner_group) | MetaTypeVariant::All(inner_group)),
                        ) => self.group(inner_group, inner, false, depth + 1)?,
                        _ => self.element(element, type_, inner)?,
                    }
                }
            }
        }
        Ok(())
    }

    fn element(&mut self, element: &ElementMeta, type_: &TypeIdent, occurs: Occurs) -> Result<()> {
        let name = element_name(self.lowering, element, type_);
        let is_head = matches!(self.lowering.types().get_variant(type_), Some(MetaTypeVariant::Dynamic(_)));
        let ty = self.lowering.value_type(type_)?;
        let wire = if is_head { Wire::Choice } else { Wire::Element(name.clone()) };
        // An element that occurs in two arms, or twice in a sequence, is one member.
        if let Some(member) = self.members.iter_mut().find(|member| member.wire == wire && member.ty == ty) {
            member.many |= occurs.many || (member.required && occurs.required);
            member.required |= occurs.required;
            return Ok(());
        }
        let member = Member {
            label: self.labels.member(&name.local).0,
            wire,
            ty,
            type_name: self.lowering.type_name(type_),
            doc: doc(&element.documentation),
            required: occurs.required,
            many: occurs.many,
            boxed: false,
        };
        self.members.push(member);
        Ok(())
    }

    fn any(&mut self, element: &ElementMeta) {
        if self.members.iter().any(|member| member.wire == Wire::Any) {
            return;
        }
        let member = Member {
            label: self.labels.member("any").0,
            wire: Wire::Any,
            ty: ValueType::Any,
            type_name: "any".to_owned(),
            doc: doc(&element.documentation),
            required: false,
            many: true,
            boxed: false,
        };
        self.members.push(member);
    }
}
