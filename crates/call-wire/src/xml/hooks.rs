//! Functions that the macros call.

use super::name::{Name, ns};
use super::reader::Start;
use super::writer::Writer;

/// Removes `xsi:type` from a start tag if it has this type. Returns `true` if it was removed. Used by
/// [`xml_variants!`](crate::xml_variants).
#[must_use]
pub fn take_type(start: &mut Start<'_>, namespace: &str, local: &str) -> bool {
    start.take_type(namespace, local)
}

/// Returns `true` if a start tag has no `xsi:type`. Used by [`xml_variants!`](crate::xml_variants).
#[must_use]
pub fn has_no_type(start: &Start<'_>) -> bool {
    start.attribute(ns::XSI, "type").is_none()
}

/// Adds `xsi:type` to the element that was just started. Used by [`xml_variants!`](crate::xml_variants).
pub fn put_type(writer: &mut Writer, namespace: &'static str, local: &'static str) {
    writer.put_type(namespace, local);
}

/// Renames the element that was just started. Used by [`xml_choice!`](crate::xml_choice).
pub fn put_name(writer: &mut Writer, namespace: &'static str, local: &'static str) {
    writer.rename(Name::new(namespace, local));
}
