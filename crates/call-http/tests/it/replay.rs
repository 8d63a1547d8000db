//! Recording and replaying of exchanges.

use std::path::Path;
use std::sync::Arc;

use crate::support::{Answer, KEY, Requests as _, Server, quick};
use call_http::replay::{Recorder, Replay};
use call_http::reqwest::{self, Method, Url};
use call_http::{AccessKey, Credential, ErrorKind, Pipeline, Request};

/// Returns a pipeline to a server that records the exchanges in a file.
fn recording(server: &Server, credential: Credential, path: &Path) -> Pipeline {
    let client = reqwest::Client::builder().no_proxy().build().expect("a client");
    let recorder = Recorder::new(client, path).expect("a file");
    server.pipeline(credential, quick().transport(Arc::new(recorder)))
}

/// Returns a pipeline that replays exchanges, without a server.
fn replaying(replay: &Arc<Replay>) -> Pipeline {
    let endpoint = Url::parse("https://contoso.example/").expect("a URL");
    let options = quick().transport(replay.clone());
    Pipeline::new(endpoint, Credential::none(), options).expect("a pipeline")
}

fn get(pipeline: &Pipeline, path: &str) -> Request {
    Request::new(Method::GET, pipeline.url(path).expect("a URL"))
}

fn post(pipeline: &Pipeline, body: &str) -> Request {
    let body: serde_json::Value = serde_json::from_str(body).expect("JSON");
    Request::new(Method::POST, pipeline.url("/calls").expect("a URL")).json(&body).expect("JSON")
}

