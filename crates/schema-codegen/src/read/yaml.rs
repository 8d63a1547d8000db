//! Parses YAML to the same value as JSON, with diagnostics that name the line and column.
//!
//! Plain scalars have the meaning of the core schema of YAML 1.2: dates and `yes` are strings. Keys are always
//! strings, so that the status `200` is the member `"200"`. As in JSON, duplicate keys are errors. Aliases are
//! copies of their anchors, and `<<` merges mappings.

mod builder;
mod scalar;

use std::path::Path;

use saphyr_parser::{Event, Marker, Parser};
use serde_json::Value;

use self::builder::Builder;
use crate::diagnostic::{Diagnostic, Result};

/// The error for a line that is not indented far enough.
const UNINDENTED: &str = "not valid YAML: invalid indentation";

/// Returns whether a file is YAML: by its first characters, and else by its name.
pub fn is_yaml(path: &Path, text: &str) -> bool {
    let start = text.trim_start();
    if start.starts_with(['{', '[', '"', '<']) || start.is_empty() {
        return false;
    }
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    let marks = ["---", "%YAML", "#", "swagger:", "openapi:", "info:"];
    ["yaml", "yml"].iter().any(|yaml| extension.eq_ignore_ascii_case(yaml))
        || marks.iter().any(|mark| start.starts_with(mark))
}

/// Parses the text of a file.
pub fn parse(path: &Path, text: &str) -> Result<Value> {
    let parsed = match value(text) {
        Err(diagnostic) if diagnostic.what == UNINDENTED => value(&indented(text)),
        parsed => parsed,
    };
    parsed.map_err(|diagnostic| diagnostic.or_file(path))
}

/// Indents the lines that only close brackets. Many files have them in the column of the key, which YAML does not
/// allow, although most readers accept it. The text of such a line in a description gets a space, too.
fn indented(text: &str) -> String {
    let is_end = |line: &str| !line.trim().is_empty() && line.trim().chars().all(|c| "}],".contains(c));
    text.split_inclusive('\n').flat_map(|line| [if is_end(line) { " " } else { "" }, line]).collect()
}

fn value(text: &str) -> Result<Value> {
    let mut builder = Builder::default();
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|error| match error.info() {
            "recursion limit exceeded" => at(error.marker(), builder::too_deep()),
            info => at(error.marker(), format!("not valid YAML: {info}")),
        })?;
        let here = |what: String| at(&span.start, what);
        match event {
            Event::DocumentStart(_) => builder.document().map_err(here)?,
            Event::Scalar(text, style, anchor, tag) => {
                builder.scalar(&text, style, anchor, tag.as_deref()).map_err(here)?;
            }
            Event::SequenceStart(anchor, tag) => builder.sequence(anchor, tag.as_deref()).map_err(here)?,
            Event::MappingStart(anchor, tag) => builder.mapping(anchor, tag.as_deref()).map_err(here)?,
            Event::SequenceEnd | Event::MappingEnd => builder.end().map_err(here)?,
            Event::Alias(anchor) => builder.alias(anchor).map_err(here)?,
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => {}
        }
    }
    Ok(builder.finish())
}

