//! XML without loss: an element tree, objects that keep what their members do not say, and errors with a path.
//!
//! [`decode`] reads a document into a generated type and [`encode`] writes it back; the two documents mean the
//! same. Prefixes, comments, the white space between elements and the order of differently named children may
//! change, nothing else. Namespaces that a document spells with `https` are read as the `http` ones that they
//! stand for, and written as those.
//!
//! # What a member promises
//!
//! A member is an `Option` or a `Vec` of its type. What it cannot hold stands in the `extra` of its object: a
//! spelling such as `True`, attributes of a scalar, an `xsi:nil`, a second element where the schema has one. On
//! writing, a kept spelling is used as long as it still reads as the member's value.

mod content;
mod element;
mod error;
mod extra;
mod fill;
mod macros;
mod name;
mod object;
mod parse;
mod qname;
mod take;
mod text;
mod write;

#[cfg(test)]
mod tests;

pub use self::{
    content::{Content, Context, Operation, Read, Root, read_scalar},
    element::{Attribute, Binding, Element, Node},
    error::{DecodeError, ErrorKind, Issue},
    extra::Extra,
    name::{Name, ns},
    object::{
        Elements, Field, Kind, Member, Object, RootElement, Scalar, Slot, SlotMut, read_object, write_object,
    },
    qname::QName,
    text::{List, Text},
};

use self::parse::Source;

/// Reads a document.
///
/// # Errors
///
/// When the bytes are no XML, have a document type, nest too deeply, have another root element, or hold a text
/// that is not of its type. An unknown value of an enum is no error.
pub fn decode<T: Root>(bytes: &[u8]) -> Result<T, DecodeError> {
    read(bytes, Context::default()).map(|(value, _)| value)
}

/// Reads a document as far as it goes: a member that cannot be read stays in the `extra` of its object, and
/// the list says which ones those are.
///
/// # Errors
///
/// When the bytes are no XML, have a document type, nest too deeply, or have another root element.
pub fn decode_lenient<T: Root>(bytes: &[u8]) -> Result<(T, Vec<Issue>), DecodeError> {
    read(bytes, Context { lenient: true, issues: Vec::new() })
}

/// Reads a document into the element tree.
///
/// # Errors
///
/// When the bytes are no XML, have a document type, or nest too deeply.
pub fn parse(bytes: &[u8]) -> Result<Element, DecodeError> {
    Source::new(bytes)?.parse()
}

/// Writes a document.
#[must_use]
pub fn encode<T: Root>(value: &T) -> String {
    write::document(&to_element(value))
}

/// Writes a document from the element tree.
#[must_use]
pub fn to_string(element: &Element) -> String {
    write::document(element)
}

/// A value as an element under its own name.
#[must_use]
pub fn to_element<T: Root>(value: &T) -> Element {
    let mut element = Element::named(value.root_name());
    value.write(&mut element);
    element
}

/// Reads an element, whatever its name, as a value. Lines and columns in an issue are those of the document
/// that the element was parsed from, as far as known.
///
/// # Errors
///
/// When a text in the element is not of its type.
pub fn from_element<T: Content>(element: Element) -> Result<T, Issue> {
    let step = element.name.local.clone();
    let mut context = Context::default();
    let read = context.inside(|| step.to_string(), |context| T::read(element, context))?;
    Ok(read.value)
}

fn read<T: Root>(bytes: &[u8], mut context: Context) -> Result<(T, Vec<Issue>), DecodeError> {
    let source = Source::new(bytes)?;
    let root = source.parse()?;
    let step = root.name.local.clone();
    if !T::matches(&root.name) {
        let wanted = Issue::new(root.offset, root_of::<T>(), format!("the element {}", root.name));
        return Err(source.error(ErrorKind::Root, wanted));
    }
    let result = context.inside(|| step.to_string(), |context| T::read(root, context));
    let read = result.map_err(|issue| source.error(ErrorKind::Value, issue))?;
    for issue in &mut context.issues {
        issue.locate(&source.text, source.skipped);
    }
    Ok((read.value, context.issues))
}

fn root_of<T>() -> String {
    let name = std::any::type_name::<T>().split('<').next().unwrap_or_default();
    let short = name.rsplit("::").next().unwrap_or(name);
    format!("the root element of {short}")
}

/// Whether the element names this type, which is then taken off it. For [`xml_variants!`](crate::xml_variants).
#[doc(hidden)]
#[must_use]
pub fn take_type(element: &mut Element, namespace: &str, local: &str) -> bool {
    let named = element.xsi_type().is_some_and(|name| name.is(namespace, local));
    if named {
        element.take_xsi_type();
    }
    named
}

/// Whether the element names no type. For [`xml_variants!`](crate::xml_variants).
#[doc(hidden)]
#[must_use]
pub fn has_no_type(element: &Element) -> bool {
    element.attribute(ns::XSI, "type").is_none()
}

/// Names the type of the element. For [`xml_variants!`](crate::xml_variants).
#[doc(hidden)]
pub fn put_type(element: &mut Element, namespace: &'static str, local: &str) {
    element.put_xsi_type(namespace, local);
}
