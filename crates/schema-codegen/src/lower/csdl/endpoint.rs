//! Pass 1: finds the operations. The paths follow containment from the container, and actions are bound to
//! the types on the way.

use std::collections::{BTreeSet, VecDeque};

use heck::{ToKebabCase, ToSnakeCase};

use super::capabilities::{self, Right};
use super::source::{Source, Text};
use crate::config::Row;
use crate::diagnostic::{Diagnostic, Result};
use crate::output::Skipped;
use crate::read::csdl::{ItemKind, Operation, OperationKind, Property, TypeRef};
use crate::read::xml::Place;

/// The maximum number of operations, since containment can grow exponentially.
const MAX_ENDPOINTS: usize = 5_000;

/// An operation.
#[derive(Clone, Debug)]
pub(super) struct Endpoint<'a> {
    pub id: String,
    pub method: &'static str,
    pub path: String,
    pub keys: Vec<Key<'a>>,
    pub body: Payload<'a>,
    pub response: Payload<'a>,
    pub status: u16,
    pub text: Text,
    /// The namespace of an action. It may qualify the last segment of the path.
    pub namespace: Option<&'a str>,
}

/// A path parameter.
#[derive(Clone, Debug)]
pub(super) struct Key<'a> {
    pub name: String,
    pub entity: &'a str,
    pub ty: &'a TypeRef,
    pub place: Place,
}

/// The body of a request or response.
#[derive(Clone, Copy, Debug)]
pub(super) enum Payload<'a> {
    None,
    Entity(&'a str),
    Collection(&'a str),
    /// The parameters of an action.
    Arguments(&'a Operation),
    /// The return type of an action.
    Returned(&'a Operation),
}

impl<'a> Payload<'a> {
    /// Returns the names of the types that it refers to.
    pub(super) fn types(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        let (entity, arguments, returned) = match *self {
            Self::None => (None, None, None),
            Self::Entity(name) | Self::Collection(name) => (Some(name), None, None),
            Self::Arguments(operation) => (None, Some(operation), None),
            Self::Returned(operation) => (None, None, operation.returns.as_ref()),
        };
        let arguments = arguments.into_iter().flat_map(|operation| operation.arguments());
        let refs = arguments.map(|argument| &argument.ty).chain(returned);
        entity.into_iter().chain(refs.map(|ty| ty.name.as_str()))
    }
}

/// The operations, and what was skipped.
#[derive(Debug, Default)]
pub(super) struct Endpoints<'a> {
    pub all: Vec<Endpoint<'a>>,
    pub skipped: Vec<Skipped>,
    /// The targets whose capability annotations were used.
    pub asked: BTreeSet<String>,
    ids: BTreeSet<String>,
}

/// A contained navigation property on a path.
#[derive(Clone, Debug)]
struct Segment<'a> {
    path: String,
    target: String,
    owner: &'a str,
    property: &'a Property,
    keys: Vec<Key<'a>>,
    /// The entity types on the path, to detect cycles of containment.
    passed: Vec<&'a str>,
}

/// Finds the operations.
pub(super) fn endpoints<'a>(source: &Source<'a>, unmatched: &mut Vec<Diagnostic>) -> Result<Endpoints<'a>> {
    let mut found = Endpoints::default();
    let mut open = VecDeque::new();
    for row in &source.config.csdl.paths {
        match start(source, row, &mut found) {
            Ok(segment) => open.push_back(segment),
            Err(diagnostic) => unmatched.push(diagnostic),
        }
    }
    let mut visited = 0_usize;
    while let Some(segment) = open.pop_front() {
        found.visit(source, &segment, &mut open)?;
        visited += 1;
        if visited.max(found.all.len()) > MAX_ENDPOINTS {
            let what = format!("containment results in more than {MAX_ENDPOINTS} paths or operations");
            return Err(source.csdl.diagnostic(segment.property.place, what));
        }
    }
    if let Some(file) = source.capabilities {
        capabilities::check(file, &found.asked, unmatched)?;
    }
    Ok(found)
}

