//! The operation of a request, by its method and path.

use super::route::Route;
use super::template::{Match, Parameters, matches};

/// The result of [`find`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found<O> {
    /// The operation, and the parameters in the path.
    Operation(O, Parameters),
    /// The path belongs to operations with other methods. The response has the status 405, and lists the methods, which
    /// are sorted, in the header `Allow`.
    MethodNotAllowed(Vec<&'static str>),
    /// No operation has such a path. The response has the status 404.
    Unknown,
}

/// Returns the operation with this method and path. `path` is percent-encoded, begins with `/`, and has no query.
///
/// Methods and literal parts of a path are case-sensitive. If the templates of several operations match, literals take
/// precedence over parameters, from left to right: `/calls/last` is `/calls/last` and not `/calls/{id}`.
pub fn find<O: Copy>(operations: &[O], route: impl Fn(&O) -> &Route, method: &str, path: &str) -> Found<O> {
    let mut best: Option<(O, Match)> = None;
    let mut allowed = Vec::new();
    for operation in operations {
        let Route { method: own, path: template, namespace, .. } = *route(operation);
        let Some(found) = matches(template, namespace, path) else { continue };
        if own != method {
            allowed.push(own);
        } else if best.as_ref().is_none_or(|(_, best)| found.specificity(best).is_gt()) {
            best = Some((*operation, found));
        }
    }
    if let Some((operation, found)) = best {
        return Found::Operation(operation, found.parameters);
    }
    allowed.sort_unstable();
    allowed.dedup();
    if allowed.is_empty() { Found::Unknown } else { Found::MethodNotAllowed(allowed) }
}
