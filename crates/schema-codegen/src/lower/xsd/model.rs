//! The types of a lowered schema: groups, extensions and restrictions are resolved.

use std::fmt;

use xsd_parser::TypeIdent;
use xsd_parser::models::meta::BuildInMeta;

/// A type of the schema.
#[derive(Clone, Debug)]
pub struct Type {
    /// Its name in Rust.
    pub rust: String,
    /// Its name in the schema.
    pub schema: String,
    /// Its namespace.
    pub namespace: String,
    /// The description in the schema; may be empty.
    pub doc: String,
    /// The kind of the type.
    pub kind: Kind,
    /// The global elements of this type.
    pub elements: Vec<ElementName>,
}

/// The name of an element.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ElementName {
    /// The namespace, empty for none.
    pub namespace: String,
    /// The local name.
    pub local: String,
}

/// The kinds of types.
#[derive(Clone, Debug)]
pub enum Kind {
    /// Attributes and child elements, or attributes and text.
    Struct(Vec<Member>),
    /// A string out of a list.
    Enum(Vec<Value>),
    /// An element out of a list.
    Choice(Vec<Arm>),
    /// An element of one name whose `xsi:type` is out of a list.
    Variants(Vec<Arm>),
}

/// A member of a struct, in the schema's order.
#[derive(Clone, Debug)]
pub struct Member {
    /// Its name in Rust.
    pub label: String,
    /// What it is on the wire.
    pub wire: Wire,
    /// The type of its value.
    pub ty: ValueType,
    /// The name of that type in the schema.
    pub type_name: String,
    /// The description in the schema; may be empty.
    pub doc: String,
    /// Whether the schema requires it.
    pub required: bool,
    /// Whether it can occur more than once.
    pub many: bool,
    /// Whether it is boxed, because its type is recursive.
    pub boxed: bool,
}

/// What a member is on the wire.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wire {
    /// An attribute.
    Attribute(ElementName),
    /// Child elements of one name.
    Element(ElementName),
    /// The text.
    Text,
    /// Child elements of the names that a choice has.
    Choice,
    /// All child elements, as a choice.
    Content,
    /// All other child elements, unchanged.
    Any,
}

impl fmt::Display for Wire {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Attribute(name) => write!(f, "attribute {:?}", name.local),
            Self::Element(name) => write!(f, "element {:?}", name.local),
            Self::Text => f.write_str("text"),
            Self::Choice => f.write_str("choice"),
            Self::Content => f.write_str("content"),
            Self::Any => f.write_str("any"),
        }
    }
}

/// An arm of a choice.
#[derive(Clone, Debug)]
pub struct Arm {
    /// Its name in Rust.
    pub label: String,
    /// The name of the element, or of the type.
    pub name: ElementName,
    /// The type of its value.
    pub ty: ValueType,
    /// The name of that type in the schema.
    pub type_name: String,
    /// The description in the schema; may be empty.
    pub doc: String,
    /// Whether it is boxed, because it is large or its type is recursive.
    pub boxed: bool,
}

/// A value of an enum.
#[derive(Clone, Debug)]
pub struct Value {
    /// Its name in Rust.
    pub label: String,
    /// Its text on the wire.
    pub wire: String,
    /// The description in the schema; may be empty.
    pub doc: String,
}

/// The type of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ValueType {
    /// A scalar with a Rust type.
    Scalar(BuildInMeta),
    /// An integer of any size, such as `xs:integer`.
    Integer,
    /// Another type of the schema.
    Named(TypeIdent),
    /// Several scalars in one string.
    List(Box<ValueType>),
    /// An element with arbitrary content.
    Any,
}

impl ValueType {
    /// Returns the type of the schema that this is or contains.
    pub fn target(&self) -> Option<&TypeIdent> {
        match self {
            Self::Named(target) => Some(target),
            Self::List(ty) => ty.target(),
            Self::Scalar(_) | Self::Integer | Self::Any => None,
        }
    }
}

impl Kind {
    /// Returns the types of the members or arms.
    pub fn parts(&self) -> Vec<&ValueType> {
        match self {
            Self::Struct(members) => members.iter().map(|member| &member.ty).collect(),
            Self::Choice(arms) | Self::Variants(arms) => arms.iter().map(|arm| &arm.ty).collect(),
            Self::Enum(_) => Vec::new(),
        }
    }
}
