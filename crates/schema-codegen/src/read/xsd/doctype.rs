//! Removes the document type declaration of a schema, and replaces the entities that it defines.
//!
//! xsd-parser supports neither. Older schemas have both, such as that of XML Signatures.

use std::borrow::Cow;
use std::collections::HashMap;

use quick_xml::Reader;
use quick_xml::events::Event;

use crate::diagnostic::{Diagnostic, Result};
use crate::read::MAX_BYTES;

/// The help for an entity that is not replaced.
const HELP: &str = "replace the entity by its text, and remove the <!DOCTYPE";

/// Returns the text without its document type. Lines keep their numbers.
pub fn remove(text: &str) -> Result<Cow<'_, str>> {
    let Some((start, end)) = find(text) else { return Ok(Cow::Borrowed(text)) };
    let (declaration, rest) = (&text[start..end], &text[end..]);
    let entities =
        entities(declaration).map_err(|what| Diagnostic::new(what).at_offset(text, start).help(HELP))?;
    let mut out = text[..start].to_owned();
    out.extend(declaration.chars().filter(|c| *c == '\n'));
    let mut rest = rest;
    while let Some(at) = rest.find('&') {
        let reference = rest[at + 1..].split_once(';').map(|(name, _)| name);
        let known = reference.and_then(|name| Some((name, entities.get(name)?)));
        let (value, end) = known.map_or(("&", at + 1), |(name, value)| (*value, at + name.len() + 2));
        out.push_str(&rest[..at]);
        out.push_str(value);
        rest = &rest[end..];
        if out.len() as u64 > MAX_BYTES {
            return Err(Diagnostic::new("the entities make the file too large")
                .at_offset(text, start)
                .help(HELP));
        }
    }
    out.push_str(rest);
    Ok(Cow::Owned(out))
}

/// Returns the place of the document type declaration, which only precedes the root element.
fn find(text: &str) -> Option<(usize, usize)> {
    let mut reader = Reader::from_str(text);
    loop {
        let start = usize::try_from(reader.buffer_position()).ok()?;
        match reader.read_event().ok()? {
            Event::DocType(_) => {
                let end = usize::try_from(reader.buffer_position()).ok()?;
                // White space before the declaration is part of the text before it.
                return Some((text.get(start..end)?.find('<')? + start, end));
            }
            Event::Start(_) | Event::Empty(_) | Event::Eof => return None,
            _ => {}
        }
    }
}

/// Returns the entities whose text the declaration contains. Entities in other files are left out, so that a
/// reference to one is an error.
fn entities(declaration: &str) -> std::result::Result<HashMap<&str, &str>, String> {
    let mut entities = HashMap::new();
    for part in declaration.split("<!ENTITY").skip(1) {
        let Some((name, rest)) = part.trim_start().split_once(|c: char| c.is_ascii_whitespace()) else {
            continue;
        };
        let rest = rest.trim_start();
        let Some(quote) = rest.chars().next().filter(|c| matches!(c, '"' | '\'')) else { continue };
        let Some((value, _)) = rest[1..].split_once(quote) else { continue };
        if value.contains(['&', '<', '%']) {
            return Err(format!(
                "the entity {name} contains markup or another entity, which is not supported"
            ));
        }
        entities.entry(name).or_insert(value);
    }
    Ok(entities)
}
