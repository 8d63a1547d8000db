//! Autodiscover: both services, redirects, and the hosts that receive the credential.

use std::sync::{Arc, Mutex};

use crate::support::*;
use ews_um::call_http::ErrorKind as Http;
use ews_um::call_http::reqwest::Url;
use ews_um::call_wire::xml;
use ews_um::phone_call::ExchangeVersion;
use ews_um::{Autodiscover, Candidate, Endpoints, Error, ErrorKind};

const PLAIN: &str = include_str!("autodiscover/settings.plain.xml");
const SOAP: &str = include_str!("autodiscover/settings.soap.xml");
const ERROR: &str = include_str!("autodiscover/error.plain.xml");
const ADDRESS: &str = "rosa@fabrikam.example";

fn search() -> Autodiscover {
    Autodiscover::with_options(ADDRESS, credential(), quick())
}

async fn locate(candidates: Vec<Candidate>) -> Result<Endpoints, Error> {
    search().candidates(move |_| candidates.clone()).locate().await
}

/// A redirect in a response of the plain XML service.
fn plain_redirect(action: &str, element: &str, target: &str) -> Answer {
    ok(&format!(
        "<Autodiscover xmlns='http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006'><Response \
         xmlns='http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a'><Account><Action>\
         {action}</Action><{element}>{target}</{element}></Account></Response></Autodiscover>"
    ))
}

/// A response of the SOAP service without settings.
fn soap_code(code: &str, target: &str) -> Answer {
    let body = format!(
        "<r:GetUserSettingsResponseMessage xmlns:r='http://schemas.microsoft.com/exchange/2010/Autodiscover'>\
         <r:Response><r:ErrorCode>NoError</r:ErrorCode><r:UserResponses><r:UserResponse><r:ErrorCode>{code}\
         </r:ErrorCode><r:ErrorMessage>It is refused.</r:ErrorMessage>{target}</r:UserResponse></r:UserResponses>\
         </r:Response></r:GetUserSettingsResponseMessage>"
    );
    ok(&soap(&body))
}

fn http_redirect(status: &str, location: &str) -> Answer {
    Answer::new(status, &[("Location", location)], "")
}

fn url(text: &str) -> Url {
    Url::parse(text).expect(text)
}

fn received_no_credential(server: &Server) -> bool {
    server.seen().iter().all(|seen| seen.header("authorization").is_none())
}

#[tokio::test]
async fn the_soap_service_returns_settings() {
    let server = Server::start(vec![ok(SOAP)]).await;
    let service_url = server.url("/autodiscover/autodiscover.svc");
    let found = search().url(service_url.clone()).locate().await.expect("settings");
    assert_eq!(found.found_at, service_url);
    assert_eq!(found.address, ADDRESS);
    assert_eq!(found.external.um, None);
    assert_eq!(
        found.um_url().expect("a URL").as_str(),
        "https://mail.corp.fabrikam.example/EWS/UM2007Legacy.asmx"
    );
    assert_eq!(found.ews_url().expect("a URL").as_str(), "https://mail.fabrikam.example/EWS/Exchange.asmx");
    assert_eq!(found.server_version.as_deref(), Some("15.1.2507.61"));
    let schemas = ["Exchange2007", "Exchange2010", "Exchange2013_SP1", "Exchange2049"];
    assert_eq!(found.ews_schemas, schemas.map(ExchangeVersion::from));

    let seen = &server.seen()[0];
    assert_eq!((seen.method.as_str(), seen.target.as_str()), ("POST", "/autodiscover/autodiscover.svc"));
    let action = "http://schemas.microsoft.com/exchange/2010/Autodiscover/Autodiscover/GetUserSettings";
    assert_eq!(seen.need("soapaction"), format!("\"{action}\""));
    assert_eq!(seen.need("content-type"), "text/xml; charset=utf-8");
    assert!(seen.need("authorization").starts_with("Basic "));
    let sent = xml::parse(&seen.body).expect("XML");
    let envelope = "http://schemas.xmlsoap.org/soap/envelope/";
    let addressing = "http://www.w3.org/2005/08/addressing";
    let space = "http://schemas.microsoft.com/exchange/2010/Autodiscover";
    let header = sent.child(envelope, "Header").expect("a header");
    assert_eq!(header.child(space, "RequestedServerVersion").expect("a version").text(), "Exchange2010");
    assert_eq!(header.child(addressing, "Action").expect("an action").text(), action);
    assert_eq!(header.child(addressing, "To").expect("a URL").text(), service_url.as_str());
    let body = sent.child(envelope, "Body").expect("a body");
    let request = body.child(space, "GetUserSettingsRequestMessage").and_then(|m| m.child(space, "Request"));
    let request = request.expect("a request");
    let user = request.child(space, "Users").and_then(|users| users.child(space, "User"));
    assert_eq!(user.and_then(|user| user.child(space, "Mailbox")).expect("a mailbox").text(), ADDRESS);
    let wanted: Vec<_> = request.child(space, "RequestedSettings").expect("settings").elements().collect();
    let wanted: Vec<_> = wanted.iter().map(|setting| setting.text().into_owned()).collect();
    let names = ["InternalUMUrl", "ExternalUMUrl", "InternalEwsUrl", "ExternalEwsUrl", "EwsSupportedSchemas"];
    assert_eq!(wanted, names);
}

