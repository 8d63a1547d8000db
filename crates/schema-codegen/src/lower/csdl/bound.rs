//! The actions and functions of a path: those that are bound to its type, and unbound ones that the container
//! imports.
//!
//! An action is a `POST`, with its parameters in the body. A function is a `GET`, with its parameters in the
//! path. If a function has several overloads, the IDs of those with parameters name these, as in
//! `things_find_by_name_and_size`. A function with optional parameters becomes two operations: with them and
//! without them.

use std::collections::BTreeMap;

use heck::ToSnakeCase;

use super::capabilities;
use super::endpoint::{Endpoint, PathValue, Payload};
use super::literals::literal;
use super::source::Source;
use super::walk::{Endpoints, Segment};
use crate::diagnostic::Result;
use crate::read::csdl::{Operation, OperationKind, Parameter, TypeRef};

/// An action, or a function with some of its parameters.
struct Call<'a> {
    operation: &'a Operation,
    /// The parameters in the path.
    inline: Vec<&'a Parameter>,
}

/// Where an operation is called.
struct At<'s, 'a> {
    path: &'s str,
    /// The names in the path, without keys.
    names: &'s str,
    values: &'s [PathValue<'a>],
    /// The first words of the IDs.
    noun: &'s str,
}

impl<'a> Endpoints<'a> {
    /// Adds the operations that are bound to the type at a path.
    pub(super) fn bound(
        &mut self,
        source: &Source<'a>,
        segment: &Segment<'a>,
        collection: bool,
    ) -> Result<()> {
        let entity = segment.entity;
        for derived in source.descendants(entity) {
            for operation in source.bound_to(derived, collection) {
                let reason = format!(
                    "bound to a type derived from {}, so it needs a cast in the path",
                    source.short(entity)
                );
                self.skip(&source.short(&operation.target()), &reason);
            }
        }
        // An operation that is bound to a derived type replaces that of the base type.
        let lineage = source.csdl.lineage(entity);
        let operations = lineage.iter().rev().flat_map(|def| source.bound_to(&def.name, collection));
        let calls = operations.flat_map(|operation| self.calls(source, operation)).collect::<Vec<_>>();
        if calls.is_empty() {
            return Ok(());
        }
        let last = entity.rsplit('.').next().unwrap_or_default();
        let noun = if collection { segment.name } else { last }.to_snake_case();
        let at = At { path: &segment.path, names: &segment.names, values: &segment.values, noun: &noun };
        let members = source.members(entity);
        let is_member = |name: &str| !collection && members.iter().any(|member| member.property.name == name);
        self.add_calls(source, &calls, &at, |operation| {
            let (namespace, short) = operation.name.rsplit_once('.').unwrap_or(("", &operation.name));
            // A member with the same name takes precedence over the short name.
            let is_short = source.has_short_names(namespace) && !is_member(short);
            if is_short { short } else { &operation.name }
        })
    }

    /// Adds the operations that a container imports under a name.
    pub(super) fn import(&mut self, source: &Source<'a>, name: &str, operation: &str) -> Result<()> {
        let operations = source.unbound(operation);
        if operations.is_empty() {
            self.skip(&format!("/{name}"), &format!("there is no unbound operation {operation}"));
            return Ok(());
        }
        let calls: Vec<_> = operations.iter().flat_map(|operation| self.calls(source, operation)).collect();
        let at = At { path: "", names: "", values: &[], noun: "" };
        self.add_calls(source, &calls, &at, |_| name)
    }

