//! Compares the address in a request with the path of an operation.
//!
//! OData writes the arguments of a function and the key of an entity in parentheses:
//! `calls('57dab8b1')/getLog(from=2020-01-01,to=@to)`.

/// Returns the number of parameters that an address has values for, if it has the path of an operation. Paths
/// with fewer parameters match better.
#[must_use]
pub fn parameters(template: &str, address: &str) -> Option<usize> {
    let (wanted, given) = (segments(template), segments(path(address)));
    if wanted.len() != given.len() {
        return None;
    }
    let counts = wanted.iter().zip(&given).map(|(wanted, given)| wanted.fits(given));
    counts.sum()
}

/// Returns the path of an address, without host, version and query.
fn path(address: &str) -> &str {
    let rest = address
        .split_once("://")
        .map_or(address, |(_, rest)| rest.find('/').map_or("", |start| &rest[start..]));
    let path = rest.split(['?', '#']).next().unwrap_or_default().trim_end();
    let versions = ["/v1.0", "/beta"];
    let plain = versions.iter().find_map(|version| path.strip_prefix(version)).unwrap_or(path);
    plain.trim_end_matches('/')
}

/// A segment of a path.
#[derive(Debug)]
struct Segment<'p> {
    name: &'p str,
    /// The names of the arguments of a function, sorted.
    arguments: Option<Vec<&'p str>>,
}

/// Splits a path. A key in parentheses becomes a segment of its own, as in the other notation of keys.
fn segments(path: &str) -> Vec<Segment<'_>> {
    let mut segments = Vec::new();
    for part in outside_parentheses(path, '/') {
        let call =
            part.split_once('(').and_then(|(name, rest)| Some((name, rest.trim_end().strip_suffix(')')?)));
        let Some((name, inside)) = call else {
            segments.push(Segment { name: part, arguments: None });
            continue;
        };
        if inside.trim().is_empty() || inside.contains('=') {
            let arguments = outside_parentheses(inside, ',').into_iter();
            let names = arguments.filter_map(|argument| Some(argument.split_once('=')?.0.trim()));
            let mut names: Vec<&str> = names.collect();
            names.sort_unstable();
            segments.push(Segment { name, arguments: Some(names) });
        } else {
            segments.push(Segment { name, arguments: None });
            segments.push(Segment { name: inside, arguments: None });
        }
    }
    segments
}

/// Splits a text at each sign that is neither in parentheses nor in quotes.
fn outside_parentheses(text: &str, at: char) -> Vec<&str> {
    let (mut parts, mut start, mut depth, mut is_quoted) = (Vec::new(), 0, 0_u32, false);
    for (offset, sign) in text.char_indices() {
        match sign {
            '\'' => is_quoted = !is_quoted,
            '(' if !is_quoted => depth += 1,
            ')' if !is_quoted => depth = depth.saturating_sub(1),
            _ if sign == at && depth == 0 && !is_quoted => {
                parts.push(&text[start..offset]);
                start = offset + sign.len_utf8();
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts
}

impl Segment<'_> {
    /// Returns the number of parameters that a given segment has values for, if it fits this one.
    fn fits(&self, given: &Self) -> Option<usize> {
        let plain = self.name.trim_matches('\'');
        if plain.starts_with('{') && plain.ends_with('}') {
            return (given.arguments.is_none() && !given.name.is_empty()).then_some(1);
        }
        match (&self.arguments, &given.arguments) {
            _ if !self.has_name_of(given) => None,
            // The arguments may be in the query.
            (Some(names), None) => Some(names.len()),
            (names, others) => (names == others).then_some(0),
        }
    }

    /// Returns whether a given segment has the same name. Both names may be qualified.
    fn has_name_of(&self, given: &Self) -> bool {
        let is_qualified = given.name.starts_with("microsoft.graph.");
        self.name == given.name
            || unqualified(self.name) == given.name
            || (is_qualified && unqualified(self.name) == unqualified(given.name))
    }
}

/// Returns a name without its namespace.
fn unqualified(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_may_have_host_version_and_query() {
        let template = "/calls/{id}";
        for address in [
            "/calls/1",
            "/calls/{id}/",
            "/v1.0/calls/1?$select=id",
            "https://graph.microsoft.com/beta/calls/1#top",
            "/calls('1')",
            "/calls({id})",
            "/calls('a/b')",
        ] {
            assert_eq!(parameters(template, address), Some(1), "{address}");
        }
        for address in
            ["/calls", "/calls/1/2", "/calls//", "https://bot.contoso.com", "/call/1", "/calls/a()"]
        {
            assert_eq!(parameters(template, address), None, "{address}");
        }
    }

    #[test]
    fn actions_may_have_their_qualified_name() {
        assert_eq!(parameters("/calls/{id}/act", "/calls/1/microsoft.graph.act"), Some(1));
        assert_eq!(parameters("/calls/{id}/act", "/calls/1/microsoft.graph.part.act"), Some(1));
        assert_eq!(parameters("/calls/{id}/act", "/calls/1/other.act"), None);
    }

    #[test]
    fn paths_may_have_keys_in_parentheses_and_qualified_names() {
        for address in ["/calls('1')/act", "/calls/1/act", "/calls(1)/microsoft.graph.act", "/calls/1/n.act"]
        {
            assert_eq!(parameters("/calls('{id}')/n.act", address), Some(1), "{address}");
            assert_eq!(parameters("/calls({id})/n.act", address), Some(1), "{address}");
        }
        assert_eq!(parameters("/rows(a='{a}',b={b})", "/rows(b=1,a='2')"), Some(0));
        assert_eq!(parameters("/rows(a='{a}',b={b})", "/rows(a='2')"), None);
    }

    #[test]
    fn functions_are_found_in_every_notation() {
        let templates = [
            "/calls/getLog(from={from},to={to})",
            "/calls/getLog(from=@from,to=@to)",
            "/calls/n.getLog(to={to},from='{from}')",
        ];
        for template in templates {
            for address in [
                "/calls/getLog(from=2020-01-01,to=2020-01-02)",
                "/calls/getLog(from={from}, to={to})",
                "/calls/getLog(to='a/b, c',from=(1/2))",
                "/calls/microsoft.graph.calls.getLog(from=@a,to=@b)?@a=2020-01-01&@b=2020-01-02",
            ] {
                assert_eq!(parameters(template, address), Some(0), "{template} {address}");
            }
            assert_eq!(parameters(template, "/calls/getLog?from=2020-01-01"), Some(2));
            for address in ["/calls/getLog(from=2020-01-01)", "/calls/getLog()", "/calls/getLog('x')"] {
                assert_eq!(parameters(template, address), None, "{address}");
            }
        }
        assert_eq!(parameters("/calls/count()", "/calls/count()"), Some(0));
        assert_eq!(parameters("/calls/count()", "/calls/count"), Some(0));
    }
}
