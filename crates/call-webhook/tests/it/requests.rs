//! Headers, limits, guards, responses and refusals.

use std::collections::HashMap;

use call_webhook::{Answer, Guard, Headers, Limits, Refused, Secret, not_json};

#[test]
fn header_names_are_compared_case_insensitively() {
    let pairs = [("Content-Type", "a"), ("x", "1"), ("X", "2")];
    assert_eq!(pairs.values("x").collect::<Vec<_>>(), [b"1", b"2"]);
    assert_eq!(pairs.single("content-type").ok(), Some(Some("a")));
    assert_eq!(pairs.single("accept").ok(), Some(None));
    assert_eq!(pairs.to_vec().single("CONTENT-TYPE").ok(), Some(Some("a")));
    let map = HashMap::from([("Content-Type".to_owned(), b"a".to_vec())]);
    assert_eq!(map.single("content-type").ok(), Some(Some("a")));
}

#[test]
fn a_reference_to_headers_has_the_same_headers() {
    let pairs: &[(&str, &str)] = &[("x", "1"), ("X", "2")];
    assert_eq!(Headers::values(&pairs, "x").collect::<Vec<_>>(), [b"1", b"2"]);
}

#[test]
fn limits_can_be_set() {
    let limits = Limits::default();
    assert_eq!((limits.items(), limits.errors()), (5000, 100));
    let limits = limits.max_items(7).max_errors(8);
    assert_eq!((limits.items(), limits.errors()), (7, 8));
    assert_eq!(Guard::unverified().with_limits(limits).limits(), limits);
}

#[test]
fn a_header_that_occurs_twice_or_is_not_utf_8_is_refused() {
    let twice = [("x", "1"), ("X", "1")].single("x").expect_err("two values");
    assert_eq!(
        (twice.status(), twice.to_string().as_str()),
        (400, "the header `x` occurs several times (expected once)")
    );
    let bytes = [("x", [0xFF])].single("x").expect_err("not UTF-8");
    assert_eq!(
        (bytes.status(), bytes.to_string().as_str()),
        (400, "the header `x` is not valid text (expected UTF-8)")
    );
}

#[test]
fn a_body_at_the_limit_is_accepted() {
    let guard = Guard::unverified().with_limits(Limits::default().max_body(4));
    let none: [(&str, &str); 0] = [];
    assert!(guard.body(&none, b"1234").is_ok());
    let refused = guard.body(&none, b"12345").expect_err("too large");
    assert_eq!(refused.to_string(), "the body has 5 bytes (expected at most 4)");
}

#[test]
fn the_media_type_of_an_empty_body_is_not_checked() {
    let html = [("content-type", "text/html")];
    assert!(Guard::unverified().body(&html, b"").is_ok());
    assert_eq!(Guard::unverified().body(&html, b"{}").expect_err("not JSON").status(), 415);
}

#[test]
fn a_compressed_body_is_refused_with_the_name_of_its_coding() {
    let guard = Guard::unverified();
    for coding in ["gzip", "Br", "identity, deflate", "identity,gzip"] {
        let refused = guard.body(&[("Content-Encoding", coding)], b"{}").expect_err(coding);
        let last = coding.rsplit([',', ' ']).next().expect("a coding");
        let reason = format!(
            "the content encoding {last:?} is not supported (expected none; decompress the body first)"
        );
        assert_eq!((refused.status(), refused.to_string()), (415, reason.clone()));
        assert_eq!(refused.answer().body, reason);
        assert!(refused.answer().headers.contains(&("accept-encoding", "identity".to_owned())));
    }
    let twice = [("content-encoding", "identity"), ("Content-Encoding", "zstd")];
    assert!(guard.body(&twice, b"{}").expect_err("a compressed body").to_string().contains("\"zstd\""));
    for coding in ["", "identity", "Identity"] {
        assert!(guard.body(&[("content-encoding", coding)], b"{}").is_ok(), "{coding}");
    }
    assert!(guard.body(&[("content-encoding", "gzip")], b"").is_ok());
}

#[test]
fn a_body_with_too_many_objects_is_refused() {
    let none: [(&str, &str); 0] = [];
    let guard = Guard::unverified().with_limits(Limits::default().max_objects(2));
    assert!(guard.body(&none, b"[{},{}]").is_ok());
    let refused = guard.body(&none, b"[{},{\"a\":[{}]}]").expect_err("three objects");
    assert_eq!(
        (refused.status(), refused.to_string().as_str()),
        (413, "the body has 3 objects (expected at most 2)")
    );
}

