//! The routes of the operations, for servers.

use acs_calling::call_http::reqwest::Method;
use acs_calling::server::Operation;
use acs_calling::{Client, Credential};
use call_wire::server::{Found, Problem, check};

#[test]
fn the_path_of_each_operation_is_found_with_its_parameters() {
    let client = Client::new("https://contoso.example", Credential::none()).expect("a client");
    for operation in Operation::ALL.iter().copied() {
        let route = operation.route();
        let names: Vec<_> = route.path.split('{').skip(1).filter_map(|part| part.split('}').next()).collect();
        let values: Vec<_> = names.iter().map(|name| format!("{name}:/é %2F?#{{}}+8")).collect();
        let values: Vec<_> = values.iter().map(String::as_str).collect();
        let template =
            names.iter().fold(route.path.to_owned(), |path, name| path.replace(&format!("{{{name}}}"), "{}"));
        let method = Method::from_bytes(route.method.as_bytes()).expect("a method");
        let request = client.pipeline().call(method, &template, &values);
        let path = request.request().expect("a request").url().path().to_owned();
        let Found::Operation(found, parameters) = Operation::find(route.method, &path) else {
            panic!("{path} is not found");
        };
        assert_eq!(found, operation, "{path}");
        let found: Vec<_> = parameters.iter().collect();
        assert_eq!(found, names.into_iter().zip(values).collect::<Vec<_>>(), "{path}");
    }
}

#[test]
fn the_routes_have_the_facts_of_the_schema() {
    assert_eq!(Operation::ALL.len(), 34);
    assert_eq!(Operation::ALL.iter().filter(|operation| operation.route().is_repeatable).count(), 14);
    for operation in Operation::ALL {
        let [version] = operation.route().query else { panic!("{operation:?} has no version") };
        assert_eq!((version.name, version.is_required), ("api-version", true));
    }
    let start = Operation::CallRecordingStartRecording.route();
    let statuses: Vec<_> = start.successes.iter().map(|success| success.status).collect();
    assert_eq!(statuses, [200, 202]);
    assert_eq!(start.successes[0].schema, Some("RecordingStateResponse"));
    assert_eq!(
        Operation::find("PATCH", "/calling/recordings/1"),
        Found::MethodNotAllowed(vec!["DELETE", "GET"])
    );
    assert_eq!(Operation::find("GET", "/calling/records"), Found::Unknown);
}

#[test]
fn the_four_limits_of_the_schema_are_enforced() {
    let phone = r#"{"kind": "phoneNumber", "phoneNumber": {"value": "+14255550123"}}"#;
    for (operation, body, pointer) in [
        (
            Operation::CallConnectionAddParticipant,
            format!(r#"{{"participantToAdd": {phone}, "invitationTimeoutInSeconds": 181}}"#),
            "/invitationTimeoutInSeconds",
        ),
        (
            Operation::CallRecordingStartRecording,
            format!(
                r#"{{"callLocator": {{"kind": "serverCallLocator", "serverCallId": "1"}},
                "channelAffinity": [{{"participant": {phone}, "channel": 5}}]}}"#
            ),
            "/channelAffinity/0/channel",
        ),
        (
            Operation::CallMediaRecognize,
            format!(
                r#"{{"recognizeInputType": "dtmf", "recognizeOptions": {{"targetParticipant": {phone},
                "dtmfOptions": {{"interToneTimeoutInSeconds": 0}}}}}}"#
            ),
            "/recognizeOptions/dtmfOptions/interToneTimeoutInSeconds",
        ),
        (
            Operation::CallMediaRecognize,
            format!(
                r#"{{"recognizeInputType": "dtmf", "recognizeOptions": {{"targetParticipant": {phone},
                "initialSilenceTimeoutInSeconds": 301}}}}"#
            ),
            "/recognizeOptions/initialSilenceTimeoutInSeconds",
        ),
    ] {
        let rules = operation.route().body.expect("the operation has a body").rules;
        let found = check(body.as_bytes(), &rules).expect("JSON");
        let [violation] = found.as_slice() else { panic!("{pointer}: {found:?}") };
        assert_eq!((violation.pointer.as_str(), violation.problem), (pointer, Problem::OutOfRange));
    }
}

#[test]
fn a_wrong_body_is_refused_with_the_name_of_the_member() {
    let rules = Operation::CreateCall.route().body.expect("the operation has a body").rules;
    let found = check(br#"{"targets": [{"kind": "robot"}], "callbackUri": null}"#, &rules).expect("JSON");
    let messages: Vec<_> = found.iter().map(ToString::to_string).collect();
    assert_eq!(
        messages,
        [
            "/targets/0/kind: \"robot\" is not valid (expected one of unknown, communicationUser, phoneNumber, \
             microsoftTeamsUser, microsoftTeamsApp, teamsExtensionUser)",
            "/callbackUri: callbackUri is required (expected a string)",
        ]
    );
}