#[tokio::test]
async fn the_plain_xml_service_returns_settings() {
    // With the namespaces of the schema, and with those of some documentation pages.
    for text in [PLAIN.to_owned(), PLAIN.replace("http://schemas", "https://schemas")] {
        let server = Server::start(vec![ok(&text)]).await;
        let found =
            search().url(server.url("/autodiscover/autodiscover.xml")).locate().await.expect("settings");
        let urls = |um: &str, ews: &str| (Some(url(um)), Some(url(ews)));
        assert_eq!(
            (found.internal.um.clone(), found.internal.ews.clone()),
            urls(
                "https://mail.corp.fabrikam.example/EWS/UM2007Legacy.asmx",
                "https://mail.corp.fabrikam.example/EWS/Exchange.asmx"
            )
        );
        assert_eq!(
            (found.external.um.clone(), found.external.ews.clone()),
            urls(
                "https://mail.fabrikam.example/EWS/UM2007Legacy.asmx",
                "https://mail.fabrikam.example/EWS/Exchange.asmx"
            )
        );
        assert_eq!(found.um_url().ok(), found.external.um.as_ref());
        assert_eq!(found.server_version.as_deref(), Some("14.1.218"));
        assert!(found.ews_schemas.is_empty());

        let seen = &server.seen()[0];
        assert_eq!((seen.method.as_str(), seen.header("soapaction")), ("POST", None));
        assert_eq!(seen.need("content-type"), "text/xml; charset=utf-8");
        let sent = xml::parse(&seen.body).expect("XML");
        let space = "http://schemas.microsoft.com/exchange/autodiscover/outlook/requestschema/2006";
        assert!(sent.name.is(space, "Autodiscover"));
        let request = sent.child(space, "Request").expect("a request");
        assert_eq!(request.child(space, "EMailAddress").expect("an address").text(), ADDRESS);
        let schema = request.child(space, "AcceptableResponseSchema").expect("a schema");
        assert_eq!(
            schema.text(),
            "http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a"
        );
    }
}

#[tokio::test]
async fn candidates_are_tried_in_order_until_one_returns_settings() {
    let old = Server::start(vec![Answer::new("404 Not Found", &[], ""), ok(PLAIN)]).await;
    let unused = Server::start(vec![ok(SOAP)]).await;
    let refusing = url(&format!("http://{}/autodiscover.svc", test_server::refusing_authority()));
    let candidates = vec![
        Candidate::Soap(refusing),
        Candidate::Soap(old.url("/a.svc")),
        Candidate::Plain(old.url("/a.xml")),
        Candidate::Soap(unused.url("/a.svc")),
    ];
    let found = locate(candidates).await.expect("settings");
    assert_eq!(found.found_at, old.url("/a.xml"));
    assert_eq!(old.seen().len(), 2);
    assert!(unused.seen().is_empty());
}

