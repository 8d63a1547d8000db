//! The operations that a path supports according to capability annotations, and the statuses of their
//! responses.
//!
//! Without an annotation, OData allows all operations.

use std::collections::BTreeSet;

use super::source::{Source, Text};
use crate::diagnostic::{Diagnostic, Result};
use crate::read::csdl::{Annotation, Csdl, Expression};

const CAPABILITIES: &str = "Org.OData.Capabilities.V1.";

/// The namespace of our terms, for facts that the OData vocabularies have no term for.
const OWN: &str = "calltypes.capabilities.";
const STATUSES: &[&str] = &["SuccessStatus", "InsertStatus", "UpdateStatus", "DeleteStatus"];

/// An operation on a path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Right {
    pub allowed: bool,
    pub status: u16,
    pub text: Text,
}

/// The operations on a collection or a contained entity.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Rights {
    pub list: Right,
    pub get: Right,
    pub insert: Right,
    pub update: Right,
    pub delete: Right,
}

/// Reads the operations of a path from the annotations of its targets, the most specific target first.
pub(super) fn rights(source: &Source<'_>, targets: &[String]) -> Result<Rights> {
    let restrictions = |term: &str| {
        targets
            .iter()
            .find_map(|target| source.annotation(target, &format!("{CAPABILITIES}{term}Restrictions")))
    };
    let status =
        |term: &str, default: u16| match targets.iter().find(|target| own(source, target, term).is_some()) {
            Some(target) => status(source, target, term, default),
            None => Ok(default),
        };
    let read = restrictions("Read");
    let list = right(read, "Readable", true, 200);
    let by_key = read.and_then(|read| read.get("ReadByKeyRestrictions"));
    Ok(Rights {
        get: right(by_key, "Readable", list.allowed, 200),
        list,
        insert: right(restrictions("Insert"), "Insertable", true, status("InsertStatus", 201)?),
        update: right(restrictions("Update"), "Updatable", true, status("UpdateStatus", 200)?),
        delete: right(restrictions("Delete"), "Deletable", true, status("DeleteStatus", 204)?),
    })
}

fn right(record: Option<&Expression>, member: &str, default: bool, status: u16) -> Right {
    let value = |name: &str| record.and_then(|record| record.get(name));
    let words = |name: &str| value(name).and_then(Expression::as_str).map(str::to_owned);
    Right {
        allowed: value(member).and_then(Expression::as_bool).unwrap_or(default),
        status,
        text: Text { summary: words("Description"), description: words("LongDescription") },
    }
}

/// Returns the success status of an action or function.
pub(super) fn action_status(source: &Source<'_>, target: &str, default: u16) -> Result<u16> {
    status(source, target, "SuccessStatus", default)
}

fn own<'a>(source: &Source<'a>, target: &str, term: &str) -> Option<&'a Annotation> {
    let term = format!("{OWN}{term}");
    let file = source.capabilities.unwrap_or(source.csdl);
    file.annotation(target, &term).or_else(|| source.csdl.annotation(target, &term))
}

fn status(source: &Source<'_>, target: &str, term: &str, default: u16) -> Result<u16> {
    let Some(annotation) = own(source, target, term) else {
        return Ok(default);
    };
    let status = annotation.value.as_int().and_then(|status| u16::try_from(status).ok());
    status.filter(|status| (200..300).contains(status)).ok_or_else(|| {
        source
            .capabilities
            .unwrap_or(source.csdl)
            .diagnostic(annotation.place, format!("{OWN}{term} of {target} is not a success status"))
            .help("use a status from 200 to 299, as in Int=\"202\"")
    })
}

/// Checks the annotations in the capabilities file. Adds those that were not used to `unmatched`: they have
/// no effect.
pub(super) fn check(file: &Csdl, asked: &BTreeSet<String>, unmatched: &mut Vec<Diagnostic>) -> Result<()> {
    for (target, annotations) in &file.annotations {
        for annotation in annotations {
            unmatched.extend(check_one(file, target, annotation, asked)?);
        }
    }
    Ok(())
}

/// Returns a diagnostic if an annotation was not used.
fn check_one(
    file: &Csdl,
    target: &str,
    annotation: &Annotation,
    asked: &BTreeSet<String>,
) -> Result<Option<Diagnostic>> {
    let own = annotation.term.strip_prefix(OWN);
    if own.is_none() && !annotation.term.starts_with(CAPABILITIES) {
        return Ok(None);
    }
    if own.is_some_and(|term| !STATUSES.contains(&term)) {
        let diagnostic: Diagnostic =
            file.diagnostic(annotation.place, format!("the term {} does not exist", annotation.term));
        return Err(diagnostic.help(format!("the terms of {OWN} are {}", STATUSES.join(", "))));
    }
    if asked.contains(target) {
        return Ok(None);
    }
    let what =
        format!("the target {target} of the capability {} does not exist in the schema", annotation.term);
    Ok(Some(file.diagnostic(annotation.place, what).help("correct the target, or remove the annotation")))
}
