//! Tests of reading OpenAPI documents, and of the diagnostics for bad input.

use std::fs;

use serde_json::json;

use super::*;

/// A folder of files for one test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str, files: &[(&str, &str)]) -> Self {
        let folder =
            std::env::temp_dir().join(format!("schema-codegen-openapi-{name}-{}", std::process::id()));
        for (file, text) in files {
            let path = folder.join(file);
            fs::create_dir_all(path.parent().expect("a file has a folder")).expect("the folder is writable");
            fs::write(path, text).expect("the folder is writable");
        }
        Self(folder)
    }

    fn read(&self) -> Result<Document> {
        read(&self.0.join("a.json"))
    }

    fn diagnostic(&self) -> String {
        let diagnostic = self.read().expect_err("the document is invalid").to_string();
        diagnostic.replace(&format!("{}/", self.0.display()), "")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // A folder that remains in the temporary directory does no harm.
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn diagnostic(name: &str, text: &str) -> String {
    Folder::new(name, &[("a.json", text)]).diagnostic()
}

#[test]
fn both_dialects_are_detected() {
    for (text, dialect) in [
        (r#"{"swagger": "2.0"}"#, Dialect::Swagger2),
        (r#"{"openapi": "3.0.3"}"#, Dialect::OpenApi3),
        (r#"{"openapi": "3.0"}"#, Dialect::OpenApi3),
    ] {
        let folder = Folder::new("dialect", &[("a.json", text)]);
        assert_eq!(folder.read().expect("is a document").dialect, dialect);
    }
}

#[test]
fn other_versions_are_refused() {
    let diagnostic =
        |text| dialect(&serde_json::from_str(text).expect("is JSON")).expect_err("refused").to_string();
    assert!(diagnostic(r#"{"openapi": "3.2.0"}"#).starts_with("/openapi: version \"3.2.0\" of `openapi`"));
    assert!(diagnostic(r#"{"swagger": "1.2"}"#).starts_with("/swagger: version \"1.2\" of `swagger`"));
    assert!(diagnostic(r#"{"openapi": "3.01"}"#).contains("is not supported"));
    assert!(diagnostic(r#"{"swagger": {}}"#).contains("version \"{}\" of `swagger` is not supported"));
    assert!(diagnostic("[]").contains("this file is not an object"));
    assert!(diagnostic(r#"{"$schema": "x"}"#).contains("neither `swagger` nor `openapi`"));
}

#[test]
fn other_formats_than_json_are_named() {
    assert!(diagnostic("xml", "<a/>").starts_with("a.json: line 1, column 1: this is an XML file"));
    assert!(diagnostic("truncated", "{\"swagger\": \"2.0\",").contains("the JSON ends too early"));
    assert!(diagnostic("empty", "").contains("the file is empty"));
}

#[test]
fn a_missing_file_is_an_error() {
    let missing = read(Path::new("no/such/api.json")).expect_err("does not exist").to_string();
    assert!(missing.starts_with("no/such/api.json: cannot read the file"), "{missing}");
}

#[test]
fn other_files_are_read_once_and_may_refer_back() {
    let folder = Folder::new(
        "external",
        &[
            (
                "a.json",
                r##"{"swagger": "2.0", "definitions": {
                    "A": {"$ref": "sub/b%20c.json#/definitions/A~1B"},
                    "C": {"$ref": "./sub/../sub/b%20c.json#/definitions/C"}}}"##,
            ),
            (
                "sub/b c.json",
                r##"{"definitions": {"A/B": {"type": "string"}, "C": {"properties": {"x": {"$ref": "../a.json#/definitions/A"}}}}}"##,
            ),
        ],
    );
    let document = folder.read().expect("is a document");
    assert_eq!(document.files.len(), 2);
    let target = document.target(0, "sub/b%20c.json#/definitions/A~1B").expect("is there");
    assert_eq!((target.file, target.value), (1, &json!({"type": "string"})));
    let back = document.target(1, "../a.json#/definitions/A").expect("is there");
    assert_eq!(back.file, 0);
}

#[test]
fn references_without_a_target_are_errors_with_a_place() {
    assert_eq!(
        diagnostic(
            "nowhere",
            r##"{"swagger": "2.0", "definitions": {"A": {"items": {"$ref": "#/definitions/B"}}}}"##
        ),
        "a.json: /definitions/A/items/$ref: the reference \"#/definitions/B\" has no target\n  \
         help: correct the reference, or add its target"
    );
    assert!(
        diagnostic(
            "file",
            r##"{"swagger": "2.0", "definitions": {"A": {"$ref": "b.json#/definitions/B"}}}"##
        )
        .starts_with("a.json: /definitions/A/$ref: the file b.json that this reference names does not exist")
    );
    let net = r##"{"swagger": "2.0", "paths": {"/a": {"$ref": "https://example.org/b.json#/B"}}}"##;
    assert!(diagnostic("net", net).starts_with(
        "a.json: /paths/~1a/$ref: the reference \"https://example.org/b.json#/B\" refers to the network"
    ));
}

#[test]
fn files_in_yaml_and_json_refer_to_each_other() {
    let folder = Folder::new(
        "yaml",
        &[
            ("a.json", "swagger: 2.0\ndefinitions:\n  A:\n    $ref: 'b.yaml#/definitions/B'\n"),
            ("b.yaml", "definitions:\n  B: {properties: {1: {$ref: 'c.json#/definitions/C'}}}"),
            (
                "c.json",
                r##"{"definitions": {"C": {"items": {"$ref": "b.yaml#/definitions/B/properties/1"}}}}"##,
            ),
        ],
    );
    let document = folder.read().expect("is a document");
    assert_eq!((document.files.len(), document.dialect), (3, Dialect::Swagger2));
}

#[test]
fn cycles_of_references_are_listed() {
    let text = r##"{"swagger": "2.0",
        "definitions": {"A": {"$ref": "#/definitions/B"}, "B": {"$ref": "#/definitions/A"}},
        "parameters": {"P": {"$ref": "#/parameters/P"}}}"##;
    assert!(diagnostic("circle", text).starts_with(
        "a.json: /definitions/A/$ref: these references form a cycle: /definitions/B -> /definitions/A -> /definitions/B"
    ));
    let text = r##"{"openapi": "3.0.3", "components": {"parameters": {"P": {"$ref": "#/components/parameters/P"}}}}"##;
    assert!(
        diagnostic("parameter", text)
            .contains("form a cycle: /components/parameters/P -> /components/parameters/P")
    );
}