#[tokio::test]
async fn redirects_to_the_same_host_are_followed() {
    let routes = |seen: &Seen| match seen.target.as_str() {
        "/a.svc" => http_redirect("302 Found", "/b.svc"),
        "/b.svc" => http_redirect("307 Temporary Redirect", "/c"),
        "/c" => soap_code("RedirectUrl", "<r:RedirectTarget>http://HOST/d.xml</r:RedirectTarget>"),
        "/d.xml" => plain_redirect("redirectUrl", "RedirectUrl", "http://HOST/e.xml"),
        "/e.xml" => http_redirect("308 Permanent Redirect", "f.xml"),
        _ => ok(PLAIN),
    };
    let server = Server::answering(move |_, seen| with_host(routes(seen), seen)).await;
    let found = locate(vec![Candidate::Soap(server.url("/a.svc"))]).await.expect("settings");
    assert_eq!(found.found_at, server.url("/f.xml"));
    let soap: Vec<_> = server.seen().iter().map(|seen| seen.header("soapaction").is_some()).collect();
    assert_eq!(soap, [true, true, true, false, false, false]);
    assert!(server.seen().iter().all(|seen| seen.method == "POST" && seen.header("authorization").is_some()));
}

/// Replaces `HOST` in the body with the authority of the server.
fn with_host(answer: Answer, seen: &Seen) -> Answer {
    let Answer::Bytes(bytes) = answer else { return answer };
    let text = String::from_utf8(bytes).expect("text");
    let Some((head, body)) = text.split_once("\r\n\r\n") else { return Answer::Bytes(text.into_bytes()) };
    let body = body.replace("HOST", seen.need("host"));
    let head: Vec<_> = head.split("\r\n").filter(|line| !line.starts_with("Content-Length")).collect();
    Answer::Bytes(
        format!("{}\r\nContent-Length: {}\r\n\r\n{body}", head.join("\r\n"), body.len()).into_bytes(),
    )
}

#[tokio::test]
async fn the_credential_is_not_sent_to_another_host_without_permission() {
    let other = Server::start(vec![ok(PLAIN)]).await;
    let target = other.url("/autodiscover/autodiscover.xml?key=hush").to_string();
    let soap_target = format!("<r:RedirectTarget>{target}</r:RedirectTarget>");
    let answers = [
        http_redirect("301 Moved Permanently", &target),
        http_redirect("302 Found", &target),
        http_redirect("307 Temporary Redirect", &target),
        http_redirect("308 Permanent Redirect", &target),
        plain_redirect("redirectUrl", "RedirectUrl", &target),
        soap_code("RedirectUrl", &soap_target),
    ];
    for answer in answers {
        let first = Server::start(vec![answer.clone()]).await;
        let candidate = if matches!(&answer, Answer::Bytes(bytes) if String::from_utf8_lossy(bytes).contains("Envelope"))
        {
            Candidate::Soap(first.url("/a.svc"))
        } else {
            Candidate::Plain(first.url("/a.xml"))
        };
        let error = locate(vec![candidate.clone()]).await.expect_err("refused");
        assert_eq!(error.kind(), ErrorKind::Http(Http::UntrustedHost), "{error}");
        let line = error.to_string();
        assert!(line.contains(&other.authority) && line.contains("`Autodiscover::on_redirect`"), "{line}");
        assert!(!line.contains("hush"), "{line}");
        assert!(other.seen().is_empty());

        let requested: Arc<Mutex<Vec<Url>>> = Arc::default();
        let kept = requested.clone();
        let search = search().candidates(move |_| vec![candidate.clone()]).on_redirect(move |url| {
            kept.lock().expect("not poisoned").push(url.clone());
            false
        });
        search.locate().await.expect_err("refused");
        assert_eq!(requested.lock().expect("not poisoned").as_slice(), [url(&target)]);
        assert!(other.seen().is_empty());
    }
    let first = Server::start(vec![http_redirect("302 Found", &target)]).await;
    let search =
        search().url(first.url("/a.xml")).on_redirect(|url| url.path().ends_with("autodiscover.xml"));
    let settings = search.locate().await.expect("settings");
    assert_eq!(settings.found_at.as_str(), target);
    assert!(!received_no_credential(&other), "the credential was sent");
}

