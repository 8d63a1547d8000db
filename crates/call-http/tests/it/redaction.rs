//! Secrets do not appear in `Debug` output, errors or traces.

use std::collections::BTreeMap;
use std::error::Error as _;

use crate::support::{Answer, KEY, Requests as _, Seen, Server, quick};
use call_http::{AccessKey, BodyFormat, Credential, ErrorKind, Secret};
use test_server::trace::Trace;

const PASSWORD: &str = "correct-horse-battery";
const TOKEN: &str = "eyJhbGciOi.hush.hush";
/// The user name and the password in base64.
const ENCODED: &str = "dXNlcjpjb3JyZWN0LWhvcnNlLWJhdHRlcnk=";
const IN_QUERY: &str = "sig-in-the-query";
const IN_BODY: &str = "pin-in-the-body";

/// Returns a response that repeats the credential of the request, as debug pages do.
fn repeat_credential(number: usize, seen: &Seen) -> Answer {
    let sent = seen.need("authorization");
    let (_, secret) = sent.rsplit_once([' ', '=']).unwrap_or_default();
    let signature = sent.split_once("Signature=").map_or(secret, |(_, signature)| signature);
    let bare = sent.split_once(' ').map_or(sent, |(_, bare)| bare);
    let body = match number % 3 {
        0 => format!(
            r#"{{"error":{{"code":"{bare}","message":"got {sent}","target":"{bare}",
                "details":[{{"code":"{bare}","message":"{sent}"}}],
                "innererror":{{"target":"{signature}","innererror":{{"message":"{sent}"}}}}}}}}"#
        ),
        1 if sent.starts_with("Basic") => format!("<html><title>{bare}</title><body>{PASSWORD}</body>"),
        1 => format!("<html><title>{bare}</title><body>{sent}</body>"),
        _ => format!("{signature} {sent}"),
    };
    Answer::new("500 Oops", &[("x-ms-request-id", bare)], body)
}

#[tokio::test]
async fn no_output_contains_a_secret() {
    let (trace, _guard) = Trace::collect();
    let server = Server::answering(repeat_credential).await;
    let mut printed = String::new();
    let mut signatures = Vec::new();
    let credentials = [
        Credential::access_key(AccessKey::parse(KEY).expect("a key")),
        Credential::basic("user", PASSWORD).expect("a credential"),
        Credential::bearer(TOKEN).expect("a credential"),
    ];
    for credential in credentials {
        let pipeline = server.pipeline(credential.clone(), quick());
        for _ in 0..3 {
            let url = server.url(&format!("/x?sig={IN_QUERY}"));
            let request = call_http::Request::new("GET".parse().expect("a method"), url);
            let request = request.json(&IN_BODY.to_owned()).expect("JSON");
            printed += &format!("{request:?} {pipeline:?} {credential:?}\n");
            let response = pipeline.execute(request.clone()).await.expect("a response");
            let error = pipeline.send(request).await.expect_err("an error");
            printed += &format!("{response:?} {error} {error:?} {error:#?}\n");
            let unread = response.decode_with(BodyFormat::Json, |body| {
                Err::<(), _>(String::from_utf8_lossy(body).into_owned())
            });
            let unread = unread.expect_err("an error");
            printed += &format!("{unread} {unread:?} {:?}\n", unread.source());
            printed += &format!(
                "{:?} {:?} {:?} {:?} {:?} {:?}\n",
                error.code(),
                error.message(),
                error.target(),
                error.details(),
                error.inner_errors(),
                error.request_id()
            );
        }
    }
    for seen in server.seen() {
        let authorization = seen.need("authorization");
        if let Some((_, signature)) = authorization.split_once("Signature=") {
            signatures.push(signature.to_owned());
        }
    }
    printed += &format!("{:?} {:?}", AccessKey::parse(KEY).expect("a key"), Secret::new(PASSWORD));
    let traced = trace.text();
    assert!(traced.contains("call_http") && traced.contains("retrying"), "{traced}");
    assert!(printed.contains("[redacted]"));

    let fixed = [KEY, "secret-key-for-tests", PASSWORD, ENCODED, TOKEN, IN_QUERY, IN_BODY];
    assert!(signatures.len() >= 6);
    for secret in fixed.into_iter().chain(signatures.iter().map(String::as_str)) {
        assert!(!printed.contains(secret), "{secret} in {printed}");
        let traced: Vec<_> = traced.lines().filter(|line| line.contains(secret)).collect();
        assert!(traced.is_empty(), "{secret} in the trace: {traced:?}");
    }
}

