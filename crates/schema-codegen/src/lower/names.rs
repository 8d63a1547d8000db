//! Rust names for types, by the same rules for every protocol. No two types have the same name.

use std::collections::BTreeMap;

use heck::ToUpperCamelCase;

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

/// Returns the Rust name for a name in a schema. Dots, dashes and other separators end a word.
pub fn type_name(schema_name: &str) -> Result<TypeName> {
    // Twice, because the libraries convert the name to camel case again, and `aISpan` becomes stable after
    // two rounds.
    let camel = schema_name.to_upper_camel_case().to_upper_camel_case();
    if camel.is_empty() {
        return Err(Diagnostic::new(format!(
            "the name {schema_name:?} has no letter or digit, so it cannot become a Rust name"
        ))
        .help("rename it in the schema"));
    }
    let (name, why) = if TAKEN.contains(&camel.as_str()) {
        (format!("{camel}Type"), Some("generated code uses that name"))
    } else if camel.starts_with(|first: char| first.is_numeric()) {
        (format!("N{camel}"), Some("a Rust name cannot start with a digit"))
    } else {
        (camel.clone(), None)
    };
    if syn::parse_str::<syn::Ident>(&name).is_err() {
        return Err(Diagnostic::new(format!("the name {schema_name:?} cannot become a Rust type name")));
    }
    let note = why.map(|why| format!("{schema_name} is the Rust type {name}: {why}"));
    Ok(TypeName { name, note })
}

/// The Rust names that are used, each with its owner.
#[derive(Clone, Debug, Default)]
pub struct Names {
    owners: BTreeMap<String, String>,
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

    /// Returns the owner of a name.
    pub fn owner(&self, name: &str) -> Option<&str> {
        self.owners.get(name).map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(schema_name: &str) -> String {
        type_name(schema_name).expect("a usable name").name
    }

    #[test]
    fn names_are_upper_camel() {
        assert_eq!(name("call"), "Call");
        assert_eq!(name("callRecords.userIdentity"), "CallRecordsUserIdentity");
        assert_eq!(name("UMCallInfo"), "UmCallInfo");
        assert_eq!(name("aISpanOutputs"), "AiSpanOutputs");
        assert_eq!(type_name("call").expect("a usable name").note, None);
    }

    #[test]
    fn reserved_names_get_a_suffix_and_a_note() {
        let error = type_name("error").expect("a usable name");
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
    fn names_without_letters_and_digits_are_errors() {
        assert!(type_name("").is_err());
        assert!(type_name("---").is_err());
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
