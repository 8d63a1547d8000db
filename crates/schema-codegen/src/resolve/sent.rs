//! Marks the types that are sent: the bodies of requests, and all types that they refer to.

use super::model::{Kind, Module, UnionWire};

impl Module {
    /// Marks types as sent, with all types that they refer to.
    pub(super) fn mark_sent(&mut self, bodies: impl IntoIterator<Item = String>) {
        let mut pending: Vec<String> = bodies.into_iter().collect();
        while let Some(name) = pending.pop() {
            if let Some(one) = self.types.get_mut(&name).filter(|one| !one.sent) {
                one.sent = true;
                pending.extend(one.kind.targets());
            }
        }
    }
}

impl Kind {
    /// Returns the types that a type of this kind refers to.
    pub(super) fn targets(&self) -> Vec<String> {
        let (ty, base): (Vec<_>, _) = match self {
            Self::Object(object) => (object.members.iter().map(|member| &member.ty).collect(), None),
            Self::Union(union) => {
                let base = match &union.wire {
                    UnionWire::Json { base, .. } => base.as_deref(),
                    UnionWire::Element | UnionWire::XsiType => None,
                };
                (union.arms.iter().map(|arm| &arm.ty).collect(), base)
            }
            Self::Alias(ty) => (vec![ty], None),
            Self::Enum(_) => (Vec::new(), None),
        };
        ty.into_iter().filter_map(|ty| ty.target()).chain(base).map(str::to_owned).collect()
    }
}
