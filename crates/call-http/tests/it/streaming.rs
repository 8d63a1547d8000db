//! Responses whose body is read in chunks.

use std::time::Duration;

use crate::support::{Answer, Requests as _, Server, once, quick};
use call_http::{Credential, ErrorKind};

#[tokio::test]
async fn a_streaming_response_is_read_in_chunks_without_a_size_limit() {
    let body = "0123456789".repeat(50_000);
    let server = Server::start(vec![Answer::new("503 Busy", &[], ""), Answer::ok(&body)]).await;
    let pipeline = server.pipeline(Credential::none(), quick().max_body(10));
    let mut response = pipeline.send_streaming(server.get()).await.expect("a response");
    let (mut size, mut pieces) = (0, 0);
    while let Some(piece) = response.chunk().await.expect("a chunk") {
        size += piece.len();
        pieces += 1;
    }
    assert_eq!(size, body.len());
    assert!(pieces > 1);

    let head = b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{".to_vec();
    let stalled = Server::start(vec![Answer::Slow(head, Duration::from_secs(5), Vec::new())]).await;
    let mut response =
        stalled.pipeline(Credential::none(), once()).send_streaming(stalled.get()).await.expect("headers");
    assert!(response.chunk().await.expect("a chunk").is_some());
    assert_eq!(response.chunk().await.expect_err("no second chunk").kind(), ErrorKind::Timeout);

    let server = Server::start(vec![Answer::new("404 Not Found", &[], "<html><title>404</title>")]).await;
    let error = server.plain().send_streaming(server.get()).await.expect_err("not found");
    assert_eq!(error.message(), Some("404"));
}

#[tokio::test]
async fn an_error_of_a_streaming_response_has_its_status_and_request_id() {
    let server = Server::start(vec![Answer::new("200 OK", &[("x-ms-request-id", "r-1")], "0123")]).await;
    let response = server.plain().send_streaming(server.get()).await.expect("a response");
    assert_eq!((response.status().as_u16(), response.request_id()), (200, Some("r-1")));
    assert_eq!(response.headers()["content-length"], "4");
    let error = response.fault(ErrorKind::Output, "the disk is full");
    assert_eq!((error.kind(), error.request_id()), (ErrorKind::Output, Some("r-1")));
    assert!(error.to_string().contains("200 OK: the disk is full"), "{error}");
    assert!(format!("{response:?}").contains("r-1"), "{response:?}");
}