    /// Returns the operations that an action or function becomes.
    fn calls(&mut self, source: &Source<'a>, operation: &'a Operation) -> Vec<Call<'a>> {
        let arguments = operation.arguments();
        if operation.returns.as_ref().is_some_and(|ty| ty.name == "Edm.Stream") {
            self.skip(&source.short(&operation.target()), "its response is a stream, and not JSON");
            return Vec::new();
        }
        if operation.kind == OperationKind::Action {
            return vec![Call { operation, inline: Vec::new() }];
        }
        let is_required = |one: &&Parameter| !source.is_optional(operation, one);
        let required: Vec<&Parameter> = arguments.iter().filter(is_required).collect();
        let has_optional = required.len() < arguments.len();
        let all = has_optional.then(|| arguments.iter().collect());
        let fits = |inline: &Vec<&Parameter>, endpoints: &mut Self| {
            let unfit = inline.iter().find(|one| literal(source, &one.ty, "").is_none());
            if let Some(unfit) = unfit {
                let reason =
                    format!("a path cannot contain the parameter {} of the type {}", unfit.name, unfit.ty);
                endpoints.skip(&source.short(&operation.target()), &reason);
            }
            unfit.is_none()
        };
        let calls = [required].into_iter().chain(all).filter(|inline| fits(inline, self));
        calls.map(|inline| Call { operation, inline }).collect()
    }

    fn add_calls<'n>(
        &mut self,
        source: &Source<'a>,
        calls: &[Call<'a>],
        at: &At<'_, 'a>,
        name: impl Fn(&'a Operation) -> &'n str,
    ) -> Result<()>
    where
        'a: 'n,
    {
        let mut overloads: BTreeMap<&str, usize> = BTreeMap::new();
        for call in calls {
            *overloads.entry(call.operation.name.as_str()).or_default() += 1;
        }
        for call in calls {
            let overloads = overloads.get(call.operation.name.as_str()).copied().unwrap_or_default();
            self.call(source, call, at, name(call.operation), overloads > 1)?;
        }
        Ok(())
    }

    fn call(
        &mut self,
        source: &Source<'a>,
        call: &Call<'a>,
        at: &At<'_, 'a>,
        name: &str,
        is_overloaded: bool,
    ) -> Result<()> {
        let Call { operation, inline } = call;
        let target = operation.target();
        let mut verb = name.rsplit('.').next().unwrap_or(name).to_snake_case();
        let mut path = format!("{}/{name}", at.path);
        let mut values = at.values.to_vec();
        if operation.kind == OperationKind::Function {
            let mut literals = Vec::new();
            for one in inline {
                let value = parameter(source, one, &target, &values);
                let literal = literal(source, value.ty, &value.name).unwrap_or_default();
                literals.push(format!("{}={literal}", one.name));
                values.push(value);
            }
            path.push_str(&format!("({})", literals.join(",")));
            if is_overloaded && !inline.is_empty() {
                let names: Vec<String> = inline.iter().map(|one| one.name.to_snake_case()).collect();
                verb.push_str(&format!("_by_{}", names.join("_and_")));
            }
        }
        let has_body = operation.kind == OperationKind::Action && !operation.arguments().is_empty();
        let default = if operation.returns.is_some() { 200 } else { 204 };
        let is_qualified = name == operation.name;
        let endpoint = Endpoint {
            id: [at.noun, &verb].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("_"),
            method: if operation.kind == OperationKind::Function { "get" } else { "post" },
            path,
            values,
            body: if has_body { Payload::Arguments(operation) } else { Payload::None },
            response: Payload::returned(operation),
            status: capabilities::action_status(source, &target, default)?,
            text: source.text(&target),
            operation: Some(operation),
            namespace: operation.name.rsplit_once('.').map(|(namespace, _)| namespace).filter(|_| {
                // Only the name of a bound operation may be qualified.
                !is_qualified && operation.bound
            }),
        };
        self.asked.insert(target);
        self.push(endpoint, &verb, at.names);
        Ok(())
    }
}

/// Returns the path parameter for a parameter of a function. Its name is that of the parameter, unless a key
/// in the path has the same name.
fn parameter<'a>(
    source: &Source<'a>,
    parameter: &'a Parameter,
    target: &str,
    values: &[PathValue<'a>],
) -> PathValue<'a> {
    let is_taken = values.iter().any(|value| value.name == parameter.name);
    let ty: &TypeRef = &parameter.ty;
    PathValue {
        name: if is_taken { format!("{}-parameter", parameter.name) } else { parameter.name.clone() },
        description: source.description(&format!("{target}/{}", parameter.name)),
        ty,
        place: parameter.place,
    }
}