/// Returns the first navigation property, from the singleton in the container.
fn start<'a>(source: &Source<'a>, row: &Row<String>, found: &mut Endpoints<'a>) -> Result<Segment<'a>> {
    let (root, first) = row.split_once('/').unwrap_or((row, ""));
    let missing = |what: String| source.config.unmatched(row, what);
    let items = source
        .csdl
        .containers
        .iter()
        .flat_map(|container| container.items.iter().map(move |i| (container, i)));
    let singleton =
        items.filter(|(_, item)| item.name == root).find_map(|(container, item)| match &item.kind {
            ItemKind::Singleton(ty) => Some((container, ty.as_str())),
            _ => None,
        });
    let (container, ty) =
        singleton.ok_or_else(|| missing(format!("no entity container has a singleton {root}")))?;
    let mut start = None;
    for member in source.members(ty).iter().filter(|member| member.property.navigation == Some(true)) {
        let name = &member.property.name;
        let segment = Segment {
            path: format!("/{root}/{name}"),
            target: format!("{}/{root}/{name}", container.name),
            owner: &member.owner.name,
            property: member.property,
            keys: Vec::new(),
            passed: vec![ty],
        };
        if name == first {
            start = Some(segment);
        } else {
            found.skipped.push(Skipped::new(segment.path, "outside the configured paths"));
        }
    }
    start.ok_or_else(|| missing(format!("{ty} has no contained navigation property {first}")))
}

impl<'a> Endpoints<'a> {
    fn visit(
        &mut self,
        source: &Source<'a>,
        segment: &Segment<'a>,
        open: &mut VecDeque<Segment<'a>>,
    ) -> Result<()> {
        let entity = segment.property.ty.name.as_str();
        let fallback = format!("{}/{}", segment.owner, segment.property.name);
        let rights = capabilities::rights(source, &[&segment.target, &fallback])?;
        self.asked.extend([segment.target.clone(), fallback]);
        let single = Payload::Entity(entity);
        let mut item = segment.clone();
        if segment.property.ty.collection {
            self.add(segment, "list", "get", &rights.list, [Payload::None, Payload::Collection(entity)])?;
            self.add(segment, "create", "post", &rights.insert, [single, single])?;
            self.actions(source, segment, true)?;
            match key(source, segment) {
                Some(key) => {
                    item.path = format!("{}/{{{}}}", segment.path, key.name);
                    item.keys.push(key);
                }
                None => {
                    self.skip(
                        &format!("{}/{{key}}", segment.path),
                        "the entity type does not have exactly one key property",
                    );
                    return Ok(());
                }
            }
        }
        self.add(&item, "get", "get", &rights.get, [Payload::None, single])?;
        self.add(&item, "update", "patch", &rights.update, [single, single])?;
        self.add(&item, "delete", "delete", &rights.delete, [Payload::None, Payload::None])?;
        self.actions(source, &item, false)?;
        self.descend(source, &item, open);
        Ok(())
    }

    fn skip(&mut self, name: &str, reason: &str) {
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
    ) -> Result<()> {
        if !right.allowed {
            let name = format!("{} {}", method.to_uppercase(), segment.path);
            self.skip(&name, "the capability annotations do not allow it");
            return Ok(());
        }
        let endpoint = Endpoint {
            id: format!("{}_{verb}", segment.property.name.to_snake_case()),
            method,
            path: segment.path.clone(),
            keys: segment.keys.clone(),
            body,
            response,
            status: right.status,
            text: right.text.clone(),
            namespace: None,
        };
        self.push(endpoint, verb, segment)
    }

    /// Adds an operation under an unused ID: its own, or one from the whole path.
    fn push(&mut self, mut endpoint: Endpoint<'a>, verb: &str, segment: &Segment<'a>) -> Result<()> {
        if self.ids.contains(&endpoint.id) {
            let fixed: Vec<&str> =
                segment.path.split('/').filter(|segment| !segment.starts_with('{')).collect();
            endpoint.id = format!("{}_{verb}", fixed.join("_").to_snake_case());
        }
        if !self.ids.insert(endpoint.id.clone()) {
            let what =
                format!("two operations would have the ID {}; one is at {}", endpoint.id, endpoint.path);
            return Err(Diagnostic::new(what).at(segment.property.place.to_string()));
        }
        // A response with the status 204 has no content.
        if endpoint.status == 204 {
            endpoint.response = Payload::None;
        }
        self.all.push(endpoint);
        Ok(())
    }

