//! Finds where the paths of an API begin.

use super::keys::add_key;
use super::source::Source;
use super::walk::Segment;
use crate::diagnostic::Diagnostic;
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

/// Finds where the paths begin: where the configuration says so, or else at every item of the containers. Adds
/// the paths that the schema does not have to `unmatched`.
pub(super) fn starts<'a>(source: &Source<'a>, unmatched: &mut Vec<Diagnostic>) -> Starts<'a> {
    let mut starts = Starts::default();
    if source.config.csdl.paths.is_empty() {
        for (container, item) in items(source) {
            // A path of one item always exists.
            unmatched.extend(starts.add(container, item, &[], source).err().map(Diagnostic::new));
        }
    }
    for row in &source.config.csdl.paths {
        let names: Vec<&str> = row.split('/').collect();
        let (first, rest) = names.split_first().map_or(("", &[][..]), |(first, rest)| (*first, rest));
        let item = items(source).find(|(_, item)| item.name == first);
        let added = match item {
            Some((container, item)) => starts.add(container, item, rest, source),
            None => Err(format!("no entity container has an item {first}")),
        };
        unmatched.extend(added.err().map(|what| source.config.unmatched(row, what)));
    }
    starts
}

fn items<'a>(source: &Source<'a>) -> impl Iterator<Item = (&'a Container, &'a ContainerItem)> {
    let containers = source.csdl.containers.iter();
    containers.flat_map(|container| container.items.iter().map(move |item| (container, item)))
}

impl<'a> Starts<'a> {
    /// Adds the beginning at an item, or at a contained navigation property below it. Returns what is missing.
    fn add(
        &mut self,
        container: &'a Container,
        item: &'a ContainerItem,
        names: &[&str],
        source: &Source<'a>,
    ) -> Result<(), String> {
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
    fn below(
        &mut self,
        mut segment: Segment<'a>,
        name: &str,
        source: &Source<'a>,
    ) -> Result<Segment<'a>, String> {
        if segment.collection {
            add_key(source, &mut segment)
                .map_err(|what| format!("no path continues {}: {what}", segment.path))?;
        }
        let mut found = None;
        for below in segment.contained(source) {
            if below.name == name {
                found = Some(below);
            } else if !source.config.csdl.paths.iter().any(|row| is_within(row, &below.names)) {
                self.skipped.push(Skipped::new(below.path, "outside of the paths of the API"));
            }
        }
        found.ok_or_else(|| format!("{} has no contained navigation property {name}", segment.entity))
    }
}

/// Returns whether a path leads to or through some names.
fn is_within(path: &str, names: &str) -> bool {
    path.strip_prefix(names).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
