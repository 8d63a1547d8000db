//! Downloads from a store on loopback: ranges, broken connections, changed recordings.

use std::io;
use std::ops::Bound;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::Duration;

use crate::support::store::{PATH, answer, partial, patient, recording, recordings, requested_range, store};
use crate::support::{Answer, FakeClock, Server, expected, header_names, once, quick, refusing_authority};
use acs_calling::call_http::RetryPolicy;
use acs_calling::{ErrorKind, Progress};
use tokio::io::AsyncWrite;

#[tokio::test]
async fn a_recording_is_written_with_progress() {
    let store = store(&[]).await;
    let reports: Arc<Mutex<Vec<Progress>>> = Arc::default();
    let sink = Arc::clone(&reports);
    let download = recordings(quick(), &store).download(store.url(PATH).as_str());
    let mut file = Vec::new();
    let done = download
        .on_progress(move |progress| sink.lock().expect("one thread").push(progress))
        .write_to(&mut file)
        .await
        .expect("a recording");
    assert_eq!(file, recording());
    assert_eq!((done.written, done.size, done.resumed), (1000, Some(1000), 0));
    assert_eq!((done.content_type.as_deref(), done.e_tag.as_deref()), (Some("video/mp4"), Some("\"v1\"")));
    let reports = reports.lock().expect("one thread");
    assert!(reports.is_sorted_by_key(|progress| progress.written));
    let last = reports.last().expect("a report");
    assert_eq!((last.written, last.expected), (1000, Some(1000)));

    let seen = &store.seen()[0];
    assert_eq!((seen.method.as_str(), seen.target.as_str()), ("GET", PATH));
    // The signature contains the host of the resource, not that of the store.
    assert_eq!(seen.need("x-ms-host"), "contoso.communication.azure.com");
    assert_eq!(seen.need("host"), store.authority);
    assert_eq!(
        header_names(seen),
        [
            "accept",
            "accept-encoding",
            "authorization",
            "host",
            "user-agent",
            "x-ms-client-request-id",
            "x-ms-content-sha256",
            "x-ms-date",
            "x-ms-host",
            "x-ms-return-client-request-id",
        ]
    );
}

#[tokio::test]
async fn size_and_type_are_available_before_the_body() {
    let store = store(&[]).await;
    let mut stream = recordings(quick(), &store)
        .download(store.url(PATH).as_str())
        .range(900..)
        .await
        .expect("a response");
    assert_eq!((stream.size(), stream.content_type()), (Some(1000), Some("video/mp4")));
    assert_eq!((stream.e_tag(), stream.position()), (Some("\"v1\""), 900));
    let mut bytes = Vec::new();
    while let Some(piece) = stream.chunk().await.expect("a piece") {
        bytes.extend_from_slice(&piece);
        assert_eq!(stream.position(), 900 + bytes.len() as u64);
    }
    assert_eq!(bytes, recording()[900..]);
    assert_eq!(stream.chunk().await.expect("the end"), None);
    assert_eq!(store.seen().len(), 1);
}

/// The header and the bytes of each range, from a store that supports ranges and from one that always sends all bytes.
#[tokio::test]
async fn the_requested_range_is_downloaded() {
    use Bound::{Excluded, Included, Unbounded};
    let ranges = [
        ((Included(0), Excluded(10)), Some("bytes=0-9"), 0..10),
        ((Included(0), Included(9)), Some("bytes=0-9"), 0..10),
        ((Unbounded, Excluded(1)), Some("bytes=0-0"), 0..1),
        ((Included(10), Excluded(20)), Some("bytes=10-19"), 10..20),
        ((Excluded(9), Included(9 + 10)), Some("bytes=10-19"), 10..20),
        ((Included(990), Unbounded), Some("bytes=990-"), 990..1000),
        ((Included(990), Included(u64::MAX)), Some("bytes=990-"), 990..1000),
        ((Included(990), Excluded(2000)), Some("bytes=990-1999"), 990..1000),
        ((Included(0), Unbounded), None, 0..1000),
        ((Unbounded, Unbounded), None, 0..1000),
    ];
    let with_ranges = store(&[]).await;
    let without_ranges = Server::start(vec![Answer::new("200 OK", &[], recording())]).await;
    for store in [with_ranges, without_ranges] {
        let recordings = recordings(quick(), &store);
        for (range, header, bytes) in ranges.clone() {
            let mut file = Vec::new();
            let download = recordings.download(store.url(PATH).as_str()).range(range);
            let done = download.write_to(&mut file).await.expect("a recording");
            assert_eq!(store.seen().pop().expect("a request").header("range"), header);
            assert_eq!(file, recording()[bytes], "{header:?}");
            assert_eq!((done.written, done.size), (file.len() as u64, Some(1000)));
        }
    }
}

