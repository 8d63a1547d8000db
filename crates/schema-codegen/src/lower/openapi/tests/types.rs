//! Tests of lowering definitions: aliases, inheritance, inline types, inlined definitions, and names.

use super::*;

#[test]
fn a_mere_reference_is_another_name() {
    let document = lowered(swagger(json!({
        "A": {"properties": {"b": {"$ref": "#/definitions/C"}}},
        "B": {"type": "object", "properties": {"x": {"type": "boolean"}}},
        "C": {"$ref": "#/definitions/D"},
        "D": {"$ref": "#/definitions/B", "description": "Says nothing."}
    })));
    assert_eq!(names(&document), ["A", "B"]);
    assert_eq!(skipped(&document), ["C: another name for B", "D: another name for B"]);
    assert_eq!(properties(&document, "A")["b"], json!({"$ref": "#/components/schemas/B"}));
}

#[test]
fn definitions_of_other_files_keep_their_names() {
    let mut document = document(swagger(json!({
        "A": {"properties": {"c": {"$ref": "b.json#/definitions/C"}}},
        "B": {"$ref": "b.json#/definitions/B"}
    })));
    let value = json!({"definitions": {
        "B": {"type": "object"},
        "C": {"properties": {"d": {"$ref": "#/definitions/D"}, "a": {"$ref": "api.json#/definitions/A"}}},
        "D": {"type": "object"},
        "E": {"type": "object"}
    }});
    document.files.push(File { path: PathBuf::from("b.json"), value });
    let done = lower(&document, None, &Config::default()).expect("is legal").document;
    assert_eq!(names(&done), ["A", "B", "C", "D"]);
    assert_eq!(
        skipped(&done),
        ["B: another name for B of b.json", "E: defined in b.json, and not referred to"]
    );
    assert_eq!(properties(&done, "C")["a"], json!({"$ref": "#/components/schemas/A"}));

    document.files[1].value["definitions"]["C"]["properties"]["d"] = json!({"$ref": "#/definitions/A"});
    document.files[1].value["definitions"]["A"] = json!({"type": "object"});
    let done = lower(&document, None, &Config::default()).expect("is legal").document;
    assert_eq!(names(&done), ["A", "B", "C", "A2"]);
    assert!(notes(&done, "A of b.json is named A2: another file has a type of that name."));
}

#[test]
fn schemas_that_are_not_definitions_get_a_name() {
    let mut document = document(swagger(json!({
        "A": {"properties": {
            "b": {"$ref": "#/definitions/B/properties/x"}, "c": {"$ref": "#/definitions/B/properties/x"},
            "whole": {"$ref": "c.json"}, "one": {"$ref": "c.json#/$defs/one", "description": "One."}}},
        "B": {"properties": {"x": {"type": "object", "properties": {"y": {"$ref": "#/definitions/B/properties/x"}}}}}
    })));
    let value = json!({"type": "object", "properties": {"more": {"$ref": "#"}},
        "$defs": {"one": {"type": "string", "enum": ["1"]}}});
    document.files.push(File { path: PathBuf::from("c.json"), value });
    let done = lower(&document, None, &Config::default()).expect("is legal").document;
    assert_eq!(conform::breaches(&done), Vec::<String>::new());
    assert_eq!(names(&done), ["A", "B", "Bx", "C", "One", "Bx2"]);
    let one = json!({"allOf": [{"$ref": "#/components/schemas/One"}], "description": "One."});
    assert_eq!(properties(&done, "A")["one"], one);
    assert_eq!(properties(&done, "A")["b"], properties(&done, "Bx")["y"]);
    assert_eq!(properties(&done, "C")["more"], json!({"$ref": "#/components/schemas/C"}));
}

#[test]
fn inherited_members_come_first() {
    let document = lowered(swagger(json!({
        "C": {"allOf": [{"$ref": "#/definitions/B"}, {"properties": {"d": {"type": "string"}}, "required": ["d"]}],
              "properties": {"a": {"type": "string", "description": "Mine."}, "c": {"type": "string"}}},
        "B": {"allOf": [{"$ref": "#/definitions/A"}], "properties": {"b": {"type": "string"}}},
        "A": {"properties": {"a": {"type": "string"}}, "required": ["a"]}
    })));
    let keys: Vec<&String> =
        properties(&document, "C").as_object().into_iter().flatten().map(|(key, _)| key).collect();
    assert_eq!(keys, ["a", "b", "d", "c"]);
    assert_eq!(types(&document)["C"]["required"], json!(["a", "d"]));
    assert_eq!(properties(&document, "C")["a"]["description"], "Mine.");
}

