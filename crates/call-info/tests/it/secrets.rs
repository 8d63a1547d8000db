//! No secret in `Debug`, errors or traces: a grep for all of them in everything that can be printed.

use std::error::Error as _;

use acs_calling::IncomingCall;
use acs_calling::call_wire::json;
use call_http::{AccessKey, Credential};
use call_info::{CallInfo, CallSource};
use test_server::trace::Trace;
use test_server::{Answer, Seen, Server, quick};

const KEY: &str = "c2VjcmV0LWtleS1mb3ItdGVzdHM=";
const PASSWORD: &str = "correct-horse-battery";
/// What `Basic` makes of `rosa` and the password.
const ENCODED: &str = "cm9zYTpjb3JyZWN0LWhvcnNlLWJhdHRlcnk=";
const TOKEN: &str = "eyJhbGciOi.hush.hush";
const CONTEXT: &str = "context-of-the-incoming-call";

/// Repeats what it was told, as debug pages do: in JSON, in a fault, in a page.
fn gossip(number: usize, seen: &Seen) -> Answer {
    let told = seen.need("authorization");
    let secret = told.split_once("Signature=").or(told.split_once(' ')).map_or(told, |(_, secret)| secret);
    let password = if told.starts_with("Basic") { PASSWORD } else { secret };
    let body = match number % 3 {
        0 => format!(r#"{{"error": {{"code": "{secret}", "message": "got {told}"}}}}"#),
        1 => format!(
            "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body><s:Fault><faultcode>{secret}\
             </faultcode><faultstring>{password}: {told}</faultstring></s:Fault></s:Body></s:Envelope>"
        ),
        _ => format!("<html><title>{secret}</title><body>{told}</body></html>"),
    };
    Answer::new("500 Oops", &[("request-id", secret)], body)
}

#[tokio::test]
async fn nothing_that_prints_holds_a_secret() {
    let (trace, _guard) = Trace::collect();
    let server = Server::answering(gossip).await;
    let basic = || Credential::basic("rosa", PASSWORD).expect("a credential");
    let token = Credential::bearer(TOKEN).expect("a credential");
    let key = Credential::access_key(AccessKey::parse(KEY).expect("a key"));
    let url = || server.url("/");
    let sources: [Box<dyn CallSource>; 4] = [
        Box::new(acs_calling::Client::with_options(url(), key, quick()).expect("a client")),
        Box::new(graph_calls::Client::with_options(url(), token, quick()).expect("a client")),
        Box::new(ews_um::UmClient::with_options(url(), basic(), quick()).expect("a client")),
        Box::new(ews_um::PhoneCallClient::with_options(url(), basic(), quick()).expect("a client")),
    ];
    let mut printed = String::new();
    for source in &sources {
        // Each form of the gossip may be the last that the client hears.
        for _ in 0..3 {
            let error = source.call_info("c-1").await.expect_err("gossip");
            let (code, id) = (error.code(), error.request_id());
            printed += &format!("{error} {error:?} {error:#?} {:?} {code:?} {id:?}\n", error.source());
        }
    }
    let ringing = format!(
        r#"{{"serverCallId": "s", "incomingCallContext": "{CONTEXT}", "from": {{"rawId": "4:+1"}}}}"#
    );
    let ringing: IncomingCall = json::decode(ringing.as_bytes()).expect("an event");
    let info = CallInfo::from(&ringing);
    printed += &format!("{info} {info:?}");

    let traced = trace.text();
    assert!(traced.contains("call_http") && printed.contains("[redacted]"), "{traced} {printed}");
    let seen = server.seen();
    let signatures = seen.iter().filter_map(|seen| seen.need("authorization").split("Signature=").nth(1));
    for secret in
        [KEY, "secret-key-for-tests", PASSWORD, ENCODED, TOKEN, CONTEXT].into_iter().chain(signatures)
    {
        assert!(!printed.contains(secret), "{secret} in {printed}");
        assert!(!traced.contains(secret), "{secret} in {traced}");
    }
}
