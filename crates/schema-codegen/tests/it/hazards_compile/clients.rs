//! The requests that the clients of the hazards send.

use super::{
    enum_values_openapi, json, reserved_parameters_openapi, supplied_openapi, two_success_bodies_openapi,
};

/// Starts a server with a response for each request, and returns it with a pipeline to it.
pub(super) async fn pipeline(answers: &[test_server::Answer]) -> (test_server::Server, call_http::Pipeline) {
    let server = test_server::Server::start(answers.to_vec()).await;
    let (url, credential) = (server.url("/"), call_http::Credential::none());
    let pipeline = call_http::Pipeline::new(url, credential, test_server::quick()).expect("a pipeline");
    (server, pipeline)
}

#[tokio::test]
async fn parameters_of_every_place_and_type_are_sent() {
    let (server, pipeline) = pipeline(&[test_server::Answer::ok(r#"{"id": "1"}"#)]).await;
    let operations = reserved_parameters_openapi::client::Operations { pipeline: pipeline.clone() };
    let body = json::<reserved_parameters_openapi::Call>(r#"{"id": "2"}"#);
    let (some, none) = (Some("&"), None);
    let reply = operations
        .type_(
            "4:+1",
            Some(5),
            none,
            some,
            none,
            some,
            none,
            some,
            none,
            none,
            Some(-1),
            none,
            none,
            none,
            none,
            some,
            none,
            none,
            Some("\"tag\""),
            none,
            &body,
        )
        .await
        .expect("an answer");
    assert_eq!(reply.id.as_deref(), Some("1"));
    let at = "2026-11-20T12:00:00.5+01:00".parse().expect("a time");
    let ids = ["411f0b00-dc73-4528-a9e6-968ba983d2a1", "411f0b00-dc73-4528-a9e6-968ba983d2a2"];
    let ids: Vec<call_wire::Uuid> = ids.iter().map(|id| id.parse().expect("an id")).collect();
    let filter = json::<reserved_parameters_openapi::TimesFilter>(r#"{"a": "x y"}"#);
    operations.times(&at, Some(&filter), Some(&ids), None, Some(&ids[0])).await.expect("an answer");
    let states = enum_values_openapi::client::Operations { pipeline };
    let every = [enum_values_openapi::State::RunNing, enum_values_openapi::State::OtherValue].to_vec();
    let call = states.states_list(enum_values_openapi::State::Running, None, Some(&every));

    let seen = server.seen();
    assert_eq!(seen[0].target, "/calls/4%3A%2B1?$top=5&a_b=%26&body=%26&filter%5Bx%5D=%26&id=-1&self=%26");
    assert_eq!((seen[0].need("if-match"), seen[0].header("id")), ("\"tag\"", None));
    assert_eq!((seen[0].method.as_str(), seen[0].body.as_slice()), ("POST", br#"{"id":"2"}"#.as_slice()));
    assert_eq!(
        seen[1].target,
        format!("/same?at=2026-11-20T11:00:00.5Z&a=x%20y&ids={}&ids={}", ids[0], ids[1])
    );
    assert_eq!(seen[1].need("x-id"), ids[0].to_string());
    let url = call.request().expect("a request").url();
    assert_eq!((url.path(), url.query()), ("/states/running", Some("every=run-ning&every=Other")));
}

#[tokio::test]
async fn supplied_parameters_are_sent() {
    let busy = test_server::Answer::new("500 Oops", &[], "");
    let gone = test_server::Answer::new("404 Gone", &[], "");
    let answers = [busy.clone(), test_server::Answer::ok("{}"), busy, gone];
    let (server, pipeline) = pipeline(&answers).await;
    let operations = supplied_openapi::client::Operations { pipeline, api_version: "v 1".to_owned() };
    operations.calls_create(&supplied_openapi::Call::default()).await.expect("the second attempt");
    let deleted = operations.calls_delete(7, "*", Some("x")).await.expect("an earlier attempt did it");
    assert!(deleted.raw().was_deleted_before());
    let unversioned = operations.calls_unversioned();
    assert_eq!(unversioned.request().expect("a request").url().query(), None);

    let seen = server.seen();
    assert_eq!(seen[0].target, "/calls?Api-Version=v%201");
    for name in ["repeatability-request-id", "repeatability-first-sent"] {
        assert_eq!(seen[0].need(name), seen[1].need(name));
        assert_eq!(seen[2].header(name), None);
    }
    assert_eq!(seen[2].target, "/calls/7?api-version=v%201");
    assert_eq!((seen[2].need("api-version"), seen[2].need("if-match")), ("x", "*"));
}

#[tokio::test]
async fn responses_with_two_bodies_are_read() {
    let answers = [
        test_server::Answer::ok(r#"{"result": "fine"}"#),
        test_server::Answer::new("204 No Content", &[], ""),
        test_server::Answer::new("202 Accepted", &[], r#"{"operationId": "1"}"#),
    ];
    let (_server, pipeline) = pipeline(&answers).await;
    let operations = two_success_bodies_openapi::client::Operations { pipeline };
    let done = operations.jobs_clear().await.expect("an answer").into_inner();
    assert_eq!(done.and_then(|done| done.result).as_deref(), Some("fine"));
    assert_eq!(operations.jobs_clear().await.expect("an answer").into_inner(), None);
    assert_eq!(operations.jobs_start().await.expect("an answer").get("operationId").expect("is there"), "1");
}
