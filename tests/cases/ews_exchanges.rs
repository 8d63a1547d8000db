//! The Exchange clients against the documented messages: for each request with its response or fault, the client sends
//! that request and returns the values of that response.
//!
//! An HTTP server on loopback sends the documented bytes. Requests are compared by their information sets, and
//! responses by their typed values.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use call_wire::xml;
use conformance::{documented_entries, example, example_entries, infoset, read, text};
use ews_um::call_http::{ClientOptions, RetryPolicy};
use ews_um::phone_call::{self, PhoneCallId, PhoneCallInformation};
use ews_um::soap::{Envelope, Fault, Header, NoContent};
use ews_um::um::{self, UmCallInfo, UmProperties};
use ews_um::{Credential, Error, ErrorKind, PhoneCallClient, UmClient};
use libtest_mimic::Trial;
use serde_json::Value;
use test_server::{Answer, Seen, Server, quick};

use crate::{async_case, case};

const ACTION: &str = "http://schemas.microsoft.com/exchange/services/2006/messages/";

/// A request and a response to it.
struct Pair {
    name: String,
    is_ews: bool,
    /// The name of the operation on the wire.
    operation: String,
    request: String,
    response: String,
    status: u64,
}

/// The value that the method of an operation returns.
#[derive(Clone, Debug, PartialEq)]
enum Returned {
    Call(UmCallInfo),
    CallId(String),
    Flag(bool),
    Properties(UmProperties),
    PhoneCall(PhoneCallInformation),
    PhoneCallId(PhoneCallId),
    Nothing,
}

/// The results of an operation: from its own method, and from `call`, which returns the whole response.
struct Results<R> {
    returned: Result<Returned, Error>,
    response: Result<R, Error>,
}

/// Options without retries.
fn options() -> ClientOptions {
    quick().retry(RetryPolicy::none())
}

fn credential() -> Credential {
    Credential::basic("rosa@contoso.com", "correct-horse-battery").expect("a credential")
}

fn required(member: &Option<String>) -> &str {
    member.as_deref().expect("the documented request has this member")
}

/// Sends a request twice: by the method of its operation, whose value becomes a variant of [`Returned`], and by `call`.
macro_rules! send {
    ($client:ident.$method:ident($($argument:expr),*) => $variant:expr, $request:ident) => {
        Results {
            returned: $client.$method($($argument),*).await.map(|response| $variant(response.into_inner())),
            response: $client.call($request).await.map(|response| response.into_inner().into()),
        }
    };
}

async fn send_um(client: &UmClient, request: um::Request) -> Results<um::Response> {
    use um::Request;
    let nothing = |()| Returned::Nothing;
    match request {
        Request::Disconnect(r) => send!(client.disconnect(required(&r.call_id)) => nothing, r),
        Request::GetCallInfo(r) => send!(client.get_call_info(required(&r.call_id)) => Returned::Call, r),
        Request::GetUmProperties(r) => send!(client.get_um_properties() => Returned::Properties, r),
        Request::IsUmEnabled(r) => send!(client.is_um_enabled() => Returned::Flag, r),
        Request::PlayOnPhone(r) => {
            let (entry_id, dial_string) = (required(&r.entry_id), required(&r.dial_string));
            send!(client.play_on_phone(entry_id, dial_string) => Returned::CallId, r)
        }
        Request::PlayOnPhoneGreeting(r) => {
            let greeting = r.greeting_type.clone().expect("a greeting");
            send!(client.play_on_phone_greeting(greeting, required(&r.dial_string)) => Returned::CallId, r)
        }
        Request::ResetPin(r) => send!(client.reset_pin() => nothing, r),
        Request::SetMissedCallNotificationEnabled(r) => {
            let status = r.status.expect("a status");
            send!(client.set_missed_call_notification_enabled(status) => nothing, r)
        }
        Request::SetOofStatus(r) => send!(client.set_oof_status(r.status.expect("a status")) => nothing, r),
        Request::SetPlayOnPhoneDialString(r) => {
            send!(client.set_play_on_phone_dial_string(required(&r.dial_string)) => nothing, r)
        }
        Request::SetTelephoneAccessFolderEmail(r) => {
            send!(client.set_telephone_access_folder_email(required(&r.base64_folder_id)) => nothing, r)
        }
        other => panic!("not an operation of the UM web service: {other:?}"),
    }
}

