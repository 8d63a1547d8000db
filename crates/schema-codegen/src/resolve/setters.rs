//! The names of setters: those of the members, unless such a method would shadow a method that every type
//! has.

use std::collections::BTreeSet;

use super::model::{Kind, Module};

/// Methods that every type has: its constructors, and those of the traits of the prelude, of operators and of
/// this project's crates. An inherent method shadows a method of a trait.
const TAKEN: &[&str] = &[
    "add",
    "as_mut",
    "as_ref",
    "bitand",
    "bitor",
    "bitxor",
    "borrow",
    "borrow_mut",
    "clamp",
    "clone",
    "clone_from",
    "clone_into",
    "cmp",
    "default",
    "deref",
    "deref_mut",
    "deserialize",
    "div",
    "drop",
    "eq",
    "extend",
    "extra_mut",
    "fmt",
    "from",
    "from_iter",
    "from_str",
    "ge",
    "gt",
    "hash",
    "index",
    "index_mut",
    "into",
    "into_iter",
    "le",
    "lt",
    "max",
    "min",
    "mul",
    "ne",
    "neg",
    "new",
    "next",
    "not",
    "partial_cmp",
    "read",
    "rem",
    "same",
    "serialize",
    "set_null",
    "shl",
    "shr",
    "sub",
    "to_owned",
    "to_string",
    "try_from",
    "try_into",
    "type_id",
    "write",
];

impl Module {
    /// Names the setters of every object.
    pub(super) fn name_setters(&mut self) {
        for one in self.types.values_mut() {
            let Kind::Object(object) = &mut one.kind else { continue };
            let mut names: BTreeSet<String> =
                object.members.iter().map(|member| member.label.clone()).collect();
            for member in &mut object.members {
                member.setter = if TAKEN.contains(&member.label.as_str()) {
                    free(&format!("with_{}", member.label), &mut names)
                } else {
                    member.label.clone()
                };
            }
        }
    }
}

/// Returns the name, or the name with the first number that makes it unique.
fn free(name: &str, names: &mut BTreeSet<String>) -> String {
    let numbered = (2..).map(|number| format!("{name}_{number}"));
    let mut candidates = std::iter::once(name.to_owned()).chain(numbered);
    candidates.find(|name| names.insert(name.clone())).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::TAKEN;

    #[test]
    fn the_taken_names_are_sorted() {
        assert!(TAKEN.is_sorted());
    }
}
