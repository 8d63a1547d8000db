//! Decides which values are boxed: those of recursive types, and the arms that would make every value of a
//! choice large.

use std::collections::{BTreeMap, BTreeSet};

use xsd_parser::TypeIdent;
use xsd_parser::models::meta::BuildInMeta;

use super::model::{Kind, Member, Type, ValueType, Wire};

/// The size in bytes above which an arm is boxed. Every choice has an arm of half that size for unknown
/// elements, so boxing smaller ones would save nothing.
const LARGEST: usize = 256;

/// Marks the members and arms that are boxed.
pub fn mark(types: &mut BTreeMap<TypeIdent, Type>) {
    let mut sizes = Sizes { types, known: BTreeMap::new(), open: BTreeSet::new(), circles: BTreeSet::new() };
    let idents: Vec<TypeIdent> = sizes.types.keys().cloned().collect();
    for ident in &idents {
        sizes.named(ident);
    }
    let Sizes { known, circles, .. } = sizes;
    for (ident, one) in types {
        let closes = |index: usize| circles.contains(&(ident.clone(), index));
        match &mut one.kind {
            Kind::Struct(members) => {
                for (index, member) in members.iter_mut().enumerate() {
                    member.boxed = closes(index);
                }
            }
            Kind::Choice(arms) | Kind::Variants(arms) => {
                for (index, arm) in arms.iter_mut().enumerate() {
                    let size = arm.ty.target().and_then(|target| known.get(target)).copied();
                    arm.boxed = closes(index) || size.unwrap_or(0) > LARGEST;
                }
            }
            Kind::Enum(_) => {}
        }
    }
}

struct Sizes<'a> {
    types: &'a BTreeMap<TypeIdent, Type>,
    known: BTreeMap<TypeIdent, usize>,
    /// The types whose size is being computed.
    open: BTreeSet<TypeIdent>,
    /// The parts that make a type recursive: the type that has the part, and the index of the part.
    circles: BTreeSet<(TypeIdent, usize)>,
}

impl Sizes<'_> {
    /// Estimates the size of a value in bytes.
    fn named(&mut self, ident: &TypeIdent) -> usize {
        if let Some(size) = self.known.get(ident) {
            return *size;
        }
        self.open.insert(ident.clone());
        let types = self.types;
        let size = match types.get(ident).map(|one| &one.kind) {
            Some(Kind::Struct(members)) => {
                let sizes = members.iter().enumerate().map(|(index, member)| match member {
                    Member { many: true, .. } | Member { wire: Wire::Any, .. } => 24,
                    member => self.part(ident, index, &member.ty),
                });
                8 + sizes.sum::<usize>()
            }
            Some(Kind::Enum(_)) => 16,
            Some(Kind::Choice(arms) | Kind::Variants(arms)) => {
                let sizes = arms.iter().enumerate().map(|(index, arm)| self.part(ident, index, &arm.ty));
                let largest = sizes.filter(|size| *size <= LARGEST).max();
                largest.unwrap_or(0).max(128) + 8
            }
            None => 24,
        };
        self.open.remove(ident);
        self.known.insert(ident.clone(), size);
        size
    }

    /// Estimates the size of a part of a type. It is boxed if its type contains the type that is being
    /// computed.
    fn part(&mut self, of_type: &TypeIdent, index: usize, ty: &ValueType) -> usize {
        match ty {
            ValueType::Named(ident) if self.open.contains(ident) => {
                self.circles.insert((of_type.clone(), index));
                8
            }
            ValueType::Named(ident) => self.named(ident),
            ValueType::Any => 128,
            ValueType::List(_) | ValueType::Integer => 24,
            ValueType::Scalar(BuildInMeta::String | BuildInMeta::Str) => 24,
            ValueType::Scalar(BuildInMeta::Bool | BuildInMeta::I8 | BuildInMeta::U8) => 2,
            ValueType::Scalar(BuildInMeta::I128 | BuildInMeta::U128) => 32,
            ValueType::Scalar(_) => 16,
        }
    }
}
