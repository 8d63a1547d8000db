//! Rust names for schema names: one rule for every protocol, and no two types under one name.

use std::collections::BTreeMap;

use heck::ToUpperCamelCase;

use crate::diagnostic::{Diagnostic, Result};

/// Names that generated code uses unqualified: the prelude, the derives and what every generated file imports.
/// A type of that name would shadow them.
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

/// A type's name in Rust, and what a maintainer should know about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypeName {
    /// A valid Rust type name in upper camel case.
    pub name: String,
    /// Why the name is not simply the schema's in Rust's case; goes to `x-notes`.
    pub note: Option<String>,
}

/// The Rust type name for a schema's name; dots, dashes and other separators end a word.
pub fn type_name(schema_name: &str) -> Result<TypeName> {
    // Twice, as the libraries put the name into camel case again, and `aISpan` needs two rounds to settle.
    let camel = schema_name.to_upper_camel_case().to_upper_camel_case();
    if camel.is_empty() {
        return Err(Diagnostic::new(format!(
            "the name {schema_name:?} has no letter or digit to make a Rust name of"
        ))
        .help("rename it in the schema"));
    }
    let (name, why) = if TAKEN.contains(&camel.as_str()) {
        (format!("{camel}Type"), Some("generated code uses that name itself"))
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

/// The Rust names given so far, each with the schema name that has it.
#[derive(Clone, Debug, Default)]
pub struct Names {
    owners: BTreeMap<String, String>,
}

impl Names {
    /// Gives `name` to `owner`; a diagnostic names both owners when two want it.
    pub fn claim(&mut self, name: &str, owner: &str) -> Result<()> {
        match self.owners.insert(name.to_owned(), owner.to_owned()) {
            Some(other) if other != owner => {
                Err(Diagnostic::new(format!("{other} and {owner} would both become the Rust type {name}"))
                    .help("leave one of them out, or give one another name in the lowering"))
            }
            _ => Ok(()),
        }
    }

    /// Who has this name.
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
    fn taken_names_get_a_suffix_and_a_note() {
        let error = type_name("error").expect("a usable name");
        assert_eq!(error.name, "ErrorType");
        assert_eq!(
            error.note.as_deref(),
            Some("error is the Rust type ErrorType: generated code uses that name itself")
        );
        assert_eq!(name("self"), "SelfType");
        assert_eq!(name("3des"), "N3des");
    }

    #[test]
    fn the_taken_names_are_sorted() {
        assert!(TAKEN.is_sorted());
    }

    #[test]
    fn hopeless_names_are_faults() {
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
