//! The resolved model: the types and operations of the Rust code, for JSON and XML alike.
//!
//! All names are final, all types of values are known, and nothing refers to the schema.

use std::collections::BTreeMap;
use std::ops::{Bound, RangeInclusive};

pub use super::namespaces::Namespaces;
pub use crate::lower::xsd::model::{ElementName, Value as EnumValue, Wire as XmlWire};

/// A Rust module.
#[derive(Clone, Debug, Default)]
pub struct Module {
    /// The protocol of the types.
    pub protocol: Protocol,
    /// The first line of its documentation.
    pub about: String,
    /// The source note for items without a description; may be empty.
    pub source: String,
    /// The types, by Rust name.
    pub types: BTreeMap<String, Type>,
    /// The operations of a client, by Rust name.
    pub operations: Vec<Operation>,
    /// Whether the operations are visible in their crate alone.
    pub private_client: bool,
    /// The responses that implement traits of the client.
    pub responses: Responses,
    /// The types that arrive as events.
    pub events: Option<Events>,
    /// The XML namespaces of the names; empty for JSON.
    pub namespaces: Namespaces,
    /// Notes for the maintainer, such as changed names.
    pub notes: Vec<String>,
}

/// The responses that implement traits of the client.
#[derive(Clone, Debug, Default)]
pub struct Responses {
    /// The pages of lists, by the Rust names of their types.
    pub pages: BTreeMap<String, Page>,
    /// The responses that query options can shape, each with the type whose members the options name.
    pub queried: BTreeMap<String, String>,
}

/// A page of a list.
#[derive(Clone, Debug)]
pub struct Page {
    /// The type of an item.
    pub item: ValueType,
    /// The Rust name of the member with the items.
    pub items: String,
    /// The Rust name of the member with the link to the next page, if there is such a member.
    pub next: Option<String>,
}

/// The Rust name of the enum of all events.
pub const EVENT: &str = "Event";

/// The enum of all events.
#[derive(Clone, Debug, Default)]
pub struct Events {
    /// The prefix of the names of all event types.
    pub prefix: String,
    /// The events, by Rust name.
    pub arms: Vec<Event>,
    /// The members with the same meaning in every event that has them.
    pub shared: Vec<Shared>,
}

/// A type that arrives as an event.
#[derive(Clone, Debug)]
pub struct Event {
    /// The Rust name of the variant.
    pub label: String,
    /// The name of the event type, without the prefix.
    pub name: String,
    /// The Rust name of its data.
    pub data: String,
}

/// A member with the same meaning in every event that has it.
#[derive(Clone, Debug)]
pub struct Shared {
    /// The Rust name.
    pub label: String,
    /// The name on the wire.
    pub wire: String,
    /// The description in the schema; may be empty.
    pub doc: String,
    /// The type of its value.
    pub ty: ValueType,
    /// The labels of the events that have it.
    pub events: Vec<String>,
}

/// The protocol of a module.
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
    /// The name in the schema.
    pub schema_name: String,
    /// The description in the schema; may be empty.
    pub doc: String,
    /// Whether the type is sent: it is the body of a request, or a part of one.
    pub sent: bool,
    /// The kind of the type.
    pub kind: Kind,
}

/// The kinds of types.
#[derive(Clone, Debug)]
pub enum Kind {
    /// A struct, with its members in the schema's order.
    Object(Object),
    /// An open enum.
    Enum(Enum),
    /// A union.
    Union(Union),
    /// Another name for an array, a map or a scalar.
    Alias(ValueType),
}

/// A struct.
#[derive(Clone, Debug)]
pub struct Object {
    /// The members, in the schema's order.
    pub members: Vec<Member>,
    /// What it is on the wire.
    pub wire: ObjectWire,
}

