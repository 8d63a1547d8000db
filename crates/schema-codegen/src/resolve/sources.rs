//! Turns source notes into links: `Source: PUBLISHER, PAGE, PAGE; PUBLISHER.` at the end of a description.
//!
//! A type without a note gets the note of an operation that uses it, else of a type that contains it, else
//! the default
//! source of the configuration. Without publishers, nothing is changed.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::model::{Kind, Module, Operation};
use crate::config::publishers::{Address, Publisher, Subject};
use crate::diagnostic::{Diagnostic, Result};

/// The beginning of a note.
pub const START: &str = "Source: ";

impl Module {
    /// Turns the source notes into links. `fallback` is the note for definitions without one.
    ///
    /// # Errors
    ///
    /// Returns a diagnostic if a note names an unknown publisher, or if a type or an operation has no note.
    pub(super) fn link_sources(&mut self, fallback: Option<&str>, publishers: &[Publisher]) -> Result<()> {
        if publishers.is_empty() {
            return Ok(());
        }
        let users = self.users();
        let inherited = self.inherit(&users, fallback)?;
        let mut pages = BTreeMap::new();
        for (one, index) in &users {
            pages.extend(page(&self.operations[*index], publishers).map(|page| (one.clone(), page)));
        }
        for operation in &mut self.operations {
            let place = format!("op {}", operation.name);
            link(&mut operation.doc, Subject::Operation, &place, publishers)?;
            for argument in &mut operation.arguments {
                let place = format!("{place}, {}", argument.label);
                link(&mut argument.doc, Subject::Operation, &place, publishers)?;
            }
        }
        for (rust, one) in &mut self.types {
            let page = pages.get(rust).map(String::as_str);
            let subject = if inherited.contains(rust) { Subject::Operation } else { Subject::Type(page) };
            let place = format!("type {}", one.schema_name);
            link(&mut one.doc, subject, &place, publishers)?;
            for (label, doc) in one.kind.docs() {
                link(doc, subject, &format!("{place}.{label}"), publishers)?;
            }
        }
        for member in self.events.iter_mut().flat_map(|events| &mut events.shared) {
            let place = format!("member {} of the events", member.wire);
            link(&mut member.doc, Subject::Type(None), &place, publishers)?;
        }
        if let Some(fallback) = fallback {
            self.source = format!("{START}{fallback}.");
            link(&mut self.source, Subject::Type(None), "default-source", publishers)?;
        }
        Ok(())
    }

    /// Returns the first operation that uses each type, by index. Direct uses have precedence over indirect
    /// ones.
    fn users(&self) -> BTreeMap<String, usize> {
        let mut users = BTreeMap::new();
        let named = |(index, operation): (usize, &Operation)| {
            let ty = operation.arguments.iter().map(|argument| &argument.ty).chain(&operation.response);
            ty.filter_map(|ty| Some((ty.target()?.to_owned(), index))).collect::<Vec<_>>()
        };
        let mut pending: VecDeque<_> = self.operations.iter().enumerate().flat_map(named).collect();
        while let Some((name, index)) = pending.pop_front() {
            let Some(one) = self.types.get(&name).filter(|_| !users.contains_key(&name)) else { continue };
            pending.extend(one.kind.targets().into_iter().map(|target| (target, index)));
            users.insert(name, index);
        }
        users
    }

