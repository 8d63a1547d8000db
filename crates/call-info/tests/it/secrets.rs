//! Searches all printed output for secrets: `Debug`, errors and traces.

use std::error::Error as _;

use acs_calling::IncomingCall;
use acs_calling::call_wire::json;
use call_http::{AccessKey, Credential};
use call_info::{CallInfo, CallSource};
use test_server::trace::Trace;
use test_server::{Answer, Seen, Server, quick};

const KEY: &str = "c2VjcmV0LWtleS1mb3ItdGVzdHM=";
const PASSWORD: &str = "correct-horse-battery";
/// `rosa` and the password as `Basic` encodes them.
const ENCODED: &str = "cm9zYTpjb3JyZWN0LWhvcnNlLWJhdHRlcnk=";
const TOKEN: &str = "eyJhbGciOi.hush.hush";
const CONTEXT: &str = "context-of-the-incoming-call";

/// Repeats the credential of the request, as debug pages do: in JSON, in a SOAP fault or in an HTML page.
fn repeat_credential(number: usize, seen: &Seen) -> Answer {
    let header = seen.need("authorization");
    let secret =
        header.split_once("Signature=").or(header.split_once(' ')).map_or(header, |(_, secret)| secret);
    let password = if header.starts_with("Basic") { PASSWORD } else { secret };
    let body = match number % 3 {
        0 => format!(r#"{{"error": {{"code": "{secret}", "message": "got {header}"}}}}"#),
        1 => format!(
            "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body><s:Fault><faultcode>{secret}\
             </faultcode><faultstring>{password}: {header}</faultstring></s:Fault></s:Body></s:Envelope>"
        ),
        _ => format!("<html><title>{secret}</title><body>{header}</body></html>"),
    };
    Answer::new("500 Oops", &[("request-id", secret)], body)
}

#[tokio::test]
async fn debug_errors_and_traces_contain_no_secret() {
    let (trace, _guard) = Trace::collect();
    let server = Server::answering(repeat_credential).await;
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
        // The last response, which decides, has each of the three forms.
        for _ in 0..3 {
            let error = source.call_info("c-1").await.expect_err("an error");
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
