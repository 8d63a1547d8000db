//! Rust names for types, by the same rules for every protocol. No two types have the same name.

use std::collections::BTreeMap;

use heck::ToUpperCamelCase;

use super::identifiers;
use crate::diagnostic::{Diagnostic, Result};

/// Names that generated code uses unqualified: those of the prelude, of the derives, and of imports.
/// A type with such a name would shadow them.
const TAKEN: &[&str] = &[
    "AsMut",
    "AsRef",
    "BTreeMap",
    "Box",
    "Clone",
    "Copy",
    "Cow",
    "DateTime",
    "Debug",
    "Default",
    "Deserialize",
    "DoubleEndedIterator",
    "Drop",
    "Duration",
    "Eq",
    "Err",
    "Error",
    "ExactSizeIterator",
    "Extend",
    "Extra",
    "Flags",
    "Fn",
    "FnMut",
    "FnOnce",
    "From",
    "FromIterator",
    "Future",
    "Hash",
    "Into",
    "IntoFuture",
    "IntoIterator",
    "IpAddr",
    "Ipv4Addr",
    "Ipv6Addr",
    "Iterator",
    "Json",
    "Map",
    "NaiveDate",
    "None",
    "Object",
    "Ok",
    "OpenEnum",
    "Option",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "RegisteredType",
    "Result",
    "Self",
    "Send",
    "Serialize",
    "Sized",
    "Some",
    "String",
    "Sync",
    "ToOwned",
    "ToString",
    "TryFrom",
    "TryInto",
    "UnknownObject",
    "Unpin",
    "Unrecognized",
    "Uuid",
    "Value",
    "Vec",
];

/// The Rust name of a type, and a note about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypeName {
    /// A valid Rust type name in upper camel case.
    pub name: String,
    /// Why the name differs from that in the schema in more than case; part of `x-notes`.
    pub note: Option<String>,
}

/// Returns the Rust name for a name in a schema. Dots, dashes and other characters that a Rust name cannot have
/// end a word. A name without any other character becomes `Unnamed`.
pub fn type_name(schema_name: &str) -> TypeName {
    // Twice, because the libraries convert the name to camel case again, and `aISpan` becomes stable after
    // two rounds.
    let camel = identifiers::dashed(schema_name).to_upper_camel_case().to_upper_camel_case();
    let (name, why) = if camel.is_empty() {
        ("Unnamed".to_owned(), Some("it has no character that a Rust name can have"))
    } else if TAKEN.contains(&camel.as_str()) {
        (format!("{camel}Type"), Some("generated code uses that name"))
    } else if !identifiers::starts(&camel) {
        (format!("N{camel}"), Some("a Rust name cannot start with a digit"))
    } else {
        (camel, None)
    };
    let note = why.map(|why| format!("{schema_name} is the Rust type {name}: {why}"));
    TypeName { name, note }
}

/// The Rust names that are used, each with its owner.
#[derive(Clone, Debug, Default)]
pub struct Names {
    owners: BTreeMap<String, String>,
    /// The names that got a number, each with the last one.
    numbers: BTreeMap<String, usize>,
}

impl Names {
    /// Reserves `name` for `owner`. Returns a diagnostic with both owners if the name is used already.
    pub fn claim(&mut self, name: &str, owner: &str) -> Result<()> {
        match self.owners.insert(name.to_owned(), owner.to_owned()) {
            Some(other) if other != owner => {
                Err(Diagnostic::new(format!("{other} and {owner} would both become the Rust type {name}"))
                    .help("skip one of them, or rename one of them during lowering"))
            }
            _ => Ok(()),
        }
    }

    /// Reserves the name of a type for `owner`. If the name is used already, it gets the first number that makes it
    /// unique, and a note.
    pub fn unique(&mut self, wanted: TypeName, owner: &str) -> TypeName {
        let other = match self.owners.get(&wanted.name) {
            Some(other) if other != owner => other,
            _ => {
                self.owners.insert(wanted.name.clone(), owner.to_owned());
                return wanted;
            }
        };
        let number = self.numbers.entry(wanted.name.clone()).or_insert(2);
        while self.owners.contains_key(&format!("{}{number}", wanted.name)) {
            *number += 1;
        }
        let name = format!("{}{number}", wanted.name);
        let note = format!("{owner} is the Rust type {name}: {} is the type of {other}", wanted.name);
        self.owners.insert(name.clone(), owner.to_owned());
        TypeName { name, note: Some(note) }
    }

    /// Returns the owner of a name.
    pub fn owner(&self, name: &str) -> Option<&str> {
        self.owners.get(name).map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(schema_name: &str) -> String {
        type_name(schema_name).name
    }

    #[test]
    fn names_are_upper_camel() {
        assert_eq!(name("call"), "Call");
        assert_eq!(name("library.bookTitle"), "LibraryBookTitle");
        assert_eq!(name("UMCallInfo"), "UmCallInfo");
        assert_eq!(name("aISpanOutputs"), "AiSpanOutputs");
        assert_eq!(type_name("call").note, None);
    }

    #[test]
    fn reserved_names_get_a_suffix_and_a_note() {
        let error = type_name("error");
        assert_eq!(error.name, "ErrorType");
        assert_eq!(
            error.note.as_deref(),
            Some("error is the Rust type ErrorType: generated code uses that name")
        );
        assert_eq!(name("self"), "SelfType");
        assert_eq!(name("3des"), "N3des");
    }

    #[test]
    fn the_reserved_names_are_sorted() {
        assert!(TAKEN.is_sorted());
    }

    #[test]
    fn names_without_letters_and_digits_are_made() {
        assert_eq!(name(""), "Unnamed");
        assert_eq!(
            type_name("\u{bd}").note.as_deref(),
            Some("\u{bd} is the Rust type Unnamed: it has no character that a Rust name can have")
        );
    }

    #[test]
    fn names_have_only_characters_of_rust_names() {
        for (wire, rust) in [
            ("m\u{b2} of \u{2488}", "MOf"),
            ("caf\u{e9} \u{1f600} noir", "CaféNoir"),
            ("\u{442}\u{438}\u{43f}", "Тип"),
            ("cafe\u{301}", "Cafe"),
            ("\u{663}", "N٣"),
            ("\u{7c7b}-\u{578b}", "类型"),
        ] {
            assert_eq!(name(wire), rust);
            assert!(syn::parse_str::<syn::Ident>(rust).is_ok());
        }
    }

    #[test]
    fn a_name_that_is_used_gets_a_number_and_a_note() {
        let mut names = Names::default();
        let mut unique = |owner: &str| names.unique(type_name(owner), owner);
        assert_eq!(unique("callState"), TypeName { name: "CallState".to_owned(), note: None });
        assert_eq!(unique("CallState2").name, "CallState2");
        let third = unique("call_state");
        assert_eq!(third.name, "CallState3");
        assert_eq!(
            third.note.as_deref(),
            Some("call_state is the Rust type CallState3: CallState is the type of callState")
        );
    }

    #[test]
    fn two_owners_of_one_name_are_both_named() {
        let mut names = Names::default();
        names.claim("Call", "call").expect("free");
        names.claim("Call", "call").expect("the same owner");
        let diagnostic = names.claim("Call", "Call").expect_err("taken");
        assert_eq!(diagnostic.what, "call and Call would both become the Rust type Call");
        assert_eq!(names.owner("Call"), Some("Call"));
    }
}
