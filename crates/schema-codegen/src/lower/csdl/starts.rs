//! Finds where the paths of an API begin.

use super::keys::add_key;
use super::source::Source;
use super::walk::Segment;
use crate::diagnostic::{Diagnostic, Result};
use crate::output::Skipped;
use crate::read::csdl::{Container, ContainerItem, ItemKind};

/// The beginnings of the paths.
#[derive(Debug, Default)]
pub(super) struct Starts<'a> {
    /// Entity sets, singletons and navigation properties.
    pub segments: Vec<Segment<'a>>,
    /// Imports of unbound operations: the name in the path, and the name of the operation.
    pub imports: Vec<(&'a str, &'a str)>,
    /// What is beside the paths.
    pub skipped: Vec<Skipped>,
}

/// Finds where the paths begin: where the tables say so, or else at every item of the containers.
pub(super) fn starts<'a>(source: &Source<'a>) -> Result<Starts<'a>> {
    let mut starts = Starts::default();
    if source.tables.paths.is_empty() {
        for (container, item) in items(source) {
            starts.add(container, item, &[], source)?;
        }
    }
    for path in source.tables.paths {
        let names: Vec<&str> = path.split('/').collect();
        let (first, rest) = names.split_first().map_or(("", &[][..]), |(first, rest)| (*first, rest));
        let item = items(source).find(|(_, item)| item.name == first);
        let (container, item) =
            item.ok_or_else(|| missing(source, format!("no entity container has an item {first}")))?;
        starts.add(container, item, rest, source)?;
    }
    Ok(starts)
}

fn items<'a>(source: &Source<'a>) -> impl Iterator<Item = (&'a Container, &'a ContainerItem)> {
    let containers = source.csdl.containers.iter();
    containers.flat_map(|container| container.items.iter().map(move |item| (container, item)))
}

fn missing(source: &Source<'_>, what: String) -> Diagnostic {
    Diagnostic::in_file(&source.csdl.file, what)
        .help("if this is the right file, correct the path in crates/schema-codegen/src/lower/csdl/roots.rs")
}

impl<'a> Starts<'a> {
    /// Adds the beginning at an item, or at a contained navigation property below it.
    fn add(
        &mut self,
        container: &'a Container,
        item: &'a ContainerItem,
        names: &[&str],
        source: &Source<'a>,
    ) -> Result<()> {
        let mut segment = match &item.kind {
            ItemKind::Import(operation) => {
                self.imports.push((&item.name, operation));
                return Ok(());
            }
            ItemKind::EntitySet(entity) => Segment::of_item(container, item, entity, true),
            ItemKind::Singleton(entity) => Segment::of_item(container, item, entity, false),
        };
        for name in names {
            segment = self.below(segment, name, source)?;
        }
        self.segments.push(segment);
        Ok(())
    }

    /// Returns the contained navigation property with a name, and skips the others.
    fn below(&mut self, mut segment: Segment<'a>, name: &str, source: &Source<'a>) -> Result<Segment<'a>> {
        if segment.collection {
            add_key(source, &mut segment)
                .map_err(|what| missing(source, format!("no path continues {}: {what}", segment.path)))?;
        }
        let mut found = None;
        for below in segment.contained(source) {
            if below.name == name {
                found = Some(below);
            } else if !source.tables.paths.iter().any(|path| is_within(path, &below.names)) {
                self.skipped.push(Skipped::new(below.path, "outside of the paths of the API"));
            }
        }
        found.ok_or_else(|| {
            missing(source, format!("{} has no contained navigation property {name}", segment.entity))
        })
    }
}

/// Returns whether a path leads to or through some names.
fn is_within(path: &str, names: &str) -> bool {
    path.strip_prefix(names).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
