//! The clients of Exchange say what the documents say: for every request with its response or fault, the client
//! sends that request, and gives what that answer says.
//!
//! Real HTTP: a server on loopback answers with the documented bytes. The request is compared as what its XML
//! says, the answer with what the types read in it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use call_wire::xml;
use conformance::{examples_dir, infoset};
use ews_um::call_http::{ClientOptions, RetryPolicy};
use ews_um::phone_call::{self, PhoneCallId, PhoneCallInformation};
use ews_um::soap::{Envelope, Fault, Header, NoContent};
use ews_um::um::{self, UmCallInfo, UmProperties};
use ews_um::{Credential, Error, ErrorKind, PhoneCallClient, Response, UmClient};
use libtest_mimic::Trial;
use serde_json::Value;
use test_server::{Answer, Seen, Server, quick};

use crate::{async_case, case};

const ACTION: &str = "http://schemas.microsoft.com/exchange/services/2006/messages/";

/// A request and what may answer it.
struct Pair {
    name: String,
    is_ews: bool,
    /// The name of the operation on the wire.
    operation: String,
    request: String,
    answer: String,
    status: u64,
}

/// What an operation gives, in the words of its own method.
#[derive(Clone, Debug, PartialEq)]
enum Said {
    Call(UmCallInfo),
    CallId(String),
    Flag(bool),
    Properties(UmProperties),
    PhoneCall(PhoneCallInformation),
    PhoneCallId(PhoneCallId),
    Done,
}

/// What came back: from the method that a person calls, and whole.
struct Outcome<R> {
    said: Result<Said, Error>,
    whole: Result<R, Error>,
}

/// One attempt: an error is answered once, and told at once.
fn options() -> ClientOptions {
    quick().retry(RetryPolicy::none())
}

fn credential() -> Credential {
    Credential::basic("rosa@contoso.com", "correct-horse-battery").expect("a credential")
}

fn said<T: Clone>(reply: Result<Response<T>, Error>, make: impl FnOnce(T) -> Said) -> Result<Said, Error> {
    reply.map(|reply| make(reply.into_inner()))
}

fn text(member: &Option<String>) -> &str {
    member.as_deref().expect("the documented request has it")
}

async fn ask_um(client: &UmClient, request: um::Request) -> Outcome<um::Response> {
    macro_rules! whole {
        ($request:ident) => {
            client.call($request).await.map(|reply| reply.into_inner().into())
        };
    }
    let done = |()| Said::Done;
    let (said, whole) = match request {
        um::Request::Disconnect(r) => (said(client.disconnect(text(&r.call_id)).await, done), whole!(r)),
        um::Request::GetCallInfo(r) => {
            (said(client.get_call_info(text(&r.call_id)).await, Said::Call), whole!(r))
        }
        um::Request::GetUmProperties(r) => {
            (said(client.get_um_properties().await, Said::Properties), whole!(r))
        }
        um::Request::IsUmEnabled(r) => (said(client.is_um_enabled().await, Said::Flag), whole!(r)),
        um::Request::PlayOnPhone(r) => {
            let reply = client.play_on_phone(text(&r.entry_id), text(&r.dial_string)).await;
            (said(reply, Said::CallId), whole!(r))
        }
        um::Request::PlayOnPhoneGreeting(r) => {
            let greeting = r.greeting_type.clone().expect("a greeting");
            let reply = client.play_on_phone_greeting(greeting, text(&r.dial_string)).await;
            (said(reply, Said::CallId), whole!(r))
        }
        um::Request::ResetPin(r) => (said(client.reset_pin().await, done), whole!(r)),
        um::Request::SetMissedCallNotificationEnabled(r) => {
            let reply = client.set_missed_call_notification_enabled(r.status.expect("a status")).await;
            (said(reply, done), whole!(r))
        }
        um::Request::SetOofStatus(r) => {
            (said(client.set_oof_status(r.status.expect("a status")).await, done), whole!(r))
        }
        um::Request::SetPlayOnPhoneDialString(r) => {
            (said(client.set_play_on_phone_dial_string(text(&r.dial_string)).await, done), whole!(r))
        }
        um::Request::SetTelephoneAccessFolderEmail(r) => {
            let reply = client.set_telephone_access_folder_email(text(&r.base64_folder_id)).await;
            (said(reply, done), whole!(r))
        }
        other => panic!("no operation of the UM web service: {other:?}"),
    };
    Outcome { said, whole }
}

