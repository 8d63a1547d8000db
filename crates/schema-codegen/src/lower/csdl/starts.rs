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

/// Finds where the paths begin: at the configured places, or else at every item of the containers. Adds the rows
/// of the configuration that match nothing.
pub(super) fn starts<'a>(source: &Source<'a>, unmatched: &mut Vec<Diagnostic>) -> Starts<'a> {
    let mut starts = Starts::default();
    let rows = &source.config.csdl.paths;
    if rows.is_empty() {
        items(source).for_each(|(container, item)| starts.add_item(container, item));
    }
    for row in rows {
        if let Err(what) = starts.add_path(row, source) {
            unmatched.push(source.config.unmatched(row, what));
        }
    }
    starts
}

fn items<'a>(source: &Source<'a>) -> impl Iterator<Item = (&'a Container, &'a ContainerItem)> {
    let containers = source.csdl.containers.iter();
    containers.flat_map(|container| container.items.iter().map(move |item| (container, item)))
}

fn find<'a>(source: &Source<'a>, name: &str) -> Result<(&'a Container, &'a ContainerItem), String> {
    let found = items(source).find(|(_, item)| item.name == name);
    found.ok_or_else(|| format!("no entity container has an item {name}"))
}

impl<'a> Starts<'a> {
    /// Adds the beginning at an item of a container.
    fn add_item(&mut self, container: &'a Container, item: &'a ContainerItem) {
        self.segments.extend(Segment::of_item(container, item));
        if let ItemKind::Import(operation) = &item.kind {
            self.imports.push((&item.name, operation));
        }
    }

    /// Adds the beginning at a configured path.
    ///
    /// # Errors
    ///
    /// Returns what the schema does not have.
    fn add_path(&mut self, path: &str, source: &Source<'a>) -> Result<(), String> {
        let Some((first, rest)) = path.split_once('/') else {
            let (container, item) = find(source, path)?;
            self.add_item(container, item);
            return Ok(());
        };
        let (container, item) = find(source, first)?;
        let mut segment = Segment::of_item(container, item)
            .ok_or_else(|| format!("{first} is an operation, so no path continues it"))?;
        for name in rest.split('/') {
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
            } else if !source.config.csdl.paths.iter().any(|path| is_within(path, &below.names)) {
                self.skipped.push(Skipped::new(below.path, "outside the configured paths"));
            }
        }
        found.ok_or_else(|| format!("{} has no contained navigation property {name}", segment.entity))
    }
}

/// Returns whether a path leads to or through some names.
fn is_within(path: &str, names: &str) -> bool {
    path.strip_prefix(names).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
