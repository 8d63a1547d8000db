//! The routes of the operations, for servers.

use call_wire::server::{Found, Problem, check};
use graph_calls::call_http::reqwest::Method;
use graph_calls::server::Operation;
use graph_calls::{Client, Cloud, Credential};

#[test]
fn the_path_of_each_operation_is_found_with_its_parameters() {
    let client = Client::new(Cloud::Public, Credential::none()).expect("a client");
    for operation in Operation::ALL.iter().copied() {
        let route = operation.route();
        let names: Vec<_> = route.path.split('{').skip(1).filter_map(|part| part.split('}').next()).collect();
        let values: Vec<_> = names.iter().map(|name| format!("{name}:/é %2F?#{{}}+8")).collect();
        let values: Vec<_> = values.iter().map(String::as_str).collect();
        let template =
            names.iter().fold(route.path.to_owned(), |path, name| path.replace(&format!("{{{name}}}"), "{}"));
        let method = Method::from_bytes(route.method.as_bytes()).expect("a method");
        let request = client.pipeline().call(method, &template, &values);
        let path = request.request().expect("a request").url().path().replacen("/v1.0", "", 1);
        let Found::Operation(found, parameters) = Operation::find(route.method, &path) else {
            panic!("{path} is not found");
        };
        assert_eq!(found, operation, "{path}");
        let found: Vec<_> = parameters.iter().collect();
        assert_eq!(found, names.into_iter().zip(values).collect::<Vec<_>>(), "{path}");
    }
}

#[test]
fn an_action_may_be_qualified_by_its_namespace() {
    let found = |path| match Operation::find("POST", path) {
        Found::Operation(operation, _) => Some(operation),
        _ => None,
    };
    assert_eq!(found("/communications/calls/1/microsoft.graph.answer"), Some(Operation::CallAnswer));
    assert_eq!(
        found("/communications/calls/1/participants/2/microsoft.graph.mute"),
        Some(Operation::ParticipantMute)
    );
    let action = "/communications/calls/microsoft.graph.logTeleconferenceDeviceQuality";
    assert_eq!(found(action), Some(Operation::CallsLogTeleconferenceDeviceQuality));
    // Neither a call nor a navigation property has a namespace.
    assert_eq!(found("/communications/microsoft.graph.calls"), None);
    assert_eq!(found("/communications/calls/1/microsoft.graph.audioRoutingGroups"), None);
}

#[test]
fn the_routes_have_the_facts_of_the_schema() {
    assert_eq!(Operation::ALL.len(), 34);
    let statuses = |operation: Operation| -> Vec<_> {
        operation.route().successes.iter().map(|success| (success.status, success.schema)).collect()
    };
    assert_eq!(statuses(Operation::CallsCreate), [(201, Some("call"))]);
    assert_eq!(statuses(Operation::CallAnswer), [(202, None)]);
    assert_eq!(Operation::find("PUT", "/communications/calls"), Found::MethodNotAllowed(vec!["POST"]));
    // An action requires a body for its required parameters.
    let requires_body = |operation: Operation| operation.route().body.map(|body| body.is_required);
    assert_eq!(requires_body(Operation::CallAnswer), Some(true));
    assert_eq!(requires_body(Operation::CallMute), Some(false));
    assert_eq!(requires_body(Operation::CallKeepAlive), None);
}

#[test]
fn a_wrong_body_is_refused_with_the_name_of_the_member() {
    let problems = |operation: Operation, body: &str| -> Vec<_> {
        let rules = operation.route().body.expect("the operation has a body").rules;
        let found = check(body.as_bytes(), &rules).expect("JSON");
        found.into_iter().map(|violation| (violation.pointer, violation.problem)).collect()
    };
    let pointer = |pointer: &str, problem| vec![(pointer.to_owned(), problem)];
    let answer = r##"{"callbackUri": "https://bot.example", "mediaConfig": {"@odata.type": "#microsoft.graph.tape"}}"##;
    assert_eq!(
        problems(Operation::CallAnswer, answer),
        pointer("/mediaConfig/@odata.type", Problem::NotOneOf)
    );
    let reject = r#"{"reason": "rude"}"#;
    assert_eq!(problems(Operation::CallReject, reject), pointer("/reason", Problem::NotOneOf));
    let tones = r#"{"tones": ["tone1", "tone99"]}"#;
    assert_eq!(problems(Operation::CallSendDtmfTones, tones), pointer("/tones/1", Problem::NotOneOf));
    // A change need not have the members that a creation requires.
    let changed = r#"{"sources": []}"#;
    assert_eq!(problems(Operation::AudioRoutingGroupsUpdate, changed), []);
    assert_eq!(
        problems(Operation::AudioRoutingGroupsCreate, changed),
        pointer("/routingMode", Problem::Missing)
    );
}
