//! Finds the responses that are pages of lists, and those that query options can shape.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{operations, text};
use crate::diagnostic::{Diagnostic, Result};
use crate::resolve::model::{Answers, Held, Kind, Member, MemberWire, Module, Page, UnionWire};

/// Resolves the responses of all operations.
///
/// # Errors
///
/// Returns a diagnostic if a page does not have the members that its operation names.
pub(super) fn resolve(document: &Value, module: &Module) -> Result<Answers> {
    let (mut pages, mut queried) = (BTreeMap::new(), BTreeMap::new());
    for ((_, _, operation), resolved) in operations::all(document).zip(&module.operations) {
        let Some(Held::Named(answer)) = &resolved.answer else { continue };
        let paging = &operation["x-pageable"];
        let page = match text(&paging["items"]) {
            Some(items) => Some(page(answer, items, text(&paging["next"]), module).map_err(|what| {
                Diagnostic::new(format!("the response of {} is not a page: {what}", resolved.name))
                    .help("correct the paging of the operation in the schema")
            })?),
            None => None,
        };
        if operation["x-queryable"] == true {
            let resource = page.as_ref().map_or(Some(answer.as_str()), |page| page.item.target());
            queried.extend(resource.and_then(|name| entity(name, module)).map(|name| (answer.clone(), name)));
        }
        pages.extend(page.map(|page| (answer.clone(), page)));
    }
    Ok(Answers { pages, queried })
}

/// Resolves a page of a list from the names of its members on the wire.
fn page(answer: &str, items: &str, next: Option<&str>, module: &Module) -> std::result::Result<Page, String> {
    let Some(Kind::Object(object)) = module.types.get(answer).map(|one| &one.kind) else {
        return Err(format!("{answer} is not an object"));
    };
    let member = |name: &str| {
        let is_it =
            |member: &&Member| matches!(&member.wire, MemberWire::Json { name: wire, .. } if wire == name);
        object.members.iter().find(is_it).ok_or_else(|| format!("{answer} has no member {name}"))
    };
    let list = member(items)?;
    let Held::Vec(item) = &list.held else { return Err(format!("{answer}.{items} is not a list")) };
    let next = match next.map(member).transpose()? {
        Some(link) if link.held != Held::Text => {
            return Err(format!("{answer}.{} is not a string", link.label));
        }
        link => link.map(|link| link.label.clone()),
    };
    Ok(Page { item: Held::clone(item), items: list.label.clone(), next })
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
