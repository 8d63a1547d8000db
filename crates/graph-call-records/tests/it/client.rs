//! The client over real HTTP: paths, query options, pages, errors and retries.

use futures_util::TryStreamExt as _;
use graph_call_records::call_wire::DateTime;
use graph_call_records::call_wire::json::encode;
use graph_call_records::{
    CallType, Client, CollectionOptions as _, Credential, ErrorKind, Modality, QueryOptions as _,
};
use test_server::{Answer, Server, quick};

const TOKEN: &str = "eyJhbGciOi.hush.hush";

fn client(server: &Server) -> Client {
    let token = Credential::bearer(TOKEN).expect("a token");
    Client::with_options(server.url("/v1.0"), token, quick()).expect("a client")
}

/// Returns the start and the end of a range.
fn march() -> (DateTime, DateTime) {
    let time = |text: &str| text.parse().expect("a time");
    (time("2026-03-01T00:00:00Z"), time("2026-04-01T00:00:00Z"))
}

/// Returns the method and target of each request.
fn lines(server: &Server) -> Vec<String> {
    server.seen().iter().map(|seen| format!("{} {}", seen.method, seen.target)).collect()
}

#[tokio::test]
async fn a_record_is_requested_with_its_sessions_and_segments() {
    let body =
        r#"{"id":"r-1","modalities":["audio","holography"],"type":"groupCall","sessions":[{"segments":[]}]}"#;
    let server = Server::start(vec![Answer::ok(body)]).await;
    let record = client(&server).call_record("r-1").get();
    let record = record.expand(["sessions($expand=segments)", "participants_v2"]).await.expect("a record");
    assert_eq!(record.type_, Some(CallType::GroupCall));
    let modalities = record.modalities.as_deref().unwrap_or_default();
    assert!(matches!(modalities, [Modality::Audio, Modality::Other(text)] if text.as_str() == "holography"));
    assert_eq!(encode(&*record).expect("JSON"), body);
    let [seen] = server.seen().try_into().expect("one request");
    let query = "$expand=sessions($expand%3Dsegments),participants_v2";
    assert_eq!(seen.target, format!("/v1.0/communications/callRecords/r-1?{query}"));
    assert_eq!(seen.need("authorization"), format!("Bearer {TOKEN}"));
    assert_eq!(seen.need("prefer"), "include-unknown-enum-members");
    assert_eq!(seen.need("client-request-id").len(), 36);
}

#[tokio::test]
async fn every_operation_has_its_documented_path() {
    let server = Server::start(vec![Answer::ok("{}")]).await;
    let client = client(&server);
    let (from, to) = march();
    client.call_records().list().await.expect("a list");
    client.call_record("28:a/b").get().await.expect("a record");
    client.call_record("1").sessions().list().await.expect("a list");
    client.call_record("1").participants().list().await.expect("a list");
    client.call_records().pstn_calls(&from, &to).await.expect("a list");
    client.call_records().direct_routing_calls(&from, &to).await.expect("a list");
    let range = "(fromDateTime=2026-03-01T00%3A00%3A00Z,toDateTime=2026-04-01T00%3A00%3A00Z)";
    let root = "GET /v1.0/communications/callRecords";
    assert_eq!(
        lines(&server),
        [
            root.to_owned(),
            format!("{root}/28%3Aa%2Fb"),
            format!("{root}/1/sessions"),
            format!("{root}/1/participants_v2"),
            format!("{root}/getPstnCalls{range}"),
            format!("{root}/getDirectRoutingCalls{range}"),
        ]
    );
}

#[tokio::test]
async fn the_pages_of_a_list_and_of_a_log_follow_their_links() {
    let server = Server::answering(|_, seen| {
        let root = format!("http://{}/v1.0/communications/callRecords", seen.need("host"));
        Answer::ok(&match (seen.target.contains("getPstnCalls"), seen.target.contains("skip")) {
            (false, false) => {
                format!(
                    r#"{{"value": [{{"id": "a"}}, {{"id": "b"}}], "@odata.nextLink": "{root}?$skiptoken=c"}}"#
                )
            }
            (false, true) => r#"{"value": [{"id": "c"}]}"#.to_owned(),
            // As documented, the link has other names of the parameters.
            (true, false) => format!(
                r#"{{"value": [{{}}], "@odata.nextLink": "{root}/getPstnCalls(from=1,to=2)?$skip=1000"}}"#
            ),
            (true, true) => r#"{"value": [{"charge": 0.10}]}"#.to_owned(),
        })
    })
    .await;
    let client = client(&server);
    let list = client.call_records().list().filter("startDateTime ge 2026-03-02T00:00:00Z");
    let records: Vec<_> = list.pages().items().try_collect().await.expect("two pages");
    let ids: Vec<_> = records.iter().map(|record| record.id.as_deref()).collect();
    assert_eq!(ids, [Some("a"), Some("b"), Some("c")]);
    let (from, to) = march();
    let log = client.call_records().pstn_calls(&from, &to);
    let rows: Vec<_> = log.pages().items().try_collect().await.expect("two pages");
    let charges: Vec<_> = rows.iter().map(|row| row.charge.as_ref().map(ToString::to_string)).collect();
    assert_eq!(charges, [None, Some("0.10".to_owned())]);
    assert_eq!(server.seen().len(), 4);
}

#[tokio::test]
async fn an_unknown_member_in_a_query_option_is_refused_before_anything_is_sent() {
    let server = Server::start(vec![Answer::ok("{}")]).await;
    let error = client(&server).call_record("1").get().expand(["session"]).await.expect_err("a wrong name");
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert!(error.to_string().contains("did you mean `sessions`?"), "{error}");
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn a_throttled_request_is_repeated_and_a_missing_record_is_an_error() {
    let missing = r#"{"error": {"code": "NotFound", "message": "There is no such record."}}"#;
    let server = Server::start(vec![
        Answer::new("429 Too Many Requests", &[("Retry-After", "0")], "{}"),
        Answer::new("404 Not Found", &[], missing),
    ])
    .await;
    let error = client(&server).call_record("1").get().await.expect_err("no record");
    assert_eq!((error.kind(), error.code(), error.attempts()), (ErrorKind::Status, Some("NotFound"), 2));
}
