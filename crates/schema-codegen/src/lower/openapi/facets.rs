//! Turns facets into sentences. A reader must not enforce them: a service may send more than its schema
//! allows. The limits are also kept as a hint, for servers.

use serde_json::{Map, Value};

/// The string formats that are kept.
const TEXT_FORMATS: [&str; 3] = ["date-time", "duration", "uuid"];

/// The formats that are dropped, each with a sentence.
const FORMAT_WORDS: [(&str, &str); 9] = [
    ("base64", "Base64."),
    ("base64url", "URL-safe Base64."),
    ("binary", "Bytes."),
    ("byte", "Base64."),
    ("date", "A date."),
    ("date-time-rfc1123", "An HTTP date."),
    ("email", "An e-mail address."),
    ("password", "A password."),
    ("time", "A time of day."),
];

/// The facets that are limits.
const LIMITS: [&str; 8] = [
    "minimum",
    "exclusiveMinimum",
    "maximum",
    "exclusiveMaximum",
    "minLength",
    "maxLength",
    "minItems",
    "maxItems",
];

/// Returns the limits of a schema, if it has any.
pub(super) fn limits(schema: &Value) -> Option<Value> {
    let limits: Map<String, Value> =
        LIMITS.into_iter().filter_map(|name| Some((name.to_owned(), schema.get(name)?.clone()))).collect();
    (!limits.is_empty()).then_some(Value::Object(limits))
}

/// Returns the format of a scalar in the normal form.
pub(super) fn format(kind: &str, format: Option<&str>) -> Option<&'static str> {
    match kind {
        "string" => TEXT_FORMATS.into_iter().find(|known| Some(*known) == format),
        "integer" => Some(match format {
            Some("int32" | "int16" | "int8" | "uint16" | "uint8") => "int32",
            _ => "int64",
        }),
        "number" => Some(if format == Some("float") { "float" } else { "double" }),
        _ => None,
    }
}

/// Returns the description of a schema, with a sentence for each dropped facet.
pub(super) fn description(schema: &Map<String, Value>) -> Option<String> {
    let stated = ["description", "title"].into_iter().find_map(|member| schema.get(member)?.as_str());
    let mut text = stated.unwrap_or_default().replace("\r\n", "\n").trim().to_owned();
    let mut said = sentences(schema);
    if let Some(Value::Object(items)) = schema.get("items") {
        said.extend(sentences(items).into_iter().map(|sentence| format!("Each item: {sentence}")));
    }
    for sentence in said {
        if !text.is_empty() {
            if !text.ends_with(['.', '!', '?', ':', ';']) {
                text.push('.');
            }
            text.push(' ');
        }
        text.push_str(&sentence);
    }
    (!text.is_empty()).then_some(text)
}

fn sentences(schema: &Map<String, Value>) -> Vec<String> {
    let mut said = Vec::new();
    for (member, sentence) in [
        ("deprecated", "Deprecated."),
        ("readOnly", "Read-only."),
        ("writeOnly", "Write-only."),
        ("uniqueItems", "Items are unique."),
    ] {
        if schema.get(member) == Some(&Value::Bool(true)) {
            said.push(sentence.to_owned());
        }
    }
    said.extend(dropped_format(schema));
    said.extend(range(schema));
    if let Some(step) = schema.get("multipleOf") {
        said.push(format!("A multiple of {step}."));
    }
    said.extend(count(schema, "Length", "character"));
    said.extend(count(schema, "Items", "item"));
    said.extend(count(schema, "Properties", "member"));
    if let Some(pattern) = schema.get("pattern").and_then(Value::as_str) {
        said.push(format!("Matches `{pattern}`."));
    }
    if let Some(values) = schema.get("enum").and_then(Value::as_array) {
        let values: Vec<String> = values.iter().map(ToString::to_string).collect();
        said.push(format!("One of {}.", values.join(", ")));
    }
    if let Some(default) = schema.get("default") {
        let default = default.as_str().map_or_else(|| default.to_string(), str::to_owned);
        said.push(format!("Defaults to `{default}`."));
    }
    said
}

fn dropped_format(schema: &Map<String, Value>) -> Option<String> {
    let stated = schema.get("format")?.as_str()?;
    let kind = schema.get("type").and_then(Value::as_str).unwrap_or("string");
    // Names and descriptions make it clear that a string is a URI.
    if format(kind, Some(stated)) == Some(stated) || matches!(stated, "uri" | "url") {
        return None;
    }
    let words = FORMAT_WORDS.iter().find(|(format, _)| *format == stated);
    Some(words.map_or_else(|| format!("Format: {stated}."), |(_, words)| (*words).to_owned()))
}