/// What a struct is on the wire.
#[derive(Clone, Debug)]
pub enum ObjectWire {
    /// A JSON object.
    Json {
        /// The member that is the tag and its value, unless it is one of the typed members.
        tag: Option<(String, String)>,
    },
    /// An XML element.
    Xml {
        /// The root element.
        root: Option<ElementName>,
        /// The operations whose request has this type.
        operations: Vec<SoapOperation>,
    },
}

/// A member of a struct.
#[derive(Clone, Debug)]
pub struct Member {
    /// The Rust name.
    pub label: String,
    /// The name of its setter.
    pub setter: String,
    /// The description in the schema; may be empty.
    pub doc: String,
    /// The type of its value.
    pub ty: ValueType,
    /// Whether it can occur more than once.
    pub many: bool,
    /// Whether a writer must set it.
    pub required: bool,
    /// Whether a writer may set it to null.
    pub nullable: bool,
    /// The limits of its value, which only a server enforces.
    pub limits: Limits,
    /// What it is on the wire.
    pub wire: MemberWire,
}

impl Member {
    /// Returns whether it is an argument of the constructor, and so has no setter.
    #[must_use]
    pub fn is_argument(&self) -> bool {
        self.required && !self.many
    }
}

/// The limits of a value. Readers do not enforce them.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Limits {
    /// No limits.
    #[default]
    None,
    /// The range of an integer.
    Integer(RangeInclusive<i64>),
    /// The lower and the upper bound of a number.
    Number(Bound<f64>, Bound<f64>),
    /// The number of characters of a string.
    Length(RangeInclusive<usize>),
    /// The number of items of an array, and the limits of each item.
    Items(RangeInclusive<usize>, Box<Limits>),
}

/// What a member is on the wire.
#[derive(Clone, Debug)]
pub enum MemberWire {
    /// A member of a JSON object.
    Json {
        /// The name.
        name: String,
        /// Whether its value is redacted in debug output.
        secret: bool,
    },
    /// A part of an XML element.
    Xml(XmlWire),
}

/// An operation of a SOAP service.
#[derive(Clone, Debug)]
pub struct SoapOperation {
    /// Its name.
    pub name: String,
    /// The element of the request.
    pub element: ElementName,
    /// The value of the header `SOAPAction`.
    pub action: String,
    /// The type of the response.
    pub response: String,
}

/// An open enum.
#[derive(Clone, Debug)]
pub struct Enum {
    /// The values, in the schema's order.
    pub values: Vec<EnumValue>,
    /// Whether values are compared without regard to case.
    pub fold: bool,
    /// Whether one string contains several values.
    pub flags: bool,
    /// What it is on the wire.
    pub wire: EnumWire,
}

/// What an enum is on the wire.
#[derive(Clone, Debug)]
pub enum EnumWire {
    /// A JSON string.
    Json,
    /// XML text, and the root element.
    Xml(Option<ElementName>),
}

/// A union.
#[derive(Clone, Debug)]
pub struct Union {
    /// The arms.
    pub arms: Vec<Arm>,
    /// How the arms are distinguished.
    pub wire: UnionWire,
}

/// An arm of a union.
#[derive(Clone, Debug)]
pub struct Arm {
    /// The Rust name of the variant.
    pub label: String,
    /// The description in the schema; may be empty.
    pub doc: String,
    /// The type of its value.
    pub ty: ValueType,
    /// The tag in JSON, or the element or type in XML.
    pub name: ElementName,
}

/// How the arms of a union are distinguished.
#[derive(Clone, Debug)]
pub enum UnionWire {
    /// By a member of the JSON object.
    Json {
        /// The name of the member.
        tag: String,
        /// The base type, which is used if the tag is unknown or missing.
        base: Option<String>,
    },
    /// By the name of the element.
    Element,
    /// By `xsi:type`.
    XsiType,
}

