//! The examples of graph-call-records.

use call_http::reqwest::Method;
use call_http::reqwest::header::HeaderValue;
use call_http::{Credential, Pipeline, Request};
use graph_calls::call_http;
use test_server::{Answer, Server, quick};

use crate::run::{Example, free_address};

const RECORD: &str = r#"{"id": "r-1", "type": "peerToPeer", "sessions": [{"id": "s-1",
    "failureInfo": {"stage": "midcall", "reason": "lost"},
    "segments": [{"media": [{"streams": [{"averageJitter": "PT0.016S", "averagePacketLossRate": 0.25}]}]}]}]}"#;

pub async fn get_call_record(name: &'static str) {
    let server = Server::start(vec![Answer::ok(RECORD)]).await;
    let endpoint = server.url("/v1.0").to_string();
    let environment = vec![("GRAPH_ENDPOINT", endpoint), ("GRAPH_TOKEN", "a-token".to_owned())];
    let mut example = Example::start_with(name, environment, &[], &["r-1"]).await;
    example.line("PeerToPeer").await;
    example.line("lost").await;
    let rest = example.line("jitter").await;
    assert!(rest.contains("0.25"), "{rest}");
    example.succeeds().await;
    let [seen] = server.seen().try_into().expect("one request");
    let path = seen.target.split('?').next().unwrap_or_default();
    assert_eq!(path, "/v1.0/communications/callRecords/r-1");
}

pub async fn record_webhook(name: &'static str) {
    let address = free_address();
    let secret = "8Zb2Y3mUwq0-Kfh6xN4c";
    let variables = [("ADDRESS", address.as_str()), ("CLIENT_STATE", secret)];
    let mut example = Example::start_with(name, Vec::new(), &variables, &[]).await;
    example.line("listening on").await;
    let post = async |query: &str, state: &str| {
        let endpoint = format!("http://{address}/").parse().expect("a URL");
        let pipeline = Pipeline::new(endpoint, Credential::none(), quick()).expect("a pipeline");
        let url = pipeline.url(&format!("/records{query}")).expect("a URL");
        let body = format!(
            r#"{{"value": [{{"clientState": "{state}", "resource": "communications/callRecords/r-1"}}]}}"#
        );
        let json = HeaderValue::from_static("application/json");
        let request = Request::new(Method::POST, url).bytes(json, body);
        let response = pipeline.execute(request).await.expect("a response");
        (response.status().as_u16(), String::from_utf8_lossy(response.body()).into_owned())
    };
    assert_eq!(post("?validationToken=a%20b", "").await, (200, "a b".to_owned()));
    assert_eq!(post("", secret).await.0, 202);
    example.line("r-1").await;
    assert_eq!(post("", "another secret").await.0, 403);
    example.line("refused").await;
}
