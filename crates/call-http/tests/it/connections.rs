//! Broken and slow connections, and timeouts.

use std::time::{Duration, Instant};

use crate::support::{Answer, Requests as _, Server, once, quick};
use call_http::reqwest::StatusCode;
use call_http::{Credential, ErrorKind, RetryPolicy};

#[tokio::test]
async fn a_broken_or_slow_connection_is_an_error_of_its_kind() {
    let head = b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{\"a\":".to_vec();
    let cases = [
        (Answer::Reset(head.clone()), ErrorKind::Transport, Some(StatusCode::OK)),
        (Answer::Bytes(head.clone()), ErrorKind::Transport, Some(StatusCode::OK)),
        (Answer::Slow(head, Duration::from_secs(5), Vec::new()), ErrorKind::Timeout, Some(StatusCode::OK)),
        (Answer::Slow(Vec::new(), Duration::from_secs(5), Vec::new()), ErrorKind::Timeout, None),
        (Answer::Bytes(b"SMTP ready\r\n\r\n".to_vec()), ErrorKind::Transport, None),
        (Answer::Reset(Vec::new()), ErrorKind::Transport, None),
    ];
    for (number, (reply, kind, status)) in cases.into_iter().enumerate() {
        let server = Server::start(vec![reply]).await;
        let begin = Instant::now();
        let error = server
            .pipeline(Credential::none(), once())
            .send(server.get())
            .await
            .expect_err("a broken connection");
        assert_eq!((error.kind(), error.status()), (kind, status), "{number}: {error}");
        assert!(begin.elapsed() < Duration::from_secs(3), "{number}");
        assert!(error.to_string().contains("GET http://127.0.0.1"), "{error}");
    }
}

#[tokio::test]
async fn an_incomplete_json_body_is_a_decode_error_with_a_position() {
    let server = Server::start(vec![Answer::ok(r#"{"callConnectionId": "c-1", "targ"#)]).await;
    let response = server.plain().send(server.get()).await.expect("a response");
    let error = response.json::<String>().expect_err("incomplete JSON");
    assert_eq!((error.kind(), error.status()), (ErrorKind::Decode, Some(StatusCode::OK)));
    assert_eq!(error.body(), response.body());
    // The message is that of the decoder, since the body seems to be JSON.
    assert!(
        error.to_string().contains(&std::error::Error::source(&error).expect("a source").to_string()),
        "{error}"
    );
}

#[tokio::test]
async fn an_html_page_instead_of_json_is_a_decode_error_with_its_title() {
    let page =
        format!("<html><head><title>{}</title></head><body>Password</body></html>", "Sign in ".repeat(20));
    let server = Server::start(vec![Answer::new("200 OK", &[("Content-Type", "text/html")], page)]).await;
    let response = server.plain().send(server.get()).await.expect("a response");
    let error = response.json::<String>().expect_err("not JSON");
    let title = "Sign in ".repeat(20).chars().take(100).collect::<String>();
    let expected = format!("expected JSON, but the response is an HTML page: {title}…");
    assert!(error.kind() == ErrorKind::Decode && error.to_string().contains(&expected), "{error}");
}

/// rustls reports this error as permanent. The library of the operating system does not.
#[cfg(all(feature = "rustls", not(feature = "native-tls")))]
#[tokio::test]
async fn a_server_without_tls_is_not_retried() {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let authority = listener.local_addr().expect("an address");
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await;
            // Closing the connection now would reset it, so this waits until the client closes it.
            let _ = stream.read_to_end(&mut Vec::new()).await;
        }
    });
    let url = reqwest::Url::parse(&format!("https://{authority}/")).expect("a URL");
    let pipeline = call_http::Pipeline::new(url.clone(), Credential::none(), quick()).expect("a pipeline");
    let request = call_http::Request::new(reqwest::Method::GET, url);
    let error = pipeline.send(request).await.expect_err("no TLS");
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Transport, 1), "{error}");
}

#[tokio::test]
async fn a_timeout_error_contains_the_time_limit_and_its_option() {
    let head = b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{".to_vec();
    let long = Duration::from_secs(30);
    let (attempt, total) = (Duration::from_millis(300), Duration::from_millis(200));
    for (first, missing) in [(Vec::new(), "response"), (head, "complete body")] {
        let server = Server::start(vec![Answer::Slow(first, long, Vec::new())]).await;
        let pipeline = server.pipeline(Credential::none(), quick().retry(RetryPolicy::none()));
        let error = pipeline.send(server.get().attempt_timeout(attempt)).await.expect_err("a timeout");
        let expected = format!("no {missing} within 300 ms (`attempt_timeout`)");
        assert!(error.kind() == ErrorKind::Timeout && error.to_string().contains(&expected), "{error}");
        let error = pipeline.send(server.get().total_timeout(total)).await.expect_err("a timeout");
        let expected = format!("no {missing} within 200 ms (`total_timeout`)");
        assert!(error.kind() == ErrorKind::Timeout && error.to_string().contains(&expected), "{error}");
    }
}