#[tokio::test]
async fn a_redirect_to_another_address_starts_again_and_needs_permission() {
    for by_soap in [false, true] {
        let other_server = Server::start(vec![ok(SOAP)]).await;
        let answer = if by_soap {
            soap_code("RedirectAddress", "<r:RedirectTarget>rosa@cloud.example</r:RedirectTarget>")
        } else {
            plain_redirect("redirectAddr", "RedirectAddr", "rosa@cloud.example")
        };
        let server = Server::start(vec![answer]).await;
        let (service_url, other_url) =
            (server.url(if by_soap { "/a.svc" } else { "/a.xml" }), other_server.url("/b.svc"));
        let for_domain = move |domain: &str| match domain {
            "fabrikam.example" => vec![Candidate::at(service_url.clone())],
            "cloud.example" => vec![Candidate::at(other_url.clone())],
            other => panic!("{other}"),
        };
        let error = search().candidates(for_domain.clone()).locate().await.expect_err("refused");
        assert_eq!(error.kind(), ErrorKind::Http(Http::UntrustedHost), "{error}");
        assert!(other_server.seen().is_empty());

        let settings =
            search().candidates(for_domain).on_redirect(|_| true).locate().await.expect("settings");
        assert_eq!(settings.address, "rosa@cloud.example");
        let sent = String::from_utf8(other_server.seen()[0].body.clone()).expect("text");
        assert!(sent.contains("rosa@cloud.example"), "{sent}");
    }
}

#[tokio::test]
async fn a_redirect_candidate_is_requested_without_a_credential() {
    let service = Server::start(vec![ok(PLAIN)]).await;
    let redirecting =
        Server::start(vec![http_redirect("302 Found", service.url("/autodiscover.xml").as_str())]).await;
    let candidates = vec![Candidate::Redirect(redirecting.url("/autodiscover/autodiscover.xml"))];
    let error = locate(candidates.clone()).await.expect_err("refused");
    assert_eq!(error.kind(), ErrorKind::Http(Http::UntrustedHost), "{error}");
    assert!(service.seen().is_empty());

    let search = search().candidates(move |_| candidates.clone()).on_redirect(|_| true);
    search.locate().await.expect("settings");
    assert!(redirecting.seen().iter().all(|seen| seen.method == "GET" && seen.body.is_empty()));
    assert!(received_no_credential(&redirecting) && !received_no_credential(&service));

    // Its settings are not used.
    let settings = Server::start(vec![ok(PLAIN)]).await;
    let error = locate(vec![Candidate::Redirect(settings.url("/a.xml"))]).await.expect_err("no settings");
    assert!(error.to_string().contains("is not a redirect"), "{error}");
}

#[tokio::test]
async fn redirects_to_other_machines_are_followed_by_https_only() {
    let first =
        Server::start(vec![http_redirect("302 Found", "http://mail.fabrikam.example/autodiscover.xml")])
            .await;
    let search = search().url(first.url("/a.xml")).on_redirect(|_| true);
    let error = search.locate().await.expect_err("refused");
    assert_eq!(error.kind(), ErrorKind::Http(Http::UntrustedHost), "{error}");
    assert!(error.to_string().contains("http without TLS"), "{error}");
    for target in ["ftp://mail.fabrikam.example/", "https://u:p@mail.fabrikam.example/", "http://["] {
        let first = Server::start(vec![http_redirect("302 Found", target)]).await;
        let search = Autodiscover::with_options(ADDRESS, credential(), quick());
        search.url(first.url("/a.xml")).on_redirect(|_| true).locate().await.expect_err(target);
    }
}

