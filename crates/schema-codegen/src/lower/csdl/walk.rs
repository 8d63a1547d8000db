//! Pass 1: finds the operations. The paths follow containment, and actions and functions are bound to the
//! types on the way.

use std::collections::{BTreeSet, HashSet};

use heck::ToSnakeCase;

use super::capabilities::{self, Right};
use super::endpoint::{Endpoint, PathValue, Payload};
use super::keys::{add_key, alternate_keys};
use super::source::Source;
use super::starts::starts;
use crate::diagnostic::{Diagnostic, Result};
use crate::output::Skipped;
use crate::read::csdl::{Container, ContainerItem, ItemKind};
use crate::read::xml::Place;

/// The maximum number of paths and of operations below the configured paths, since containment can grow
/// exponentially.
const MAX_ENDPOINTS: usize = 5_000;

/// Without configured paths, containment is followed while there are at most so many paths.
const MAX_UNLISTED: usize = 200;

/// The operations, and what was skipped.
#[derive(Debug, Default)]
pub(super) struct Endpoints<'a> {
    pub all: Vec<Endpoint<'a>>,
    pub skipped: Vec<Skipped>,
    /// The targets whose capability annotations were used.
    pub asked: BTreeSet<String>,
    ids: HashSet<String>,
    /// The methods and paths in use.
    requests: HashSet<(&'static str, String)>,
}

/// A part of a path: an item of the container, or a contained navigation property.
#[derive(Clone, Debug)]
pub(super) struct Segment<'a> {
    pub path: String,
    /// The names in the path, without keys.
    pub names: String,
    pub values: Vec<PathValue<'a>>,
    pub name: &'a str,
    pub entity: &'a str,
    pub collection: bool,
    /// The container of the path.
    pub container: &'a str,
    /// The type that declares the navigation property; `None` for an item of the container.
    owner: Option<&'a str>,
    place: Place,
    /// The entity types on the path, to detect cycles of containment.
    passed: Vec<&'a str>,
}

impl<'a> Segment<'a> {
    /// Returns the segment of an entity set or singleton. `None` for an operation.
    pub(super) fn of_item(container: &'a Container, item: &'a ContainerItem) -> Option<Self> {
        let (entity, collection) = match &item.kind {
            ItemKind::EntitySet(entity) => (entity, true),
            ItemKind::Singleton(entity) => (entity, false),
            ItemKind::Import(_) => return None,
        };
        Some(Self {
            path: format!("/{}", item.name),
            names: item.name.clone(),
            values: Vec::new(),
            name: &item.name,
            entity,
            collection,
            container: &container.name,
            owner: None,
            place: item.place,
            passed: Vec::new(),
        })
    }

    /// Returns the segments of the navigation properties that an entity contains.
    pub(super) fn contained(&self, source: &Source<'a>) -> Vec<Self> {
        let members = source.members(self.entity);
        let contained = members.iter().filter(|member| member.property.navigation == Some(true));
        let segments = contained.map(|member| Self {
            path: format!("{}/{}", self.path, member.property.name),
            names: format!("{}/{}", self.names, member.property.name),
            values: self.values.clone(),
            name: &member.property.name,
            entity: &member.property.ty.name,
            collection: member.property.ty.collection,
            container: self.container,
            owner: Some(&member.owner.name),
            place: member.property.place,
            passed: self.passed.iter().copied().chain([self.entity]).collect(),
        });
        segments.collect()
    }

    /// Returns the targets of annotations, the most specific one first.
    fn targets(&self) -> Vec<String> {
        let of_path = format!("{}/{}", self.container, self.names);
        let of_property = self.owner.map(|owner| format!("{owner}/{}", self.name));
        [of_path].into_iter().chain(of_property).collect()
    }
}

/// Finds the operations.
pub(super) fn endpoints<'a>(source: &Source<'a>, unmatched: &mut Vec<Diagnostic>) -> Result<Endpoints<'a>> {
    let starts = starts(source, unmatched);
    let mut found = Endpoints { skipped: starts.skipped, ..Endpoints::default() };
    if source.config.csdl.paths.is_empty() {
        found.walk(source, starts.segments)?;
    } else {
        // One after another, so that another path does not change the IDs of those before it.
        starts.segments.into_iter().try_for_each(|segment| found.walk(source, vec![segment]))?;
    }
    for (name, operation) in starts.imports {
        found.import(source, name, operation)?;
    }
    if let Some(file) = source.capabilities {
        capabilities::check(file, &found.asked, unmatched)?;
    }
    Ok(found)
}