async fn send_ews(client: &PhoneCallClient, request: phone_call::Request) -> Results<phone_call::Response> {
    use phone_call::Request;
    let nothing = |()| Returned::Nothing;
    match request {
        Request::PlayOnPhone(r) => {
            let item = r.item_id.clone().expect("an item");
            send!(client.play_on_phone(item, required(&r.dial_string)) => Returned::PhoneCallId, r)
        }
        Request::GetPhoneCallInformation(r) => {
            let call = r.phone_call_id.clone().expect("a call");
            send!(client.get_phone_call_information(&call) => Returned::PhoneCall, r)
        }
        Request::DisconnectPhoneCall(r) => {
            let call = r.phone_call_id.clone().expect("a call");
            send!(client.disconnect_phone_call(&call) => nothing, r)
        }
        other => panic!("not a phone-call operation: {other:?}"),
    }
}

/// The value that the client must return for a response of the UM web service.
fn expected_from_um(response: um::Response) -> Returned {
    match response {
        um::Response::GetCallInfoResponse(r) => Returned::Call(r.get_call_info_response.expect("a call")),
        um::Response::GetUmPropertiesResponse(r) => {
            Returned::Properties(r.get_um_properties_response.expect("properties"))
        }
        um::Response::IsUmEnabledResponse(r) => Returned::Flag(r.is_um_enabled_response.expect("a flag")),
        um::Response::PlayOnPhoneResponse(r) => Returned::CallId(r.play_on_phone_response.expect("an id")),
        um::Response::PlayOnPhoneGreetingResponse(r) => {
            Returned::CallId(r.play_on_phone_greeting_response.expect("an id"))
        }
        um::Response::Unknown(other) => panic!("not a response: {other:?}"),
        _ => Returned::Nothing,
    }
}

/// The value that the client must return for a response of EWS, or the code and the text of the error.
fn expected_from_ews(response: phone_call::Response) -> Result<Returned, (String, Option<String>)> {
    use phone_call::{Response, ResponseClass};
    macro_rules! unless_error {
        ($r:ident, $returned:expr) => {
            match $r.response_class {
                Some(ResponseClass::Error) => {
                    Err(($r.response_code.expect("a code").to_string(), $r.message_text))
                }
                _ => Ok($returned),
            }
        };
    }
    match response {
        Response::PlayOnPhoneResponse(r) => {
            unless_error!(r, Returned::PhoneCallId(r.phone_call_id.expect("an id")))
        }
        Response::GetPhoneCallInformationResponse(r) => {
            unless_error!(r, Returned::PhoneCall(r.phone_call_information.expect("a call")))
        }
        Response::DisconnectPhoneCallResponse(r) => unless_error!(r, Returned::Nothing),
        other => panic!("not a response: {other:?}"),
    }
}

/// The expected kind of an exception or a response code.
fn expected_kind(name: &str) -> ErrorKind {
    match name {
        "InvalidCallIdException" | "ErrorInvalidPhoneCallId" => ErrorKind::InvalidCallId,
        "InvalidObjectIdException" => ErrorKind::InvalidObjectId,
        "DialingRulesException" | "ErrorPhoneNumberNotDialable" => ErrorKind::DialingRules,
        "ErrorInvalidRequest" => ErrorKind::InvalidRequest,
        "ErrorSchemaValidation" => ErrorKind::SchemaValidation,
        "ErrorServerBusy" => ErrorKind::ServerBusy,
        _ => ErrorKind::Service,
    }
}

#[track_caller]
fn assert_fault(error: &Error, fault: &Fault) {
    assert_eq!(error.fault(), Some(fault));
    assert_eq!(error.kind(), expected_kind(&fault.name()), "{error}");
    assert_eq!(error.code(), Some(&*fault.name()));
    assert_eq!(error.message(), fault.message().as_deref());
}

#[track_caller]
fn assert_error(error: &Error, (code, message): &(String, Option<String>)) {
    assert_eq!(error.kind(), expected_kind(code), "{error}");
    assert_eq!((error.code(), error.message()), (Some(code.as_str()), message.as_deref()));
}

async fn check(pair: &Pair) {
    let status = if pair.status == 200 { "200 OK" } else { "500 Internal Server Error" };
    let server = Server::start(vec![Answer::new(
        status,
        &[("Content-Type", "text/xml; charset=utf-8")],
        &pair.response,
    )])
    .await;
    if pair.is_ews {
        check_ews(pair, &server).await
    } else {
        check_um(pair, &server).await
    }
    let seen = server.seen();
    assert_eq!(seen.len(), 2, "one from the method, one from `call`");
    seen.iter().for_each(|seen| check_request(pair, seen));
}

fn decoded<B: xml::Root + PartialEq + 'static>(text: &str) -> Envelope<B> {
    xml::decode(text.as_bytes()).unwrap_or_else(|error| panic!("{error}"))
}