    /// Gives each type without a note the note of an operation or of another type, or the fallback. Returns
    /// the types that got the note of an operation.
    fn inherit(
        &mut self,
        users: &BTreeMap<String, usize>,
        fallback: Option<&str>,
    ) -> Result<BTreeSet<String>> {
        let missing = |what: &str, place: String| {
            Diagnostic::new(format!("{what} has no source note")).at(place).help(HELP)
        };
        if let Some(operation) = self.operations.iter().find(|operation| note(&operation.doc).is_none()) {
            return Err(missing("the operation", format!("op {}", operation.name)));
        }
        let mut of_operations = BTreeSet::new();
        let mut notes = BTreeMap::new();
        for (name, one) in self.types.iter().filter(|(_, one)| note(&one.doc).is_none()) {
            let operation = users.get(name).and_then(|index| note(&self.operations[*index].doc));
            of_operations.extend(operation.map(|_| name.clone()));
            let mut holders = self.types.values().filter(|holder| holder.kind.targets().contains(name));
            let note = operation.or_else(|| holders.find_map(|holder| note(&holder.doc))).or(fallback);
            let note = note.ok_or_else(|| missing("the type", format!("type {}", one.schema_name)))?;
            notes.insert(name.clone(), note.to_owned());
        }
        for (name, note) in notes {
            if let Some(one) = self.types.get_mut(&name) {
                let text = if one.doc.trim().is_empty() {
                    format!("`{}`.", one.schema_name)
                } else {
                    one.doc.clone()
                };
                one.doc = format!("{} {START}{note}.", text.trim_end());
            }
        }
        Ok(of_operations)
    }
}

const HELP: &str = "end its description, in the schema or in a file beside it, with `Source: PUBLISHER, PAGE.`; \
                    the configuration lists the publishers";

/// Returns the text after `Source: ` without the full stop; `None` if a description has no note.
fn note(doc: &str) -> Option<&str> {
    let (_, note) = doc.rsplit_once(START)?;
    Some(note.trim_end().trim_end_matches('.'))
}

/// Returns the page of an operation, if the publisher describes types on the pages of operations.
fn page(operation: &Operation, publishers: &[Publisher]) -> Option<String> {
    let (publisher, names) = split(note(&operation.doc)?, publishers)?;
    match &publisher.address {
        rest @ Address::Rest { .. } => rest.of(names.split(", ").next()?, Subject::Operation),
        Address::Document(_) | Address::Pages(_) => None,
    }
}

/// Returns the publisher of one part of a note, and the names of the pages.
fn split<'n, 'p>(part: &'n str, publishers: &'p [Publisher]) -> Option<(&'p Publisher, &'n str)> {
    publishers.iter().find_map(|publisher| {
        let rest = part.strip_prefix(publisher.name.as_str())?;
        let names = rest.strip_prefix(", ").or_else(|| rest.strip_prefix(' '));
        names.or(rest.is_empty().then_some("")).map(|names| (publisher, names))
    })
}

/// Turns the note of a description into links, if it has one.
fn link(doc: &mut String, subject: Subject<'_>, place: &str, publishers: &[Publisher]) -> Result<()> {
    let Some(note) = note(doc) else { return Ok(()) };
    let links = note.split("; ").map(|part| {
        links(part, subject, publishers).ok_or_else(|| {
            let what =
                format!("{part:?} is not a valid source note (expected a publisher and names of its pages)");
            Diagnostic::new(what)
                .at(place)
                .help("correct the note, or add the publisher to the configuration")
        })
    });
    let links: Vec<_> = links.collect::<Result<_>>()?;
    let text = doc.rsplit_once(START).map_or("", |(text, _)| text);
    *doc = format!("{text}{START}{}.", links.join("; "));
    Ok(())
}

/// Returns one part of a note with its links; `None` if the publisher is unknown.
fn links(part: &str, subject: Subject<'_>, publishers: &[Publisher]) -> Option<String> {
    let (publisher, names) = split(part, publishers)?;
    if let Address::Document(address) = &publisher.address {
        return Some(format!("[{part}]({address})"));
    }
    let each = |name| publisher.address.of(name, subject).map(|address| format!("[{name}]({address})"));
    let links: Vec<_> = names.split(", ").map(each).collect::<Option<_>>()?;
    Some(format!("{}{}", part.strip_suffix(names)?, links.join(", ")))
}

