//! Reads the pages of the Exchange reference: SOAP envelopes in `XML` blocks.
//!
//! The kind of an envelope follows from its body, because the headings are translated into many languages.
//! Blocks that are not envelopes are templates of elements and are ignored.

use super::found::{Example, Kind, Payload, Reading};
use super::index::ApiIndex;
use super::markdown::Block;
use super::soap;
use schema_codegen::diagnostic::{Diagnostic, Result};
use schema_codegen::read::xml;

/// Reads the blocks of a page.
#[must_use]
pub fn read(blocks: &[Block], known: &ApiIndex) -> Reading {
    let mut reading = Reading::default();
    for block in blocks.iter().filter(|block| block.language == "xml" && block.text.contains("Envelope")) {
        reading.is_ours |= mentions_operation(&block.text, known);
        match envelope(block, known) {
            Ok(example) => reading.examples.push(example),
            Err(diagnostic) => reading.diagnostics.push(diagnostic),
        }
    }
    reading
}

/// Returns whether a text contains an element of one of our operations. The XML may be malformed.
fn mentions_operation(text: &str, known: &ApiIndex) -> bool {
    let name = |start: &str| {
        let name = start.split(|sign: char| !(sign.is_alphanumeric() || sign == '_' || sign == ':')).next();
        name.map(|name| name.rsplit(':').next().unwrap_or(name).to_owned()).unwrap_or_default()
    };
    text.split('<').any(|start| soap::is_element_of_operation(known, &name(start)))
}

fn envelope(block: &Block, known: &ApiIndex) -> Result<Example> {
    if !block.closed {
        return Err(unclosed(block));
    }
    // Preceding line breaks make the lines of diagnostics those of the page.
    let placed = format!("{}{}", "\n".repeat(block.line - 1), block.text);
    let root = xml::parse(&placed).map_err(|diagnostic| Diagnostic { help: None, ..diagnostic })?;
    let line = block.line;
    let content = soap::content(&root).map_err(|what| Diagnostic::new(what).at(format!("line {line}")))?;
    let message = soap::message(known, content);
    let kind = message.kind.unwrap_or_else(|| kind_by_headings(&block.headings));
    Ok(Example {
        api: &known.api.name,
        kind,
        known: message.type_name.is_some(),
        type_name: message.type_name,
        operation: message.operation.or_else(|| Some(content.name.clone())),
        status: None,
        repaired: Vec::new(),
        remark: None,
        payload: Payload::Xml(root, block.text.clone()),
        line,
        page: String::new(),
    })
}

/// Returns the diagnostic for a block without an end.
#[must_use]
pub fn unclosed(block: &Block) -> Diagnostic {
    Diagnostic::new("the code block has no closing fence").at(format!("line {}", block.fence))
}

fn kind_by_headings(headings: &[String]) -> Kind {
    let trail = headings.join(" / ").to_lowercase();
    if trail.contains("response") {
        Kind::Response
    } else if trail.contains("request") {
        Kind::Request
    } else {
        Kind::Fragment
    }
}
