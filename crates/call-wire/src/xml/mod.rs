//! XML without loss: a stream of tags, objects that keep what their members do not say, and errors with a path.
//!
//! [`decode`] reads a document into a generated type and [`encode`] writes it back; the two documents mean the
//! same. Prefixes, comments and the white space between elements may change, nothing else. Namespaces that a
//! document spells with `https` are read as the `http` ones that they stand for, and written as those.
//!
//! # What a member promises
//!
//! A member is an `Option` or a `Vec` of its type. What it cannot hold stands in the `extra` of its object: a
//! spelling such as `True`, attributes of a scalar, an `xsi:nil`, a second element where the schema has one. On
//! writing, a kept spelling is used as long as it still reads as the member's value.
//!
//! Children come in the order of the members. Where a document has another order, it is kept as long as every
//! member has as many values as it had.

mod attribute;
mod content;
mod element;
mod error;
mod extra;
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

pub use self::content::{Content, Context, Operation, Read, Root, read_scalar, write_scalar};
pub use self::element::{Attribute, Binding, Element, Node};
pub use self::error::{DecodeError, ErrorKind, Issue, Issues};
pub use self::extra::{Extra, Raw};
pub use self::name::{Name, NameRef, Namespace, ns};
pub use self::object::{
    Elements, Field, Kind, Member, Object, RootElement, Scalar, Slot, SlotMut, debug_object, read_object,
    write_object,
};
pub use self::qname::QName;
pub use self::reader::{Reader, Start};
pub use self::text::{List, Text};
pub use self::writer::{EncodeError, Writer};

use self::scope::Scope;
use self::source::Source;

/// Reads a document.
///
/// # Errors
///
/// When the bytes are no XML, have a document type, nest too deeply, have another root element, or hold a text
/// that is not of its type. An unknown value of an enum is no error.
pub fn decode<T: Root>(bytes: &[u8]) -> Result<T, DecodeError> {
    read(&Source::new(bytes)?, &mut Context::default())
}

/// Reads a document as far as it goes: a member that cannot be read stays in the `extra` of its object, and
/// the list says which ones those are. It ends after [`Issues::LISTED`]; the others are counted.
///
/// # Errors
///
/// When the bytes are no XML, have a document type, nest too deeply, or have another root element.
pub fn decode_lenient<T: Root>(bytes: &[u8]) -> Result<(T, Issues), DecodeError> {
    decode_lenient_listing(bytes, Issues::LISTED)
}

/// As [`decode_lenient`], with a list of at most so many issues.
///
/// # Errors
///
/// As [`decode_lenient`].
pub fn decode_lenient_listing<T: Root>(bytes: &[u8], issues: usize) -> Result<(T, Issues), DecodeError> {
    let (source, mut context) = (Source::new(bytes)?, Context::lenient(issues));
    let value = read(&source, &mut context)?;
    let mut issues = context.into_issues();
    issues.told.iter_mut().for_each(|issue| issue.locate(&source.text, source.skipped));
    Ok((value, issues))
}

/// Reads a document into the element tree.
///
/// # Errors
///
/// When the bytes are no XML, have a document type, or nest too deeply.
pub fn parse(bytes: &[u8]) -> Result<Element, DecodeError> {
    let source = Source::new(bytes)?;
    let mut reader = Reader::new(&source.text, Scope::default());
    let tree = reader.root().and_then(|start| Element::read_tree(&mut reader, start));
    let tree = tree.and_then(|tree| reader.finish().map(|()| tree));
    tree.map_err(|error| source.located(error))
}

/// Writes a document.
///
/// # Errors
///
/// When the value holds what XML cannot, such as the character U+0002.
pub fn encode<T: Root>(value: &T) -> Result<String, EncodeError> {
    writer::document(value)
}

/// Writes a document from the element tree.
///
/// # Errors
///
/// When the tree holds what XML cannot, such as the character U+0002.
pub fn to_string(element: &Element) -> Result<String, EncodeError> {
    writer::element(element)
}

/// Reads an element, whatever its name, as a value. Places in an issue are those in the element's own text.
///
/// # Errors
///
/// When a text in the element is not of its type.
pub fn from_element<T: Content>(element: &Element) -> Result<T, Issue> {
    let text = writer::fragment(element);
    let mut reader = Reader::new(&text, Scope::default());
    let read = reader.root().and_then(|start| inside_root(&mut reader, start, &mut Context::default()));
    read.map_err(DecodeError::into_issue)
}

fn read<T: Root>(source: &Source<'_>, context: &mut Context) -> Result<T, DecodeError> {
    let mut reader = Reader::new(&source.text, Scope::default());
    read_root(&mut reader, context).map_err(|error| source.located(error))
}

fn read_root<T: Root>(reader: &mut Reader<'_>, context: &mut Context) -> Result<T, DecodeError> {
    let start = reader.root()?;
    if !T::matches(start.name()) {
        let wanted = Issue::new(start.offset, root_of::<T>(), format!("the element {}", start.name()));
        return Err(DecodeError::new(ErrorKind::Root, wanted));
    }
    let value = inside_root(reader, start, context)?;
    reader.finish()?;
    Ok(value)
}

fn inside_root<'t, T: Content>(
    reader: &mut Reader<'t>,
    start: Start<'t>,
    context: &mut Context,
) -> Result<T, DecodeError> {
    let step = start.name_text();
    let step = || reader::shortened(step).into_owned();
    context.inside(step, |context| T::read(reader, start, context)).map(|read| read.value)
}

fn root_of<T>() -> String {
    let name = std::any::type_name::<T>().split('<').next().unwrap_or_default();
    let short = name.rsplit("::").next().unwrap_or(name);
    format!("the root element of {short}")
}

/// Whether the element names this type, which is then taken off it. For [`xml_variants!`](crate::xml_variants).
#[doc(hidden)]
#[must_use]
pub fn take_type(start: &mut Start<'_>, namespace: &str, local: &str) -> bool {
    start.take_type(namespace, local)
}

/// Whether the element names no type. For [`xml_variants!`](crate::xml_variants).
#[doc(hidden)]
#[must_use]
pub fn has_no_type(start: &Start<'_>) -> bool {
    start.attribute(ns::XSI, "type").is_none()
}

/// Names the type of the element. For [`xml_variants!`](crate::xml_variants).
#[doc(hidden)]
pub fn put_type(writer: &mut Writer, namespace: &'static str, local: &'static str) {
    writer.put_type(namespace, local);
}

/// Gives the element another name. For [`xml_choice!`](crate::xml_choice).
#[doc(hidden)]
pub fn put_name(writer: &mut Writer, namespace: &'static str, local: &'static str) {
    writer.rename(Name::new(namespace, local));
}
