//! Batches over real HTTP.

use std::time::Duration;

use graph_calls::client::{Batch, BatchResponse, Ticket};
use graph_calls::{CallMuteParameters, CallState, Client, Credential, ErrorKind, QueryOptions as _};
use serde_json::{Value, json};
use test_server::{Answer, Server, quick};

fn client(server: &Server) -> Client {
    let token = Credential::bearer("token").expect("a token");
    Client::with_options(server.url("/v1.0"), token, quick()).expect("a client")
}

fn answers(responses: Value) -> Answer {
    Answer::ok(&json!({ "responses": responses }).to_string())
}

fn call(id: &str, state: &str) -> Value {
    json!({"id": id, "status": 200, "headers": {"Content-Type": "application/json"}, "body": {"state": state}})
}

#[tokio::test]
async fn each_request_of_a_batch_has_its_own_response() {
    let throttled = json!({
        "id": "2", "status": 429, "headers": {"Retry-After": "7", "x-ms-retry-after-ms": "2128", "request-id": "r-2"},
        "body": {"error": {"code": "TooManyRequests", "message": "slow down", "innerError": {"date": "2026"}}},
    });
    let server = Server::start(vec![answers(json!([
        {"id": "4", "status": 204, "headers": {}},
        call("3", "hold"),
        throttled,
        call("1", "ringing"),
    ]))])
    .await;
    let client = client(&server);
    let mut batch = client.batch();
    let first = batch.add(client.call("28:a").get().select(["id", "state"]));
    let mute = CallMuteParameters::new().client_context("c");
    let second = batch.add(client.call("2").mute(&mute));
    let third = batch.add(client.call("3").get());
    let fourth = batch.add(client.call("4").delete());
    let fifth = batch.add(client.call("5").keep_alive());
    batch.depends_on(&second, &first);
    let mut answers = batch.send().await.expect("a batch");

    let call = answers.take(first).expect("the first");
    assert_eq!(call.state.as_ref().map(ToString::to_string).as_deref(), Some("ringing"));
    assert_eq!(call.status().as_u16(), 200);
    let error = answers.take(second).expect_err("throttled");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(429));
    assert_eq!((error.code(), error.request_id()), (Some("TooManyRequests"), Some("r-2")));
    assert_eq!(error.retry_after(), Some(Duration::from_millis(2128)));
    assert!(error.to_string().contains("/v1.0/communications/calls/2/mute: 429"), "{error}");
    assert_eq!(answers.take(third).expect("the third").state, Some(CallState::Hold));
    assert_eq!(answers.take(fourth).expect("the fourth").status().as_u16(), 204);
    let error = answers.take(fifth).expect_err("a missing response");
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(error.to_string().contains("no response to request 5"), "{error}");

    let [seen] = server.seen().try_into().expect("one request");
    assert_eq!((seen.method.as_str(), seen.target.as_str()), ("POST", "/v1.0/$batch"));
    let plain = json!({"accept": "application/json", "prefer": "include-unknown-enum-members"});
    let mut typed = plain.clone();
    typed["content-type"] = json!("application/json");
    assert_eq!(
        serde_json::from_slice::<Value>(&seen.body).expect("JSON"),
        json!({"requests": [
            {"id": "1", "method": "GET", "url": "/communications/calls/28%3Aa?$select=id,state", "headers": plain},
            {"id": "2", "method": "POST", "url": "/communications/calls/2/mute", "headers": typed,
             "body": {"clientContext": "c"}, "dependsOn": ["1"]},
            {"id": "3", "method": "GET", "url": "/communications/calls/3", "headers": plain},
            {"id": "4", "method": "DELETE", "url": "/communications/calls/4", "headers": plain},
            {"id": "5", "method": "POST", "url": "/communications/calls/5/keepAlive", "headers": typed, "body": {}},
        ]})
    );
}

#[tokio::test]
async fn unprocessed_requests_are_returned_as_a_batch() {
    let busy = |id: &str, status: u16, after: &str| json!({"id": id, "status": status, "headers": {"Retry-After": after}});
    let server = Server::start(vec![
        answers(json!([
            busy("1", 429, "1"),
            {"id": "2", "status": 424},
            call("3", "hold"),
            busy("4", 503, "7"),
            {"id": "5", "status": 503},
            {"id": "6", "status": 424},
        ])),
        answers(json!([call("4", "terminating"), call("2", "established"), call("1", "incoming")])),
    ])
    .await;
    let client = client(&server);
    let mut batch = client.batch();
    let tickets: Vec<Ticket<_>> = (1..=6).map(|id| batch.add(client.call(id.to_string()).get())).collect();
    batch.depends_on(&tickets[1], &tickets[0]);
    batch.depends_on(&tickets[3], &tickets[2]);
    batch.depends_on(&tickets[5], &tickets[4]);
    let mut answers = batch.send().await.expect("a batch");
    let (wait, rest) = answers.unprocessed().expect("three requests");
    assert_eq!(wait, Duration::from_secs(7));
    answers.update(rest.send().await.expect("a batch"));
    assert!(answers.unprocessed().is_none());
    let states: Vec<_> = tickets
        .into_iter()
        .map(|ticket| answers.take(ticket).map(|call| call.state.clone().expect("a state").to_string()))
        .map(|state| state.unwrap_or_else(|error| error.status().expect("a status").to_string()))
        .collect();
    assert_eq!(
        states,
        [
            "incoming",
            "established",
            "hold",
            "terminating",
            "503 Service Unavailable",
            "424 Failed Dependency"
        ]
    );
    let again: Value = serde_json::from_slice(&server.seen()[1].body).expect("JSON");
    let dependencies: Vec<_> = again["requests"]
        .as_array()
        .expect("requests")
        .iter()
        .map(|one| (&one["id"], &one["dependsOn"]))
        .collect();
    let on_first = json!(["1"]);
    assert_eq!(
        dependencies,
        [(&json!("1"), &Value::Null), (&json!("2"), &on_first), (&json!("4"), &Value::Null)]
    );
}