async fn check_um(pair: &Pair, server: &Server) {
    let url = server.url("/EWS/UM2007Legacy.asmx");
    let client = UmClient::with_options(url, credential(), options()).expect("a client");
    let request = decoded::<um::Request>(&pair.request);
    assert!(request.header.is_none(), "requests of the UM web service have no header");
    let results = send_um(&client, request.into_content().expect("a request")).await;
    match decoded::<um::Response>(&pair.response).into_content() {
        Ok(response) => {
            assert_eq!(results.response.expect("a response"), response);
            assert_eq!(results.returned.expect("a value"), expected_from_um(response));
        }
        Err(NoContent::Fault(fault)) => {
            assert_fault(&results.returned.expect_err("a fault"), &fault);
            assert_fault(&results.response.expect_err("a fault"), &fault);
        }
        Err(other) => panic!("{other}"),
    }
}

async fn check_ews(pair: &Pair, server: &Server) {
    let url = server.url("/EWS/Exchange.asmx");
    let client = PhoneCallClient::with_options(url, credential(), options()).expect("a client");
    let mut request = decoded::<phone_call::Request>(&pair.request);
    let client = with_header(client, request.header.take().expect("requests of EWS have a header"));
    let results = send_ews(&client, request.into_content().expect("a request")).await;
    match decoded::<phone_call::Response>(&pair.response).into_content() {
        Ok(response) => match expected_from_ews(response.clone()) {
            Ok(expected) => {
                assert_eq!(results.response.expect("a response"), response);
                assert_eq!(results.returned.expect("a value"), expected);
            }
            Err(expected) => {
                assert_error(&results.returned.expect_err("an error"), &expected);
                assert_error(&results.response.expect_err("an error"), &expected);
            }
        },
        Err(NoContent::Fault(fault)) => {
            assert_fault(&results.returned.expect_err("a fault"), &fault);
            assert_fault(&results.response.expect_err("a fault"), &fault);
        }
        Err(other) => panic!("{other}"),
    }
}

/// Configures the client to send this header. Its default version is `Exchange2010`.
fn with_header(mut client: PhoneCallClient, header: Header) -> PhoneCallClient {
    let version = header.request_server_version.and_then(|version| version.version).expect("a version");
    if version != phone_call::ExchangeVersion::Exchange2010 {
        client = client.version(version);
    }
    if let Some(culture) = header.mailbox_culture.and_then(|culture| culture.value) {
        client = client.mailbox_culture(culture);
    }
    match header.exchange_impersonation.and_then(|impersonation| impersonation.connecting_sid) {
        Some(account) => client.impersonate(account),
        None => client,
    }
}

fn check_request(pair: &Pair, seen: &Seen) {
    let path = if pair.is_ews { "/EWS/Exchange.asmx" } else { "/EWS/UM2007Legacy.asmx" };
    assert_eq!((seen.method.as_str(), seen.target.as_str()), ("POST", path));
    assert_eq!(seen.need("soapaction"), format!("\"{ACTION}{}\"", pair.operation));
    assert_eq!(seen.need("content-type"), "text/xml; charset=utf-8");
    assert_eq!(seen.need("accept"), "text/xml");
    assert_eq!(seen.need("authorization"), "Basic cm9zYUBjb250b3NvLmNvbTpjb3JyZWN0LWhvcnNlLWJhdHRlcnk=");
    let sent = String::from_utf8(seen.body.clone()).expect("the body is UTF-8");
    let (sent, expected) = (infoset::parse(&sent), infoset::parse(&pair.request));
    assert_eq!(sent.expect("the body is XML"), expected.expect("the request is XML"));
}

/// Pairs each response in `tests/examples` with each request of its operation.
fn example_pairs(examples: &[Value]) -> Vec<Pair> {
    let message = |entry: &Value| example(&format!("ews-um/{}", text(&entry["file"])));
    let (requests, responses): (Vec<_>, Vec<_>) =
        examples.iter().partition(|entry| entry["direction"] == "request");
    let mut pairs = Vec::new();
    for response in responses {
        let same_operation = |request: &&&Value| {
            request["operation"] == response["operation"] && request["service"] == response["service"]
        };
        for request in requests.iter().filter(same_operation) {
            pairs.push(Pair {
                name: format!("{} + {}", text(&request["file"]), text(&response["file"])),
                is_ews: response["service"] == "phone_call",
                operation: text(&response["operation"]).to_owned(),
                request: message(request),
                response: message(response),
                status: response["status"].as_u64().unwrap_or(200),
            });
        }
    }
    pairs
}

/// Returns whether an operation of the documented messages belongs to EWS, and not to the UM web service.
pub fn is_ews(operation: &str) -> bool {
    matches!(operation, "PlayOnPhone2" | "GetPhoneCallInformation" | "DisconnectPhoneCall")
}

/// The documented messages by file name: `OPERATION.KIND-NAME.VARIANT.xml`.
struct Documented {
    files: BTreeMap<String, String>,
    faults: Vec<String>,
}