#[tokio::test]
async fn the_error_of_a_typed_error_body_contains_no_secret() {
    let server = Server::answering(|_, seen| {
        let sent = seen.need("authorization").rsplit(' ').next().unwrap_or_default().to_owned();
        Answer::new("400 Bad Request", &[], format!("{{\"{sent}\": \"{sent}\"}}"))
    })
    .await;
    let pipeline = server.pipeline(Credential::bearer(TOKEN).expect("a credential"), quick());
    let error = pipeline.send(server.get()).await.expect_err("an error");
    let unread = error.json::<BTreeMap<String, i64>>().expect_err("a token is not a number");
    let printed = format!("{unread} {unread:?} {:?}", unread.source());
    assert!(printed.contains("[redacted]") && !printed.contains(TOKEN), "{printed}");
}

#[tokio::test]
async fn a_secret_is_redacted_before_a_text_is_cut() {
    // Real tokens are longer than the messages of errors, too.
    let token = format!("eyJhbGciOi.{}", "hush".repeat(400));
    let password = "two  spaces\tand a tab";
    let credentials = [
        (Credential::bearer(token.as_str()).expect("a credential"), token.as_str()),
        (Credential::basic("user", password).expect("a credential"), password),
    ];
    for (credential, secret) in credentials {
        let filler = "x".repeat(400);
        let (json, quoted) = (serde_json::json!(secret).to_string(), format!("got {filler} {secret}"));
        let answers = [
            ("500 Oops", format!(r#"{{"error":{{"code":{json},"message":{json},"target":{json}}}}}"#)),
            ("500 Oops", format!("<html><title>{secret}</title><body>{quoted}</body>")),
            ("500 Oops", quoted),
            ("200 OK", format!("{{\"{secret}")),
            ("200 OK", format!("<html><title>{secret}</title>")),
            ("200 OK", format!("got {secret}")),
        ];
        for (status, body) in answers {
            let server = Server::start(vec![Answer::new(status, &[("x-ms-request-id", secret)], body)]).await;
            let options = quick().retry(call_http::RetryPolicy::none());
            let pipeline = server.pipeline(credential.clone(), options);
            let response = pipeline.execute(server.get()).await.expect("a response");
            let refused = response.error(ErrorKind::Status, Some(secret), secret);
            let text = format!("{secret} is not expected here");
            let unread =
                response.decode_with(BodyFormat::Json, |_| Err::<(), _>(text)).expect_err("an error");
            let printed =
                format!("{response:?} {} {refused} {refused:?} {unread} {unread:?}", response.to_error());
            let typed = response.json::<String>().expect_err("not a JSON string");
            let printed = format!("{printed} {typed} {typed:?} {typed:#?}");
            for part in [&token[..40], "two spaces"] {
                assert!(!printed.contains(part), "{printed}");
            }
            assert!(printed.contains("[redacted]"));
        }
    }
}

#[tokio::test]
async fn debug_does_not_show_the_query_of_the_endpoint() {
    let url = "http://contoso.example/um.asmx?key=hush".parse().expect("a URL");
    let pipeline = call_http::Pipeline::new(url, Credential::none(), quick()).expect("a pipeline");
    let shown = format!("{pipeline:?}");
    assert!(shown.contains("http://contoso.example/um.asmx\"") && !shown.contains("hush"), "{shown}");
}

#[tokio::test]
async fn a_secret_is_redacted_where_a_response_repeats_it_escaped() {
    let password = "correct/horse battery=";
    let forms = [
        "correct%2Fhorse%20battery%3D",
        "correct%2fhorse+battery%3d",
        r"correct\/horse battery=",
        r"correct\u002fhorse\u0020battery\u003D",
    ];
    for form in forms {
        let url = format!("https://login.example/{form}?x");
        for (status, body) in [
            ("500 Oops", format!("<html><title>{form}</title><body>got {form}</body>")),
            ("500 Oops", format!("got \"{form}\" and {form}")),
            ("500 Oops", format!("{{\"error\":{{\"message\":\"{form}")),
            ("302 Found", String::new()),
        ] {
            let headers = [("x-ms-request-id", form), ("Location", url.as_str())];
            let server = Server::start(vec![Answer::new(status, &headers, body)]).await;
            let credential = Credential::basic("user", password).expect("a credential");
            let pipeline = server.pipeline(credential, quick().retry(call_http::RetryPolicy::none()));
            let error = pipeline.send(server.get()).await.expect_err("an error");
            let printed = format!("{error} {error:?}");
            assert!(printed.contains("[redacted]"), "{printed}");
            assert!(!printed.contains("correct") && !printed.contains("battery"), "{printed}");
        }
    }
}