#[tokio::test]
async fn an_invalid_batch_is_refused_before_it_is_sent() {
    let server = Server::start(vec![answers(json!([]))]).await;
    let client = client(&server);
    let refused = async |batch: Batch, text: &str| {
        let error = batch.send().await.expect_err(text);
        assert_eq!(error.kind(), ErrorKind::Configuration);
        assert!(error.to_string().contains(text), "{error}");
    };
    refused(client.batch(), "no requests").await;
    let mut batch = client.batch();
    for id in 1..=21 {
        drop(batch.add(client.call(id.to_string()).get()));
    }
    refused(batch, "too many requests (expected at most 20)").await;
    let mut batch = client.batch();
    drop(batch.add(client.call("..").get()));
    refused(batch, "/communications/calls/{}").await;
    let mut batch = client.batch();
    let elsewhere = Client::new(graph_calls::Cloud::Public, Credential::none()).expect("a client");
    drop(batch.add(elsewhere.call("1").get()));
    refused(batch, "a different endpoint").await;
    let mut batch = client.batch();
    let (first, second) = (batch.add(client.call("1").get()), batch.add(client.call("2").get()));
    batch.depends_on(&first, &second);
    refused(batch, "added before it").await;
    assert!(server.seen().is_empty(), "nothing was sent");

    let mut batch = client.batch();
    for id in 1..=20 {
        drop(batch.add(client.call(id.to_string()).get()));
    }
    let mut answers = batch.send().await.expect("twenty fit");
    let other: Ticket<_> = client.batch().add(client.call("1").get());
    assert_eq!(answers.take(other).expect_err("another batch").kind(), ErrorKind::Configuration);
}

#[tokio::test]
async fn errors_of_single_responses_are_reported() {
    let server = Server::start(vec![answers(json!([
        {"id": "1", "status": 502, "headers": {"Content-Type": "text/html"},
         "body": "<html><title>Bad Gateway</title></html>"},
        {"id": "2", "status": 200, "headers": {"Content-Type": "application/json"}, "body": {"state": 5}},
        {"id": "3", "status": 7},
        {"id": "99", "status": 200, "body": {}},
        {"id": "4", "status": "404", "headers": {"Retry-After": 3, "bad header": "x"},
         "body": {"Error": {"Code": "Gone", "Message": "no call"}}},
    ]))])
    .await;
    let client = client(&server);
    let mut batch = client.batch();
    let tickets: Vec<Ticket<_>> = (1..=4).map(|id| batch.add(client.call(id.to_string()).get())).collect();
    let mut answers: BatchResponse = batch.send().await.expect("a batch");
    let errors: Vec<_> =
        tickets.into_iter().map(|ticket| answers.take(ticket).expect_err("an error").to_string()).collect();
    let messages = [
        "502 Bad Gateway: Bad Gateway",
        "/state: invalid type",
        "no response to request 3",
        "404 Not Found: Gone: no call",
    ];
    for (error, text) in errors.iter().zip(messages) {
        assert!(error.contains(text), "{error}");
    }
    assert!(errors[3].contains("retry after 3 s"), "{}", errors[3]);
}

#[tokio::test]
async fn errors_of_the_whole_batch_are_reported() {
    let whole = [
        (Answer::ok("{\"responses\": {}}"), ErrorKind::Decode, "/responses"),
        (Answer::ok("[]"), ErrorKind::Decode, "expected an object"),
        (
            Answer::new("400 Bad Request", &[], r#"{"error": {"code": "BadRequest"}}"#),
            ErrorKind::Status,
            "BadRequest",
        ),
        (Answer::new("503 Oops", &[], ""), ErrorKind::Status, "503"),
    ];
    for (answer, kind, text) in whole {
        let server = Server::start(vec![answer]).await;
        let client = client(&server);
        let mut batch = client.batch();
        drop(batch.add(client.call("1").get()));
        let error = batch.send().await.expect_err(text);
        assert_eq!(error.kind(), kind, "{error}");
        assert!(error.to_string().contains(text), "{error}");
        assert_eq!(server.seen().len(), 1, "a batch is not sent twice: {text}");
    }
    let busy = Answer::new("429 Oops", &[("Retry-After", "0")], "");
    let server = Server::start(vec![busy, answers(json!([call("1", "hold")]))]).await;
    let client = client(&server);
    let mut batch = client.batch();
    let ticket = batch.add(client.call("1").get());
    assert!(batch.send().await.expect("the second time").take(ticket).is_ok());
}
