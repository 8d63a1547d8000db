//! Functions that the macros call.

use super::name::{Name, ns};
use super::reader::Start;
use super::writer::Writer;

/// Whether the element names this type, which is then taken off it. For [`xml_variants!`](crate::xml_variants).
#[must_use]
pub fn take_type(start: &mut Start<'_>, namespace: &str, local: &str) -> bool {
    start.take_type(namespace, local)
}

/// Whether the element names no type. For [`xml_variants!`](crate::xml_variants).
#[must_use]
pub fn has_no_type(start: &Start<'_>) -> bool {
    start.attribute(ns::XSI, "type").is_none()
}

/// Names the type of the element. For [`xml_variants!`](crate::xml_variants).
pub fn put_type(writer: &mut Writer, namespace: &'static str, local: &'static str) {
    writer.put_type(namespace, local);
}

/// Gives the element another name. For [`xml_choice!`](crate::xml_choice).
pub fn put_name(writer: &mut Writer, namespace: &'static str, local: &'static str) {
    writer.rename(Name::new(namespace, local));
}