async fn ask_ews(client: &PhoneCallClient, request: phone_call::Request) -> Outcome<phone_call::Response> {
    macro_rules! whole {
        ($request:ident) => {
            client.call($request).await.map(|reply| reply.into_inner().into())
        };
    }
    let (said, whole) = match request {
        phone_call::Request::PlayOnPhone(r) => {
            let item = r.item_id.clone().expect("an item");
            (said(client.play_on_phone(item, text(&r.dial_string)).await, Said::PhoneCallId), whole!(r))
        }
        phone_call::Request::GetPhoneCallInformation(r) => {
            let call = r.phone_call_id.clone().expect("a call");
            (said(client.get_phone_call_information(&call).await, Said::PhoneCall), whole!(r))
        }
        phone_call::Request::DisconnectPhoneCall(r) => {
            let call = r.phone_call_id.clone().expect("a call");
            (said(client.disconnect_phone_call(&call).await, |()| Said::Done), whole!(r))
        }
        other => panic!("no phone-call operation: {other:?}"),
    };
    Outcome { said, whole }
}

/// What a documented response of the UM web service says.
fn meant_by_um(response: um::Response) -> Said {
    match response {
        um::Response::GetCallInfoResponse(r) => Said::Call(r.get_call_info_response.expect("a call")),
        um::Response::GetUmPropertiesResponse(r) => {
            Said::Properties(r.get_um_properties_response.expect("properties"))
        }
        um::Response::IsUmEnabledResponse(r) => Said::Flag(r.is_um_enabled_response.expect("a flag")),
        um::Response::PlayOnPhoneResponse(r) => Said::CallId(r.play_on_phone_response.expect("an id")),
        um::Response::PlayOnPhoneGreetingResponse(r) => {
            Said::CallId(r.play_on_phone_greeting_response.expect("an id"))
        }
        um::Response::Unknown(other) => panic!("no response: {other:?}"),
        _ => Said::Done,
    }
}

/// What a documented response of EWS says, or its code and text if it is an error.
fn meant_by_ews(response: phone_call::Response) -> Result<Said, (String, Option<String>)> {
    use phone_call::{Response, ResponseClass};
    macro_rules! judged {
        ($r:ident, $said:expr) => {
            match $r.response_class {
                Some(ResponseClass::Error) => {
                    Err(($r.response_code.expect("a code").to_string(), $r.message_text))
                }
                _ => Ok($said),
            }
        };
    }
    match response {
        Response::PlayOnPhoneResponse(r) => judged!(r, Said::PhoneCallId(r.phone_call_id.expect("an id"))),
        Response::GetPhoneCallInformationResponse(r) => {
            judged!(r, Said::PhoneCall(r.phone_call_information.expect("a call")))
        }
        Response::DisconnectPhoneCallResponse(r) => judged!(r, Said::Done),
        other => panic!("no response: {other:?}"),
    }
}

