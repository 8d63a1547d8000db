//! Tests of lowering CSDL functions and operation imports.

use super::tests::{CONFIG, THING, good, lowered};
use super::tests_paths::{ids, is_skipped, operation, response};
use super::*;

/// Returns a function that is bound to `n.thing`, or to a collection of it.
fn function(name: &str, binding: &str, rest: &str) -> String {
    format!(
        r#"<Function Name="{name}" IsBound="true"><Parameter Name="b" Type="{binding}"/>{rest}</Function>"#
    )
}

fn parameter(name: &str, ty: &str) -> String {
    format!(r#"<Parameter Name="{name}" Type="{ty}"/>"#)
}

fn returns(ty: &str) -> String {
    format!(r#"<ReturnType Type="{ty}"/>"#)
}

#[test]
fn the_parameters_of_a_function_are_literals_in_its_path() {
    let parameters = [
        ("name", "Edm.String"),
        ("from", "Edm.DateTimeOffset"),
        ("count", "Edm.Int32"),
        ("for", "Edm.Duration"),
        ("state", "n.state"),
        ("text", "n.text"),
        ("price", "Edm.Decimal"),
    ];
    let parameters: String = parameters.iter().map(|(name, ty)| parameter(name, ty)).collect();
    let find = function("find", "Collection(n.thing)", &format!("{parameters}{}", returns("n.thing")));
    let body = format!(
        r#"{THING}<EnumType Name="state"><Member Name="on"/></EnumType><TypeDefinition Name="text" UnderlyingType="Edm.String"/>{find}"#
    );
    let document = good(&body);
    let path = "/store/things/find(name='{name}',from={from},count={count},for=duration'{for}',state=n.state'{state}',text='{text}',price={price})";
    let find = operation(&document, "get", path);
    assert_eq!((&find["operationId"], &find["x-namespace"]), (&json!("things_find"), &json!("n")));
    assert_eq!((find.get("requestBody"), find.get("x-pageable")), (None, None));
    assert_eq!(response(find, "200"), Some("#/components/schemas/Thing"));
    let schemas: Vec<&Value> =
        find["parameters"].as_array().expect("parameters").iter().map(|one| &one["schema"]).collect();
    assert_eq!(schemas[1], &json!({"type": "string", "format": "date-time"}));
    assert_eq!(schemas[4], &json!({"$ref": "#/components/schemas/State"}));
    assert_eq!(schemas[6], &json!({"type": "string"}));
}

#[test]
fn a_function_without_parameters_has_empty_parentheses() {
    let peek = function("peek", "n.thing", &returns("Edm.String"));
    let document = good(&format!("{THING}{peek}"));
    let peek = operation(&document, "get", "/store/things/{thing-id}/peek()");
    assert_eq!(peek["operationId"], "thing_peek");
    assert_eq!(response(peek, "200"), Some("#/components/schemas/ThingPeekAnswer"));
    // Query options select members of entities and objects.
    assert_eq!(peek.get("x-queryable"), None);
    let answer = &document["components"]["schemas"]["ThingPeekAnswer"];
    assert_eq!(answer["description"], "The response of the function `peek`.");
}

#[test]
fn a_function_that_returns_a_collection_returns_pages() {
    let all = function("all", "Collection(n.thing)", &returns("Collection(n.thing)"));
    let names = function("names", "Collection(n.thing)", &returns("Collection(Edm.String)"));
    let document = good(&format!("{THING}{all}{names}"));
    let page = json!({"items": "value", "next": "@odata.nextLink"});
    let all = operation(&document, "get", "/store/things/all()");
    assert_eq!((&all["x-pageable"], &all["x-queryable"]), (&page, &json!(true)));
    assert_eq!(response(all, "200"), Some("#/components/schemas/ThingCollection"));
    let names = operation(&document, "get", "/store/things/names()");
    assert_eq!((&names["x-pageable"], names.get("x-queryable")), (&page, None));
    let members = &document["components"]["schemas"]["ThingsNamesAnswer"]["properties"];
    assert_eq!(members["value"], json!({"type": "array", "items": {"type": "string"}}));
    assert_eq!(members["@odata.nextLink"]["type"], "string");
}

#[test]
fn overloads_are_named_by_their_parameters() {
    let [plain, by_name, by_both] = ["", "name", "name size"].map(|names| {
        let parameters: String = names.split_whitespace().map(|name| parameter(name, "Edm.String")).collect();
        function("find", "Collection(n.thing)", &format!("{parameters}{}", returns("n.thing")))
    });
    let document = good(&format!("{THING}{plain}{by_name}{by_both}"));
    let ids = ids(&document);
    for id in ["things_find", "things_find_by_name", "things_find_by_name_and_size"] {
        assert!(ids.contains(&id), "{id} {ids:?}");
    }
}

#[test]
fn a_function_with_optional_parameters_becomes_two_operations() {
    let optional = r#"<Parameter Name="size" Type="Edm.Int32"><Annotation Term="Org.OData.Core.V1.OptionalParameter"/></Parameter>"#;
    let rest = format!("{}{optional}{}", parameter("name", "Edm.String"), returns("n.thing"));
    let document = good(&format!("{THING}{}", function("find", "Collection(n.thing)", &rest)));
    let short = operation(&document, "get", "/store/things/find(name='{name}')");
    assert_eq!(short["operationId"], "things_find_by_name");
    let long = operation(&document, "get", "/store/things/find(name='{name}',size={size})");
    assert_eq!(long["operationId"], "things_find_by_name_and_size");
}

#[test]
fn a_parameter_with_the_name_of_a_key_has_another_name() {
    let rest = format!("{}{}", parameter("thing-id", "Edm.Int32"), returns("n.thing"));
    let document = good(&format!("{THING}{}", function("near", "n.thing", &rest)));
    let near = operation(&document, "get", "/store/things/{thing-id}/near(thing-id={thing-id-parameter})");
    assert_eq!(near["operationId"], "thing_near");
}

#[test]
fn functions_that_a_path_cannot_express_are_skipped() {
    let list = format!("{}{}", parameter("p", "Collection(Edm.String)"), returns("n.thing"));
    let object = format!("{}{}", parameter("p", "n.size"), returns("n.thing"));
    let body = [
        function("list", "n.thing", &list),
        function("object", "n.thing", &object),
        function("file", "n.thing", &returns("Edm.Stream")),
    ];
    let document = good(&format!(r#"{THING}<ComplexType Name="size"/>{}"#, body.concat()));
    for name in ["list(thing,Collection(Edm.String))", "object(thing,size)", "file(thing)"] {
        assert!(is_skipped(&document, name), "{name}: {}", document["x-skipped"]);
    }
}

#[test]
fn imported_operations_are_at_the_root() {
    let body = format!(
        r#"{THING}<Function Name="near"><Parameter Name="place" Type="Edm.String"/><ReturnType Type="Collection(n.thing)"/></Function>
<Action Name="reset"><Parameter Name="why" Type="Edm.String"/></Action><Action Name="free"/>
<EntityContainer Name="D"><FunctionImport Name="Nearest" Function="n.near"/><ActionImport Name="Reset" Action="n.reset"/><ActionImport Name="Gone" Action="n.gone"/></EntityContainer>"#
    );
    let document = lowered(&body, None, "csdl = { types = ['n.thing'] }", false).expect("good");
    let nearest = operation(&document, "get", "/Nearest(place='{place}')");
    assert_eq!((&nearest["operationId"], nearest.get("x-namespace")), (&json!("nearest"), None));
    assert_eq!(operation(&document, "post", "/Reset")["operationId"], "reset");
    assert!(is_skipped(&document, "/Gone") && is_skipped(&document, "free()"), "{}", document["x-skipped"]);
    let listed = lowered(&body, None, CONFIG, false).expect("good");
    assert!(is_skipped(&listed, "/Nearest") && is_skipped(&listed, "near(Edm.String)"));
}
