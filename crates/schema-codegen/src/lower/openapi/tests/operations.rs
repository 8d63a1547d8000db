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
fn invalid_operations_are_errors() {
    let ok = json!({"204": {"description": ""}});
    for (operation, message) in [
        (json!({"operationId": "Go", "responses": []}), "post/responses: `responses` must be an object"),
        (json!({"operationId": "Go", "responses": {"20": {}}}), "\"20\" is not an HTTP status"),
        (
            json!({"operationId": "Go", "responses": ok, "parameters": [{"name": "c", "in": "path", "type": "string"}]}),
            "the path /a/{id}:go does not contain the path parameter c",
        ),
        (
            json!({"operationId": "Go", "responses": ok, "parameters": [{"name": "c", "in": "hat", "type": "string"}]}),
            "post/parameters/c: a parameter cannot be in \"hat\"",
        ),
        (json!({"operationId": "Go", "responses": ok, "parameters": [7]}), "a parameter must be an object"),
        (json!(7), "post: an operation must be an object"),
    ] {
        let diagnostic = diagnostic(one(operation));
        assert!(diagnostic.contains(message), "{diagnostic}");
    }
    let mut missing = swagger(json!({}));
    missing["paths"]["/a/{id}"] = json!({"get": {"operationId": "Go", "responses": ok}});
    assert!(diagnostic(missing).contains("the path /a/{id} contains id, which is not a path parameter"));
}

#[test]
fn an_unsupported_operation_is_skipped_and_the_rest_is_kept() {
    let ok = json!({"204": {"description": ""}});
    let cookie = json!([{"name": "c", "in": "cookie", "required": true, "type": "string"}]);
    let tabs = json!([{"name": "c", "in": "query", "required": true, "type": "array",
        "items": {"type": "string"}, "collectionFormat": "tsv"}]);
    for (parameters, reason) in
        [(cookie, "its parameter c: a parameter in a cookie"), (tabs, "its parameter c: the style tsv")]
    {
        let mut document = one(json!({"operationId": "Go", "responses": ok, "parameters": parameters}));
        document["paths"]["/b"] = json!({"get": {"operationId": "Keep", "responses": ok}});
        let document = lowered(document);
        assert_eq!(skipped(&document), [format!("POST /a/{{id}}:go (Go): {reason}")]);
        assert_eq!(document["x-skipped"][0]["unsupported"], true);
        assert_eq!(document["paths"].as_object().expect("paths").len(), 1);
        assert_eq!(document["paths"]["/b"]["get"]["operationId"], "Keep");
    }
}

#[test]
fn an_optional_parameter_that_is_not_supported_is_skipped_alone() {
    let parameters = json!([
        {"name": "c", "in": "cookie", "type": "string"},
        {"name": "Accept", "in": "header", "required": true, "type": "string"},
    ]);
    let ok = json!({"204": {"description": ""}});
    let document = lowered(one(json!({"operationId": "Go", "responses": ok, "parameters": parameters})));
    assert_eq!(skipped(&document), ["POST /a/{id}:go (Go), parameter c: a parameter in a cookie"]);
    let names: Vec<_> =
        go(&document)["parameters"].as_array().into_iter().flatten().map(|one| &one["name"]).collect();
    assert_eq!(names, ["id", "shared"]);
}

#[test]
fn operations_of_x_ms_paths_are_skipped_by_name() {
    let mut document = swagger(json!({}));
    document["x-ms-paths"] = json!({"/a?b": {"get": {"operationId": "Get"}, "put": {}, "parameters": []}});
    let reason = "it is in `x-ms-paths`, whose operations differ only in the query";
    assert_eq!(
        skipped(&lowered(document)),
        [format!("GET /a?b (Get): {reason}"), format!("PUT /a?b: {reason}")]
    );
}

#[test]
fn an_operation_without_an_id_of_its_own_is_named_after_its_path() {
    let ok = json!({"204": {"description": ""}});
    let mut document = one(json!({"operationId": "Go", "responses": ok}));
    document["paths"]["/b"] =
        json!({"get": {"operationId": "Go", "responses": ok}, "put": {"responses": ok}});
    document["paths"]["/b/"] = json!({"put": {"responses": ok}});
    let document = lowered(document);
    let id = |path: &str, method: &str| document["paths"][path][method]["operationId"].clone();
    assert_eq!(go(&document)["operationId"], "Go");
    assert_eq!([id("/b", "get"), id("/b", "put"), id("/b/", "put")], ["get_b", "put_b", "put_b_2"]);
    assert!(notes(&document, "GET /b has the operationId of another operation, Go: it is named get_b."));
    assert!(notes(&document, "PUT /b has no operationId: it is named put_b."));
}

