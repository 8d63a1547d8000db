//! Tests of lowering unions: those of the document, and those of base types with a discriminator.

use super::*;

#[test]
fn a_base_type_with_a_discriminator_becomes_a_union() {
    let document = lowered(swagger(json!({
        "Use": {"properties": {"it": {"$ref": "#/definitions/Base"}}},
        "Base": {"discriminator": "kind", "required": ["kind"], "description": "One of two.",
                 "properties": {"kind": {"type": "string"}}},
        "One": {"allOf": [{"$ref": "#/definitions/Base"}], "x-ms-discriminator-value": "one"},
        "Two": {"allOf": [{"$ref": "#/definitions/Base"}], "properties": {"x": {"type": "boolean"}}}
    })));
    assert_eq!(
        types(&document)["Base"],
        json!({
            "description": "One of two.",
            "oneOf": [{"$ref": "#/components/schemas/One"}, {"$ref": "#/components/schemas/Two"}],
            "discriminator": {"propertyName": "kind", "mapping": {
                "one": "#/components/schemas/One", "Two": "#/components/schemas/Two"}},
            "x-name": "Base"
        })
    );
    assert_eq!(types(&document)["One"]["x-tag"], json!({"property": "kind", "value": "one"}));
    assert_eq!(properties(&document, "One")["kind"], json!({"type": "string"}));
    let alone = lowered(swagger(
        json!({"Base": {"discriminator": "kind", "properties": {"kind": {"type": "string"}}}}),
    ));
    assert!(notes(&alone, "Base has a discriminator, but no type extends it"));
}

#[test]
fn a_base_type_that_occurs_as_itself_keeps_its_name() {
    let document = lowered(swagger(json!({
        "Use": {"properties": {"it": {"$ref": "#/definitions/Base"}, "all": {"type": "array", "items": {"$ref": "#/definitions/Middle"}}}},
        "Base": {"discriminator": "kind", "x-ms-discriminator-value": "base", "properties": {"kind": {"type": "string"}}},
        "Middle": {"allOf": [{"$ref": "#/definitions/Base"}], "x-ms-discriminator-value": "middle"},
        "Leaf": {"allOf": [{"$ref": "#/definitions/Middle"}], "x-ms-discriminator-value": "leaf"}
    })));
    assert_eq!(names(&document), ["Use", "Base", "Middle", "Leaf", "AnyBase", "AnyMiddle"]);
    assert_eq!(properties(&document, "Use")["it"], json!({"$ref": "#/components/schemas/AnyBase"}));
    assert_eq!(
        properties(&document, "Use")["all"]["items"],
        json!({"$ref": "#/components/schemas/AnyMiddle"})
    );
    let middle = &types(&document)["AnyMiddle"];
    assert_eq!(middle["x-base"], "#/components/schemas/Middle");
    assert_eq!(
        middle["oneOf"],
        json!([{"$ref": "#/components/schemas/Leaf"}, {"$ref": "#/components/schemas/Middle"}])
    );
    assert!(notes(&document, "2 types have no definition of their own: AnyBase, AnyMiddle."));
}

#[test]
fn a_base_type_whose_tags_are_not_unique_is_an_object() {
    let twice = lowered(swagger(json!({
        "Base": {"discriminator": "kind", "properties": {"kind": {"type": "string"}}},
        "One": {"allOf": [{"$ref": "#/definitions/Base"}], "x-ms-discriminator-value": "x"},
        "Two": {"allOf": [{"$ref": "#/definitions/Base"}], "x-ms-discriminator-value": "x"}
    })));
    assert!(types(&twice)["Base"]["properties"].is_object());
    assert!(notes(
        &twice,
        "Base is an object, and not a union of the types that extend it: the tag \"x\" is mapped to both One and Two."
    ));
}