impl Documented {
    fn new(shared: &Path) -> Self {
        let dir = shared.join("corpus/ews-um");
        let files = documented_entries(shared, "ews-um").into_iter().map(|entry| {
            let file = text(&entry["file"]);
            (file.to_owned(), read(&dir.join(file)))
        });
        let files: BTreeMap<_, _> = files.collect();
        let faults = files.keys().filter(|file| file.contains(".fault-")).cloned().collect();
        Self { files, faults }
    }

    fn pair(&self, request: &str, response: &str) -> Pair {
        let operation = request.split('.').next().unwrap_or_default();
        Pair {
            name: format!("{request} + {response}"),
            is_ews: is_ews(operation),
            operation: operation.trim_end_matches('2').to_owned(),
            request: self.files[request].clone(),
            response: self.files[response].clone(),
            // SOAP 1.1, section 6.2.
            status: if response.contains(".fault-") { 500 } else { 200 },
        }
    }

    fn requests(&self) -> impl Iterator<Item = &String> {
        self.files.keys().filter(|file| file.contains(".request"))
    }

    /// Pairs each request with the response on its page.
    fn responses(&self) -> Vec<Pair> {
        let pages = self.requests().map(|request| (request, request.replace(".request", ".response")));
        let pages = pages.filter(|(_, response)| self.files.contains_key(response));
        pages.map(|(request, response)| self.pair(request, &response)).collect()
    }

    /// Pairs each fault of an operation with its request on the same page, or else with the operation's first request.
    fn faults(&self) -> Vec<Pair> {
        let faults = self.faults.iter().filter(|fault| !fault.starts_with("Any."));
        let pairs = faults.map(|fault| {
            let operation = fault.split('.').next().unwrap_or_default();
            let number = if fault.ends_with("-2.xml") { "-2" } else { "" };
            self.pair(&format!("{operation}.request{number}.xml"), fault)
        });
        pairs.collect()
    }

    /// Pairs each fault that is documented for all operations with the first request of every operation.
    fn common_faults(&self) -> Vec<Pair> {
        let faults = self.faults.iter().filter(|fault| fault.starts_with("Any."));
        let requests = || self.requests().filter(|file| file.ends_with(".request.xml"));
        faults.flat_map(|fault| requests().map(move |request| self.pair(request, fault))).collect()
    }
}

fn trials(group: &str, pairs: impl IntoIterator<Item = Pair>) -> Vec<Trial> {
    let trials = pairs.into_iter().map(|pair| {
        async_case(format!("{group}::{}", pair.name), async move || {
            check(&pair).await;
            Ok(())
        })
    });
    trials.collect()
}

/// Returns the messages of `all` that are not in a pair.
fn unused<'a>(all: impl Iterator<Item = &'a str>, pairs: &[Pair]) -> Vec<String> {
    let used: BTreeSet<&str> = pairs.iter().flat_map(|pair| pair.name.split(" + ")).collect();
    all.filter(|file| !used.contains(file)).map(str::to_owned).collect()
}

/// The messages in `tests/examples`.
pub fn our_pairs() -> Vec<Trial> {
    let examples = example_entries("ews-um");
    let pairs = example_pairs(&examples);
    let operations = pairs.iter().map(|pair| (pair.is_ews, &pair.operation)).collect::<BTreeSet<_>>().len();
    let unused = unused(examples.iter().map(|entry| text(&entry["file"])), &pairs);
    let mut trials = trials("ews_exchanges", pairs);
    trials.push(case("ews_exchanges::every_message_and_operation_has_a_pair".to_owned(), move || {
        let is_complete = operations == 14 && unused.is_empty();
        if is_complete {
            Ok(())
        } else {
            Err(format!("{operations} operations; messages without a pair: {unused:?}"))
        }
    }));
    trials
}

/// The messages of the published pages.
pub fn documented_pairs(shared: &Path) -> Vec<Trial> {
    let documented = Documented::new(shared);
    let (responses, faults, common_faults) =
        (documented.responses(), documented.faults(), documented.common_faults());
    let counts = (
        (documented.files.len(), documented.requests().count()),
        (responses.len(), faults.len(), common_faults.len()),
    );
    let pairs: Vec<_> = [responses, faults, common_faults].into_iter().flatten().collect();
    let unused = unused(documented.files.keys().map(String::as_str), &pairs);
    let mut trials = trials("ews_exchanges::documented", pairs);
    trials.push(case("ews_exchanges::documented::every_message_has_a_pair".to_owned(), move || {
        let is_complete = counts == ((77, 36), (35, 5, 14)) && unused.is_empty();
        if is_complete { Ok(()) } else { Err(format!("{counts:?}; messages without a pair: {unused:?}")) }
    }));
    trials
}
