//! The form of values in paths: keys, and parameters of functions.
//!
//! Parameters of functions are part of the path, as in `f(from={from},name='{name}')`: the Inline Parameter
//! Syntax of OData 4.01, Part 1: Protocol. Every
//! service of OData 4 supports it. Collections and objects would need parameter aliases in the query.

use super::source::Source;
use crate::read::csdl::{TypeKind, TypeRef};

/// Returns the literal for a value of a type, with the parameter `name` in braces. `None` if a path cannot
/// contain such a value.
pub(super) fn literal(source: &Source<'_>, ty: &TypeRef, name: &str) -> Option<String> {
    if ty.collection {
        return None;
    }
    let kind = source.csdl.find(&ty.name).map(|def| &def.kind);
    let (prefix, quoted) = match kind {
        Some(TypeKind::Definition(underlying)) => return literal(source, underlying, name),
        Some(TypeKind::Structured(_)) => return None,
        // The name of the type may only be omitted in OData 4.01.
        Some(TypeKind::Enum(_)) => (ty.name.as_str(), true),
        None => match ty.name.strip_prefix("Edm.")? {
            "String" => ("", true),
            "Duration" => ("duration", true),
            "Binary" => ("binary", true),
            "Boolean" | "Byte" | "Date" | "DateTimeOffset" | "Decimal" | "Double" | "Guid" | "Int16"
            | "Int32" | "Int64" | "SByte" | "Single" | "TimeOfDay" => ("", false),
            _ => return None,
        },
    };
    Some(if quoted { format!("{prefix}'{{{name}}}'") } else { format!("{{{name}}}") })
}