    /// Adds the actions that are bound to the type at a path.
    fn actions(&mut self, source: &Source<'a>, segment: &Segment<'a>, collection: bool) -> Result<()> {
        let entity = segment.property.ty.name.as_str();
        let lineage: Vec<&str> = source.csdl.lineage(entity).iter().map(|def| def.name.as_str()).collect();
        let derived = source.descendants(entity);
        for operation in &source.csdl.operations {
            let Some(binding) = operation.binding().filter(|ty| ty.collection == collection) else {
                continue;
            };
            if derived.contains(binding.name.as_str()) {
                let reason = format!(
                    "bound to a type derived from {}, so it needs a cast in the path",
                    source.short(entity)
                );
                self.skip(&source.short(&operation.target()), &reason);
            } else if lineage.contains(&binding.name.as_str()) {
                self.action(source, segment, operation)?;
            }
        }
        Ok(())
    }

    fn action(&mut self, source: &Source<'a>, segment: &Segment<'a>, operation: &'a Operation) -> Result<()> {
        let target = operation.target();
        if operation.kind == OperationKind::Function {
            self.skip(&source.short(&target), "functions are not supported");
            return Ok(());
        }
        let collection = operation.binding().is_some_and(|ty| ty.collection);
        let entity = segment.property.ty.name.rsplit('.').next().unwrap_or_default();
        let noun = if collection { segment.property.name.as_str() } else { entity };
        let verb = operation.short().to_snake_case();
        let default = if operation.returns.is_some() { 200 } else { 204 };
        let endpoint = Endpoint {
            id: format!("{}_{verb}", noun.to_snake_case()),
            method: "post",
            path: format!("{}/{}", segment.path, operation.short()),
            keys: segment.keys.clone(),
            body: if operation.arguments().is_empty() {
                Payload::None
            } else {
                Payload::Arguments(operation)
            },
            response: if operation.returns.is_some() { Payload::Returned(operation) } else { Payload::None },
            status: capabilities::action_status(source, &target, default)?,
            text: source.text(&target),
            namespace: operation.name.rsplit_once('.').map(|(namespace, _)| namespace),
        };
        self.asked.insert(target);
        self.push(endpoint, &verb, segment)
    }

    /// Continues with the navigation properties that an entity contains.
    fn descend(&mut self, source: &Source<'a>, item: &Segment<'a>, open: &mut VecDeque<Segment<'a>>) {
        let entity = item.property.ty.name.as_str();
        for member in source.members(entity) {
            if member.property.navigation != Some(true) {
                continue;
            }
            let name = &member.property.name;
            let path = format!("{}/{name}", item.path);
            if item.passed.contains(&entity) {
                self.skip(&path, "the path would contain itself");
                continue;
            }
            let passed = item.passed.iter().copied().chain([entity]).collect();
            open.push_back(Segment {
                path,
                target: format!("{}/{name}", item.target),
                owner: &member.owner.name,
                property: member.property,
                keys: item.keys.clone(),
                passed,
            });
        }
    }
}

/// Returns the path parameter of a collection. It has the last word of the collection's name, unless the path
/// has that name already.
fn key<'a>(source: &Source<'a>, segment: &Segment<'a>) -> Option<Key<'a>> {
    let entity = segment.property.ty.name.as_str();
    let lineage = source.csdl.lineage(entity);
    let names: Vec<&str> = lineage
        .iter()
        .filter_map(|def| source.csdl.structured(&def.name))
        .flat_map(|structured| structured.key.iter().map(String::as_str))
        .collect();
    let [only] = names.as_slice() else { return None };
    let property = source.members(entity).into_iter().find(|member| member.property.name == *only)?.property;
    let words = singular(&segment.property.name.to_kebab_case());
    let last = words.rsplit('-').next().unwrap_or(&words);
    let mut name = format!("{last}-id");
    let taken = |name: &str| segment.keys.iter().any(|key| key.name == name);
    if taken(&name) {
        name = format!("{words}-id");
    }
    while taken(&name) {
        name = format!("inner-{name}");
    }
    Some(Key { name, entity, ty: &property.ty, place: property.place })
}

fn singular(words: &str) -> String {
    if let Some(stem) = words.strip_suffix("ies") {
        return format!("{stem}y");
    }
    match words.strip_suffix('s') {
        Some(stem) if !stem.ends_with('s') => stem.to_owned(),
        _ => words.to_owned(),
    }
}