#[tokio::test]
async fn an_empty_range_and_an_invalid_url_are_errors() {
    let store = store(&[]).await;
    let (five, three) = (5, 3);
    for range in
        [(Bound::Included(five), Bound::Excluded(five)), (Bound::Included(five), Bound::Included(three))]
    {
        let download = recordings(quick(), &store).download(store.url(PATH).as_str()).range(range);
        let error = download.write_to(&mut Vec::new()).await.expect_err("no bytes");
        assert_eq!(error.kind(), ErrorKind::Configuration);
    }
    let past = recordings(quick(), &Server::start(vec![Answer::new("416 No", &[], "")]).await);
    let error = past.download("nonsense").await.expect_err("no URL");
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert_eq!(store.seen().len(), 0);
}

#[tokio::test]
async fn a_broken_download_is_resumed() {
    let store = store(&[100, 0, 250]).await;
    let clock = FakeClock::at("12:00:00");
    let mut file = Vec::new();
    let download = recordings(quick().clock(clock.clone()), &store).download(store.url(PATH).as_str());
    let done = download.range(..900).write_to(&mut file).await.expect("in four parts");
    assert_eq!(file, recording()[..900]);
    assert_eq!((done.written, done.resumed), (900, 3));
    assert_eq!(clock.waits().len(), 3);

    let seen = store.seen();
    let asked: Vec<_> = seen.iter().map(|seen| seen.need("range")).collect();
    assert_eq!(asked, ["bytes=0-899", "bytes=100-899", "bytes=100-899", "bytes=350-899"]);
    let matched: Vec<_> = seen.iter().map(|seen| seen.header("if-range")).collect();
    assert_eq!(matched, [None, Some("\"v1\""), Some("\"v1\""), Some("\"v1\"")]);
    for seen in &seen {
        assert_eq!(seen.need("authorization"), expected(seen, "contoso.communication.azure.com"));
    }
}

#[tokio::test]
async fn a_stalled_download_is_resumed() {
    let store = Server::answering(|number, seen| match number {
        0 => {
            let mut head = b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n".to_vec();
            head.extend_from_slice(&recording()[..10]);
            Answer::Slow(head, Duration::from_secs(30), Vec::new())
        }
        _ => answer(seen, "", usize::MAX),
    })
    .await;
    let options = patient().attempt_timeout(Duration::from_millis(300));
    let mut file = Vec::new();
    let download = recordings(options, &store).download(store.url(PATH).as_str());
    let done = download.write_to(&mut file).await.expect("in two parts");
    assert_eq!(file, recording());
    assert_eq!(done.resumed, 1);
    assert_eq!(store.seen()[1].need("range"), "bytes=10-999");
}

#[tokio::test]
async fn a_download_fails_after_its_retries_and_can_be_resumed_later() {
    let store = store(&[100, 0, 0, 0]).await;
    let retry = RetryPolicy::default().max_retries(2);
    let recordings = recordings(patient().retry(retry), &store);
    let mut stream = recordings.download(store.url(PATH).as_str()).await.expect("a response");
    let mut file = Vec::new();
    let error = stream.write_to(&mut file).await.expect_err("it gave up");
    assert_eq!((error.kind(), store.seen().len()), (ErrorKind::Transport, 3));
    assert!(error.to_string().contains("the connection broke"), "{error}");
    assert_eq!((file.len(), stream.position()), (100, 100));

    // The same stream resumes the download, ...
    let mut resumed = file.clone();
    let error = stream.write_to(&mut resumed).await.expect_err("no byte is received");
    assert_eq!(error.kind(), ErrorKind::Transport);
    stream.write_to(&mut resumed).await.expect("the rest");
    assert_eq!(resumed, recording());
    // ... and so does a new request, as in another process.
    let later = recordings.download(store.url(PATH).as_str()).range(100..).e_tag("\"v1\"");
    let done = later.write_to(&mut file).await.expect("the rest");
    assert_eq!(file, recording());
    assert_eq!((done.written, done.size), (900, Some(1000)));
    let seen = store.seen().pop().expect("a request");
    assert_eq!((seen.need("range"), seen.need("if-range")), ("bytes=100-", "\"v1\""));
}

