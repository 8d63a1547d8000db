//! The resolved model: types and operations as they will stand in Rust, for JSON and XML alike.
//!
//! Every name is final, every type of a value is known, and nothing refers to the schema any more.

use std::collections::BTreeMap;

pub use super::namespaces::Namespaces;
pub use crate::lower::xsd::model::{ElementName, Value as EnumValue, Wire as XmlWire};

/// What becomes one Rust module.
#[derive(Clone, Debug, Default)]
pub struct Module {
    /// Whose types they are.
    pub protocol: Protocol,
    /// What one line says about it.
    pub about: String,
    /// The source note for what the schema has no description of; may be empty.
    pub source: String,
    /// The types, by Rust name.
    pub types: BTreeMap<String, Type>,
    /// The operations of a client, by Rust name.
    pub operations: Vec<Operation>,
    /// What the answers of the operations are besides their types.
    pub answers: Answers,
    /// The types that arrive as events.
    pub events: Option<Events>,
    /// The XML namespaces of the names; empty for JSON.
    pub namespaces: Namespaces,
    /// What a maintainer should know: names that had to be changed.
    pub notes: Vec<String>,
}

/// What the answers of operations are besides their types.
#[derive(Clone, Debug, Default)]
pub struct Answers {
    /// The pages of lists, by the Rust names of their types.
    pub pages: BTreeMap<String, Page>,
    /// The answers that query options can shape, each with the type whose members the options name.
    pub queried: BTreeMap<String, String>,
}

/// A page of a list.
#[derive(Clone, Debug)]
pub struct Page {
    /// The type of an item.
    pub item: Held,
    /// The Rust name of the member that holds the items.
    pub items: String,
    /// The Rust name of the member that holds the link to the next page, if there may be one.
    pub next: Option<String>,
}

/// The Rust name of the choice between all events.
pub const EVENT: &str = "Event";

/// The types that arrive as events, as one choice.
#[derive(Clone, Debug, Default)]
pub struct Events {
    /// What the type of every event begins with.
    pub prefix: String,
    /// The events, by Rust name.
    pub arms: Vec<Event>,
    /// The members that mean the same in every event that has them.
    pub shared: Vec<Shared>,
}

/// A type that arrives as an event.
#[derive(Clone, Debug)]
pub struct Event {
    /// The Rust name of the variant.
    pub label: String,
    /// The type of the event, without what all begin with.
    pub name: String,
    /// The Rust name of its data.
    pub data: String,
}

/// A member that means the same in every event that has it.
#[derive(Clone, Debug)]
pub struct Shared {
    /// The Rust name.
    pub label: String,
    /// The name on the wire.
    pub wire: String,
    /// What the schema says about it; may be empty.
    pub doc: String,
    /// The type of its value.
    pub held: Held,
    /// The labels of the events that have it.
    pub events: Vec<String>,
}

/// What the values of a module are on the wire.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Protocol {
    /// JSON.
    #[default]
    Json,
    /// XML.
    Xml,
}

/// A type.
#[derive(Clone, Debug)]
pub struct Type {
    /// The Rust name.
    pub name: String,
    /// The schema's name.
    pub schema_name: String,
    /// What the schema says about it; may be empty.
    pub doc: String,
    /// Whether a request holds it: it is a body, or a part of one.
    pub sent: bool,
    /// What kind of type it is.
    pub kind: Kind,
}

/// The kinds of types.
#[derive(Clone, Debug)]
pub enum Kind {
    /// A struct, with its members in the schema's order.
    Object(Object),
    /// An open enum.
    Enum(Enum),
    /// A choice between types.
    Union(Union),
    /// Another name for an array, a map or a scalar.
    Alias(Held),
}

/// A struct.
#[derive(Clone, Debug)]
pub struct Object {
    /// The members, in the schema's order.
    pub members: Vec<Member>,
    /// What its table says besides.
    pub wire: ObjectWire,
}

/// What a struct is on the wire.
#[derive(Clone, Debug)]
pub enum ObjectWire {
    /// A JSON object.
    Json {
        /// The member, none of the typed ones, that says which type an object has, and what it says for this one.
        tag: Option<(String, String)>,
    },
    /// An XML element.
    Xml {
        /// The element that it is by itself.
        root: Option<ElementName>,
        /// The types that answer it, each with the element of the operation.
        answers: Vec<(ElementName, String)>,
    },
}

/// A member of a struct.
#[derive(Clone, Debug)]
pub struct Member {
    /// The Rust name.
    pub label: String,
    /// The name of the method that sets it.
    pub setter: String,
    /// What the schema says about it; may be empty.
    pub doc: String,
    /// The type of its value.
    pub held: Held,
    /// Whether it can be there more than once.
    pub many: bool,
    /// Whether a writer must give it.
    pub required: bool,
    /// What it is on the wire.
    pub wire: MemberWire,
}

impl Member {
    /// Whether it is an argument of the constructor, and needs no setter.
    #[must_use]
    pub fn is_argument(&self) -> bool {
        self.required && !self.many
    }
}