#[test]
fn unions_without_a_discriminator_or_of_other_types_than_objects_are_any_json() {
    let union = |union: Value| {
        openapi(json!({
            "Pet": union,
            "Cat": {"type": "object", "properties": {"kind": {"type": "string"}}},
            "Dog": {"type": "object", "properties": {"kind": {"type": "string"}}},
            "Name": {"type": "string"}
        }))
    };
    let arms = json!([{"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Dog"}]);
    let mapped = lowered(union(json!({"oneOf": arms, "discriminator": {"propertyName": "kind", "mapping": {
        "cat": "Cat", "kitten": "#/components/schemas/Cat", "dog": "Dog"}}})));
    assert_eq!(types(&mapped)["Pet"]["discriminator"]["mapping"]["kitten"], "#/components/schemas/Cat");
    assert_eq!(types(&mapped)["Cat"]["x-tag"]["value"], "cat");
    let named = lowered(union(json!({"anyOf": arms, "discriminator": {"propertyName": "kind"}})));
    assert_eq!(types(&named)["Dog"]["x-tag"]["value"], "Dog");
    assert!(notes(&named, "Pet has no mapping"));
    let is_any = |pet: Value, why: &str| {
        let document = lowered(union(pet));
        assert!(notes(&document, &format!("Pet is any JSON: {why}.")), "{document:#}");
        assert_eq!(skipped(&document)[0], "Pet: any JSON, which is inlined");
    };
    is_any(json!({"oneOf": arms}), "no member distinguishes its types");
    let with_scalar = json!({"oneOf": [arms[0], {"$ref": "#/components/schemas/Name"}], "discriminator": {"propertyName": "kind"}});
    is_any(with_scalar, "its type Name is not an object");
    let inline = json!({"oneOf": [arms[0], {"type": "object"}], "discriminator": {"propertyName": "kind"}});
    is_any(inline, "not all of its types are named objects");
    let mapping = json!({"x": "Name", "y": "No", "z": "#/components/schemas/No", "cat": "Cat"});
    let wrong = json!({"oneOf": arms, "discriminator": {"propertyName": "kind", "mapping": mapping}});
    let wrong = lowered(union(wrong));
    let tags = json!({"cat": "#/components/schemas/Cat", "Dog": "#/components/schemas/Dog"});
    assert_eq!(types(&wrong)["Pet"]["discriminator"]["mapping"], tags);
    assert!(notes(
        &wrong,
        "/components/schemas/Pet: the tag \"x\" is ignored, because Name is not a type of the union."
    ));
    assert!(notes(
        &wrong,
        "/components/schemas/Pet/discriminator/mapping/y: No does not exist, so the tag is ignored."
    ));
    let single = lowered(union(json!({"anyOf": [arms[0]]})));
    assert_eq!(skipped(&single)[0], "Pet: another name for Cat");
    let members = json!({"oneOf": arms, "properties": {"x": {}}, "discriminator": {"propertyName": "kind"}});
    let members = lowered(union(members));
    assert_eq!(properties(&members, "Pet"), &json!({"x": {}}));
    assert!(notes(&members, "Pet is an object with its own members, and keeps those of its alternatives"));
}

#[test]
fn a_member_with_one_value_in_each_type_distinguishes_the_types() {
    let pets = |kind: Value| {
        json!({
            "Home": {"properties": {"pet": {"oneOf": [
                {"$ref": "#/components/schemas/Cat"},
                {"type": "object", "properties": {"kind": {"const": "dog"}, "barks": {"type": "boolean"}}}
            ]}}},
            "Cat": {"allOf": [{"$ref": "#/components/schemas/Named"}, {"properties": {"kind": kind}}]},
            "Named": {"properties": {"name": {"type": "string"}}}
        })
    };
    let document = lowered(openapi(pets(json!({"enum": ["cat"]}))));
    assert_eq!(
        names(&document),
        ["Home", "Cat", "Named", "HomePetDogKind", "HomePetDog", "HomePet", "CatKind"]
    );
    assert_eq!(
        types(&document)["HomePet"]["discriminator"],
        json!({"propertyName": "kind", "mapping": {
            "cat": "#/components/schemas/Cat", "dog": "#/components/schemas/HomePetDog"}})
    );
    let same = lowered(openapi(pets(json!({"enum": ["dog"]}))));
    assert_eq!(properties(&same, "Home")["pet"], json!({}));
    assert!(notes(&same, "HomePet is any JSON: not all of its types are named objects."));
}

#[test]
fn a_choice_between_strings_is_an_enum() {
    let document = lowered(openapi(json!({
        "Model": {"anyOf": [{"type": "string"}, {"$ref": "#/components/schemas/Known"}, {"const": "c"}]},
        "Known": {"type": "string", "enum": ["a", "b"]},
        "A": {"properties": {"text": {"oneOf": [{"type": "string", "format": "uri"}, {"type": "string"}]}}}
    })));
    assert_eq!(types(&document)["Model"]["enum"], json!(["a", "b", "c"]));
    assert_eq!(properties(&document, "A")["text"], json!({"type": "string"}));
}

#[test]
fn a_union_may_be_the_base_type_of_its_arms() {
    let document = lowered(openapi(json!({
        "Pet": {"type": "object", "properties": {"kind": {"type": "string"}}, "required": ["kind"],
                "oneOf": [{"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Dog"}],
                "discriminator": {"propertyName": "kind", "mapping": {"cat": "Cat", "dog": "Dog"}}},
        "Cat": {"allOf": [{"$ref": "#/components/schemas/Pet"}, {"properties": {"purrs": {"type": "boolean"}}}]},
        "Dog": {"allOf": [{"$ref": "#/components/schemas/Pet"}]}
    })));
    assert!(
        properties(&document, "Cat")["kind"].is_object() && properties(&document, "Cat")["purrs"].is_object()
    );
    assert_eq!(types(&document)["Pet"]["oneOf"].as_array().map(Vec::len), Some(2));
}
