//! Annotation expressions: the forms that the generator uses, and a name for every other form.

use super::super::xml::Element;
use super::model::Expression;
use crate::diagnostic::Result;

/// Attributes of `<Annotation>` and `<PropertyValue>` that are not the expression.
const NOT_EXPRESSIONS: &[&str] = &["Term", "Qualifier", "Property", "Type"];

/// Returns the expression of an `<Annotation>`, `<PropertyValue>` or similar: an attribute or a child
/// element.
pub(super) fn expression(element: &Element) -> Result<Expression> {
    let attribute = element.attributes.iter().find(|(name, _)| !NOT_EXPRESSIONS.contains(&name.as_str()));
    if let Some((form, value)) = attribute {
        return constant(element, form, value);
    }
    match element.children.iter().find(|child| child.name != "Annotation") {
        Some(child) => nested(child),
        None => Ok(Expression::Default),
    }
}

/// Parses an expression in element form.
fn nested(element: &Element) -> Result<Expression> {
    match element.name.as_str() {
        "Record" => {
            let values = element.all("PropertyValue").map(|value| {
                let name = value.need("Property")?.to_owned();
                Ok((name, expression(value)?))
            });
            Ok(Expression::Record(values.collect::<Result<_>>()?))
        }
        "Collection" => {
            Ok(Expression::Collection(element.children.iter().map(nested).collect::<Result<_>>()?))
        }
        form => constant(element, form, &element.text),
    }
}

fn constant(element: &Element, form: &str, value: &str) -> Result<Expression> {
    Ok(match form {
        "String" => Expression::String(value.to_owned()),
        "Bool" => match value {
            "true" => Expression::Bool(true),
            "false" => Expression::Bool(false),
            other => return Err(element.diagnostic(format!("Bool {other:?} is neither true nor false"))),
        },
        "Int" => match value.parse() {
            Ok(number) => Expression::Int(number),
            Err(_) => return Err(element.diagnostic(format!("Int {value:?} is not a 64-bit integer"))),
        },
        "EnumMember" => Expression::Enum(value.split_whitespace().map(str::to_owned).collect()),
        "PropertyPath" => Expression::PropertyPath(value.trim().to_owned()),
        other => Expression::Other(other.to_owned()),
    })
}
