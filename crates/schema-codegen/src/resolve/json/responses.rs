//! Finds the responses that are pages of lists, and those that query options can shape.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{operations, text};
use crate::diagnostic::{Diagnostic, Result};
use crate::resolve::model::{Kind, Member, MemberWire, Module, Page, Responses, UnionWire, ValueType};

/// Resolves the responses of all operations.
///
/// # Errors
///
/// Returns a diagnostic if a page does not have the members that its operation names.
pub(super) fn resolve(document: &Value, module: &Module) -> Result<Responses> {
    let (mut pages, mut queried) = (BTreeMap::new(), BTreeMap::new());
    for ((_, _, operation), resolved) in operations::all(document).zip(&module.operations) {
        let Some(ValueType::Named(response)) = &resolved.response else { continue };
        let paging = &operation["x-pageable"];
        let page = match text(&paging["items"]) {
            Some(items) => Some(page(response, items, text(&paging["next"]), module).map_err(|what| {
                Diagnostic::new(format!("the response of {} is not a page: {what}", resolved.name))
                    .help("correct the paging of the operation in the schema")
            })?),
            None => None,
        };
        if operation["x-queryable"] == true {
            let resource = page.as_ref().map_or(Some(response.as_str()), |page| page.item.target());
            queried
                .extend(resource.and_then(|name| entity(name, module)).map(|name| (response.clone(), name)));
        }
        pages.extend(page.map(|page| (response.clone(), page)));
    }
    Ok(Responses { pages, queried })
}

/// Resolves a page of a list from the names of its members on the wire.
fn page(
    response: &str,
    items: &str,
    next: Option<&str>,
    module: &Module,
) -> std::result::Result<Page, String> {
    let Some(Kind::Object(object)) = module.types.get(response).map(|one| &one.kind) else {
        return Err(format!("{response} is not an object"));
    };
    let member = |name: &str| {
        let is_it =
            |member: &&Member| matches!(&member.wire, MemberWire::Json { name: wire, .. } if wire == name);
        object.members.iter().find(is_it).ok_or_else(|| format!("{response} has no member {name}"))
    };
    let list = member(items)?;
    let ValueType::Vec(item) = &list.ty else { return Err(format!("{response}.{items} is not a list")) };
    let next = match next.map(member).transpose()? {
        Some(link) if link.ty != ValueType::Text => {
            return Err(format!("{response}.{} is not a string", link.label));
        }
        link => link.map(|link| link.label.clone()),
    };
    Ok(Page { item: ValueType::clone(item), items: list.label.clone(), next })
}

/// Returns the object whose members a resource has: the resource itself, or the base type of a union.
fn entity(name: &str, module: &Module) -> Option<String> {
    match &module.types.get(name)?.kind {
        Kind::Object(_) => Some(name.to_owned()),
        Kind::Union(union) => match &union.wire {
            UnionWire::Json { base, .. } => base.clone(),
            UnionWire::Element | UnionWire::XsiType => None,
        },
        Kind::Enum(_) | Kind::Alias(_) => None,
    }
}
