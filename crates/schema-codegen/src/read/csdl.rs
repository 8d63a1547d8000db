//! Reads an OData 4 CSDL document in XML: types, operations, containers and annotations, with all names
//! resolved.

mod build;
mod check;
mod expression;
mod model;

use std::path::Path;

pub use self::model::{
    Annotation, Container, ContainerItem, Csdl, EnumType, Expression, ItemKind, Member, Operation,
    OperationKind, Parameter, Property, Schema, Structured, Term, TypeDef, TypeKind, TypeRef,
};
use super::read_text;
use super::xml::{self, Element};
use crate::diagnostic::{Diagnostic, Result};

const EXPECTED: &str = "expected an OData 4 CSDL document in XML, with the root element <edmx:Edmx>";

/// Reads a CSDL file.
pub fn read(path: &Path) -> Result<Csdl> {
    let text = read_text(path)?;
    parse(path, &text).map_err(|diagnostic| diagnostic.or_file(path))
}

/// Parses the text of a CSDL file. `path` is only used in diagnostics.
pub fn parse(path: &Path, text: &str) -> Result<Csdl> {
    refuse_other_text(text)?;
    let root = xml::parse(text)?;
    refuse_other_xml(&root)?;
    let csdl = build::build(path, &root)?;
    check::check(&csdl)?;
    Ok(csdl)
}

/// Detects JSON and YAML by their first characters, for a better message than that of the XML parser.
fn refuse_other_text(text: &str) -> Result<()> {
    let start = text.trim_start();
    let what = if start.starts_with(['{', '[']) {
        if has_member(start, "swagger") {
            "a Swagger 2.0 document"
        } else if has_member(start, "openapi") {
            "an OpenAPI document"
        } else if has_member(start, "$Version") {
            "CSDL in its JSON form"
        } else {
            "a JSON file"
        }
    } else if start.starts_with("openapi:") || start.starts_with("swagger:") {
        "an OpenAPI document in YAML"
    } else if !start.starts_with('<') {
        "plain text"
    } else {
        return Ok(());
    };
    Err(wrong_format(what).at("line 1, column 1"))
}

fn has_member(text: &str, name: &str) -> bool {
    text.contains(&format!("\"{name}\""))
}

fn wrong_format(what: &str) -> Diagnostic {
    Diagnostic::new(format!("this looks like {what}")).help(EXPECTED)
}

fn refuse_other_xml(root: &Element) -> Result<()> {
    let place = root.place.to_string();
    match root.name.as_str() {
        "Edmx" => refuse_other_version(root),
        // Some tools write the schema without <edmx:Edmx>.
        "Schema" => Ok(()),
        "schema" => Err(wrong_format("an XML Schema (XSD)").at(place)),
        "definitions" => Err(wrong_format("a WSDL document").at(place)),
        "html" | "HTML" => Err(wrong_format("a web page instead of the raw file").at(place)),
        other => {
            Err(wrong_format(&format!("another XML document, whose root element is <{other}>")).at(place))
        }
    }
}

fn refuse_other_version(root: &Element) -> Result<()> {
    match root.get("Version") {
        Some(version) if version != "4" && !version.starts_with("4.") => {
            Err(wrong_format(&format!("an EDMX document of version {version}")).at(root.place.to_string()))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests;
