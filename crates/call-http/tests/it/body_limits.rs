//! Large and compressed bodies.

use std::io::Write as _;

use crate::support::{Answer, Requests as _, Server, once, quick};
use call_http::reqwest::{Client, StatusCode};
use call_http::{Credential, ErrorKind};

fn gzip(bytes: usize) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(&vec![b' '; bytes]).expect("a vector grows");
    encoder.finish().expect("a vector grows")
}

#[tokio::test]
async fn a_large_error_body_is_read_up_to_its_limit() {
    let page = format!("<html><title>Oops</title><body>{}", "so sorry ".repeat(1_200_000));
    let server = Server::start(vec![Answer::new("500 Oops", &[], page)]).await;
    let error = server.pipeline(Credential::none(), once()).send(server.get()).await.expect_err("an error");
    assert_eq!(error.body().len(), 64 << 10);
    assert!(error.is_body_truncated());
    assert!(error.message().is_some_and(|message| message.starts_with("Oops: so sorry")));
    assert!(error.to_string().len() < 2000);
}

#[tokio::test]
async fn a_success_that_is_too_large_is_an_error() {
    let body = "x".repeat(2000);
    let chunked = format!("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7d0\r\n{body}\r\n0\r\n\r\n");
    for reply in [Answer::ok(&body), Answer::Bytes(chunked.into_bytes())] {
        let server = Server::start(vec![reply]).await;
        let pipeline = server.pipeline(Credential::none(), quick().max_body(1999));
        let error = pipeline.send(server.get()).await.expect_err("too large");
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::TooLarge, 1));
        let pipeline = server.pipeline(Credential::none(), quick().max_body(2000));
        assert_eq!(pipeline.send(server.get()).await.expect("a response").body().len(), 2000);
    }
}

#[tokio::test]
async fn a_compressed_body_is_not_decompressed() {
    let bomb = gzip(64 << 20);
    let server = Server::start(vec![Answer::new("200 OK", &[("Content-Encoding", "gzip")], &bomb)]).await;
    let response = server.plain().send(server.get()).await.expect("bytes");
    assert_eq!(response.body().len(), bomb.len());
    let error = response.json::<String>().expect_err("not JSON");
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(error.to_string().contains("gzip"), "{error}");
    assert_eq!(server.seen()[0].need("accept-encoding"), "identity");

    let client = Client::builder().no_proxy().gzip(true).build().expect("a client");
    let options = quick().http_client(client);
    let error = server.pipeline(Credential::none(), options.clone()).send(server.get()).await;
    assert_eq!(error.expect_err("a client that decompresses").kind(), ErrorKind::TooLarge);

    let server = Server::start(vec![Answer::new("400 Bad", &[("Content-Encoding", "gzip")], &bomb)]).await;
    let error = server.pipeline(Credential::none(), options).send(server.get()).await.expect_err("an error");
    assert_eq!(error.body().len(), 64 << 10);
    let error = server.plain().send(server.get()).await.expect_err("an error");
    assert_eq!((error.status(), error.message()), (Some(StatusCode::BAD_REQUEST), None));
}

#[tokio::test]
async fn the_limit_of_error_bodies_can_be_set() {
    let server = Server::start(vec![Answer::new("400 Bad Request", &[], "0123456789")]).await;
    for (limit, body, is_truncated) in [(9, "012345678", true), (10, "0123456789", false)] {
        let pipeline = server.pipeline(Credential::none(), quick().max_error_body(limit));
        let error = pipeline.send(server.get()).await.expect_err("an error");
        assert_eq!((error.body().as_ref(), error.is_body_truncated()), (body.as_bytes(), is_truncated));
    }
}