#[test]
fn cyclic_and_deep_inheritance_is_refused() {
    let circle = swagger(json!({
        "A": {"allOf": [{"$ref": "#/definitions/B"}]}, "B": {"allOf": [{"$ref": "#/definitions/A"}]}
    }));
    assert!(diagnostic(circle).contains("/definitions/A: the type extends itself: A -> B -> A"));
    let scalar = lowered(swagger(json!({
        "A": {"allOf": [{"$ref": "#/definitions/B"}], "properties": {"x": {}}}, "B": {"type": "string"}
    })));
    assert!(notes(&scalar, "A is any JSON, because it extends a type that is not an object."));
    let mut chain: serde_json::Map<String, Value> = (0..5000)
        .map(|n| (format!("T{n}"), json!({"allOf": [{"$ref": format!("#/definitions/T{}", n + 1)}]})))
        .collect();
    chain.insert("T5000".to_owned(), json!({"type": "object"}));
    assert!(diagnostic(swagger(Value::Object(chain))).contains("more than 64 types extend one another"));
}

#[test]
fn inline_types_get_names() {
    let inline = json!({"type": "string", "enum": ["a", "b"], "description": "Which.", "x-nullable": true, "x-ms-enum": {
        "name": "Choice", "modelAsString": true, "values": [{"value": "a", "description": "The first."}]}});
    let definitions = json!({
        "A": {"properties": {
            "one": inline,
            "some": {"type": "array", "items": {"type": "object", "properties": {"x": {"enum": ["q"]}}}},
            "map": {"type": "object", "additionalProperties": {"properties": {"y": {"type": "string"}}}},
            "sum": {"allOf": [{"$ref": "#/definitions/B"}, {"properties": {"z": {"type": "string"}}}]},
            "same": {"allOf": [{"type": "integer", "maximum": 3}], "description": "Said."}
        }},
        "B": {"properties": {"two": inline}}
    });
    let document = lowered(swagger(definitions.clone()));
    assert_eq!(names(&document), ["A", "B", "Choice", "ASomeItemX", "ASomeItem", "AMapValue", "ASum"]);
    assert_eq!(
        properties(&document, "A")["one"],
        json!({"allOf": [{"$ref": "#/components/schemas/Choice"}], "description": "Which.", "nullable": true})
    );
    assert_eq!(types(&document)["Choice"]["x-enum-descriptions"], json!({"a": "The first."}));
    assert!(
        properties(&document, "ASum")["two"].is_object() && properties(&document, "ASum")["z"].is_object()
    );
    assert_eq!(
        properties(&document, "A")["same"],
        json!({"type": "integer", "format": "int64", "description": "Said. At most 3.", "x-limits": {"maximum": 3}})
    );

    let mut other = definitions.clone();
    other["B"]["properties"]["two"]["enum"] = json!(["a"]);
    let other = lowered(swagger(other));
    assert_eq!(types(&other)["Choice2"]["enum"], json!(["a"]));
    assert!(notes(&other, "named Choice2: Choice is the type at /definitions/A/properties/one"));
    let mut taken = definitions;
    taken["ASum"] = json!({"type": "object"});
    let taken = lowered(swagger(taken));
    assert_eq!(properties(&taken, "A")["sum"], json!({"$ref": "#/components/schemas/ASum2"}));
}

#[test]
fn definitions_that_are_not_types_are_inlined() {
    let document = lowered(swagger(json!({
        "A": {"properties": {
            "id": {"$ref": "#/definitions/Id", "description": "Mine."}, "ids": {"$ref": "#/definitions/Ids"},
            "map": {"$ref": "#/definitions/Ages"}, "any": {"$ref": "#/definitions/Any"}, "level": {"$ref": "#/definitions/Level"}
        }},
        "Id": {"type": "string", "format": "uuid", "description": "An id."},
        "Ids": {"type": "array", "items": {"$ref": "#/definitions/Id"}},
        "Ages": {"type": "object", "additionalProperties": {"type": "integer", "format": "int32"}},
        "Any": {},
        "Level": {"type": "integer", "enum": [1, 2]},
        "Empty": {"type": "object"}
    })));
    assert_eq!(names(&document), ["A", "Empty"]);
    assert_eq!(
        properties(&document, "A")["id"],
        json!({"type": "string", "format": "uuid", "description": "Mine."})
    );
    assert_eq!(properties(&document, "A")["ids"]["items"]["format"], "uuid");
    assert_eq!(properties(&document, "A")["map"]["additionalProperties"]["format"], "int32");
    assert_eq!(properties(&document, "A")["any"], json!({}));
    assert_eq!(properties(&document, "A")["level"]["description"], "One of 1, 2.");
    assert_eq!(skipped(&document)[0], "Id: a string that is inlined");
    let circle = lowered(swagger(json!({
        "U": {"properties": {"l": {"$ref": "#/definitions/L"}}},
        "L": {"type": "array", "items": {"$ref": "#/definitions/M"}}, "M": {"type": "array", "items": {"$ref": "#/definitions/L"}}
    })));
    let lists = json!({"type": "array", "items": {"type": "array", "items": {}}});
    assert_eq!(properties(&circle, "U")["l"], lists);
    assert!(notes(&circle, "L contains itself, and it is not an object: inside of itself, it is any JSON."));
}

