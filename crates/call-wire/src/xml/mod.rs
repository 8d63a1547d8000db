//! Lossless XML: objects, choices, and decoding errors with a path.
//!
//! [`decode`] reads a document into a generated type, and [`encode`] writes it. The two documents are equivalent: only
//! prefixes, comments, processing instructions and the white space between elements may differ. Some documentation
//! spells namespaces with `https`; these are read and written with `http`.
//!
//! # Members
//!
//! A member is an `Option` or a `Vec` of its type. The `extra` of an object keeps the parts that its members cannot
//! represent: an original spelling such as `True`, the attributes of a scalar, an `xsi:nil`, and a second element where
//! the schema allows only one. An original spelling is written as long as it decodes to the member's value.
//!
//! Children are written in the order of the members. If the order in a document is different, it is kept as long as
//! every member has as many values as in the document.

mod attribute;
mod binding;
mod content;
mod document;
mod element;
mod error;
mod extra;
pub(crate) mod hooks;
mod macros;
mod name;
mod object;
mod qname;
mod read;
mod reader;
mod scope;
mod source;
mod text;
mod write;
mod writer;

#[cfg(test)]
mod tests;

pub use self::attribute::Attribute;
pub use self::binding::Binding;
pub use self::content::{Content, Context, Operation, Read, Root, read_scalar, write_scalar};
pub use self::document::{
    decode, decode_lenient, decode_lenient_with_limit, encode, from_element, parse, to_string,
};
pub use self::element::{Element, Node};
pub use self::error::{DecodeError, ErrorKind, Issue, Issues};
pub use self::extra::{Extra, Raw};
pub use self::name::{Name, NameRef, Namespace, ns};
pub use self::object::{
    Elements, Field, Kind, Member, Object, RootElement, Scalar, Slot, SlotMut, debug_object,
};
pub use self::qname::QName;
pub use self::read::read_object;
pub use self::reader::{Reader, Start};
pub use self::text::{List, Text};
pub use self::write::write_object;
pub use self::writer::{EncodeError, Writer};
