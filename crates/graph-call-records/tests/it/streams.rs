//! The media streams of a record.

use graph_call_records::CallRecord;
use graph_call_records::call_wire::json::decode;

#[test]
fn the_streams_of_all_sessions_are_listed_in_order() {
    let media = |id: &str| format!(r#"{{"streams": [{{"streamId": "{id}"}}]}}"#);
    let body = format!(
        r#"{{"sessions": [{{}}, {{"segments": [{{"media": [{}, {{}}, {}]}}]}}, {{"segments": [{{}}, {{"media": [{}]}}]}}]}}"#,
        media("a"),
        media("b"),
        media("c")
    );
    let record: CallRecord = decode(body.as_bytes()).expect("a record");
    let ids: Vec<_> = record.streams().filter_map(|stream| stream.stream_id.as_deref()).collect();
    assert_eq!(ids, ["a", "b", "c"]);
    assert_eq!(CallRecord::default().streams().count(), 0);
}