fn range(schema: &Map<String, Value>) -> Option<String> {
    let bound = |member: &str, exclusive: &str| {
        let bound = schema.get(member).filter(|bound| bound.is_number())?;
        Some((bound, schema.get(exclusive) == Some(&Value::Bool(true))))
    };
    Some(match (bound("minimum", "exclusiveMinimum"), bound("maximum", "exclusiveMaximum")) {
        (Some((least, false)), Some((most, false))) => format!("From {least} to {most}."),
        (Some((least, open)), Some((most, shut))) => {
            format!("{} {least}, {} {most}.", above(open), below(shut).to_lowercase())
        }
        (Some((least, open)), None) => format!("{} {least}.", above(open)),
        (None, Some((most, open))) => format!("{} {most}.", below(open)),
        (None, None) => return None,
    })
}

fn above(exclusive: bool) -> &'static str {
    if exclusive { "More than" } else { "At least" }
}

fn below(exclusive: bool) -> &'static str {
    if exclusive { "Less than" } else { "At most" }
}

/// Returns a sentence for `minLength` and `maxLength`, and similar pairs.
fn count(schema: &Map<String, Value>, of: &str, unit: &str) -> Option<String> {
    let bound = |which: &str| schema.get(&format!("{which}{of}")).and_then(Value::as_u64);
    let units = |count: u64| {
        if count == 1 { format!("1 {unit}") } else { format!("{count} {unit}s") }
    };
    Some(match (bound("min"), bound("max")) {
        (Some(least), Some(most)) if least == most => format!("Exactly {}.", units(most)),
        (Some(least), Some(most)) => format!("From {least} to {}.", units(most)),
        (Some(least), None) if least > 0 => format!("At least {}.", units(least)),
        (None, Some(most)) => format!("At most {}.", units(most)),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn said(schema: Value) -> String {
        description(schema.as_object().expect("an object")).unwrap_or_default()
    }

    #[test]
    fn every_facet_has_its_sentence() {
        assert_eq!(
            said(
                json!({"type": "integer", "format": "int32", "minimum": 0, "maximum": 180, "description": "Seconds"})
            ),
            "Seconds. From 0 to 180."
        );
        assert_eq!(said(json!({"minimum": 0, "exclusiveMinimum": true})), "More than 0.");
        assert_eq!(
            said(json!({"minimum": 1, "maximum": 2, "exclusiveMaximum": true})),
            "At least 1, less than 2."
        );
        assert_eq!(said(json!({"maximum": 2})), "At most 2.");
        assert_eq!(said(json!({"minLength": 1, "maxLength": 1})), "Exactly 1 character.");
        assert_eq!(said(json!({"minItems": 2, "uniqueItems": true})), "Items are unique. At least 2 items.");
        assert_eq!(said(json!({"minLength": 0})), "");
        assert_eq!(
            said(json!({"type": "string", "pattern": "^a$", "default": "a"})),
            "Matches `^a$`. Defaults to `a`."
        );
        assert_eq!(
            said(json!({"type": "integer", "enum": [1, 2], "multipleOf": 1})),
            "A multiple of 1. One of 1, 2."
        );
        assert_eq!(
            said(json!({"description": "A.\r\nB?", "readOnly": true, "deprecated": true})),
            "A.\nB? Deprecated. Read-only."
        );
        assert_eq!(
            said(json!({"type": "array", "items": {"type": "string", "maxLength": 3}})),
            "Each item: At most 3 characters."
        );
    }

    #[test]
    fn formats_are_kept_or_become_sentences() {
        for (kind, stated, kept) in [
            ("string", "date-time", Some("date-time")),
            ("string", "duration", Some("duration")),
            ("string", "uuid", Some("uuid")),
            ("string", "uri", None),
            ("integer", "int32", Some("int32")),
            ("integer", "unixtime", Some("int64")),
            ("number", "decimal", Some("double")),
            ("number", "float", Some("float")),
            ("boolean", "odd", None),
        ] {
            assert_eq!(format(kind, Some(stated)), kept, "{kind} {stated}");
        }
        assert_eq!(format("number", None), Some("double"));
        assert_eq!(said(json!({"type": "string", "format": "uri"})), "");
        assert_eq!(said(json!({"type": "string", "format": "byte"})), "Base64.");
        assert_eq!(said(json!({"type": "string", "format": "date-time"})), "");
        assert_eq!(said(json!({"type": "string", "format": "odd"})), "Format: odd.");
    }
}
