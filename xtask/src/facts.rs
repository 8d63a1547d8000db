//! What the rendered Rust cannot say: wire names, documentation, tags, what is required and what is secret.
//!
//! typify renders names and types; everything else that refining needs travels beside its output in this form,
//! which knows no schema format.

use std::collections::BTreeMap;

/// The facts of one API.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// The types, by Rust name.
    pub types: BTreeMap<String, TypeFacts>,
    /// The operations.
    pub operations: BTreeMap<Route, OperationFacts>,
    /// What a maintainer should know: names that had to be changed.
    pub notes: Vec<String>,
}

/// What tells operations apart: the method in capitals, and the path with `{}` for each parameter.
pub type Route = (String, String);

/// The facts of one operation.
#[derive(Clone, Debug, Default)]
pub struct OperationFacts {
    /// The query parameter by which the client says which version of the API it speaks.
    pub version_parameter: Option<String>,
    /// Whether the service does it once, however often it is asked, because the client supplies the headers for that.
    pub is_repeatable: bool,
    /// Whether a success may come without a body though another has one.
    pub may_be_empty: bool,
}

/// The facts of one type.
#[derive(Clone, Debug)]
pub struct TypeFacts {
    /// The schema's name.
    pub schema_name: String,
    /// The schema's description; may be empty.
    pub doc: String,
    /// The member, none of the typed ones, that says which type an object has, and what it says for this one.
    pub tag: Option<(String, String)>,
    /// What kind of type it is.
    pub kind: Kind,
}

/// The kinds of types.
#[derive(Clone, Debug)]
pub enum Kind {
    /// An object with named members, in the schema's order.
    Object(Vec<Member>),
    /// An open enum.
    Enum(Enum),
    /// A choice of objects by a tag.
    Union(Union),
    /// Another name for an array, a map or a scalar.
    Alias,
}

/// A member of an object.
#[derive(Clone, Debug)]
pub struct Member {
    /// The name under which it is rendered: a Rust name before reserved words are evaded.
    pub label: String,
    /// The name on the wire.
    pub wire: String,
    /// The schema's description; may be empty.
    pub doc: String,
    /// Whether a writer must give it.
    pub required: bool,
    /// Whether its value must not show up in debug output.
    pub secret: bool,
}

/// An open enum.
#[derive(Clone, Debug)]
pub struct Enum {
    /// The values, in the schema's order.
    pub values: Vec<EnumValue>,
    /// Whether values compare without regard to case.
    pub fold: bool,
    /// Whether one string holds several values.
    pub flags: bool,
}

/// A value of an enum.
#[derive(Clone, Debug)]
pub struct EnumValue {
    /// The Rust name of the variant.
    pub label: String,
    /// The text on the wire.
    pub wire: String,
    /// The schema's description; may be empty.
    pub doc: String,
}

/// A choice of objects by a tag.
#[derive(Clone, Debug)]
pub struct Union {
    /// The member that holds the tag.
    pub tag: String,
    /// The arms: tag and Rust type.
    pub arms: Vec<(String, String)>,
    /// The Rust type that stands for every other tag, and for none.
    pub base: Option<String>,
}

impl Facts {
    /// Whether a type is an enum whose string holds several values.
    #[must_use]
    pub fn is_flags(&self, type_name: &str) -> bool {
        matches!(
            self.types.get(type_name),
            Some(TypeFacts { kind: Kind::Enum(Enum { flags: true, .. }), .. })
        )
    }

    /// The members of an object type.
    #[must_use]
    pub fn members(&self, type_name: &str) -> Option<&[Member]> {
        match self.types.get(type_name) {
            Some(TypeFacts { kind: Kind::Object(members), .. }) => Some(members),
            _ => None,
        }
    }
}
