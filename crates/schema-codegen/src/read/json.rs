//! Parses JSON, with diagnostics that name the place of an error and other formats.
//!
//! Unlike `serde_json::from_str`, duplicate members of an object are errors: of two definitions with one
//! name, one would be lost silently.

use std::fmt;
use std::path::Path;

use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use crate::diagnostic::{Diagnostic, Result};

/// Parses the text of a file.
pub fn parse(path: &Path, text: &str) -> Result<Value> {
    if let Some(diagnostic) = other_format(path, text) {
        return Err(diagnostic);
    }
    let mut deserializer = serde_json::Deserializer::from_str(text);
    AnyValue
        .deserialize(&mut deserializer)
        .and_then(|value| deserializer.end().map(|()| value))
        .map_err(|error| json_error(path, &error))
}

fn json_error(path: &Path, error: &serde_json::Error) -> Diagnostic {
    // The message of serde_json ends with the place, which the diagnostic contains already.
    let message = error.to_string();
    let what = message.rsplit_once(" at line ").map_or(message.as_str(), |(what, _)| what);
    let diagnostic = if error.is_eof() {
        Diagnostic::in_file(path, format!("the JSON ends too early ({what})"))
            .help("the file looks truncated: fetch it again")
    } else if what.starts_with("recursion limit") {
        Diagnostic::in_file(path, "the JSON is nested more than 127 levels deep")
            .help("name the inner schemas and refer to them")
    } else {
        let help = if what.contains("duplicate member") {
            "remove or rename one of the two"
        } else {
            "repair this place; JSON has neither comments nor trailing commas"
        };
        Diagnostic::in_file(path, format!("not valid JSON: {what}")).help(help)
    };
    diagnostic.at(format!("line {}, column {}", error.line(), error.column()))
}

/// Detects other formats than JSON.
fn other_format(path: &Path, text: &str) -> Option<Diagnostic> {
    let start = text.trim_start();
    let head: String = start.chars().take(600).collect();
    if start.is_empty() {
        return Some(Diagnostic::in_file(path, "the file contains only white space"));
    }
    if start.starts_with('<') {
        let what = match head.to_ascii_lowercase() {
            head if head.contains("<html") || head.contains("<!doctype html") => {
                "an HTML page, perhaps an error page that was saved under this name"
            }
            head if head.contains(":edmx") || head.contains("<edmx") => "an XML file with a CSDL schema",
            head if head.contains("schema") && head.contains("xmlschema") => "an XML file with an XML Schema",
            _ => "an XML file",
        };
        let diagnostic =
            Diagnostic::in_file(path, format!("this is {what}, not an OpenAPI document in JSON"));
        return Some(
            diagnostic.at("line 1, column 1").help("use a Swagger 2.0 or OpenAPI 3.0 document in JSON"),
        );
    }
    None
}

/// Deserializes any JSON value, and refuses duplicate members.
struct AnyValue;

impl<'de> DeserializeSeed<'de> for AnyValue {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> std::result::Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for AnyValue {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> std::result::Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> std::result::Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_u64<E>(self, value: u64) -> std::result::Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_i64<E>(self, value: i64) -> std::result::Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> std::result::Result<Value, E> {
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E>(self, value: &str) -> std::result::Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> std::result::Result<Value, A::Error> {
        let mut all = Vec::new();
        while let Some(item) = items.next_element_seed(AnyValue)? {
            all.push(item);
        }
        Ok(Value::Array(all))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> std::result::Result<Value, A::Error> {
        let mut all = Map::new();
        while let Some(name) = members.next_key::<String>()? {
            if all.contains_key(&name) {
                return Err(de::Error::custom(format_args!("duplicate member `{name}` in an object")));
            }
            let value = members.next_value_seed(AnyValue)?;
            all.insert(name, value);
        }
        Ok(Value::Object(all))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn diagnostic(name: &str, text: &str) -> String {
        parse(Path::new(name), text).expect_err("the text is bad").to_string()
    }

    #[test]
    fn order_and_numbers_are_kept() {
        let value =
            parse(Path::new("a.json"), r#" {"b": [1, -2, 3.5, null, true], "a": "é"} "#).expect("is JSON");
        assert_eq!(value, json!({"b": [1, -2, 3.5, null, true], "a": "é"}));
        assert_eq!(value.as_object().and_then(|all| all.keys().next()).map(String::as_str), Some("b"));
    }

    #[test]
    fn invalid_json_has_a_place() {
        assert_eq!(
            diagnostic("a.json", "{\n  \"a\": }"),
            "a.json: line 2, column 8: not valid JSON: expected value\n  \
             help: repair this place; JSON has neither comments nor trailing commas"
        );
        assert_eq!(
            diagnostic("a.json", "{\"a\": [1,"),
            "a.json: line 1, column 9: the JSON ends too early (EOF while parsing a value)\n  \
             help: the file looks truncated: fetch it again"
        );
        assert_eq!(
            diagnostic("a.json", "{\"a\": 1,\n \"a\": 2}"),
            "a.json: line 2, column 4: not valid JSON: duplicate member `a` in an object\n  \
             help: remove or rename one of the two"
        );
        assert!(
            diagnostic("a.json", "{} x").contains("line 1, column 4: not valid JSON: trailing characters")
        );
        assert!(diagnostic("a.json", &"[".repeat(100_000)).contains("nested more than 127 levels deep"));
    }

    #[test]
    fn other_formats_are_named() {
        assert!(
            diagnostic("a.json", "<?xml version=\"1.0\"?><edmx:Edmx/>")
                .contains("an XML file with a CSDL schema")
        );
        assert!(
            diagnostic("a.json", "<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\"/>")
                .contains("an XML Schema")
        );
        assert!(diagnostic("a.json", "<!DOCTYPE html><html>").contains("an HTML page"));
        assert!(diagnostic("a.json", "<a/>").contains("this is an XML file, not"));
        assert!(diagnostic("a.json", "  \n ").contains("only white space"));
    }
}
