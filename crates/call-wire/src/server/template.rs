//! Templates of paths.

use std::cmp::Ordering;

use percent_encoding::percent_decode_str;

/// The parameters of a path, percent-decoded, in the order of the template.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parameters(Vec<(&'static str, String)>);

impl Parameters {
    /// Returns the value of a parameter, by its name in the template.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.iter().find(|(other, _)| *other == name).map(|(_, value)| value)
    }

    /// Returns the names and values of all parameters.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.0.iter().map(|(name, value)| (*name, value.as_str()))
    }

    /// Returns `true` if the path has no parameters.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// A path that matches a template.
#[derive(Debug)]
pub(super) struct Match {
    pub(super) parameters: Parameters,
    /// The number of literal characters in each segment; `usize::MAX` for a segment without parameters.
    literals: Vec<usize>,
}

impl Match {
    /// Compares how specific two matches of one path are. The first segment in which they differ decides: the one with
    /// more literal characters is more specific.
    pub(super) fn specificity(&self, other: &Self) -> Ordering {
        self.literals.cmp(&other.literals)
    }
}

/// Compares a path with a template. The namespace may qualify the last segment of the path.
///
/// A parameter is at least one character of one segment. It is percent-decoded, and must then be UTF-8. A parameter
/// between single quotes is a string literal of OData: it may be empty, and doubled quotes stand for one.
pub(super) fn matches(template: &'static str, namespace: Option<&str>, path: &str) -> Option<Match> {
    let mut found = Match { parameters: Parameters::default(), literals: Vec::new() };
    let (mut templates, mut segments) = (template.split('/').peekable(), path.split('/'));
    while let Some(template) = templates.next() {
        let segment = segments.next()?;
        let unqualified = match namespace {
            Some(namespace) if templates.peek().is_none() => unqualified(segment, namespace),
            _ => segment,
        };
        found.literals.push(match_segment(template, unqualified, &mut found.parameters)?);
    }
    segments.next().is_none().then_some(found)
}

fn unqualified<'s>(segment: &'s str, namespace: &str) -> &'s str {
    let rest = segment.strip_prefix(namespace).and_then(|rest| rest.strip_prefix('.'));
    rest.unwrap_or(segment)
}

/// Compares a segment with a part of a template, and returns the number of literal characters.
fn match_segment(template: &'static str, segment: &str, parameters: &mut Parameters) -> Option<usize> {
    let Some((before, rest)) = template.split_once('{') else {
        return (template == segment).then_some(usize::MAX);
    };
    let (name, after) = rest.split_once('}')?;
    let rest = segment.strip_prefix(before)?;
    // The next literal ends the parameter. The last one must be the end of the segment.
    let literal = after.split('{').next().unwrap_or_default();
    let end = match literal {
        "" => rest.len(),
        literal if literal.len() == after.len() => rest.strip_suffix(literal)?.len(),
        literal => rest.find(literal)?,
    };
    let (value, rest) = rest.split_at_checked(end)?;
    let is_quoted = before.ends_with('\'') && literal.starts_with('\'');
    if value.is_empty() && !is_quoted {
        return None;
    }
    let value = percent_decode_str(value).decode_utf8().ok()?;
    let value = if is_quoted { value.replace("''", "'") } else { value.into_owned() };
    parameters.0.push((name, value));
    if literal.len() == after.len() {
        return Some(before.len() + literal.len());
    }
    Some(before.len() + match_segment(after, rest, parameters)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(template: &'static str, path: &str) -> Option<Vec<(&'static str, String)>> {
        matches(template, None, path).map(|found| found.parameters.0)
    }

    #[test]
    fn a_parameter_is_decoded_and_ends_at_the_next_literal() {
        let one = |name, value: &str| Some(vec![(name, value.to_owned())]);
        assert_eq!(values("/a/{id}", "/a/b%2Fc%20%C3%A9+"), one("id", "b/c é+"));
        assert_eq!(values("/a/{id}:add", "/a/b:c:add"), one("id", "b:c"));
        assert_eq!(values("/a/x-{id}", "/a/x-y"), one("id", "y"));
        assert_eq!(values("/a", "/a"), Some(Vec::new()));
        let two = values("/{a}-to-{b}.json", "/1-to-2-to-3.json");
        assert_eq!(two, Some(vec![("a", "1".to_owned()), ("b", "2-to-3".to_owned())]));
    }

    #[test]
    fn a_quoted_parameter_is_a_string_literal() {
        let template = "/users/find(name='{name}',age={age})";
        let named = |name: &str| Some(vec![("name", name.to_owned()), ("age", "3".to_owned())]);
        assert_eq!(values(template, "/users/find(name='O%27%27Neil',age=3)"), named("O'Neil"));
        assert_eq!(values(template, "/users/find(name='O''Neil',age=3)"), named("O'Neil"));
        assert_eq!(values(template, "/users/find(name='',age=3)"), named(""));
        assert_eq!(values(template, "/users/find(name='x',age=)"), None);
    }

    #[test]
    fn other_paths_do_not_match() {
        for (template, path) in [
            ("/a/{id}", "/a"),
            ("/a/{id}", "/a/"),
            ("/a/{id}", "/a/b/"),
            ("/a/{id}", "/a/b/c"),
            ("/a/{id}", "a/b"),
            ("/a/{id}", "/A/b"),
            ("/a/{id}:add", "/a/:add"),
            ("/a/{id}:add", "/a/b:adds"),
            ("/a/{id}:add", "/a/b%3Aadd"),
            ("/a/{id}", "/a/%FF"),
            ("/a", ""),
        ] {
            assert_eq!(values(template, path), None, "{template} {path}");
        }
    }

    #[test]
    fn a_namespace_qualifies_only_the_last_segment() {
        let is_match = |path| matches("/calls/{id}/answer", Some("microsoft.graph"), path).is_some();
        assert!(is_match("/calls/1/answer") && is_match("/calls/1/microsoft.graph.answer"));
        assert!(!is_match("/microsoft.graph.calls/1/answer") && !is_match("/calls/1/graph.answer"));
        assert!(matches("/calls/{id}/answer", None, "/calls/1/microsoft.graph.answer").is_none());
    }
}
