//! The format of a schema file, detected from its content.

use std::fmt;
use std::path::Path;

use quick_xml::Reader;
use quick_xml::events::Event;

use super::read_text;
use crate::diagnostic::{Diagnostic, Result};

/// The format of a schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// XML Schema, alone or in a WSDL.
    Xsd,
    /// OData CSDL in XML.
    Csdl,
    /// Swagger or OpenAPI.
    OpenApi,
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Xsd => "XML Schema",
            Self::Csdl => "CSDL",
            Self::OpenApi => "OpenAPI",
        })
    }
}

/// The help for a file that is not a schema.
pub const HELP: &str = "schemas are XML Schema, WSDL, CSDL in XML, Swagger and OpenAPI";

/// Detects the format of a schema file.
///
/// # Errors
///
/// Returns a diagnostic if the file cannot be read, or if it is not a schema.
pub fn detect(path: &Path) -> Result<Format> {
    let text = read_text(path)?;
    of_text(&text).map_err(|diagnostic| diagnostic.or_file(path))
}

/// Detects the format from the text of a schema file.
///
/// # Errors
///
/// Returns a diagnostic if it is neither XML with a known root element, nor JSON, nor a document in YAML.
pub fn of_text(text: &str) -> Result<Format> {
    let start = text.trim_start();
    if start.starts_with(['{', '[']) {
        return Ok(Format::OpenApi);
    }
    if !start.starts_with('<') {
        if start.lines().any(is_yaml_version) {
            return Ok(Format::OpenApi);
        }
        return Err(Diagnostic::new("this is not a schema").at_offset(text, 0).help(HELP));
    }
    let mut reader = Reader::from_str(text);
    loop {
        let offset = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
        let refused = |what: String| Err(Diagnostic::new(what).at_offset(text, offset).help(HELP));
        match reader.read_event() {
            Ok(Event::Start(tag) | Event::Empty(tag)) => {
                return match tag.local_name().as_ref() {
                    // The reader of XML Schema has a message for WSDL 2.0, whose root is `description`.
                    "schema" | "definitions" | "description" => Ok(Format::Xsd),
                    "Edmx" => Ok(Format::Csdl),
                    other => refused(format!("<{other}> is not the root element of a schema")),
                };
            }
            Ok(Event::Eof) => return refused("there is no root element".to_owned()),
            Ok(_) => {}
            Err(error) => return refused(format!("the XML is not well-formed: {error}")),
        }
    }
}

/// Returns whether a line of YAML contains the version of Swagger or OpenAPI.
fn is_yaml_version(line: &str) -> bool {
    let name = line.split(':').next().unwrap_or_default().trim_matches(['"', '\'']);
    matches!(name, "openapi" | "swagger")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_format_is_that_of_the_root_element() {
        let of = |text: &str| of_text(text).map_err(|diagnostic| diagnostic.what);
        assert_eq!(of("<?xml version='1.0'?><!-- a --><xs:schema xmlns:xs='urn:x'/>"), Ok(Format::Xsd));
        assert_eq!(of("<wsdl:definitions xmlns:wsdl='urn:x'>"), Ok(Format::Xsd));
        assert_eq!(of("\n<edmx:Edmx Version='4.0'>"), Ok(Format::Csdl));
        assert_eq!(of("{\"openapi\": \"3.0.3\"}"), Ok(Format::OpenApi));
        assert_eq!(of("# Parcels\n\"openapi\": 3.0.3"), Ok(Format::OpenApi));
        assert_eq!(of("once upon a time"), Err("this is not a schema".to_owned()));
        assert_eq!(of("<html>"), Err("<html> is not the root element of a schema".to_owned()));
        assert_eq!(of("<!-- -->"), Err("there is no root element".to_owned()));
    }
}