/// What a member is on the wire.
#[derive(Clone, Debug)]
pub enum MemberWire {
    /// A member of a JSON object.
    Json {
        /// The name.
        name: String,
        /// Whether its value must not show up in debug output.
        secret: bool,
    },
    /// A part of an XML element.
    Xml(XmlWire),
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
    /// What it is on the wire.
    pub wire: EnumWire,
}

/// What an enum is on the wire.
#[derive(Clone, Debug)]
pub enum EnumWire {
    /// A JSON string.
    Json,
    /// XML text, and the element that it is by itself.
    Xml(Option<ElementName>),
}

/// A choice between types.
#[derive(Clone, Debug)]
pub struct Union {
    /// The arms.
    pub arms: Vec<Arm>,
    /// How the arms are told apart.
    pub wire: UnionWire,
}

/// An arm of a choice.
#[derive(Clone, Debug)]
pub struct Arm {
    /// The Rust name of the variant.
    pub label: String,
    /// What the schema says about it; may be empty.
    pub doc: String,
    /// The type of its value.
    pub held: Held,
    /// What tells it: a tag in JSON, an element or a type in XML.
    pub name: ElementName,
}

/// How the arms of a choice are told apart.
#[derive(Clone, Debug)]
pub enum UnionWire {
    /// By a member of the JSON object.
    Json {
        /// The name of the member.
        tag: String,
        /// The type that stands for every other tag, and for none.
        base: Option<String>,
    },
    /// By the name of the element.
    Element,
    /// By `xsi:type`.
    XsiType,
}

/// The type of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Held {
    /// A number or a boolean, by its Rust name.
    Plain(String),
    /// A text.
    Text,
    /// A type of `call-wire`, by its path.
    Wire(String),
    /// A type of the module.
    Named(String),
    /// Several values of an enum of the module, in one text.
    Flags(String),
    /// Any number of values.
    Vec(Box<Held>),
    /// Values by their names.
    Map(Box<Held>),
    /// Several scalars in one text.
    List(Box<Held>),
    /// A value in a box, because its type holds itself or is large.
    Boxed(Box<Held>),
}

impl Held {
    /// Puts the value into a box if so.
    #[must_use]
    pub fn boxed_if(self, boxed: bool) -> Self {
        if boxed { Self::Boxed(Box::new(self)) } else { self }
    }

    /// The type of the module that this is or holds.
    #[must_use]
    pub fn target(&self) -> Option<&str> {
        match self {
            Self::Named(name) | Self::Flags(name) => Some(name),
            Self::Vec(inner) | Self::Map(inner) | Self::List(inner) | Self::Boxed(inner) => inner.target(),
            Self::Plain(_) | Self::Text | Self::Wire(_) => None,
        }
    }

    /// The type without its box.
    #[must_use]
    pub fn bare(&self) -> &Self {
        match self {
            Self::Boxed(inner) => inner,
            held => held,
        }
    }
}

/// An operation.
#[derive(Clone, Debug)]
pub struct Operation {
    /// The Rust name of its method.
    pub name: String,
    /// What the schema says about it; may be empty.
    pub doc: String,
    /// The HTTP method, in capitals.
    pub verb: String,
    /// The path, with the names of its parameters.
    pub path: String,
    /// The arguments, in the order in which the method has them.
    pub arguments: Vec<Argument>,
    /// What a success holds, if it holds anything.
    pub answer: Option<Held>,
    /// Whether a success may come without a body though another has one.
    pub may_be_empty: bool,
    /// The query parameter by which the client says which version of the API it speaks.
    pub version_parameter: Option<String>,
    /// Whether the service does it once, however often it is asked, because the client supplies the headers for that.
    pub is_repeatable: bool,
}

impl Operation {
    /// The path with something else in place of each parameter, and the arguments for them, in its order.
    #[must_use]
    pub fn path_with(&self, each: impl Fn(&Argument) -> String) -> (String, Vec<&Argument>) {
        let mut parts = self.path.split('{');
        let mut path = parts.next().unwrap_or_default().to_owned();
        let mut arguments = Vec::new();
        for part in parts {
            let (name, rest) = part.split_once('}').unwrap_or((part, ""));
            let mut known = self.arguments.iter().filter(|argument| argument.place == Place::Path);
            match known.find(|argument| argument.wire == name) {
                Some(argument) => {
                    path.push_str(&each(argument));
                    path.push_str(rest);
                    arguments.push(argument);
                }
                None => path.extend(["{", part]),
            }
        }
        (path, arguments)
    }
}

/// An argument of an operation.
#[derive(Clone, Debug)]
pub struct Argument {
    /// The Rust name.
    pub label: String,
    /// What the schema says about it; may be empty.
    pub doc: String,
    /// Where it goes.
    pub place: Place,
    /// The name on the wire; empty for the body.
    pub wire: String,
    /// The type of its value.
    pub held: Held,
    /// Whether the caller must give it.
    pub required: bool,
}

/// Where an argument goes, in the order of the arguments.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// Into the path.
    Path,
    /// Into the query.
    Query,
    /// Into a header.
    Header,
    /// It is the body.
    Body,
}
