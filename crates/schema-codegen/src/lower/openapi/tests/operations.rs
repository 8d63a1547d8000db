//! Tests of lowering operations.

use super::*;

fn one(operation: Value) -> Value {
    let mut document = swagger(json!({"E": {"type": "object"}, "R": {"type": "object"}}));
    document["paths"]["/a/{id}:go"] = json!({
        "parameters": [{"$ref": "#/parameters/Id"}, {"name": "shared", "in": "query", "type": "string"}],
        "post": operation
    });
    document["parameters"] = json!({"Id": {"name": "id", "in": "path", "required": true, "type": "string"}});
    document
}

fn go(document: &Value) -> &Value {
    &document["paths"]["/a/{id}:go"]["post"]
}

#[test]
fn parameters_get_a_schema_and_some_are_supplied() {
    let document = lowered(one(json!({
        "operationId": "Go", "tags": ["t"], "summary": "S.", "x-ms-examples": {"e": {"$ref": "./e.json"}},
        "parameters": [
            {"name": "api-version", "in": "query", "required": true, "type": "string"},
            {"name": "repeatability-request-id", "in": "header", "type": "string", "format": "uuid"},
            {"name": "kind", "in": "query", "type": "string", "enum": ["a"], "x-ms-enum": {"name": "Kind"}},
            {"name": "shared", "in": "query", "type": "array", "items": {"type": "integer"}, "collectionFormat": "multi"},
            {"name": "body", "in": "body", "required": true, "schema": {"$ref": "#/definitions/R"}}
        ],
        "responses": {"204": {"description": "Done."}}
    })));
    let go = go(&document);
    assert_eq!(go["x-supplied"], json!(["api-version", "repeatability-request-id"]));
    assert_eq!(
        go["parameters"],
        json!([
            {"name": "kind", "in": "query", "schema": {"$ref": "#/components/schemas/Kind"}},
            {"name": "shared", "in": "query", "explode": true,
             "schema": {"type": "array", "items": {"type": "integer", "format": "int64"}}},
            {"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}
        ])
    );
    assert_eq!(
        go["requestBody"],
        json!({"content": {"application/json": {"schema": {"$ref": "#/components/schemas/R"}}}, "required": true})
    );
    assert_eq!(go["summary"], "S.");
    assert!(go.get("tags").is_none() && go.get("x-ms-examples").is_none());
    assert!(names(&document).contains(&"Kind"));
}

#[test]
fn errors_become_ranges() {
    let error = json!({"description": "Error.", "schema": {"$ref": "#/definitions/E"}});
    let document = lowered(one(json!({
        "operationId": "Go",
        "responses": {
            "200": {"description": "A.", "schema": {"$ref": "#/definitions/R"}},
            "202": {"description": "B."},
            "404": {"description": "C."},
            "default": error
        }
    })));
    let go = go(&document);
    let statuses: Vec<&String> =
        go["responses"].as_object().into_iter().flatten().map(|(status, _)| status).collect();
    assert_eq!(statuses, ["200", "202", "4XX", "5XX"]);
    assert_eq!(go["responses"]["4XX"], go["responses"]["5XX"]);
    assert_eq!(
        go["responses"]["4XX"]["content"]["application/json"]["schema"]["$ref"],
        "#/components/schemas/E"
    );
    assert_eq!(go["x-bodies-differ"], true);
    assert!(notes(&document, "Go: the body of the response 404 differs from that of 4XX"));
    let only = lowered(one(json!({"operationId": "Go", "responses": {"404": error}})));
    assert!(self::go(&only)["responses"].get("5XX").is_none());
}

#[test]
fn inline_bodies_get_the_operations_name() {
    let document = lowered(one(json!({
        "operationId": "a_go",
        "parameters": [{"name": "b", "in": "body", "schema": {"properties": {"x": {"type": "string"}}}}],
        "responses": {"200": {"description": "", "schema": {"properties": {"value": {"type": "array", "items": {"$ref": "#/definitions/R"}}}}}},
        "x-ms-pageable": {"nextLinkName": "nextLink"}
    })));
    assert_eq!(names(&document), ["E", "R", "AGoResponse200", "AGoBody"]);
    assert_eq!(go(&document)["x-pageable"], json!({"items": "value", "next": "nextLink"}));
}

#[test]
fn openapi_3_is_not_converted() {
    let mut document = openapi(json!({"R": {"type": "object"}}));
    document["servers"] = json!([{"url": "https://example.org"}]);
    document["components"]["responses"] = json!({"Bad": {"description": "Bad.", "headers": {"X": {}}, "content": {
        "application/xml": {}, "application/problem+json": {"schema": {"$ref": "#/components/schemas/R"}}}}});
    document["components"]["requestBodies"] =
        json!({"B": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/R"}}}}});
    document["paths"]["/a"] = json!({"put": {"operationId": "Put",
        "requestBody": {"$ref": "#/components/requestBodies/B"},
        "responses": {"2XX": {"description": "", "content": {}}, "default": {"$ref": "#/components/responses/Bad"}}}});
    let document = lowered(document);
    let put = &document["paths"]["/a"]["put"];
    assert_eq!(put["requestBody"]["required"], false);
    assert_eq!(
        put["responses"]["5XX"]["content"]["application/json"]["schema"]["$ref"],
        "#/components/schemas/R"
    );
    assert_eq!(put["responses"]["2XX"], json!({"description": ""}));
    assert!(
        notes(&document, "https://example.org, is ignored") && notes(&document, "Headers of responses (1)")
    );
}

#[test]
fn unsupported_operations_are_errors() {
    let ok = json!({"204": {"description": ""}});
    for (operation, message) in [
        (json!({"responses": ok}), "/paths/~1a~1{id}:go/post: the operation has no `operationId`"),
        (
            json!({"operationId": "Go", "responses": {}}),
            "post/responses: an operation must have at least one response",
        ),
        (json!({"operationId": "Go"}), "post/responses: an operation must have `responses`"),
        (json!({"operationId": "Go", "responses": {"20": {}}}), "\"20\" is not an HTTP status"),
        (
            json!({"operationId": "Go", "responses": {"200": {"schema": {"type": "file"}}}}),
            "a response that is a file",
        ),
        (
            json!({"operationId": "Go", "responses": ok, "parameters": [{"name": "f", "in": "formData", "type": "string"}]}),
            "post/parameters/0: form parameters are not supported",
        ),
        (
            json!({"operationId": "Go", "responses": ok, "parameters": [{"name": "c", "in": "cookie", "type": "string"}]}),
            "a parameter in cookie is not supported",
        ),
        (
            json!({"operationId": "Go", "responses": ok, "parameters": [{"name": "c", "in": "path", "type": "string"}]}),
            "the path /a/{id}:go does not contain the path parameter c",
        ),
        (
            json!({"operationId": "Go", "responses": ok, "parameters": [{"name": "c", "in": "query", "type": "array", "collectionFormat": "tsv"}]}),
            "the collection format \"tsv\" is not supported",
        ),
        (
            json!({"operationId": "Go", "responses": ok, "consumes": ["text/plain"], "parameters": [{"name": "c", "in": "body"}]}),
            "a body of text/plain is not supported",
        ),
        (json!({"operationId": "Go", "responses": ok, "parameters": [7]}), "a parameter must be an object"),
        (json!(7), "post: an operation must be an object"),
    ] {
        let diagnostic = diagnostic(one(operation));
        assert!(diagnostic.contains(message), "{diagnostic}");
    }
    let mut twice = one(json!({"operationId": "Go", "responses": ok}));
    twice["paths"]["/b"] = json!({"get": {"operationId": "Go", "responses": ok}});
    assert!(diagnostic(twice).contains("has the operationId Go, too"));
    let mut missing = swagger(json!({}));
    missing["paths"]["/a/{id}"] = json!({"get": {"operationId": "Go", "responses": ok}});
    assert!(diagnostic(missing).contains("the path /a/{id} contains id, which is not a path parameter"));
    let mut overloads = swagger(json!({}));
    overloads["x-ms-paths"] = json!({"/a?b": {}});
    assert!(diagnostic(overloads).contains("/x-ms-paths: operations in `x-ms-paths` are not supported"));
}

#[test]
fn secrets_that_do_not_exist_are_reported() {
    let document = document(swagger(json!({"A": {"properties": {}}})));
    let text = "[[secrets]]\ntype = 'A'\nproperty = 'token'\nreason = 'r'";
    let config = Config::parse("api.toml".as_ref(), text).expect("a configuration");
    let unmatched = lower(&document, None, &config).expect("is legal").unmatched;
    assert_eq!(unmatched.len(), 1);
    assert_eq!(unmatched[0].what, "the schema has no property A.token");
}

#[test]
fn the_number_of_resolved_references_is_limited() {
    let headers = |n: usize| json!({"x": {"$ref": format!("#/components/headers/H{n}")}, "y": {"$ref": format!("#/components/headers/H{n}")}});
    let mut document = openapi(json!({}));
    for n in 0..40 {
        document["components"]["headers"][format!("H{n}")] = headers(n + 1);
    }
    document["components"]["headers"]["H40"] = json!({});
    document["paths"]["/a"] = json!({"get": {"operationId": "Get", "responses": {"200": {"description": "", "headers": headers(0)}}}});
    assert!(diagnostic(document).contains("more than 100000 references are to parameters or responses"));
}
