//! Searches all printed texts for secrets: `Debug`, errors and traces.

use crate::support::{Answer, KEY, Server, client, key, quick, refusing_authority};
use acs_calling::{
    AnswerCallRequest, Client, CommunicationIdentifier, Credential, FileSource, RedirectCallRequest,
    RejectCallRequest,
};
use test_server::trace::Trace;

#[tokio::test]
async fn secrets_are_not_in_debug_errors_or_traces() {
    const CONTEXT: &str = "context-of-the-incoming-call";
    const TOKEN: &str = "eyJhbGciOi.hush.hush";
    const IN_QUERY: &str = "sig-in-the-query";
    let (trace, _guard) = Trace::collect();
    // The server repeats the credential in the body, as debug pages do.
    let server = Server::answering(|_, seen| {
        let credential = seen.need("authorization");
        Answer::new("500 Oops", &[], format!(r#"{{"error":{{"code":"x","message":"got {credential}"}}}}"#))
    })
    .await;
    let text = format!("endpoint=http://{}/;accesskey={KEY}", server.authority);
    let connected = Client::from_connection_string(&text, quick()).expect("a client");
    let bearer = Credential::bearer(TOKEN).expect("a credential");
    let answer = AnswerCallRequest::new(CONTEXT, format!("https://app.example/cb?code={IN_QUERY}"));
    let prompt = FileSource::new(format!("https://acct.blob.core.windows.net/p.wav?sv=1&sig={IN_QUERY}"));
    let redirect = RedirectCallRequest::new(CONTEXT, CommunicationIdentifier::from("4:+1425"));
    let reject = RejectCallRequest::new(CONTEXT);
    let mut printed = format!("{answer:?} {redirect:#?} {reject:?} {prompt:?} {connected:?} {bearer:?}\n");
    for credential in [Credential::access_key(key()), bearer] {
        let client = Client::with_options(server.url("/"), credential, quick()).expect("a client");
        let location = server.url(&format!("/x?sig={IN_QUERY}")).to_string();
        let (call, recordings) = (client.call_connection("c-1"), client.call_recording());
        printed += &format!("{client:?} {call:?} {:?} {recordings:?}\n", call.media());
        printed += &format!("{:?} {:?}\n", recordings.download(&location), recordings.delete(&location));
        printed += &format!("{:?} {:?}\n", client.answer_call(&answer), call.participants());
        let errors = [
            client.answer_call(&answer).await.expect_err("an error"),
            client.redirect_call(&redirect).await.expect_err("an error"),
            client.reject_call(&reject).await.expect_err("an error"),
            recordings.download(&location).await.expect_err("an error"),
            recordings.delete(&location).await.expect_err("an error"),
        ];
        for error in errors {
            printed += &format!("{error} {error:?} {error:#?} {:?}\n", error.message());
        }
    }
    // URLs with a signature, to a server that refuses connections and to an untrusted host.
    let refusing = format!("http://{}/x?sig={IN_QUERY}", refusing_authority());
    let untrusted = format!("https://evil.example/x?sig={IN_QUERY}");
    let page = format!(r#"{{"value": [], "nextLink": "{untrusted}"}}"#);
    let broken = format!("HTTP/1.1 200 OK\r\nContent-Length: 9\r\nETag: {TOKEN}\r\n\r\n{{");
    let store = Server::answering(move |_, seen| match seen.target.split('?').next() {
        Some("/moved") => Answer::new("302 Found", &[("Location", &refusing)], ""),
        Some("/broken") => Answer::Reset(broken.clone().into_bytes()),
        _ => Answer::ok(&page),
    })
    .await;
    let client_of_store = client(&store, quick());
    let recordings = client_of_store.call_recording();
    for location in ["/moved", "/broken"].map(|path| store.url(&format!("{path}?sig={IN_QUERY}")).to_string())
    {
        let error =
            recordings.download(&location).write_to(&mut Vec::new()).await.expect_err("refused or broken");
        printed += &format!("{error} {error:?} {:?}\n", recordings.delete(&location).await);
    }
    let error = recordings.download(&untrusted).await.expect_err("untrusted");
    printed += &format!("{error} {error:?} {:?}\n", recordings.delete(&untrusted).await);
    let mut pages = client_of_store.call_connection("c-1").participants().pages();
    pages.next_page().await.expect("a page");
    let error = pages.next_page().await.expect_err("untrusted");
    printed += &format!("{error} {error:?} {pages:?}\n");

    let recording = Server::start(vec![Answer::ok("{}")]).await;
    let location = recording.url(&format!("/x?sig={IN_QUERY}")).to_string();
    let stream = client(&recording, quick()).call_recording().download(&location).await.expect("a response");
    printed += &format!("{stream:?}");

    let traced = trace.text();
    assert!(traced.contains("call_recording_download") && traced.contains("answer_call"), "{traced}");
    assert!(printed.contains("[redacted]"));
    let mut secrets = vec![KEY, "secret-key-for-tests", CONTEXT, TOKEN, IN_QUERY];
    let seen = server.seen();
    secrets.extend(seen.iter().filter_map(|seen| seen.need("authorization").split("Signature=").nth(1)));
    assert!(secrets.len() > 10);
    for secret in secrets {
        assert!(!printed.contains(secret), "{secret} in {printed}");
        assert!(!traced.contains(secret), "{secret} in the trace");
    }
}