#[tokio::test]
async fn redirect_loops_and_too_many_redirects_are_errors() {
    let looping = Server::answering(|_, seen| match seen.target.as_str() {
        "/a.xml" => http_redirect("302 Found", "/b.xml"),
        _ => http_redirect("302 Found", "/a.xml"),
    })
    .await;
    let error = locate(vec![Candidate::Plain(looping.url("/a.xml"))]).await.expect_err("a loop");
    assert_eq!(error.kind(), ErrorKind::Http(Http::Redirect), "{error}");
    assert!(error.to_string().contains("form a loop"), "{error}");
    assert_eq!(looping.seen().len(), 2);

    let endless = Server::answering(|number, _| http_redirect("302 Found", &format!("/{number}.xml"))).await;
    let candidates = vec![Candidate::Plain(endless.url("/a.xml")), Candidate::Plain(endless.url("/z.xml"))];
    let error = locate(candidates).await.expect_err("too many");
    assert_eq!(error.kind(), ErrorKind::Http(Http::Redirect));
    assert!(error.to_string().contains("more than 10 times"), "{error}");
    assert_eq!(endless.seen().len(), 11);

    // A redirect to the same address.
    let same = Server::start(vec![plain_redirect("redirectAddr", "RedirectAddr", ADDRESS)]).await;
    let error = locate(vec![Candidate::Plain(same.url("/a.xml"))]).await.expect_err("a loop");
    assert!(error.to_string().contains("form a loop"), "{error}");
}

#[tokio::test]
async fn the_error_has_the_code_and_message_of_the_service() {
    let plain = Server::start(vec![ok(ERROR)]).await;
    let error = locate(vec![Candidate::Plain(plain.url("/a.xml"))]).await.expect_err("no settings");
    assert_eq!((error.kind(), error.code()), (ErrorKind::Autodiscover, Some("500")));
    assert_eq!(error.message(), Some("The address is unknown."));
    assert_eq!(error.status().map(|status| status.as_u16()), Some(200));

    for code in ["InvalidUser", "InvalidRequest", "ServerBusy", "InternalServerError", "AddedLater"] {
        let soap = Server::start(vec![soap_code(code, "")]).await;
        let error = locate(vec![Candidate::Soap(soap.url("/a.svc"))]).await.expect_err("no settings");
        assert_eq!((error.kind(), error.code()), (ErrorKind::Autodiscover, Some(code)));
        assert!(error.to_string().contains("It is refused."), "{error}");
    }
    let faulty = Server::start(vec![with_status("500 Oops", &fault("ErrorInvalidRequest"))]).await;
    let error = locate(vec![Candidate::Soap(faulty.url("/a.svc"))]).await.expect_err("no settings");
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert!(error.fault().is_some());
}

#[tokio::test]
async fn the_most_specific_error_is_returned_with_a_list_of_all_candidates() {
    let refusing = url(&format!("http://{}/n.svc", test_server::refusing_authority()));
    let website =
        Server::start(vec![Answer::new("404 Not Found", &[], "<html><title>Shop</title></html>")]).await;
    let denied =
        Server::start(vec![Answer::new("401 Unauthorized", &[("WWW-Authenticate", "Basic")], "")]).await;
    let candidates = vec![
        Candidate::Soap(refusing.clone()),
        Candidate::Soap(website.url("/w.svc")),
        Candidate::Soap(denied.url("/d.svc")),
        Candidate::Plain(website.url("/w.xml")),
    ];
    let error = locate(candidates.clone()).await.expect_err("no settings");
    assert_eq!(error.kind(), ErrorKind::Http(Http::Auth));
    assert_eq!(error.status().map(|status| status.as_u16()), Some(401));
    let line = error.to_string();
    let list = format!(
        "Autodiscover found no services for {ADDRESS} ({refusing}: transport failure; {}: 404 Not Found; \
         {}: 401 Unauthorized; {}: 404 Not Found): POST",
        website.url("/w.svc"),
        denied.url("/d.svc"),
        website.url("/w.xml")
    );
    assert!(line.starts_with(&list) && !line.contains('\n'), "{line}\n{list}");
    assert_eq!(website.seen().len() + denied.seen().len(), 3, "candidates are not retried");

    let unknown_user = Server::start(vec![soap_code("InvalidUser", "")]).await;
    let mut with_code = candidates;
    with_code.insert(0, Candidate::Soap(unknown_user.url("/k.svc")));
    let error = locate(with_code).await.expect_err("no settings");
    assert_eq!(error.code(), Some("InvalidUser"));
}

