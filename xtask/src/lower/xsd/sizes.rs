//! Which arms of a choice go into a box: those that would make every value of the choice large.

use std::collections::BTreeMap;

use xsd_parser::{TypeIdent, models::meta::BuildInMeta};

use super::model::{Kind, Member, Of, Type, Wire};

/// An arm that is larger than this, in bytes, is boxed. Every choice has an arm of half that size for elements
/// that it does not know, so boxing smaller ones would save nothing.
const LARGEST: usize = 256;

/// Marks the large arms.
pub fn mark(types: &mut BTreeMap<TypeIdent, Type>) {
    let mut sizes = Sizes { types, known: BTreeMap::new() };
    let idents: Vec<TypeIdent> = sizes.types.keys().cloned().collect();
    for ident in &idents {
        sizes.named(ident);
    }
    let known = sizes.known;
    for one in types.values_mut() {
        if let Kind::Choice(arms) | Kind::Variants(arms) = &mut one.kind {
            for arm in arms {
                let size = arm.of.target().and_then(|target| known.get(target)).copied().unwrap_or(0);
                arm.boxed = size > LARGEST;
            }
        }
    }
}

struct Sizes<'a> {
    types: &'a BTreeMap<TypeIdent, Type>,
    known: BTreeMap<TypeIdent, usize>,
}

impl Sizes<'_> {
    /// About how many bytes a value has.
    fn named(&mut self, ident: &TypeIdent) -> usize {
        if let Some(size) = self.known.get(ident) {
            return *size;
        }
        // A type that holds itself does so in a box.
        self.known.insert(ident.clone(), 8);
        let types = self.types;
        let size = match types.get(ident).map(|one| &one.kind) {
            Some(Kind::Struct(members)) => {
                8 + members.iter().map(|member| self.member(member)).sum::<usize>()
            }
            Some(Kind::Enum(_)) => 16,
            Some(Kind::Choice(arms) | Kind::Variants(arms)) => {
                let largest = arms.iter().map(|arm| self.of(&arm.of)).filter(|size| *size <= LARGEST).max();
                largest.unwrap_or(0).max(128) + 8
            }
            None => 24,
        };
        self.known.insert(ident.clone(), size);
        size
    }

    fn member(&mut self, member: &Member) -> usize {
        if member.many || member.wire == Wire::Any { 24 } else { self.of(&member.of) }
    }

    fn of(&mut self, of: &Of) -> usize {
        match of {
            Of::Named(ident) => self.named(ident),
            Of::Any => 128,
            Of::List(_) | Of::Integer => 24,
            Of::Scalar(BuildInMeta::String | BuildInMeta::Str) => 24,
            Of::Scalar(BuildInMeta::Bool | BuildInMeta::I8 | BuildInMeta::U8) => 2,
            Of::Scalar(BuildInMeta::I128 | BuildInMeta::U128) => 32,
            Of::Scalar(_) => 16,
        }
    }
}
