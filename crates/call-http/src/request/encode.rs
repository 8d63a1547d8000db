//! Encodes values for paths and queries. An encoded value cannot change the structure of a URL.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;
use url::form_urlencoded;

use crate::error::Error;

/// All ASCII characters except the unreserved ones of RFC 3986, section 2.3.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The same set without the characters that the query options of OData use: `$select=id,state`, `$filter=id eq '1'`.
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

/// Encodes a query parameter as `name=value`. A space becomes `%20`, since not every server decodes `+`.
pub(crate) fn pair(name: &str, value: &str) -> String {
    format!("{}={}", utf8_percent_encode(name, IN_QUERY), utf8_percent_encode(value, IN_QUERY))
}

/// Encodes the members of an object as a form. A list becomes one field per item, and null no field.
///
/// # Errors
///
/// `Configuration` if the value is not an object, or contains nested lists or objects.
pub(crate) fn form(value: Value) -> Result<String, Error> {
    let Value::Object(members) = value else {
        return Err(Error::configuration("the body of a form must be an object"));
    };
    let mut form = form_urlencoded::Serializer::new(String::new());
    for (name, value) in members {
        for (member, text) in texts(&name, value)? {
            if member.is_some() {
                return Err(Error::configuration(format!(
                    "the field `{name}` of a form is an object (expected scalars)"
                )));
            }
            form.append_pair(&name, &text);
        }
    }
    Ok(form.finish())
}

/// Replaces each `{}` in a path by a percent-encoded value: `4:+14255550123` becomes
/// `4%3A%2B14255550123`. A value between single quotes, `'{}'`, is a string literal of OData: its quotes are doubled, and
/// it may be empty.
///
/// # Errors
///
/// `Configuration` if a value is blank or contains a control character; if a segment becomes `.` or `..`, which would
/// lead to another path (URL parsers treat `%2E` like a dot); or if the number of values differs from the number of
/// `{}`.
pub(crate) fn path(template: &str, values: &[&str]) -> Result<String, Error> {
    let fault = |what: String| Error::configuration(format!("the path {template}: {what}"));
    let mut parts = template.split("{}");
    let mut path = parts.next().unwrap_or_default().to_owned();
    let expected = parts.clone().count();
    if expected != values.len() {
        return Err(fault(format!("expected {expected} value(s), found {}", values.len())));
    }
    for (number, (value, part)) in values.iter().zip(parts).enumerate() {
        let is_quoted = path.ends_with('\'') && part.starts_with('\'');
        let problem = match value {
            _ if value.contains(char::is_control) => {
                Some("contains a control character, such as a line break")
            }
            _ if is_quoted => None,
            _ if value.is_empty() => Some("is empty"),
            _ if value.trim().is_empty() => Some("is blank"),
            _ => None,
        };
        if let Some(problem) = problem {
            return Err(fault(format!("value {} {problem} (expected an id)", number + 1)));
        }
        let doubled = if is_quoted { value.replace('\'', "''") } else { (*value).to_owned() };
        path.extend(utf8_percent_encode(&doubled, RESERVED));
        path.push_str(part);
    }
    if path.split('/').any(|segment| matches!(segment, "." | "..")) {
        return Err(fault(
            "a value makes a segment `.` or `..`, which leads to another path (expected an id)".to_owned(),
        ));
    }
    Ok(path)
}

/// Returns the texts of a parameter: one for a scalar, one per item of a list, none for null, and one per member of an
/// object, with its name.
///
/// # Errors
///
/// `Configuration` for nested lists and objects.
pub(crate) fn texts(name: &str, value: Value) -> Result<Vec<(Option<String>, String)>, Error> {
    let scalar = |value: Value| match value {
        Value::String(text) => Ok(text),
        Value::Bool(_) | Value::Number(_) => Ok(value.to_string()),
        _ => Err(Error::configuration(format!(
            "the parameter `{name}` contains nested lists or objects (expected scalars)"
        ))),
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
    fn values_in_a_path_are_percent_encoded() {
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
    fn quotes_in_a_quoted_value_are_doubled() {
        let template = "/users/find(name='{}',age={})";
        assert_eq!(
            path(template, &["O'Neil", "3"]).expect("two values"),
            "/users/find(name='O%27%27Neil',age=3)"
        );
        assert_eq!(path("/users/find(name='{}')", &[""]).expect("an empty string"), "/users/find(name='')");
        assert!(path("/users/find(name='{}')", &["a\n"]).is_err());
        // A quote on one side only is part of the path.
        assert_eq!(path("/users/'{}", &["a'b"]).expect("a value"), "/users/'a%27b");
    }

    #[test]
    fn values_that_are_not_ids_are_refused() {
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
    fn parameters_keep_the_characters_that_odata_uses() {
        assert_eq!(pair("$filter", "id eq 'a&b' + 1"), "$filter=id%20eq%20'a%26b'%20%2B%201");
        assert_eq!(pair("$expand", "a($select=b;$top=1),*@:/"), "$expand=a($select%3Db;$top%3D1),*@:/");
        assert_eq!(pair("a[b]=&", "%#?\u{e9}~"), "a%5Bb%5D%3D%26=%25%23%3F%C3%A9~");
    }

    #[test]
    fn a_form_has_a_field_for_each_scalar() {
        let body = json!({"a b": "x&y=\u{e9} +", "list": [1, true], "none": null});
        assert_eq!(form(body).expect("a form"), "a+b=x%26y%3D%C3%A9+%2B&list=1&list=true");
        for (deep, what) in [
            (json!({"a": {"b": 1}}), "the field `a` of a form is an object"),
            (json!({"a": [[1]]}), "nested lists or objects"),
            (json!([1]), "must be an object"),
        ] {
            let error = form(deep).expect_err(what);
            assert!(error.to_string().contains(what), "{error}");
        }
    }

    #[test]
    fn a_parameter_has_a_text_for_each_scalar() {
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