/// The kinds by name, once more and on their own.
fn kind_of(name: &str) -> ErrorKind {
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
fn same_fault(error: &Error, fault: &Fault) {
    assert_eq!(error.fault(), Some(fault));
    assert_eq!(error.kind(), kind_of(&fault.name()), "{error}");
    assert_eq!(error.code(), Some(&*fault.name()));
    assert_eq!(error.message(), fault.message().as_deref());
}

#[track_caller]
fn same_error(error: &Error, (code, message): &(String, Option<String>)) {
    assert_eq!(error.kind(), kind_of(code), "{error}");
    assert_eq!((error.code(), error.message()), (Some(code.as_str()), message.as_deref()));
}

async fn check(pair: &Pair) {
    let status = if pair.status == 200 { "200 OK" } else { "500 Internal Server Error" };
    let server = Server::start(vec![Answer::new(
        status,
        &[("Content-Type", "text/xml; charset=utf-8")],
        &pair.answer,
    )])
    .await;
    if pair.is_ews {
        check_ews(pair, &server).await
    } else {
        check_um(pair, &server).await
    }
    let seen = server.seen();
    assert_eq!(seen.len(), 2, "the method and the whole operation");
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
    let outcome = ask_um(&client, request.into_content().expect("a request")).await;
    match decoded::<um::Response>(&pair.answer).into_content() {
        Ok(response) => {
            assert_eq!(outcome.whole.expect("a response"), response);
            assert_eq!(outcome.said.expect("a value"), meant_by_um(response));
        }
        Err(NoContent::Fault(fault)) => {
            same_fault(&outcome.said.expect_err("a fault"), &fault);
            same_fault(&outcome.whole.expect_err("a fault"), &fault);
        }
        Err(other) => panic!("{other}"),
    }
}

async fn check_ews(pair: &Pair, server: &Server) {
    let url = server.url("/EWS/Exchange.asmx");
    let client = PhoneCallClient::with_options(url, credential(), options()).expect("a client");
    let mut request = decoded::<phone_call::Request>(&pair.request);
    let client = with_header(client, request.header.take().expect("requests of EWS have a header"));
    let outcome = ask_ews(&client, request.into_content().expect("a request")).await;
    match decoded::<phone_call::Response>(&pair.answer).into_content() {
        Ok(response) => match meant_by_ews(response.clone()) {
            Ok(meant) => {
                assert_eq!(outcome.whole.expect("a response"), response);
                assert_eq!(outcome.said.expect("a value"), meant);
            }
            Err(meant) => {
                same_error(&outcome.said.expect_err("an error"), &meant);
                same_error(&outcome.whole.expect_err("an error"), &meant);
            }
        },
        Err(NoContent::Fault(fault)) => {
            same_fault(&outcome.said.expect_err("a fault"), &fault);
            same_fault(&outcome.whole.expect_err("a fault"), &fault);
        }
        Err(other) => panic!("{other}"),
    }
}

/// The client as a person sets it up to say what the header says. `Exchange2010` it says by itself.
fn with_header(mut client: PhoneCallClient, header: Header) -> PhoneCallClient {
    let version = header.request_server_version.and_then(|version| version.version).expect("a version");
    if version != phone_call::ExchangeVersion::Exchange2010 {
        client = client.version(version);
    }
    if let Some(culture) = header.mailbox_culture.and_then(|culture| culture.value) {
        client = client.mailbox_culture(culture);
    }
    match header.exchange_impersonation.and_then(|other| other.connecting_sid) {
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
    let sent = String::from_utf8(seen.body.clone()).expect("text");
    let (sent, meant) = (infoset::parse(&sent), infoset::parse(&pair.request));
    assert_eq!(sent.expect("XML"), meant.expect("XML"));
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The payloads that are written here: each answer with each request of its operation.
fn ours() -> Vec<Pair> {
    let dir = examples_dir().join("ews-um");
    let index: Value = serde_json::from_str(&read(&dir.join("index.json"))).expect("JSON");
    let examples = index["examples"].as_array().expect("a list");
    let part = |entry: &Value, name: &str| entry[name].as_str().unwrap_or_default().to_owned();
    let of = |request: bool| {
        examples.iter().filter(move |entry| (part(entry, "direction") == "request") == request)
    };
    let mut pairs = Vec::new();
    for answer in of(false) {
        for request in of(true) {
            if request["operation"] != answer["operation"] || request["service"] != answer["service"] {
                continue;
            }
            let (asked, told) = (part(request, "file"), part(answer, "file"));
            pairs.push(Pair {
                name: format!("{asked} + {told}"),
                is_ews: answer["service"] == "phone_call",
                operation: part(answer, "operation"),
                request: read(&dir.join(asked)),
                answer: read(&dir.join(told)),
                status: answer["status"].as_u64().unwrap_or(200),
            });
        }
    }
    pairs
}

/// The documented messages: `OPERATION.KIND-NAME.VARIANT.xml`, as they belong together.
struct Documented {
    files: BTreeMap<String, String>,
    faults: Vec<String>,
}

impl Documented {
    fn new(shared: &Path) -> Self {
        let dir = shared.join("corpus/ews-um");
        let index: Value = serde_json::from_str(&read(&dir.join("index.json"))).expect("JSON");
        let files = index.as_array().expect("a list").iter().map(|entry| {
            let file = entry["file"].as_str().expect("a name");
            (file.to_owned(), read(&dir.join(file)))
        });
        let files: BTreeMap<_, _> = files.collect();
        let faults = files.keys().filter(|file| file.contains(".fault-")).cloned().collect();
        Self { files, faults }
    }

    fn pair(&self, request: &str, answer: &str) -> Pair {
        let operation = request.split('.').next().unwrap_or_default();
        let is_ews = matches!(operation, "PlayOnPhone2" | "GetPhoneCallInformation" | "DisconnectPhoneCall");
        Pair {
            name: format!("{request} + {answer}"),
            is_ews,
            operation: operation.trim_end_matches('2').to_owned(),
            request: self.files[request].clone(),
            answer: self.files[answer].clone(),
            // SOAP 1.1, section 6.2.
            status: if answer.contains(".fault-") { 500 } else { 200 },
        }
    }

    fn requests(&self) -> impl Iterator<Item = &String> {
        self.files.keys().filter(|file| file.contains(".request"))
    }

    /// Each request with the response of its own page.
    fn responses(&self) -> Vec<Pair> {
        let pages = self.requests().map(|request| (request, request.replace(".request", ".response")));
        let pages = pages.filter(|(_, response)| self.files.contains_key(response));
        pages.map(|(request, response)| self.pair(request, &response)).collect()
    }

    /// Each fault of an operation with the request that it answers on its page, or else with the plain one.
    fn faults(&self) -> Vec<Pair> {
        let own = self.faults.iter().filter(|fault| !fault.starts_with("Any."));
        own.map(|fault| {
            let operation = fault.split('.').next().unwrap_or_default();
            let number = if fault.ends_with("-2.xml") { "-2" } else { "" };
            self.pair(&format!("{operation}.request{number}.xml"), fault)
        })
        .collect()
    }

    /// The fault of every operation, with every operation.
    fn faults_of_all(&self) -> Vec<Pair> {
        let any = self.faults.iter().filter(|fault| fault.starts_with("Any."));
        let plain = || self.requests().filter(|file| file.ends_with(".request.xml"));
        any.flat_map(|fault| plain().map(move |request| self.pair(request, fault))).collect()
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

/// The messages of `all` that are in no pair.
fn unused<'a>(all: impl Iterator<Item = &'a str>, pairs: &[Pair]) -> Vec<String> {
    let used: BTreeSet<&str> = pairs.iter().flat_map(|pair| pair.name.split(" + ")).collect();
    all.filter(|file| !used.contains(file)).map(str::to_owned).collect()
}

/// The messages in `tests/examples`.
pub fn our_pairs() -> Vec<Trial> {
    let pairs = ours();
    let operations = pairs.iter().map(|pair| (pair.is_ews, &pair.operation)).collect::<BTreeSet<_>>().len();
    let index: Value = serde_json::from_str(&conformance::example("ews-um/index.json")).expect("JSON");
    let examples = index["examples"].as_array().expect("a list").iter();
    let unused = unused(examples.filter_map(|entry| entry["file"].as_str()), &pairs);
    let mut trials = trials("ews_exchanges", pairs);
    trials.push(case("ews_exchanges::every_message_and_operation_has_a_pair".to_owned(), move || {
        let is_complete = operations == 14 && unused.is_empty();
        if is_complete {
            Ok(())
        } else {
            Err(format!("{operations} operations; messages in no pair: {unused:?}"))
        }
    }));
    trials
}

/// The messages of the published pages.
pub fn documented_pairs(shared: &Path) -> Vec<Trial> {
    let documented = Documented::new(shared);
    let (responses, faults, faults_of_all) =
        (documented.responses(), documented.faults(), documented.faults_of_all());
    let counts = (
        (documented.files.len(), documented.requests().count()),
        (responses.len(), faults.len(), faults_of_all.len()),
    );
    let pairs: Vec<_> = [responses, faults, faults_of_all].into_iter().flatten().collect();
    let unused = unused(documented.files.keys().map(String::as_str), &pairs);
    let mut trials = trials("ews_exchanges::documented", pairs);
    trials.push(case("ews_exchanges::documented::every_message_has_a_pair".to_owned(), move || {
        let is_complete = counts == ((77, 36), (35, 5, 14)) && unused.is_empty();
        if is_complete { Ok(()) } else { Err(format!("{counts:?}; messages in no pair: {unused:?}")) }
    }));
    trials
}