#[test]
fn names_become_rust_names() {
    let document = lowered(swagger(json!({
        "call.state": {"properties": {"e": {"$ref": "#/definitions/Error"}}},
        "Error": {"properties": {"inner": {"$ref": "#/definitions/Error"}}}
    })));
    assert_eq!(names(&document), ["CallState", "ErrorType"]);
    assert_eq!(types(&document)["CallState"]["x-name"], "call.state");
    assert_eq!(properties(&document, "CallState")["e"], json!({"$ref": "#/components/schemas/ErrorType"}));
    assert!(notes(&document, "Error is the Rust type ErrorType"));
    let twice = lowered(swagger(json!({
        "call_state": {"type": "object"}, "callState": {"properties": {"a": {"$ref": "#/definitions/call_state"}}}
    })));
    assert_eq!(names(&twice), ["CallState", "CallState2"]);
    assert_eq!(properties(&twice, "CallState2")["a"], json!({"$ref": "#/components/schemas/CallState"}));
    assert!(notes(&twice, "callState is the Rust type CallState2: CallState is the type of call_state"));
}

#[test]
fn objects_are_open_and_required_members_are_kept() {
    let document = lowered(swagger(json!({
        "A": {"additionalProperties": false, "required": ["x", "gone"], "minProperties": 1, "example": {"x": 1},
              "properties": {"x": {"type": "object"}, "default": {"type": "number", "x-nullable": true}}},
        "B": {"properties": {"x": {"type": "string"}}, "additionalProperties": {"type": "string"}}
    })));
    assert_eq!(types(&document)["A"]["required"], json!(["x"]));
    assert_eq!(types(&document)["A"]["description"], "At least 1 member.");
    assert_eq!(properties(&document, "A")["x"], json!({"type": "object", "additionalProperties": {}}));
    assert_eq!(
        properties(&document, "A")["default"],
        json!({"type": "number", "format": "double", "nullable": true})
    );
    assert!(notes(&document, "A requires \"gone\", but does not define it"));
    assert!(notes(&document, "B allows further members"));
}

#[test]
fn schemas_with_the_wrong_form_are_errors() {
    for (schema, message) in [
        (json!({"properties": {"x": 1}}), "/definitions/A/properties/x: a schema must be an object"),
        (json!({"properties": []}), "/definitions/A/properties: `properties` must be an object"),
        (json!({"allOf": {}}), "/definitions/A/allOf: `allOf` must be an array"),
        (json!({"additionalProperties": 1}), "`additionalProperties` must be a schema, true or false"),
    ] {
        let diagnostic = diagnostic(swagger(json!({"A": schema})));
        assert!(diagnostic.contains(message), "{diagnostic}");
    }
}

/// Returns a schema nested in many arrays, or in many parts of `allOf`.
fn nested(levels: usize, inner: Value, wrap: fn(Value) -> Value) -> Value {
    (0..levels).fold(inner, |schema, _| wrap(schema))
}

#[test]
fn deep_nesting_is_refused() {
    let to = |n: usize| json!({"$ref": format!("#/definitions/T{n}")});
    let chain = |wrap: fn(Value) -> Value, levels: usize| {
        let mut all: serde_json::Map<String, Value> =
            (0..60).map(|n| (format!("T{n}"), nested(levels, to(n + 1), wrap))).collect();
        all.insert("T60".to_owned(), json!({"type": "object"}));
        all.insert("U".to_owned(), json!({"properties": {"x": to(0)}}));
        swagger(Value::Object(all))
    };
    let arrays = diagnostic(chain(|inner| json!({"type": "array", "items": inner}), 100));
    assert!(
        arrays.contains("with its references inlined, this schema is more than 300 levels deep"),
        "{arrays}"
    );
    let sums = diagnostic(chain(|inner| json!({"allOf": [inner, {"properties": {"x": {}}}]}), 50));
    assert!(sums.contains("more than 64 types extend one another in a chain"), "{sums}");
}
