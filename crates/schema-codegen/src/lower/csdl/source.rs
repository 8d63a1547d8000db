//! The input of the passes, and queries that they share: members with inherited ones, descendants,
//! descriptions.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::config::Config;
use crate::read::csdl::{Csdl, Expression, Operation, Parameter, Property, TypeDef};

const DESCRIPTION: &str = "Org.OData.Core.V1.Description";
const LONG_DESCRIPTION: &str = "Org.OData.Core.V1.LongDescription";
const OPTIONAL: &str = "Org.OData.Core.V1.OptionalParameter";
const DEFAULT_NAMESPACE: &str = "Org.OData.Core.V1.DefaultNamespace";
const KEY_AS_SEGMENT: &str = "Org.OData.Capabilities.V1.KeyAsSegmentSupported";

/// The schema that is lowered, with its options.
pub(super) struct Source<'a> {
    pub csdl: &'a Csdl,
    pub capabilities: Option<&'a Csdl>,
    /// The facts that are not in the schema.
    pub config: &'a Config,
    /// The main namespace, whose names have no prefix.
    pub namespace: &'a str,
    /// Whether all types are emitted, and not only those that the operations reach.
    pub all: bool,
    children: OnceCell<BTreeMap<&'a str, Vec<&'a str>>>,
    /// The operations by the type that they are bound to: those of one value, and those of a collection.
    bound: OnceCell<HashMap<&'a str, [Vec<&'a Operation>; 2]>>,
}

/// The documentation of an operation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Text {
    pub summary: Option<String>,
    pub description: Option<String>,
}

/// A property of a type, declared or inherited.
#[derive(Clone, Copy, Debug)]
pub(super) struct Member<'a> {
    /// The type that declares it.
    pub owner: &'a TypeDef,
    pub property: &'a Property,
    /// The base type whose property of the same name it redeclares.
    pub hides: Option<&'a TypeDef>,
}

impl<'a> Source<'a> {
    pub(super) fn new(csdl: &'a Csdl, capabilities: Option<&'a Csdl>, config: &'a Config, all: bool) -> Self {
        let namespace = config.csdl.namespace.as_deref().unwrap_or_else(|| main_namespace(csdl));
        let (children, bound) = (OnceCell::new(), OnceCell::new());
        Self { csdl, capabilities, config, namespace, all, children, bound }
    }