#[test]
fn every_operation_has_a_successful_response() {
    let response = |responses: Value| {
        let document = lowered(one(json!({"operationId": "Go", "responses": responses})));
        let success = go(&document)["responses"]["2XX"].clone();
        assert_eq!(success.is_object(), notes(&document, "POST /a/{id}:go (Go) has no successful response"));
        success
    };
    let typed = json!({"description": "E.", "schema": {"$ref": "#/definitions/E"}});
    let empty = json!({"description": ""});
    assert_eq!(response(json!({})), empty);
    assert_eq!(response(json!({"404": typed})), empty);
    assert_eq!(response(json!({"404": typed, "default": typed})), empty);
    assert_eq!(response(json!({"204": {}, "default": typed})), Value::Null);
    let only = response(json!({"default": typed, "x-hint": 1}));
    assert_eq!(only["content"]["application/json"]["schema"]["$ref"], "#/components/schemas/E");
}

#[test]
fn a_long_running_operation_says_that_the_client_does_not_wait() {
    let ok = json!({"202": {"description": ""}});
    let document = lowered(one(json!({"operationId": "Go", "responses": ok, "description": "Goes.",
        "x-ms-long-running-operation": true})));
    assert_eq!(
        go(&document)["description"],
        "Goes.\n\nThe service may complete the operation after its response. The client does not wait for that."
    );
}

#[test]
fn each_body_has_one_form() {
    let text = json!({"type": "string"});
    let binary = json!({"type": "string", "format": "binary"});
    let typed = json!({"$ref": "#/components/schemas/R"});
    let content = |media: &[&str], schema: &Value| -> Value {
        media
            .iter()
            .map(|media| ((*media).to_owned(), json!({"schema": schema})))
            .collect::<serde_json::Map<_, _>>()
            .into()
    };
    for (stated, expected) in [
        (content(&["text/plain", "application/json"], &typed), content(&["application/json"], &typed)),
        (
            content(&["application/xml", "application/a+json; v=1"], &typed),
            content(&["application/json"], &typed),
        ),
        (content(&["*/*"], &typed), content(&["application/json"], &typed)),
        (content(&["*/*"], &text), content(&["*/*"], &text)),
        (content(&["*/*"], &binary), json!({"*/*": {}})),
        (content(&["text/csv; charset=utf-8"], &text), content(&["text/csv; charset=utf-8"], &text)),
        (content(&["image/png", "image/jpeg"], &text), json!({"image/png": {}, "image/jpeg": {}})),
        (content(&["text/event-stream"], &text), json!({"text/event-stream": {}})),
        (content(&["application/xml"], &typed), json!({"application/xml": {}})),
        (json!({"application/pdf": {}}), json!({"application/pdf": {}})),
        (json!({"text/html": {}}), content(&["text/html"], &text)),
    ] {
        let mut document = openapi(json!({"R": {"type": "object"}}));
        document["paths"]["/a"] = json!({"get": {"operationId": "Get",
            "responses": {"200": {"description": "", "content": stated}, "500": {"description": "", "content": stated}}}});
        let document = lowered(document);
        let responses = &document["paths"]["/a"]["get"]["responses"];
        assert_eq!(responses["200"]["content"], expected);
        let is_json = expected.get("application/json").is_some();
        assert_eq!(responses["5XX"].get("content").is_some(), is_json, "an error is JSON or has no type");
        assert_eq!(notes(&document, "the body of the response 500 has no type"), !is_json);
        assert_eq!(
            notes(&document, "the body of the response 200 is application/xml, and therefore bytes."),
            expected.get("application/xml").is_some()
        );
    }
}

#[test]
fn successes_in_different_formats_are_not_supported() {
    let mut document = openapi(json!({}));
    document["paths"]["/a"] = json!({"get": {"operationId": "Get", "responses": {
        "200": {"description": "", "content": {"application/json": {}}},
        "206": {"description": "", "content": {"application/pdf": {}}}}}});
    assert_eq!(
        skipped(&lowered(document)),
        ["GET /a (Get): some successful responses are JSON, and others are not"]
    );
}