impl Kind {
    /// Returns the descriptions of the parts of a type, each with a name for the part.
    fn docs(&mut self) -> Vec<(String, &mut String)> {
        match self {
            Self::Object(object) => {
                object.members.iter_mut().map(|one| (one.label.clone(), &mut one.doc)).collect()
            }
            Self::Enum(values) => {
                values.values.iter_mut().map(|one| (one.wire.clone(), &mut one.doc)).collect()
            }
            Self::Union(union) => {
                union.arms.iter_mut().map(|one| (one.label.clone(), &mut one.doc)).collect()
            }
            Self::Alias(_) => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::config::Config;
    use crate::resolve::json::resolve;

    const PUBLISHERS: &str = "
        [[publishers]]
        name = 'REST'
        address = { rest = { reference = 'https://r.example/', specification = 'https://s.example' } }
        [[publishers]]
        name = 'RFC 1'
        address = { document = 'https://rfc.example/1' }
        [[publishers]]
        name = 'Pages'
        address = { pages = 'https://p.example/' }";

    /// Creates the types `Body`, which an operation uses and which contains a `Part`, and `Alone`, with
    /// descriptions.
    fn resolved(operation: &str, body: &str, part: &str, alone: &str) -> Result<Module> {
        let object = |doc: &str, properties: Value| json!({"type": "object", "description": doc, "properties": properties});
        let part_member = json!({"part": {"$ref": "#/components/schemas/Part"}});
        let mut document = json!({
            "openapi": "3.0.3", "info": {"title": "t", "version": "1"},
            "paths": {"/a": {"post": {
                "operationId": "DoIt",
                "description": operation,
                "requestBody": {"required": true, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Body"}}}},
                "responses": {"204": {"description": "d"}},
            }}},
            "components": {"schemas": {
                "Alone": object(alone, json!({"text": {"type": "string", "description": "A text. Source: Pages, aB."}})),
                "Body": object(body, part_member),
                "Part": object(part, json!({})),
            }},
        });
        let config = Config::parse("api.toml".as_ref(), PUBLISHERS)?;
        resolve(&mut document, &config, &mut Vec::new())
    }

    #[test]
    fn a_note_is_turned_into_links_to_the_pages() {
        let module = resolved(
            "Does it. Source: REST, Do_It.",
            "",
            "A part. Source: REST, Part; RFC 1, 2, 3.",
            "Source: REST, Alone.",
        );
        let module = module.unwrap_or_else(|diagnostic| panic!("{diagnostic}"));
        let doc = |name: &str| module.types[name].doc.as_str();
        assert_eq!(module.operations[0].doc, "Does it. Source: REST, [Do_It](https://r.example/do/it).");
        assert_eq!(
            doc("Part"),
            "A part. Source: REST, [Part](https://r.example/do/it#part); [RFC 1, 2, 3](https://rfc.example/1)."
        );
        assert_eq!(doc("Alone"), "Source: REST, [Alone](https://s.example).");
        assert_eq!(doc("Body"), "`Body`. Source: REST, [Do_It](https://r.example/do/it).");
        let Kind::Object(object) = &module.types["Alone"].kind else { panic!("no struct") };
        assert_eq!(object.members[0].doc, "A text. Source: Pages, [aB](https://p.example/ab).");
    }

    #[test]
    fn a_note_with_an_unknown_publisher_is_an_error() {
        for (part, wrong) in [
            ("Source: A blog.", "A blog"),
            ("Source: Pages, a and b.", "Pages, a and b"),
            ("Source: RFC 1; RFC.", "RFC"),
        ] {
            let diagnostic =
                resolved("Source: REST, Do.", "", part, "Source: RFC 1.").expect_err("a diagnostic");
            let what =
                format!("{wrong:?} is not a valid source note (expected a publisher and names of its pages)");
            assert_eq!((diagnostic.place.as_deref(), diagnostic.what), (Some("type Part"), what));
        }
    }

    #[test]
    fn a_missing_note_is_an_error() {
        let diagnostic = resolved("Does it.", "", "", "Source: RFC 1.").expect_err("a diagnostic");
        assert_eq!(
            (diagnostic.place.as_deref(), diagnostic.what.as_str()),
            (Some("op do_it"), "the operation has no source note")
        );
        let diagnostic = resolved("Source: REST, Do.", "", "", "Alone.").expect_err("a diagnostic");
        assert_eq!(
            (diagnostic.place.as_deref(), diagnostic.what.as_str()),
            (Some("type Alone"), "the type has no source note")
        );
    }
}