/// The second response to a download that breaks after 100 bytes is either accepted or an error.
#[tokio::test]
async fn a_resumed_download_must_match_the_first_response() {
    let all = recording();
    let v1 = ("ETag", "\"v1\"");
    let cases = [
        (Answer::new("200 OK", &[v1], &all), None),
        (Answer::new("200 OK", &[], &all), None),
        (partial("bytes 100-999/1000", &[v1], &all[100..]), None),
        // The second response has neither a size nor a tag.
        (partial("bytes 100-999/*", &[], &all[100..]), None),
        (Answer::new("200 OK", &[("ETag", "\"v2\"")], &all), Some("changed")),
        (partial("bytes 100-999/1000", &[("ETag", "\"v2\"")], &all[100..]), Some("changed")),
        (Answer::new("200 OK", &[], &all[..999]), Some("changed")),
        (partial("bytes 100-1999/2000", &[v1], &[0; 1900]), Some("changed")),
        (partial("bytes 0-999/1000", &[v1], &all), Some("starts at byte 0 (expected 100)")),
        (partial("bytes 200-999/1000", &[v1], &all[200..]), Some("starts at byte 200 (expected 100)")),
        (partial("bytes nonsense", &[v1], &all[100..]), Some("no valid `Content-Range`")),
        (Answer::new("206 Partial Content", &[v1], &all[100..]), Some("no valid `Content-Range`")),
        (partial("bytes 100-999/1000", &[("Content-Encoding", "gzip")], &all[100..]), Some("gzip")),
        (Answer::new("204 No Content", &[], ""), Some("the status 204 No Content (expected 200 or 206)")),
    ];
    for (number, (second, message)) in cases.into_iter().enumerate() {
        let store = Server::answering(move |number, seen| match number {
            0 => answer(seen, "\"v1\"", 100),
            _ => second.clone(),
        })
        .await;
        let mut file = Vec::new();
        let download = recordings(patient(), &store).download(store.url(PATH).as_str());
        let result = download.write_to(&mut file).await;
        match message {
            None => {
                assert_eq!(result.expect("a matching response").size, Some(1000));
                assert_eq!(file, all, "{number}");
            }
            Some(message) => {
                let error = result.expect_err(message);
                assert_eq!(error.kind(), ErrorKind::Decode);
                assert!(error.to_string().contains(message), "{number}: {error}");
                assert_eq!(file, all[..100], "{number}");
            }
        }
    }
}

#[tokio::test]
async fn a_download_must_match_the_expected_e_tag() {
    let store = store(&[]).await;
    let download = recordings(quick(), &store).download(store.url(PATH).as_str());
    let error = download.range(500..).e_tag("\"v0\"").await.expect_err("another recording");
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(error.to_string().contains("changed"), "{error}");
    // A weak tag is compared but not sent, because it does not identify the exact bytes.
    let weak = Server::answering(|_, seen| answer(seen, "W/\"v1\"", usize::MAX)).await;
    let download = recordings(quick(), &weak).download(weak.url(PATH).as_str());
    let done = download.range(500..).e_tag("W/\"v1\"").write_to(&mut Vec::new()).await.expect("the same");
    assert_eq!((done.written, weak.seen()[0].header("if-range")), (500, None));
    let download = recordings(quick(), &weak).download(weak.url(PATH).as_str());
    let error = download.range(500..).e_tag("two\nlines").await.expect_err("an invalid header");
    assert_eq!(error.kind(), ErrorKind::Configuration);
}

/// The rest of the range is requested after a response with only a part of it.
#[tokio::test]
async fn a_response_shorter_than_the_range_is_continued() {
    let store = Server::answering(|_, seen| {
        let all = recording();
        let (first, end) = requested_range(seen, all.len()).unwrap_or((0, all.len()));
        let end = end.min(first + 300);
        partial(&format!("bytes {first}-{}/1000", end - 1), &[], &all[first..end])
    })
    .await;
    let mut file = Vec::new();
    let download = recordings(patient(), &store).download(store.url(PATH).as_str());
    download.range(1..).write_to(&mut file).await.expect("in four parts");
    assert_eq!(file, recording()[1..]);
    let asked: Vec<_> = store.seen().iter().map(|seen| seen.need("range").to_owned()).collect();
    assert_eq!(asked, ["bytes=1-", "bytes=301-999", "bytes=601-999", "bytes=901-999"]);
}

#[tokio::test]
async fn a_recording_of_unknown_size_is_downloaded() {
    let chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n".to_vec();
    let whole = [chunked.clone(), b"0\r\n\r\n".to_vec()].concat();
    let store = Server::start(vec![Answer::Bytes(whole)]).await;
    let mut file = Vec::new();
    let download = recordings(patient(), &store).download(store.url(PATH).as_str());
    let done = download.write_to(&mut file).await.expect("a recording");
    assert_eq!((file.as_slice(), done.size), (b"hello".as_slice(), None));

    // The connection breaks after the last byte; the header of the 416 response has the size.
    for (size, is_complete) in [("bytes */5", true), ("bytes */4", false), ("bytes 0-4/5", false)] {
        let past = Answer::new("416 Range Not Satisfiable", &[("Content-Range", size)], "");
        let store = Server::start(vec![Answer::Reset(chunked.clone()), past]).await;
        let mut file = Vec::new();
        let download = recordings(patient(), &store).download(store.url(PATH).as_str());
        let result = download.write_to(&mut file).await;
        assert_eq!((file.as_slice(), result.is_ok()), (b"hello".as_slice(), is_complete), "{size}");
    }
}