    /// Returns the properties: inherited ones first, with redeclared ones at their original position.
    pub(super) fn members(&self, name: &str) -> Vec<Member<'a>> {
        let mut members: Vec<Member<'a>> = Vec::new();
        for owner in self.csdl.lineage(name) {
            let structured = self.csdl.structured(&owner.name);
            for property in structured.into_iter().flat_map(|structured| &structured.properties) {
                match members.iter_mut().find(|member| member.property.name == property.name) {
                    Some(hidden) => *hidden = Member { owner, property, hides: Some(hidden.owner) },
                    None => members.push(Member { owner, property, hides: None }),
                }
            }
        }
        members.retain(|member| self.keeps(member.property));
        members
    }

    /// Returns whether a property is emitted. Navigation properties are emitted if they contain their target:
    /// others are links, which are only present if a client requests to expand them.
    pub(super) fn keeps(&self, property: &Property) -> bool {
        self.all || property.navigation != Some(false)
    }

    /// Returns the types that are derived directly from a type.
    pub(super) fn children(&self, name: &str) -> &[&'a str] {
        let children = self.children.get_or_init(|| {
            let mut children: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
            for def in &self.csdl.types {
                if let Some(base) = def.base() {
                    children.entry(base).or_default().push(&def.name);
                }
            }
            children
        });
        children.get(name).map_or(&[], Vec::as_slice)
    }

    /// Returns the types that are derived from a type, directly or indirectly.
    pub(super) fn descendants(&self, name: &str) -> BTreeSet<&'a str> {
        let mut found = BTreeSet::new();
        let mut open: Vec<&str> = self.children(name).to_vec();
        while let Some(next) = open.pop() {
            if found.insert(next) {
                open.extend(self.children(next));
            }
        }
        found
    }

    /// Returns the operations that are bound to a type or to a collection of it, in the order of the file.
    pub(super) fn bound_to(&self, name: &str, collection: bool) -> &[&'a Operation] {
        let bound = self.bound.get_or_init(|| {
            let mut bound: HashMap<&str, [Vec<&Operation>; 2]> = HashMap::new();
            for operation in &self.csdl.operations {
                if let Some(ty) = operation.binding() {
                    let [of_one, of_many] = bound.entry(&ty.name).or_default();
                    if ty.collection { of_many } else { of_one }.push(operation);
                }
            }
            bound
        });
        let [of_one, of_many] = match bound.get(name) {
            Some(operations) => operations,
            None => return &[],
        };
        if collection { of_many } else { of_one }
    }

    /// Returns the unbound operations with a name.
    pub(super) fn unbound(&self, name: &str) -> Vec<&'a Operation> {
        let operations = self.csdl.operations.iter();
        operations.filter(|operation| !operation.bound && operation.name == name).collect()
    }

    /// Returns whether a request may omit a parameter of an operation.
    pub(super) fn is_optional(&self, operation: &Operation, parameter: &Parameter) -> bool {
        let target = format!("{}/{}", operation.target(), parameter.name);
        self.annotation(&target, OPTIONAL).is_some()
    }

    /// Returns whether a key is a segment of its own in the paths of a container, as in `calls/{call-id}`, and
    /// not in parentheses, as in `calls('{call-id}')`. Every service of OData supports parentheses.
    pub(super) fn has_keys_as_segments(&self, container: &str) -> bool {
        self.is_tagged(container, KEY_AS_SEGMENT)
    }

    /// Returns whether a path may contain the names of a namespace's operations without the namespace.
    pub(super) fn has_short_names(&self, namespace: &str) -> bool {
        self.is_tagged(namespace, DEFAULT_NAMESPACE)
    }

    fn is_tagged(&self, target: &str, term: &str) -> bool {
        self.annotation(target, term).is_some_and(|value| value.as_bool() != Some(false))
    }

    pub(super) fn is_bare(&self, name: &str) -> bool {
        self.config.csdl.bare.iter().any(|row| **row == name)
    }

    pub(super) fn is_abstract(&self, name: &str) -> bool {
        self.csdl.structured(name).is_some_and(|structured| structured.is_abstract)
    }

    /// Returns the value of an annotation in the schema or in the capabilities file.
    pub(super) fn annotation(&self, target: &str, term: &str) -> Option<&'a Expression> {
        let found = self.capabilities.and_then(|file| file.annotation(target, term));
        found.or_else(|| self.csdl.annotation(target, term)).map(|annotation| &annotation.value)
    }

    /// Returns the short description of a target.
    pub(super) fn summary(&self, target: &str) -> Option<&'a str> {
        self.annotation(target, DESCRIPTION)?.as_str()
    }

    /// Returns the long description of a target.
    pub(super) fn remark(&self, target: &str) -> Option<&'a str> {
        self.annotation(target, LONG_DESCRIPTION)?.as_str()
    }

    /// Returns the documentation of an operation.
    pub(super) fn text(&self, target: &str) -> Text {
        let [summary, description] = [self.summary(target), self.remark(target)];
        Text { summary: summary.map(str::to_owned), description: description.map(str::to_owned) }
    }

    /// Returns both descriptions of a target as one text.
    pub(super) fn description(&self, target: &str) -> Option<String> {
        let parts: Vec<&str> = [self.summary(target), self.remark(target)].into_iter().flatten().collect();
        if parts.is_empty() { None } else { Some(parts.join("\n\n")) }
    }

    /// Removes the main namespace from the name of a type or target.
    pub(super) fn short(&self, name: &str) -> String {
        let parts = name.split_inclusive(['(', ',']).map(|part| {
            let rest = part.strip_prefix(self.namespace).and_then(|rest| rest.strip_prefix('.'));
            rest.unwrap_or(part)
        });
        parts.collect()
    }

    pub(super) fn is_secret(&self, member: &Member<'_>) -> bool {
        self.config
            .secrets
            .iter()
            .any(|row| row.type_name == member.owner.name && row.property == member.property.name)
    }
}

/// Returns the namespace of the entity container if it has types, else that of the first type.
fn main_namespace(csdl: &Csdl) -> &str {
    let container = csdl.containers.first().and_then(|container| container.name.rsplit_once('.'));
    let mut types = csdl.types.iter().filter_map(|def| def.name.rsplit_once('.'));
    let first = types.clone().next();
    let of_container = types.find(|(namespace, _)| container.is_some_and(|(other, _)| other == *namespace));
    of_container.or(first).map_or("", |(namespace, _)| namespace)
}
