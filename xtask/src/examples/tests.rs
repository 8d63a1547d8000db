//! Several APIs of one format.

use std::fs;

use schema_codegen::config::Config;
use schema_codegen::progress::Progress;
use schema_codegen::read::format::Format;

use super::found::Kind;
use super::index::{ApiIndex, Index};
use super::{find, page};
use crate::apis::Api;

fn api(name: &str, format: Format, facts: &str) -> ApiIndex {
    let api = Api { name: name.to_owned(), config: Config::default() };
    // An index refers to APIs that are never freed.
    ApiIndex::of_surface(Box::leak(Box::new(api)), format, facts)
}

fn index() -> Index {
    Index::of_apis(vec![
        api(
            "calls",
            Format::Csdl,
            "op call_get: GET /calls/{id}\nanswer call_get.200: call\ntype call: object",
        ),
        api(
            "records",
            Format::Csdl,
            "op log: GET /records/getLog(from={from},to={to})\nanswer log.200: Collection(records.row)\n\
             type Collection(records.row): collection\ntype records.row: object\ntype records.record: object",
        ),
        api("phone", Format::OpenApi, "op Phone_Dial: POST /phone\nbody Phone_Dial: Dial\ntype Dial: object"),
        api("rooms", Format::OpenApi, "op Rooms_Open: POST /rooms\nbody Rooms_Open: Room\ntype Room: object"),
    ])
}

/// Returns the API, the operation and the type of each payload on a page.
fn found(text: &str) -> Vec<(&'static str, Option<String>, Option<String>)> {
    let reading = page(text, &index());
    assert!(reading.is_ours && reading.diagnostics.is_empty(), "{text}: {:?}", reading.diagnostics);
    reading.examples.into_iter().map(|one| (one.api, one.operation, one.type_name)).collect()
}

#[test]
fn the_answer_of_a_function_belongs_to_the_api_with_the_function() {
    let text = "```http\nGET https://graph.microsoft.com/v1.0/records/microsoft.graph.records.getLog(from=2020-01-01,to=@to)\n\
                ```\n\n```http\nHTTP/1.1 200 OK\nContent-Type: application/json\n\n{\"value\": []}\n```\n";
    let type_name = "Collection(records.row)".to_owned();
    assert_eq!(found(text), [("records", Some("log".to_owned()), Some(type_name))]);
}

#[test]
fn a_page_belongs_to_the_api_with_its_type() {
    let of_type =
        |name: &str| found(&format!("```json\n{{\"@odata.type\": \"#microsoft.graph.{name}\"}}\n```\n"));
    assert_eq!(of_type("records.record"), [("records", None, Some("records.record".to_owned()))]);
    assert_eq!(of_type("call"), [("calls", None, Some("call".to_owned()))]);
    assert!(!page("```json\n{\"@odata.type\": \"#microsoft.graph.other.call\"}\n```\n", &index()).is_ours);
}

#[test]
fn types_are_found_in_the_main_namespace_of_the_api() {
    let mut config = Config::default();
    config.csdl.namespace = Some("microsoft.graph.records".to_owned());
    let api = Box::leak(Box::new(Api { name: "records".to_owned(), config }));
    let facts = "type record: object\ntype microsoft.graph.identitySet: object";
    let index = Index::of_apis(vec![ApiIndex::of_surface(api, Format::Csdl, facts)]);
    for (name, is_ours) in [("records.record", true), ("identitySet", false), ("record", false)] {
        let text = format!("```json\n{{\"@odata.type\": \"#microsoft.graph.{name}\"}}\n```\n");
        assert_eq!(page(&text, &index).is_ours, is_ours, "{name}");
    }
}

#[test]
fn a_folder_of_example_files_belongs_to_the_api_with_its_operations() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    for (folder, file) in [("rooms", "Rooms_Open"), ("phone", "Phone_Dial")] {
        let folder = dir.path().join(folder).join("examples");
        fs::create_dir_all(&folder).expect("the temporary folder is writable");
        let text = "{\"parameters\": {\"body\": {}}, \"responses\": {}}";
        fs::write(folder.join(format!("{file}.json")), text).expect("the temporary folder is writable");
    }
    let found = find(dir.path(), &index(), &Progress::start()).expect("the folder is readable");
    let examples: Vec<_> = found.examples.iter().map(|one| (one.api, one.kind, one.known)).collect();
    assert_eq!(examples, [("phone", Kind::Request, true), ("rooms", Kind::Request, true)]);
    assert!(found.unreadable.is_empty());
}