#[test]
fn bodies_of_swagger_have_the_media_types_of_the_document() {
    let mut document = one(json!({
        "operationId": "Go",
        "consumes": ["image/png", "image/gif"],
        "parameters": [{"name": "b", "in": "body", "schema": {"type": "string", "format": "binary"}}],
        "responses": {"200": {"description": "", "schema": {"type": "file"}}},
    }));
    document["produces"] = json!(["application/json", "text/csv"]);
    document["paths"]["/b"] = json!({"post": {
        "operationId": "Form",
        "parameters": [
            {"name": "a", "in": "formData", "type": "string", "required": true, "description": "A."},
            {"name": "b", "in": "formData", "type": "array", "items": {"type": "integer", "format": "int32"}},
        ],
        "responses": {"204": {"description": ""}},
    }});
    let document = lowered(document);
    assert_eq!(go(&document)["requestBody"]["content"], json!({"image/png": {}}));
    assert_eq!(go(&document)["responses"]["200"]["content"], json!({"text/csv": {}}));
    let form = &document["paths"]["/b"]["post"]["requestBody"];
    let reference = json!({"schema": {"$ref": "#/components/schemas/FormBody"}});
    assert_eq!(form["content"], json!({"application/x-www-form-urlencoded": reference}));
    assert_eq!(form["required"], true);
    assert_eq!(types(&document)["FormBody"]["required"], json!(["a"]));
    assert_eq!(properties(&document, "FormBody")["a"]["description"], "A.");
}

#[test]
fn a_form_in_several_parts_has_no_types_and_names_its_fields() {
    let ok = json!({"204": {"description": ""}});
    let fields = json!([
        {"name": "f", "in": "formData", "type": "file"},
        {"name": "g", "in": "formData", "type": "string", "required": true},
    ]);
    let document = lowered(one(json!({"operationId": "Go", "responses": ok, "parameters": fields})));
    assert_eq!(
        go(&document)["requestBody"],
        json!({"description": "The fields are `f`, `g`.", "content": {"multipart/form-data": {}}, "required": true})
    );
    assert_eq!(names(&document), ["E", "R"]);
    let mut document =
        openapi(json!({"R": {"type": "object", "properties": {"a": {"type": "array", "items": {}}}}}));
    let form =
        json!({"schema": {"$ref": "#/components/schemas/R"}, "encoding": {"a": {"style": "deepObject"}}});
    let operation =
        |content: Value| json!({"operationId": "Go", "responses": ok, "requestBody": {"content": content}});
    document["paths"]["/encoded"] =
        json!({"put": operation(json!({"application/x-www-form-urlencoded": form}))});
    document["paths"]["/mixed"] = json!({"put": operation(json!({"multipart/mixed": form}))});
    document["paths"]["/both"] = json!({"put": operation(json!({"application/x-www-form-urlencoded": form, "multipart/form-data": form}))});
    document["paths"]["/range"] = json!({"put": operation(json!({"image/*": {}}))});
    let document = lowered(document);
    assert_eq!(
        skipped(&document),
        [
            "PUT /encoded (Go): the field a of its form has an encoding",
            "PUT /mixed (put_mixed): its body is multipart/mixed",
        ]
    );
    let content = |path: &str| &document["paths"][path]["put"]["requestBody"]["content"];
    assert_eq!(*content("/both"), json!({"multipart/form-data": {}}));
    assert_eq!(*content("/range"), json!({"application/octet-stream": {}}));
}

#[test]
fn a_list_in_a_query_of_swagger_has_commas_unless_stated() {
    let list = |format: Value| {
        let mut parameter = json!({"name": "c", "in": "query", "type": "array", "items": {"type": "string"}});
        if !format.is_null() {
            parameter["collectionFormat"] = format;
        }
        let ok = json!({"204": {"description": ""}});
        let document = lowered(one(json!({"operationId": "Go", "responses": ok, "parameters": [parameter]})));
        let parameter = &go(&document)["parameters"][0];
        (parameter["explode"].clone(), parameter["style"].clone())
    };
    assert_eq!(list(Value::Null), (json!(false), Value::Null));
    assert_eq!(list(json!("csv")), (json!(false), Value::Null));
    assert_eq!(list(json!("multi")), (json!(true), Value::Null));
    assert_eq!(list(json!("ssv")), (json!(false), json!("spaceDelimited")));
    assert_eq!(list(json!("pipes")), (json!(false), json!("pipeDelimited")));
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
    let headers = |n: usize| {
        let header = json!({"$ref": format!("#/components/headers/H{n}")});
        json!({"headers": {"x": header, "y": header}})
    };
    let mut document = openapi(json!({}));
    for n in 0..40 {
        document["components"]["headers"][format!("H{n}")] = headers(n + 1);
    }
    document["components"]["headers"]["H40"] = json!({});
    document["paths"]["/a"] = json!({"get": {"operationId": "Get", "responses": {"200": headers(0)}}});
    assert!(
        diagnostic(document)
            .contains("more than 100000 references are to parameters, responses or path items")
    );
}