/// The type of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ValueType {
    /// A number or a boolean, by its Rust name.
    Plain(String),
    /// A string.
    Text,
    /// A type of `call-wire`, by its path.
    Wire(String),
    /// A type of the module.
    Named(String),
    /// Several values of an enum of the module in one string.
    Flags(String),
    /// Any number of values.
    Vec(Box<ValueType>),
    /// Values by their names.
    Map(Box<ValueType>),
    /// Several scalars in one string.
    List(Box<ValueType>),
    /// A value or null, outside of an object.
    Nullable(Box<ValueType>),
    /// A value in a box, because its type is recursive or large.
    Boxed(Box<ValueType>),
}

impl ValueType {
    /// Boxes the type if `boxed` is true.
    #[must_use]
    pub fn boxed_if(self, boxed: bool) -> Self {
        if boxed { Self::Boxed(Box::new(self)) } else { self }
    }

    /// Returns the type of the module that this is or contains.
    #[must_use]
    pub fn target(&self) -> Option<&str> {
        match self {
            Self::Named(name) | Self::Flags(name) => Some(name),
            Self::Vec(inner)
            | Self::Map(inner)
            | Self::List(inner)
            | Self::Nullable(inner)
            | Self::Boxed(inner) => inner.target(),
            Self::Plain(_) | Self::Text | Self::Wire(_) => None,
        }
    }

    /// Returns the type without its box.
    #[must_use]
    pub fn bare(&self) -> &Self {
        match self {
            Self::Boxed(inner) => inner,
            ty => ty,
        }
    }
}

/// An operation.
#[derive(Clone, Debug)]
pub struct Operation {
    /// The Rust name of its method.
    pub name: String,
    /// The description in the schema; may be empty.
    pub doc: String,
    /// The HTTP method, in capitals.
    pub verb: String,
    /// The path, with the names of its parameters.
    pub path: String,
    /// The arguments, in the order of the method's parameters.
    pub arguments: Vec<Argument>,
    /// Whether the service requires the body.
    pub requires_body: bool,
    /// The format of the body.
    pub body_format: Format,
    /// The type of a successful response, if it has a body.
    pub response: Option<ValueType>,
    /// The format of the successful responses.
    pub response_format: Format,
    /// The successful responses, in the schema's order.
    pub successes: Vec<Success>,
    /// Whether a successful response may have no body although another one has.
    pub may_be_empty: bool,
    /// The query parameter for the version of the API.
    pub version_parameter: Option<String>,
    /// Whether the service processes repeated requests once, because the client sends the headers for that.
    pub is_repeatable: bool,
    /// The namespace that may qualify the last segment of the path.
    pub namespace: Option<String>,
}

/// The format of a body.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// JSON.
    #[default]
    Json,
    /// A string in UTF-8, with its media types.
    Text(String),
    /// Bytes, with their media types.
    Bytes(String),
    /// A form, encoded like a query.
    Form,
    /// A form in several parts.
    Multipart,
}

/// A successful response.
#[derive(Clone, Debug)]
pub struct Success {
    /// The HTTP status.
    pub status: u16,
    /// The type of its body, if it has one.
    pub body: Option<ValueType>,
}

/// The path of the type of a body that is bytes.
pub const BYTES: &str = "call_http::Bytes";

/// The path of the type of a body in several parts.
pub const MULTIPART: &str = "call_http::Multipart";

impl Operation {
    /// Returns the path with its parameters replaced, and the arguments for them in the order of the path.
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
    /// The description in the schema; may be empty.
    pub doc: String,
    /// Its place in the request.
    pub place: Place,
    /// The name on the wire; empty for the body.
    pub wire: String,
    /// The type of its value.
    pub ty: ValueType,
    /// Whether it is required.
    pub required: bool,
    /// The separator, if a list is one value in the query.
    pub separator: Option<char>,
    /// The limits of its value, which only a server enforces.
    pub limits: Limits,
}

/// The place of an argument in the request. The arguments have this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// The path.
    Path,
    /// The query.
    Query,
    /// A header.
    Header,
    /// The body.
    Body,
}
