//! Tests of lowering the keywords of JSON Schema 2020-12.

use super::*;

/// Lowers a schema as the property `x` of an object, and returns the property and the document.
fn property(schema: Value) -> (Value, Value) {
    let document = lowered(openapi(json!({
        "A": {"type": "object", "properties": {"x": schema}},
        "B": {"type": "object", "properties": {"b": {"type": "string"}}}
    })));
    (properties(&document, "A")["x"].clone(), document)
}

#[test]
fn null_among_types_and_alternatives_is_nullability() {
    let b = json!({"$ref": "#/components/schemas/B"});
    let text = json!({"type": "string", "nullable": true});
    let reference = json!({"allOf": [b], "nullable": true});
    for (schema, expected) in [
        (json!({"type": ["string", "null"]}), &text),
        (json!({"type": ["null", "string"]}), &text),
        (json!({"anyOf": [{"type": "string"}, {"type": "null"}]}), &text),
        (json!({"oneOf": [b, {"type": "null"}]}), &reference),
        (json!({"anyOf": [b, {"const": null}]}), &reference),
        (json!({"anyOf": [b, {"enum": [null]}], "type": "object"}), &reference),
        (json!({"type": "null"}), &json!({"nullable": true})),
        (json!({"type": ["integer", "number"]}), &json!({"type": "number", "format": "double"})),
        (
            json!({"type": ["array", "null"], "items": {"type": "boolean"}}),
            &json!({"type": "array", "items": {"type": "boolean"}, "nullable": true}),
        ),
    ] {
        assert_eq!(property(schema.clone()).0, *expected, "{schema}");
    }
}

#[test]
fn what_has_no_counterpart_is_any_json_with_a_note() {
    let pointer = "/components/schemas/A/properties/x";
    for (schema, note) in [
        (
            json!({"type": ["string", "object"], "properties": {"y": {}}}),
            "it has several types (string, object), so it is any JSON",
        ),
        (json!({"type": "strnig"}), "the type \"strnig\" is not known, so it is any JSON"),
        (json!(false), "the schema false is read as any JSON"),
    ] {
        let (found, document) = property(schema);
        assert_eq!(found, json!({}));
        assert!(notes(&document, &format!("{pointer}: {note}.")), "{document:#}");
    }
    let (tuple, document) =
        property(json!({"type": "array", "prefixItems": [{"type": "string"}], "items": false}));
    assert_eq!(tuple, json!({"type": "array", "items": {}}));
    assert!(notes(&document, &format!("{pointer}: its items have different schemas, so each is any JSON.")));
    assert_eq!(property(json!(true)).0, json!({}));
}

#[test]
fn enums_of_strings_are_types_and_others_are_documentation() {
    let one = json!({"$ref": "#/components/schemas/Ax"});
    let (found, document) = property(json!({"const": "a"}));
    assert_eq!((found, &types(&document)["Ax"]["enum"]), (one.clone(), &json!(["a"])));
    let (found, document) = property(json!({"type": ["string", "null"], "enum": ["a", "b", "a", null]}));
    assert_eq!(found, json!({"allOf": [one], "nullable": true}));
    assert_eq!(types(&document)["Ax"]["enum"], json!(["a", "b"]));
    assert!(notes(
        &document,
        "/components/schemas/A/properties/x: the enum has the value \"a\" more than once."
    ));
    let (_, document) = property(json!({"type": "string", "enum": [1, true, "1.0"]}));
    assert_eq!(types(&document)["Ax"]["enum"], json!(["1", "true", "1.0"]));
    for (schema, expected) in [
        (
            json!({"enum": [1, 2]}),
            json!({"type": "integer", "format": "int64", "description": "One of 1, 2."}),
        ),
        (
            json!({"type": "number", "enum": [0.5]}),
            json!({"type": "number", "format": "double", "description": "One of 0.5."}),
        ),
        (json!({"const": true}), json!({"type": "boolean", "description": "One of true."})),
        (json!({"enum": [1, "a", null]}), json!({"description": "One of 1, \"a\".", "nullable": true})),
        (json!({"type": "string", "enum": []}), json!({"type": "string"})),
    ] {
        let (found, document) = property(schema.clone());
        assert_eq!(found, expected, "{schema}");
        assert!(notes(&document, "/components/schemas/A/properties/x: "), "{schema}");
    }
}

#[test]
fn references_beside_members_extend_and_parts_that_only_describe_are_merged() {
    let b = json!({"$ref": "#/components/schemas/B"});
    let (found, _) =
        property(json!({"$ref": "#/components/schemas/B", "description": "Mine.", "nullable": true}));
    assert_eq!(found, json!({"allOf": [b], "description": "Mine.", "nullable": true}));
    let (found, _) = property(json!({"allOf": [b, {"description": "Mine."}, {"nullable": true}]}));
    assert_eq!(found, json!({"allOf": [b], "description": "Mine.", "nullable": true}));
    let (_, document) =
        property(json!({"$ref": "#/components/schemas/B", "properties": {"c": {"type": "string"}}}));
    assert_eq!(properties(&document, "Ax"), &json!({"b": {"type": "string"}, "c": {"type": "string"}}));
    let (found, _) = property(json!({"allOf": [{"type": "string"}, {"maxLength": 3}]}));
    assert_eq!(
        found,
        json!({"type": "string", "description": "At most 3 characters.", "x-limits": {"maxLength": 3}})
    );
    let (_, document) =
        property(json!({"properties": {"c": {}}, "anyOf": [{"required": ["c"]}, {"not": {}}]}));
    assert_eq!(properties(&document, "Ax"), &json!({"c": {}}));
    assert!(notes(&document, "These keywords are ignored: not (1)."));
}

#[test]
fn bounds_encodings_and_patterns_have_their_counterparts() {
    let (found, _) = property(json!({"type": "number", "exclusiveMinimum": 1, "exclusiveMaximum": 2.5}));
    assert_eq!(found["description"], "More than 1, less than 2.5.");
    assert_eq!(found["x-limits"]["exclusiveMaximum"], true);
    let (found, _) = property(json!({"type": "string", "contentEncoding": "base64"}));
    assert_eq!(found["description"], "Base64.");
    let (found, _) =
        property(json!({"type": "object", "patternProperties": {"^x": {"type": ["boolean", "null"]}}}));
    assert_eq!(found["additionalProperties"], json!({"type": "boolean", "nullable": true}));
    let (found, document) = property(json!({
        "type": "object", "if": {}, "then": {"properties": {}}, "unevaluatedProperties": false,
        "description": null, "$comment": "No.", "examples": [1]
    }));
    assert_eq!(found, json!({"type": "object", "additionalProperties": {}}));
    assert!(notes(&document, "These keywords are ignored: if (1), then (1), unevaluatedProperties (1)."));
}