/// Creates a diagnostic at a marker, whose columns are counted from 0.
fn at(marker: &Marker, what: String) -> Diagnostic {
    let diagnostic = Diagnostic::new(what).at(format!("line {}, column {}", marker.line(), marker.col() + 1));
    diagnostic.help("correct this place, or convert the file to JSON and use the JSON file")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn diagnostic(text: &str) -> String {
        parse(Path::new("a.yaml"), text).expect_err("the text is bad").to_string()
    }

    #[test]
    fn scalars_have_the_meaning_of_the_core_schema() {
        let text = "
a: 1
b: -2.50
c: [true, False, null, ~, '1', \"x\\ny\"]
d:
200: {x: 0x1F, y: 0o17, z: 1e3}
date: 2024-02-03
time: 2024-02-03T00:00:00Z
no: no
version: 3.0.1
inf: .inf
big: 12345678901234567890123
text: |
  two
  lines
folded: >-
  one
  line
tagged: !!str 5
";
        assert_eq!(
            value(text).expect("YAML"),
            json!({
                "a": 1, "b": -2.5, "c": [true, false, null, null, "1", "x\ny"], "d": null,
                "200": {"x": 31, "y": 15, "z": 1000.0}, "date": "2024-02-03", "time": "2024-02-03T00:00:00Z",
                "no": "no", "version": "3.0.1", "inf": ".inf", "big": 12345678901234567890123.0,
                "text": "two\nlines\n", "folded": "one line", "tagged": "5",
            })
        );
    }

    #[test]
    fn aliases_are_copies_and_merged_mappings_do_not_replace_keys() {
        let text =
            "base: &b {x: 1, y: 2}\nlist: &l [*b]\nall: {<<: *b, x: 3}\nboth: {<<: [*b, {z: 1}]}\nagain: *l";
        assert_eq!(
            value(text).expect("YAML"),
            json!({
                "base": {"x": 1, "y": 2}, "list": [{"x": 1, "y": 2}], "all": {"x": 3, "y": 2},
                "both": {"x": 1, "y": 2, "z": 1}, "again": [{"x": 1, "y": 2}],
            })
        );
    }

    #[test]
    fn brackets_may_be_closed_in_the_column_of_the_key() {
        let text = "a:\n  b: {\n    c: [\n      1\n    ]\n  }\n  d: 2\n";
        assert_eq!(parse(Path::new("a.yaml"), text), Ok(json!({"a": {"b": {"c": [1]}, "d": 2}})));
    }

    #[test]
    fn errors_have_a_line_and_a_column() {
        for (text, message) in [
            ("a: 1\nb: 2\na: 3\n", "a.yaml: line 3, column 1: duplicate key `a` in a mapping"),
            ("a: [1\nb: 2", "a.yaml: line 2, column 2: not valid YAML:"),
            ("a: *x", "a.yaml: line 1, column 4: not valid YAML:"),
            ("? [a]\n: b", "a.yaml: line 1, column 3: a key must be a scalar"),
            ("a: !include b.yaml", "a.yaml: line 1, column 4: the tag !include is not supported"),
            ("a: 1\n---\nb: 2\n", "a.yaml: line 2, column 1: the file contains more than one document"),
            ("a: &x [*x]", "a.yaml: line 1, column 8: the alias is inside of its anchor"),
            ("a: {<<: 3}", "a.yaml: line 1, column 9: the value of `<<` must be a mapping"),
        ] {
            let found = diagnostic(text);
            assert!(found.starts_with(message), "{found}");
        }
    }

    #[test]
    fn deep_nesting_and_alias_bombs_are_refused() {
        let deep = diagnostic(&"[".repeat(10_000));
        assert!(deep.contains("nested more than 127 levels deep"), "{deep}");
        let deep = diagnostic(&"- ".repeat(10_000));
        assert!(deep.contains("nested more than 127 levels deep"), "{deep}");
        let mut bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
        for level in 1..12 {
            let item = format!("*a{}", level - 1);
            bomb.push_str(&format!("a{level}: &a{level} [{}]\n", [item.as_str(); 10].join(", ")));
        }
        let bomb = diagnostic(&bomb);
        assert!(bomb.contains("aliases expand to more than 1000000 values"), "{bomb}");
    }

    #[test]
    fn yaml_is_recognized_by_its_content_and_by_its_name() {
        let is = |name: &str, text: &str| is_yaml(Path::new(name), text);
        assert!(is("a.yml", "x: 1") && is("a.txt", "openapi: 3.0.0") && is("a", "\n--- \n"));
        assert!(!is("a.yaml", " {\"a\": 1}") && !is("a.json", "x: 1") && !is("a.yaml", "<a/>"));
    }
}