#[tokio::test]
async fn error_statuses_of_the_store_are_reported_and_retried() {
    let cases = [
        (
            "404 Not Found",
            r#"{"title":"Gone","status":404,"message":"Expired.","traceId":"t-1"}"#,
            "Expired.",
        ),
        ("416 Range Not Satisfiable", "", "416"),
        ("500 Oops", "<html><title>Store</title><body>Try later</body></html>", "Store: Try later"),
    ];
    for (status, body, message) in cases {
        let store = Server::start(vec![Answer::new(status, &[], body)]).await;
        let error = recordings(once(), &store).download(store.url(PATH).as_str()).await.expect_err(status);
        assert_eq!(error.kind(), ErrorKind::Status);
        assert!(error.to_string().contains(message), "{error}");
    }
    let busy = Answer::new("503 Busy", &[("Retry-After", "7")], "");
    let store = Server::answering(move |number, seen| match number {
        0 => busy.clone(),
        _ => answer(seen, "", usize::MAX),
    })
    .await;
    let clock = FakeClock::at("12:00:00");
    let download = recordings(quick().clock(clock.clone()), &store).download(store.url(PATH).as_str());
    download.write_to(&mut Vec::new()).await.expect("the second time");
    assert_eq!(clock.waits(), [Duration::from_secs(7)]);
}

/// An output that is full.
struct Full;

impl AsyncWrite for Full {
    fn poll_write(self: Pin<&mut Self>, _: &mut Context<'_>, _: &[u8]) -> Poll<io::Result<usize>> {
        Poll::Ready(Err(io::ErrorKind::StorageFull.into()))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}

#[tokio::test]
async fn an_error_of_the_output_is_reported() {
    let store = store(&[]).await;
    let download = recordings(quick(), &store).download(store.url(PATH).as_str());
    let error = download.write_to(&mut Full).await.expect_err("a full output");
    assert_eq!(error.kind(), ErrorKind::Output);
    let source = std::error::Error::source(&error).and_then(|source| source.downcast_ref::<io::Error>());
    assert_eq!(source.map(io::Error::kind), Some(io::ErrorKind::StorageFull));
}

#[tokio::test]
async fn a_refused_connection_is_retried_and_reported() {
    let store = store(&[]).await;
    let location = format!("http://{}/x", refusing_authority());
    let options = patient().trust(location[7..location.len() - 2].parse().expect("a host"));
    let error = recordings(options, &store).download(&location).await.expect_err("refused");
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Transport, 4));
}

/// An output that accepts a few bytes at a time, and fails once when it has `full_at` bytes.
struct FullOnce {
    bytes: Vec<u8>,
    full_at: Option<usize>,
}

impl AsyncWrite for FullOnce {
    fn poll_write(mut self: Pin<&mut Self>, _: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        if self.full_at.is_some_and(|full_at| self.bytes.len() >= full_at) {
            self.full_at = None;
            return Poll::Ready(Err(io::ErrorKind::StorageFull.into()));
        }
        let few = &bytes[..bytes.len().min(70)];
        self.bytes.extend_from_slice(few);
        Poll::Ready(Ok(few.len()))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}

#[tokio::test]
async fn bytes_that_the_output_did_not_accept_are_written_later() {
    let store = store(&[]).await;
    for by_chunks in [false, true] {
        let download = recordings(quick(), &store).download(store.url(PATH).as_str());
        let mut stream = download.await.expect("a response");
        let mut file = FullOnce { bytes: Vec::new(), full_at: Some(300) };
        let error = stream.write_to(&mut file).await.expect_err("a full output");
        assert_eq!(error.kind(), ErrorKind::Output);
        assert_eq!((file.bytes.len(), stream.position()), (350, 350), "a later download resumes here");
        if by_chunks {
            while let Some(piece) = stream.chunk().await.expect("a piece") {
                file.bytes.extend_from_slice(&piece);
                assert_eq!(file.bytes.len() as u64, stream.position());
            }
        } else {
            let done = stream.write_to(&mut file).await.expect("the rest");
            assert_eq!(done.written, 1000);
        }
        assert_eq!(file.bytes, recording());
    }
    assert_eq!(store.seen().len(), 2, "each is fetched once");
}