#[tokio::test]
async fn an_unsupported_authentication_scheme_is_named() {
    let denied = Answer::new("401 Unauthorized", &[("WWW-Authenticate", "NTLM")], "");
    let server = Server::start(vec![denied]).await;
    let error = locate(vec![Candidate::Plain(server.url("/a.xml"))]).await.expect_err("denied");
    let line = error.to_string();
    assert!(
        line.starts_with("Autodiscover found no services") && line.contains("the server requires NTLM"),
        "{line}"
    );
}

#[tokio::test]
async fn unexpected_responses_are_errors() {
    let cut = &PLAIN[..PLAIN.len() / 2];
    let bad_url =
        PLAIN.replace("https://mail.fabrikam.example/EWS/UM2007Legacy.asmx", "mail.fabrikam.example");
    let cases = [
        (ok(""), ""),
        (ok(cut), "byte"),
        (ok("<Autodiscover/>"), "no Account"),
        (plain_redirect("redirectUrl", "Other", "x"), "no RedirectUrl"),
        (plain_redirect("redirectAddr", "RedirectAddr", "nobody"), "no valid domain"),
        (plain_redirect("other", "Other", "x"), "`other` is not a valid Action"),
        (ok(&bad_url), "UMUrl is not a valid URL"),
        (Answer::new("200 OK", &[("Content-Type", "text/html")], "<html><title>Shop</title>"), "HTML page"),
    ];
    for (answer, expected) in cases {
        let server = Server::start(vec![answer]).await;
        let error = locate(vec![Candidate::Plain(server.url("/a.xml"))]).await.expect_err("an error");
        assert!(error.to_string().contains(expected), "{expected} in {error}");
    }
    for (answer, expected) in [
        (ok(&soap("")), "no Response"),
        (soap_code("RedirectUrl", ""), "no RedirectTarget"),
        (ok(&SOAP.replace("UserResponse>", "Other>")), "no UserResponse"),
    ] {
        let server = Server::start(vec![answer]).await;
        let error = locate(vec![Candidate::Soap(server.url("/a.svc"))]).await.expect_err("an error");
        assert!(error.to_string().contains(expected), "{expected} in {error}");
    }
}

#[tokio::test]
async fn a_missing_um_url_is_an_error_of_um_url() {
    let without = PLAIN.replace("UMUrl", "OtherUrl").replace("EwsUrl", "Other").replace("ASUrl", "Other");
    let server = Server::start(vec![ok(&without)]).await;
    let found = locate(vec![Candidate::Plain(server.url("/a.xml"))]).await.expect("settings");
    let error = found.um_url().expect_err("no URL");
    assert_eq!(error.kind(), ErrorKind::NoEndpoint);
    assert!(error.to_string().contains("the mailbox has no Unified Messaging"), "{error}");
    assert!(found.ews_url().expect_err("no URL").to_string().contains("without EwsUrl"));
}

#[tokio::test]
async fn an_address_without_a_domain_is_refused_before_a_request_is_sent() {
    for address in ["", "rosa", "rosa@", "rosa@evil.example/path", "rosa@evil.example:1"] {
        let search = Autodiscover::with_options(address, credential(), quick());
        let error = search.candidates(|domain| panic!("{domain}")).locate().await.expect_err(address);
        assert_eq!(error.kind(), ErrorKind::Http(Http::Configuration), "{error}");
    }
}

#[tokio::test]
async fn a_redirect_to_a_failed_candidate_keeps_its_error() {
    // Most hosts redirect http to https.
    let service = Server::start(vec![Answer::new("401 Unauthorized", &[], "")]).await;
    let redirecting = Server::start(vec![http_redirect("302 Found", service.url("/a.xml").as_str())]).await;
    let candidates =
        vec![Candidate::Plain(service.url("/a.xml")), Candidate::Redirect(redirecting.url("/a.xml"))];
    let error = locate(candidates).await.expect_err("denied");
    assert_eq!(error.kind(), ErrorKind::Http(Http::Auth), "{error}");
    assert_eq!((service.seen().len(), redirecting.seen().len()), (1, 1));
}