#[tokio::test]
async fn recorded_exchanges_are_replayed_in_their_order() {
    let server = Server::start(vec![
        Answer::new("503 Service Unavailable", &[("Retry-After", "0")], ""),
        Answer::new("200 OK", &[("x-ms-request-id", "r-1")], r#"{"n": 1.50, "id": "c-1"}"#),
        Answer::new("404 Not Found", &[], "gone \u{e9}"),
        Answer::new("200 OK", &[], b"RIFF\xff\xfe"),
    ])
    .await;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("exchanges.jsonl");
    let recorded = recording(&server, Credential::none(), &path);
    let mut seen = Vec::new();
    for is_replayed in [false, true] {
        let replay = is_replayed.then(|| Arc::new(Replay::from_file(&path).expect("a file")));
        let pipeline = replay.as_ref().map_or(recorded.clone(), replaying);
        let first = pipeline.execute(get(&pipeline, "/x?a=1")).await.expect("a response");
        let value: serde_json::Value = first.json().expect("JSON");
        let second = pipeline.execute(post(&pipeline, r#"{"to": "+1425"}"#)).await.expect("a response");
        let mut third = pipeline.send_streaming(get(&pipeline, "/media")).await.expect("a response");
        let media = third.chunk().await.expect("a body").expect("a chunk");
        assert_eq!((first.attempts(), first.request_id()), (2, Some("r-1")));
        seen.push((first.status(), value, second.status(), second.body().clone(), media));
        assert!(replay.is_none_or(|replay| replay.unused().is_empty()));
    }
    assert_eq!(seen[0], seen[1]);
    let text = std::fs::read_to_string(&path).expect("a file");
    assert_eq!(
        text.lines().nth(1).expect("a line"),
        r#"{"request":{"method":"GET","path":"/x","query":"a=1"},"response":{"status":200,"headers":{"x-ms-request-id":"r-1"},"body":{"json":{"n":1.50,"id":"c-1"}}}}"#
    );
}

#[tokio::test]
async fn a_recorded_file_contains_no_secret() {
    const PASSWORD: &str = "correct-horse-battery";
    const TOKEN: &str = "eyJhbGciOi.hush.hush";
    let server = Server::answering(|_, seen| {
        let sent = seen.need("authorization");
        let body = format!(
            r#"{{"got":"{sent}","password":"{PASSWORD}","accessToken":"in-the-token","url":"https://a.example/?sig=in-the-body"}}"#
        );
        // Only one of the requests has the password as its credential.
        let body = if sent.starts_with("Basic") { body } else { body.replace(PASSWORD, "hello") };
        let headers = [
            ("Location", "https://a.example/x?sv=1&sig=in-the-location"),
            ("Set-Cookie", "session=in-the-cookie"),
            ("x-ms-repeated", sent),
            ("x-ms-signature", "in-the-header"),
        ];
        Answer::new("200 OK", &headers, body)
    })
    .await;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("exchanges.jsonl");
    let mut recorded = String::new();
    let credentials = [
        Credential::access_key(AccessKey::parse(KEY).expect("a key")),
        Credential::basic("user", PASSWORD).expect("a credential"),
        Credential::bearer(TOKEN).expect("a credential"),
    ];
    for credential in credentials {
        let pipeline = recording(&server, credential, &path);
        let request = get(&pipeline, "/x?sig=in-the-query&access_token=in-the-parameter");
        let request = request.json(&serde_json::json!({"incomingCallContext": "in-the-request"}));
        let _ = pipeline.send(request.expect("JSON")).await.expect("a response");
        recorded += &std::fs::read_to_string(&path).expect("a file");
    }
    let sent: Vec<_> = server.seen().iter().map(|seen| seen.need("authorization").to_owned()).collect();
    let sent = sent.iter().map(|value| value.split_once("Signature=").or(value.split_once(' ')));
    let sent: Vec<_> = sent.map(|split| split.expect("a credential").1).collect();
    assert_eq!(sent.len(), 3);
    for secret in sent.into_iter().chain([PASSWORD, TOKEN, "in-the-"]) {
        assert!(!recorded.contains(secret), "{secret} in {recorded}");
    }
    assert!(recorded.contains("sv=1&sig=[redacted]") && recorded.contains(r#""accessToken":"[redacted]""#));
}

#[tokio::test]
async fn secrets_are_ignored_when_a_request_is_matched() {
    let line =
        r#"{"request":{"method":"GET","path":"/x","query":"a=1&sig=[redacted]"},"response":{"status":204}}"#;
    let replay = Arc::new(Replay::from_text(line).expect("a line"));
    let pipeline = replaying(&replay);
    let response = pipeline.send(get(&pipeline, "/x?a=1&sig=another")).await.expect("a response");
    assert_eq!(response.status(), 204);
}

#[tokio::test]
async fn secrets_in_a_file_that_was_written_by_hand_are_ignored_too() {
    let line = r#"{"request":{"method":"POST","path":"/calls","query":"sig=mine","body":{"text":"{\"token\":\"mine\"}"}},"response":{"status":204}}"#;
    let replay = Arc::new(Replay::from_text(line).expect("a line"));
    assert!(!format!("{replay:?}").contains("mine"), "{replay:?}");
    let pipeline = replaying(&replay);
    let request = Request::new(Method::POST, pipeline.url("/calls?sig=another").expect("a URL"));
    let request = request.json(&serde_json::json!({"token": "another"})).expect("JSON");
    assert_eq!(pipeline.send(request).await.expect("a response").status(), 204);
}

#[tokio::test]
async fn paths_and_queries_match_with_and_without_percent_encoding() {
    for (recorded, sent, is_same) in [
        ("/x?$filter=a eq 1&to=+1", "/x?%24filter=a%20eq%201&to=%2B1", true),
        ("/x?%24top=1", "/x?$top=1", true),
        ("/x?a=1%262", "/x?a=1&2", false),
        ("/x?a%3D1=2", "/x?a=1%3D2", false),
        ("/x?a=1&b=2", "/x?b=2&a=1", false),
        ("/x/4:+1?", "/x/4%3A%2B1", true),
        ("/x%2Fy?", "/x/y", false),
    ] {
        let (path, query) = recorded.split_once('?').expect("a query");
        let request = format!(r#"{{"method":"GET","path":"{path}","query":"{query}"}}"#);
        let line = format!(r#"{{"request":{request},"response":{{"status":204}}}}"#);
        let pipeline = replaying(&Arc::new(Replay::from_text(&line).expect("a line")));
        let response = pipeline.send(get(&pipeline, sent)).await;
        assert_eq!(response.is_ok(), is_same, "{recorded} and {sent}");
    }
}

#[tokio::test]
async fn a_request_that_matches_no_exchange_is_an_error_with_the_expected_requests() {
    let lines = r#"
{"request":{"method":"GET","path":"/x","query":"a=1"},"response":{"status":200}}
{"request":{"method":"POST","path":"/calls","body":{"json":{"to":"+1425","n":1}}},"response":{"status":201}}
"#;
    let replay = Arc::new(Replay::from_text(lines).expect("lines"));
    let pipeline = replaying(&replay);
    let expected = r#"(expected GET /x?a=1; POST /calls with the body {"json":{"to":"+1425","n":1}})"#;
    let others = [
        (get(&pipeline, "/y?a=1"), "GET /y?a=1"),
        (get(&pipeline, "/x?a=2"), "GET /x?a=2"),
        (get(&pipeline, "/x"), "GET /x"),
        (post(&pipeline, r#"{"to": "+1"}"#), r#"POST /calls with the body {"json":{"to":"+1"}}"#),
    ];
    for (request, shown) in others {
        let error = pipeline.send(request).await.expect_err("not recorded");
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Configuration, 1));
        let message = error.message().expect("a message");
        assert_eq!(message, format!("no recorded exchange matches {shown} {expected}"));
    }
    // Requests may be sent in another order, and JSON members may have another order.
    let response = pipeline.send(post(&pipeline, r#"{"n": 1, "to": "+1425"}"#)).await.expect("a response");
    assert_eq!(response.status(), 201);
    assert_eq!(replay.unused(), ["GET /x?a=1"]);
    let _ = pipeline.send(get(&pipeline, "/x?a=1")).await.expect("a response");
    let error = pipeline.send(get(&pipeline, "/x?a=1")).await.expect_err("used already");
    assert!(error.to_string().contains("(no further request is expected)"), "{error}");
}

#[test]
fn a_line_that_is_not_an_exchange_is_an_error_with_its_number() {
    let request = r#""request":{"method":"GET","path":"/x"}"#;
    for (line, fault) in [
        (
            "{".to_owned(),
            "line 2: expected `,` or `}`, but the text ends (column 2); write one exchange per line, as a JSON object",
        ),
        (
            "[]".to_owned(),
            "line 2: invalid type: array, expected an object (exchange) (column 1); write one exchange per line",
        ),
        (
            r#"{"request":{"method":7}}"#.to_owned(),
            "line 2: /request/method: invalid type: integer `7`, expected a string (column 22)",
        ),
        (
            r#"{"request":{"method":"GET","path":"/x","qurey":"a=1"}}"#.to_owned(),
            "line 2: `qurey` is not a valid member of `request` (expected one of `method`, `path`, `query`, `body`)",
        ),
        (
            format!(r#"{{{request},"respones":{{}}}}"#),
            "line 2: `respones` is not a valid member of `exchange`",
        ),
        (
            format!(r#"{{{request},"response":{{"status":200,"header":{{}}}}}}"#),
            "line 2: `header` is not a valid member of `response`",
        ),
        (
            format!(r#"{{{request},"response":{{"status":200,"body":{{"jsno":1}}}}}}"#),
            "line 2: `jsno` is not a valid member of `body`",
        ),
        (
            r#"{"request":{"method":"GET","path":"/x","body":{"jsno":1}}}"#.to_owned(),
            "line 2: `jsno` is not a valid member of `body`",
        ),
        (
            r#"{"request":{"method":"get","path":"/x"}}"#.to_owned(),
            "line 2: `get` is not a valid method (expected upper case, such as `GET`)",
        ),
        (r#"{"request":{"method":"GET","path":"x"}}"#.to_owned(), "line 2: `x` is not a valid path"),
        (
            r#"{"request":{"method":"GET","path":"/x?a=1"}}"#.to_owned(),
            "line 2: `/x?a=1` is not a valid path",
        ),
        ("{}".to_owned(), "line 2: `request` is missing"),
        (r#"{"request":{"path":"/x"}}"#.to_owned(), "line 2: `request.method` is missing"),
        (r#"{"request":{"method":"GET"}}"#.to_owned(), "line 2: `request.path` is missing"),
        (format!("{{{request}}}"), "line 2: `response` is missing"),
        (format!(r#"{{{request},"response":{{}}}}"#), "line 2: `response.status` is missing"),
        (format!(r#"{{{request},"response":{{"status":2000}}}}"#), "line 2: 2000 is not a valid status"),
        (
            format!(r#"{{{request},"response":{{"status":200,"headers":{{"a b":"c"}}}}}}"#),
            "line 2: `a b` is not a valid header name",
        ),
        (
            format!(r#"{{{request},"response":{{"status":200,"body":{{"base64":"*"}}}}}}"#),
            "line 2: `base64` is not valid base64",
        ),
        (format!(r#"{{{request},"response":{{"status":200,"body":{{}}}}}}"#), "line 2: invalid body"),
    ] {
        let error = Replay::from_text(&format!("\n{line}\n")).expect_err("not an exchange");
        assert_eq!(error.kind(), ErrorKind::Configuration);
        assert!(error.message().is_some_and(|message| message.starts_with(fault)), "{error}");
    }
    let path = "/nowhere/exchanges.jsonl";
    let cause = std::fs::read_to_string(path).expect_err("no file");
    let error = Replay::from_file(path).expect_err("no file");
    assert_eq!(error.message(), Some(&*format!("{path} cannot be read: {cause}")));
    for text in ["", "\n \n"] {
        let error = Replay::from_text(text).expect_err("no exchange");
        assert_eq!(error.message(), Some("there is no exchange (expected one per line)"));
    }
}