#[test]
fn the_first_bytes_of_a_body_show_that_it_is_not_json() {
    let utf16 = |bytes: fn(u16) -> [u8; 2]| "[{}]".encode_utf16().flat_map(bytes).collect::<Vec<_>>();
    let with_mark = |mark: &[u8], body: &[u8]| [mark, body].concat();
    let (big, little) = (utf16(u16::to_be_bytes), utf16(u16::to_le_bytes));
    for (body, found) in [
        (b"<!DOCTYPE html>\n<p>".to_vec(), "an HTML page"),
        (b"\xEF\xBB\xBF\r\n <HTML lang=\"en\">".to_vec(), "an HTML page"),
        (b"<?xml version=\"1.0\"?>".to_vec(), "XML or HTML"),
        (b"\x1F\x8B\x08\0".to_vec(), "gzip data"),
        (with_mark(b"\xFE\xFF", &big), "UTF-16"),
        (with_mark(b"\xFF\xFE", &little), "UTF-16"),
        (big, "UTF-16"),
        (little, "UTF-16"),
    ] {
        let reason = not_json(&body).expect(found);
        assert!(
            reason.starts_with("expected JSON") && reason.ends_with(&format!("found {found}")),
            "{reason}"
        );
    }
    for body in ["", " ", "[", "[{}]", " {\"a\":\"<html>\"}", "\u{FEFF}[]", "null", "Bad gateway"] {
        assert_eq!(not_json(body.as_bytes()), None, "{body:?}");
    }
}

#[tokio::test]
async fn a_request_without_the_secret_in_its_url_is_refused() {
    let none: [(&str, &str); 0] = [];
    let guard = Guard::secret(Secret::new("8Zb2Y3mUwq0-Kfh6xN4c").expect("a secret"));
    assert!(guard.sender("/a?code=8Zb2Y3mUwq0-Kfh6xN4c", &none).await.is_ok());
    assert_eq!(guard.sender("/a?code=", &none).await.expect_err("no secret").status(), 403);
}

#[test]
fn the_response_to_an_unverified_sender_has_no_reason() {
    for (status, body) in [(400, "why"), (413, "why"), (415, "why"), (401, ""), (403, ""), (503, "")] {
        let refused = Refused::new(status, "why");
        assert_eq!((refused.to_string().as_str(), refused.answer().body.as_str()), ("why", body), "{status}");
    }
    assert_eq!(Answer::refused(401, "").headers, [("www-authenticate", "Bearer".to_owned())]);
}

#[test]
fn a_refusal_returns_the_error_that_caused_it() {
    let error = Secret::new("short").expect_err("a weak secret");
    let refused = Refused::because(400, error.clone()).header("x-reason", "secret");
    assert_eq!((refused.status(), refused.to_string()), (400, error.to_string()));
    assert_eq!(refused.cause(), Some(&error));
    assert!(refused.cause::<std::fmt::Error>().is_none());
    // The cause is not a source, since its message is already the reason.
    assert!(std::error::Error::source(&refused).is_none());
    let answer = Answer::from(refused);
    assert_eq!((answer.status, answer.body), (400, error.to_string()));
    assert!(answer.headers.contains(&("x-reason", "secret".to_owned())));
}

#[test]
fn every_kind_of_response_has_its_status_and_headers() {
    for (answer, status) in [(Answer::ok(), 200), (Answer::accepted(), 202), (Answer::no_content(), 204)] {
        assert_eq!((answer.status, answer.headers.len(), answer.body.len()), (status, 0, 0));
    }
    let moved = Answer::moved_to("https://eu.bot.example/");
    assert_eq!(
        (moved.status, moved.headers),
        (302, vec![("location", "https://eu.bot.example/".to_owned())])
    );
    let json = Answer::json("{}");
    assert_eq!((json.status, json.body.as_str()), (200, "{}"));
    assert_eq!(json.headers, [("content-type", "application/json".to_owned())]);
    let refused = Answer::refused(400, "why");
    assert_eq!(refused.headers, [("content-type", "text/plain; charset=utf-8".to_owned())]);
}

#[cfg(feature = "http")]
mod crate_http {
    use http::header::{CONTENT_TYPE, HeaderMap, HeaderValue};

    use super::*;

    #[test]
    fn headers_are_read_from_a_header_map() {
        let mut map = HeaderMap::new();
        map.append(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        assert_eq!(map.single("Content-Type").ok(), Some(Some("application/json")));
        map.append(CONTENT_TYPE, HeaderValue::from_static("text/html"));
        assert!(map.single("content-type").is_err());
    }

    #[test]
    fn every_header_of_an_answer_is_set_once() {
        let response: http::Response<String> = Answer::json("{}").into();
        assert_eq!((response.status().as_u16(), response.body().as_str()), (200, "{}"));
        assert_eq!(response.headers().len(), 1);
        assert_eq!(response.headers()[CONTENT_TYPE], "application/json");
    }

    #[test]
    fn an_answer_that_is_not_valid_in_http_becomes_a_500() {
        let mut status = Answer::ok();
        status.status = 42;
        for answer in [status, Answer::moved_to("https://eu.bot.example/\r\nset-cookie: a=b")] {
            let response: http::Response<String> = answer.into();
            assert_eq!(response.status(), 500);
            assert!(response.headers().is_empty());
            assert!(response.body().contains("invalid"), "{}", response.body());
        }
    }
}
