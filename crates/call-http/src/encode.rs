//! How values go into a URL: percent-encoded, so that they cannot change its structure.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

use crate::error::Error;

/// What stands for itself everywhere: the unreserved characters of RFC 3986, section 2.3.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The same, without what query options of OData are made of: `$select=id,state`, `$filter=id eq '1'`.
const IN_QUERY: &AsciiSet = &RESERVED
    .remove(b'$')
    .remove(b',')
    .remove(b'(')
    .remove(b')')
    .remove(b';')
    .remove(b':')
    .remove(b'/')
    .remove(b'\'')
    .remove(b'@')
    .remove(b'*');

/// `name=value`. A space becomes `%20`, which every server reads, and not `+`, which some don't.
pub(crate) fn pair(name: &str, value: &str) -> String {
    format!("{}={}", utf8_percent_encode(name, IN_QUERY), utf8_percent_encode(value, IN_QUERY))
}

/// A path with a value in place of each `{}`, percent-encoded whole: `4:+14255550123` becomes
/// `4%3A%2B14255550123`.
///
/// # Errors
///
/// `Configuration` when a value is blank, contains a control character, or makes a segment `.` or `..`, since the path
/// would then lead to something else (and `%2E` is a dot to every URL parser); or when there are more or fewer values
/// than `{}`.
pub(crate) fn path(template: &str, values: &[&str]) -> Result<String, Error> {
    let fault = |what: String| Error::configuration(format!("the path {template}: {what}"));
    let mut parts = template.split("{}");
    let mut path = parts.next().unwrap_or_default().to_owned();
    if parts.clone().count() != values.len() {
        return Err(fault(format!("{} value(s) were given for it", values.len())));
    }
    for (number, (value, part)) in values.iter().zip(parts).enumerate() {
        let problem = match value {
            _ if value.is_empty() => Some("is empty"),
            _ if value.contains(char::is_control) => {
                Some("contains a control character, such as a line break")
            }
            _ if value.trim().is_empty() => Some("is blank"),
            _ => None,
        };
        if let Some(problem) = problem {
            return Err(fault(format!(
                "value {} {problem}, which no id does (check where it comes from)",
                number + 1
            )));
        }
        path.extend(utf8_percent_encode(value, RESERVED));
        path.push_str(part);
    }
    if path.split('/').any(|segment| matches!(segment, "." | "..")) {
        return Err(fault("a value of dots alone would lead elsewhere".to_owned()));
    }
    Ok(path)
}

/// What a value is as a parameter: a text each for a scalar and the items of a list, none for null, and for
/// an object also the names of its members.
///
/// # Errors
///
/// `Configuration` for lists and objects within others.
pub(crate) fn texts(name: &str, value: Value) -> Result<Vec<(Option<String>, String)>, Error> {
    let scalar = |value: Value| match value {
        Value::String(text) => Ok(text),
        Value::Bool(_) | Value::Number(_) => Ok(value.to_string()),
        _ => Err(Error::configuration(format!("the parameter `{name}` has lists or objects within others"))),
    };
    match value {
        Value::Null => Ok(Vec::new()),
        Value::Array(items) => items.into_iter().map(|item| Ok((None, scalar(item)?))).collect(),
        Value::Object(members) => members
            .into_iter()
            .filter(|(_, member)| !member.is_null())
            .map(|(member, value)| Ok((Some(member), scalar(value)?)))
            .collect(),
        value => Ok(vec![(None, scalar(value)?)]),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::error::ErrorKind;

    #[test]
    fn values_go_into_a_path_whole() {
        for (value, encoded) in [
            ("4:+14255550123", "4%3A%2B14255550123"),
            ("411f0b00-aaaa_b.c~d", "411f0b00-aaaa_b.c~d"),
            ("8:acs:1/2?x#y%2F", "8%3Aacs%3A1%2F2%3Fx%23y%252F"),
            ("a b\\c\u{e9}'", "a%20b%5Cc%C3%A9%27"),
            ("...", "..."),
        ] {
            assert_eq!(path("/calls/{}:play", &[value]).expect(value), format!("/calls/{encoded}:play"));
        }
        assert_eq!(path("/a/{}/b/{}", &["1", "{}"]).expect("two values"), "/a/1/b/%7B%7D");
        assert_eq!(path("/calls('{}')", &[".."]).expect("dots in quotes"), "/calls('..')");
        assert_eq!(path("/calls/{}:play", &["."]).expect("dots with a verb"), "/calls/.:play");
    }

    #[test]
    fn values_that_lead_elsewhere_are_refused() {
        let refused: [(&str, &[&str]); 11] = [
            ("/calls/{}", &[""]),
            ("/calls/{}", &[" "]),
            ("/calls/{}", &["\n"]),
            ("/calls/{}", &["411f0b00-aaaa\n"]),
            ("/calls/{}", &["\u{7f}"]),
            ("/calls/{}", &["."]),
            ("/calls/{}", &[".."]),
            ("/calls/{}/participants", &[".."]),
            ("/calls/{}{}", &[".", "."]),
            ("/calls/{}", &[]),
            ("/calls", &["1"]),
        ];
        for (template, values) in refused {
            let error = path(template, values).expect_err(template);
            assert_eq!(error.kind(), ErrorKind::Configuration);
            assert!(error.to_string().contains(template), "{error}");
        }
    }

    #[test]
    fn pairs_keep_what_odata_is_made_of() {
        assert_eq!(pair("$filter", "id eq 'a&b' + 1"), "$filter=id%20eq%20'a%26b'%20%2B%201");
        assert_eq!(pair("$expand", "a($select=b;$top=1),*@:/"), "$expand=a($select%3Db;$top%3D1),*@:/");
        assert_eq!(pair("a[b]=&", "%#?\u{e9}~"), "a%5Bb%5D%3D%26=%25%23%3F%C3%A9~");
    }

    #[test]
    fn texts_of_values() {
        let one = |value| texts("p", value).expect("texts");
        assert_eq!(one(json!(null)), []);
        assert_eq!(one(json!(true)), [(None, "true".to_owned())]);
        assert_eq!(one(json!([1, "b"])), [(None, "1".to_owned()), (None, "b".to_owned())]);
        assert_eq!(one(json!({"a": 1.5, "b": null})), [(Some("a".to_owned()), "1.5".to_owned())]);
        for deep in [json!([[1]]), json!({"a": {}}), json!([null])] {
            assert!(texts("p", deep).expect_err("deep").to_string().contains("`p`"));
        }
    }
}
