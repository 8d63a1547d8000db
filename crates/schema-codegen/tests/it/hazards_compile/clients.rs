//! The requests that the clients of the hazards send.

use super::{
    bodies_openapi, enum_values_openapi, functions_csdl, json, key_predicates_csdl, parameter_styles_openapi,
    reserved_parameters_openapi, supplied_openapi, swagger_operations_openapi, two_success_bodies_openapi,
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

#[tokio::test]
async fn the_parameters_of_functions_are_part_of_the_path() {
    use call_http::futures_util::TryStreamExt as _;
    let next = r#"{"value": [{"id": "1"}], "@odata.nextLink": "/store/things/find()?$skiptoken=2"}"#;
    let answers = [next, r#"{"value": [{"id": "2"}]}"#, r#"{"value": ["a", "b"]}"#, r#"{"value": 3}"#];
    let answers = answers.map(test_server::Answer::ok);
    let (server, pipeline) = pipeline(&answers).await;
    let operations = functions_csdl::client::Operations { pipeline };
    let from = "2026-11-20T12:00:00+01:00".parse().expect("a time");
    let length = "PT30M".parse().expect("a duration");
    let state = [functions_csdl::State::On, functions_csdl::State::Off].into_iter().collect();
    let found = operations.things_find_by_type_and_from_and_for_and_state("it's", &from, &length, state);
    let found: Vec<_> = found.pages().items().try_collect().await.expect("two pages");
    let ids: Vec<_> = found.iter().map(|thing| thing.id.as_deref()).collect();
    assert_eq!(ids, [Some("1"), Some("2")]);
    let names: Vec<_> = operations.things_names().pages().items().try_collect().await.expect("a page");
    assert_eq!(names, ["a", "b"]);
    assert_eq!(operations.thing_slots("1/2", "3").await.expect("an answer").value, Some(3));

    let seen = server.seen();
    let path = "/store/things/find(type='it%27%27s',from=2026-11-20T11%3A00%3A00Z,for=duration'PT30M',state=n.state'on%2Coff')";
    assert_eq!((seen[0].method.as_str(), seen[0].target.as_str()), ("GET", path));
    assert_eq!(seen[1].target, "/store/things/find()?$skiptoken=2");
    assert_eq!(seen[3].target, "/store/things/1%2F2/n.slots(thing-id='3')");
}

#[tokio::test]
async fn keys_are_literals_in_parentheses() {
    use key_predicates_csdl::Kind;
    let answers = ["{}", r#"{"value": []}"#, "{}"].map(test_server::Answer::ok);
    let (server, pipeline) = pipeline(&answers).await;
    let operations = key_predicates_csdl::client::Operations { pipeline };
    operations.parts_get("it's", -5).await.expect("an answer");
    operations.lot_near("a", "b,c", Kind::New, 0.5).await.expect("an answer");
    operations.parts_get_by_name_and_made("a", "b", "2026-11-22").await.expect("an answer");
    let targets: Vec<_> = server.seen().into_iter().map(|seen| seen.target).collect();
    let part = "/store/things('a')/parts(title='b',made=2026-11-22)";
    let lot = "/store/things('a')/lots(code='b%2Cc',kind=n.kind'new')/n.near(within=0.5)";
    assert_eq!(targets, ["/store/things('it%27%27s')/parts(-5)", lot, part]);
}

#[tokio::test]
async fn bodies_that_are_not_json_are_sent_and_read() {
    let picture: &[u8] = &[0x89, 0x50, 0xff, 0x00];
    let answers = [
        test_server::Answer::new("200 OK", &[("Content-Type", "image/png")], picture),
        test_server::Answer::new("200 OK", &[("Content-Type", "image/png")], picture),
        test_server::Answer::new("204 No Content", &[], ""),
        test_server::Answer::new("200 OK", &[("Content-Type", "text/csv")], "a,\u{e9}"),
        test_server::Answer::new("200 OK", &[("Content-Type", "text/csv")], [0xff]),
        test_server::Answer::ok(r#"{"id": "1"}"#),
    ];
    let (server, pipeline) = pipeline(&answers).await;
    let operations = bodies_openapi::client::Operations { pipeline };
    let files = call_http::Multipart::new().file("file", "a.png", "image/png", picture);
    let upload = operations.upload(files);
    let request = upload.request().expect("a request");
    let content_type = request.headers()["content-type"].to_str().expect("text");
    let boundary = content_type.strip_prefix("multipart/form-data; boundary=").expect("several parts");
    assert!(request.body().starts_with(format!("--{boundary}\r\n").as_bytes()));
    let whole = operations.picture_get().await.expect("a picture").into_inner();
    assert_eq!(whole, picture);
    let mut stream = operations.picture_get().stream().await.expect("a picture");
    let mut chunks = Vec::new();
    while let Some(chunk) = stream.chunk().await.expect("a chunk") {
        chunks.extend(chunk);
    }
    assert_eq!(chunks, picture);
    operations.picture_set(picture.to_vec()).await.expect("no body");
    let text = operations.notes_set("\u{e8}").await.expect("text").into_inner();
    assert_eq!(text, "a,\u{e9}");
    let error = operations.notes_get().await.expect_err("not UTF-8");
    assert_eq!(error.kind(), call_http::ErrorKind::Decode);
    let fields = bodies_openapi::Fields::new("a&b").tags(["x", "y z"]).kind(bodies_openapi::FieldsKind::A);
    let thing = operations.form_send(&fields).await.expect("an answer");
    assert_eq!(thing.id.as_deref(), Some("1"));

    let seen = server.seen();
    assert_eq!(seen[0].need("accept"), "image/png, image/jpeg, application/json;q=0.1");
    assert_eq!(
        (seen[2].need("content-type"), seen[2].body.as_slice()),
        ("application/octet-stream", picture)
    );
    assert_eq!(seen[3].need("content-type"), "text/plain; charset=utf-8");
    assert_eq!(
        (seen[3].need("accept"), seen[3].body.as_slice()),
        ("text/csv, application/json;q=0.1", "\u{e8}".as_bytes())
    );
    assert_eq!(seen[5].need("content-type"), "application/x-www-form-urlencoded");
    assert_eq!(String::from_utf8_lossy(&seen[5].body), "name=a%26b&tags=x&tags=y+z&kind=a");
}

#[tokio::test]
async fn a_whole_body_can_be_a_scalar_a_list_or_a_map() {
    let answers = [r#""b""#, r#"["b"]"#, "true"].map(test_server::Answer::ok);
    let (server, pipeline) = pipeline(&answers).await;
    let operations = bodies_openapi::client::Operations { pipeline };
    assert_eq!(operations.whole_text("a").await.expect("text").into_inner(), "b");
    let things = [bodies_openapi::Thing::new().id("1")].to_vec();
    assert_eq!(operations.whole_list(&things).await.expect("a list").into_inner(), ["b"]);
    let map = [("a".to_owned(), 1)].into();
    assert!(operations.whole_map(&map).await.expect("a boolean").into_inner());
    let bodies: Vec<_> = server.seen().into_iter().map(|seen| seen.body).collect();
    assert_eq!(bodies, [br#""a""#.as_slice(), br#"[{"id":"1"}]"#, br#"{"a":1}"#]);
}

#[test]
fn lists_in_a_query_have_the_separator_of_the_schema() {
    let credential = call_http::Credential::none();
    let url = call_http::reqwest::Url::parse("http://localhost/").expect("a URL");
    let pipeline = call_http::Pipeline::new(url, credential, test_server::quick()).expect("a pipeline");
    let list = ["a".to_owned(), "b c".to_owned()].to_vec();
    let operations = parameter_styles_openapi::client::Operations { pipeline: pipeline.clone() };
    let call = operations.things_get(
        "1",
        Some(&list),
        Some(&list),
        &list,
        Some("/?"),
        5,
        Some(&vec![1, 2]),
        Some(&list),
    );
    let request = call.request().expect("a request");
    assert_eq!(
        request.url().query(),
        Some("comma=a,b%20c&each=a&each=b%20c&pipe=a%7Cb%20c&reserved=/%3F&shared=5&space=1%202")
    );
    assert_eq!(request.headers()["x-list"], "a,b c");
    let operations = swagger_operations_openapi::client::Operations { pipeline };
    let call = operations.lists_get(Some(&list), Some(&list), Some(&list), Some(&vec![]), Some(&list));
    assert_eq!(
        call.request().expect("a request").url().query(),
        Some("comma=a,b%20c&each=a&each=b%20c&pipe=a%7Cb%20c&stated=a,b%20c")
    );
}
