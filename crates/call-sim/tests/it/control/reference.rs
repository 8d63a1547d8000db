//! The document of the control API, the behaviors, and the files of the page.

use std::collections::BTreeSet;

use call_http::reqwest::Method;
use call_sim::{Action, Kind, Service};
use serde_json::{Value, json};

use super::{get, request, send_raw, start};

#[tokio::test]
async fn the_document_has_exactly_the_methods_of_each_path() {
    let sim = start().await;
    let text = send_raw(request(&sim, Method::GET, "/_sim/openapi.json")).await.1;
    // Parsing checks the structure of the document.
    let document: openapiv3::OpenAPI = serde_json::from_str(&text).expect("an OpenAPI document");
    for (path, item) in &document.paths.paths {
        let documented: BTreeSet<_> = item.as_item().expect("an item").iter().map(|(name, _)| name).collect();
        let target = path.replace("{number}", "0").replace("{id}", "0");
        for name in ["get", "put", "post", "delete", "patch"] {
            let method = Method::from_bytes(name.to_ascii_uppercase().as_bytes()).expect("a method");
            let response = request(&sim, method, &target).send().await.expect("a response");
            assert_eq!(response.status() != 405, documented.contains(name), "{name} {path}");
        }
    }
}

#[tokio::test]
async fn the_document_lists_the_values_of_the_types() {
    let sim = start().await;
    let document = get(&sim, "/_sim/openapi.json").await;
    let schemas = &document["components"]["schemas"];
    let values = |value: &Value| -> BTreeSet<String> {
        value.as_array().into_iter().flatten().filter_map(|one| Some(one.as_str()?.to_owned())).collect()
    };
    let actions = [
        Action::Answer,
        Action::Decline,
        Action::Busy,
        Action::NoAnswer,
        Action::Press(String::new()),
        Action::Say(String::new()),
        Action::HangUp,
        Action::Mute(true),
        Action::Hold(true),
        Action::Join,
        Action::Lobby,
    ];
    let actions = actions.map(|action| json!(action)["action"].as_str().expect("a name").to_owned());
    assert_eq!(values(&schemas["Act"]["properties"]["action"]["enum"]), actions.into());
    let services = Service::ALL.map(|service| json!(service).as_str().expect("a name").to_owned());
    assert_eq!(values(&schemas["Service"]["enum"]), services.into());
    let kinds = values(&schemas["Entry"]["properties"]["kind"]["enum"]);
    assert!(kinds.contains(json!(Kind::CallbackResponse).as_str().expect("a name")), "{kinds:?}");
}

#[tokio::test]
async fn the_fidelity_of_each_service_is_listed() {
    let sim = start().await;
    let services = get(&sim, "/_sim/fidelity").await;
    for (service, expected) in services.as_array().expect("a list").iter().zip(Service::ALL) {
        assert_eq!(service["service"], json!(expected));
        let behaviors = service["behaviors"].as_array().expect("a list");
        assert!(behaviors.len() > 10, "{expected} has {} behaviors", behaviors.len());
        for behavior in behaviors {
            assert!(
                behavior["behavior"].as_str().is_some_and(|text| text.trim_end_matches('"').ends_with('.')),
                "{behavior}"
            );
        }
    }
}

#[tokio::test]
async fn the_page_is_complete_and_needs_no_other_host() {
    let sim = start().await;
    for page in ["/", "/fidelity"] {
        let response = request(&sim, Method::GET, page).send().await.expect("a response");
        let policy = response.headers()["content-security-policy"].to_str().expect("text").to_owned();
        assert!(policy.starts_with("default-src 'none'; script-src 'self'; style-src 'self';"), "{policy}");
        let html = response.text().await.expect("text");
        let files = html.split(['"']).filter(|part| part.starts_with("/page/"));
        for file in files.map(str::to_owned).collect::<BTreeSet<_>>() {
            let (status, content) = send_raw(request(&sim, Method::GET, &file)).await;
            assert_eq!(status, 200, "{file}");
            let addresses =
                content.matches("http").count() - content.matches("http://www.w3.org/2000/svg").count();
            assert_eq!(addresses, 0, "{file} has an external address");
        }
    }
}