impl<'a> Endpoints<'a> {
    /// Adds the operations of paths and of the paths below them, level by level.
    fn walk(&mut self, source: &Source<'a>, start: Vec<Segment<'a>>) -> Result<()> {
        let listed = !source.config.csdl.paths.is_empty();
        let (mut level, mut visited) = (start, 0_usize);
        while !level.is_empty() {
            if !listed && visited > 0 && visited + level.len() > MAX_UNLISTED {
                let reason = format!(
                    "there are more than {MAX_UNLISTED} paths, and the configuration lists none in `paths`"
                );
                level.iter().for_each(|segment| self.skip(&segment.path, &reason));
                return Ok(());
            }
            let mut next = Vec::new();
            for segment in &level {
                self.visit(source, segment, &mut next)?;
                visited += 1;
                if listed && visited.max(self.all.len()) > MAX_ENDPOINTS {
                    let what =
                        format!("containment results in more than {MAX_ENDPOINTS} paths or operations");
                    return Err(source
                        .csdl
                        .diagnostic(segment.place, what)
                        .help("list longer paths in `paths`"));
                }
            }
            level = next;
        }
        Ok(())
    }

    fn visit(
        &mut self,
        source: &Source<'a>,
        segment: &Segment<'a>,
        next: &mut Vec<Segment<'a>>,
    ) -> Result<()> {
        if source.csdl.is_elsewhere(segment.entity) {
            self.skip(&segment.path, "the entity type is defined in another document");
            return Ok(());
        }
        let targets = segment.targets();
        let rights = capabilities::rights(source, &targets)?;
        self.asked.extend(targets.into_iter().chain([segment.container.to_owned()]));
        let (none, single) = (Payload::None, Payload::Entity(segment.entity));
        let mut item = segment.clone();
        if segment.collection {
            self.add(segment, "list", "get", &rights.list, [none, Payload::Collection(segment.entity)]);
            self.add(segment, "create", "post", &rights.insert, [single, single]);
            self.bound(source, segment, true)?;
            for (item, names) in alternate_keys(source, segment) {
                let verb = format!("get_by_{}", names.join("_and_").to_snake_case());
                self.add(&item, &verb, "get", &rights.get, [none, single]);
            }
            if let Err(reason) = add_key(source, &mut item) {
                self.skip(&format!("{}/{{key}}", segment.path), reason);
                return Ok(());
            }
        }
        self.add(&item, "get", "get", &rights.get, [none, single]);
        self.add(&item, "update", "patch", &rights.update, [single, single]);
        if segment.owner.is_some() || segment.collection {
            self.add(&item, "delete", "delete", &rights.delete, [none, none]);
        }
        self.bound(source, &item, false)?;
        for below in item.contained(source) {
            if item.passed.contains(&item.entity) {
                self.skip(&below.path, "the path would contain itself");
            } else {
                next.push(below);
            }
        }
        Ok(())
    }

    pub(super) fn skip(&mut self, name: &str, reason: &str) {
        self.skipped.push(Skipped::new(name, reason));
    }

    /// Adds one of the operations that OData defines for all paths.
    fn add(
        &mut self,
        segment: &Segment<'a>,
        verb: &str,
        method: &'static str,
        right: &Right,
        [body, response]: [Payload<'a>; 2],
    ) {
        if !right.allowed {
            let name = format!("{} {}", method.to_uppercase(), segment.path);
            self.skip(&name, "the capability annotations do not allow it");
            return;
        }
        let endpoint = Endpoint {
            id: format!("{}_{verb}", segment.name.to_snake_case()),
            method,
            path: segment.path.clone(),
            values: segment.values.clone(),
            body,
            response,
            status: right.status,
            text: right.text.clone(),
            operation: None,
            namespace: None,
        };
        self.push(endpoint, verb, &segment.names);
    }

    /// Adds an operation under an unused ID: its own, one from all names in the path, or that with a number.
    pub(super) fn push(&mut self, mut endpoint: Endpoint<'a>, verb: &str, names: &str) {
        if !self.requests.insert((endpoint.method, endpoint.path.clone())) {
            let name = format!("{} {}", endpoint.method.to_uppercase(), endpoint.path);
            self.skip(&name, "another operation has the same method and path");
            return;
        }
        let whole = format!("{}_{verb}", names.replace('/', "_").to_snake_case());
        let own = std::mem::take(&mut endpoint.id);
        let numbered = (2..).map(|number| format!("{whole}_{number}"));
        let mut ids = [own, whole.clone()].into_iter().chain(numbered);
        endpoint.id = ids.find(|id| self.ids.insert(id.clone())).unwrap_or_default();
        // A response with the status 204 has no content.
        if endpoint.status == 204 {
            endpoint.response = Payload::None;
        }
        self.all.push(endpoint);
    }
}
