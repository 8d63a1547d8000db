//! Autodiscover: both services, redirects of every kind, and where the credential goes.
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

async fn locate(places: Vec<Candidate>) -> Result<Endpoints, Error> {
    search().candidates(move |_| places.clone()).locate().await
}

/// An answer of the plain service that redirects.
fn plain_redirect(action: &str, element: &str, target: &str) -> Answer {
    ok(&format!(
        "<Autodiscover xmlns='http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006'><Response \
         xmlns='http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a'><Account><Action>\
         {action}</Action><{element}>{target}</{element}></Account></Response></Autodiscover>"
    ))
}

/// An answer of the SOAP service that has no settings.
fn soap_code(code: &str, target: &str) -> Answer {
    let body = format!(
        "<r:GetUserSettingsResponseMessage xmlns:r='http://schemas.microsoft.com/exchange/2010/Autodiscover'>\
         <r:Response><r:ErrorCode>NoError</r:ErrorCode><r:UserResponses><r:UserResponse><r:ErrorCode>{code}\
         </r:ErrorCode><r:ErrorMessage>It says no.</r:ErrorMessage>{target}</r:UserResponse></r:UserResponses>\
         </r:Response></r:GetUserSettingsResponseMessage>"
    );
    ok(&soap(&body))
}

fn found(status: &str, location: &str) -> Answer {
    Answer::new(status, &[("Location", location)], "")
}

fn url(text: &str) -> Url {
    Url::parse(text).expect(text)
}

fn no_credential(server: &Server) -> bool {
    server.seen().iter().all(|seen| seen.header("authorization").is_none())
}

#[tokio::test]
async fn the_soap_service() {
    let server = Server::start(vec![ok(SOAP)]).await;
    let place = server.url("/autodiscover/autodiscover.svc");
    let found = search().url(place.clone()).locate().await.expect("settings");
    assert_eq!(found.found_at, place);
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
    assert_eq!(header.child(addressing, "To").expect("a place").text(), place.as_str());
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
async fn the_plain_service() {
    // As it is, and as pages with wrong namespaces print it.
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
async fn places_are_tried_in_order_and_the_first_settings_count() {
    let old = Server::start(vec![Answer::new("404 Not Found", &[], ""), ok(PLAIN)]).await;
    let unasked = Server::start(vec![ok(SOAP)]).await;
    let nobody = url(&format!("http://{}/autodiscover.svc", test_server::refusing_authority()));
    let places = vec![
        Candidate::Soap(nobody),
        Candidate::Soap(old.url("/a.svc")),
        Candidate::Plain(old.url("/a.xml")),
        Candidate::Soap(unasked.url("/a.svc")),
    ];
    let found = locate(places).await.expect("settings");
    assert_eq!(found.found_at, old.url("/a.xml"));
    assert_eq!(old.seen().len(), 2);
    assert!(unasked.seen().is_empty());
}

#[tokio::test]
async fn redirects_to_the_same_host_are_followed() {
    let routes = |seen: &Seen| match seen.target.as_str() {
        "/a.svc" => found("302 Found", "/b.svc"),
        "/b.svc" => found("307 Temporary Redirect", "/c"),
        "/c" => soap_code("RedirectUrl", "<r:RedirectTarget>http://HOST/d.xml</r:RedirectTarget>"),
        "/d.xml" => plain_redirect("redirectUrl", "RedirectUrl", "http://HOST/e.xml"),
        "/e.xml" => found("308 Permanent Redirect", "f.xml"),
        _ => ok(PLAIN),
    };
    let server = Server::answering(move |_, seen| with_host(routes(seen), seen)).await;
    let found = locate(vec![Candidate::Soap(server.url("/a.svc"))]).await.expect("settings");
    assert_eq!(found.found_at, server.url("/f.xml"));
    let soap: Vec<_> = server.seen().iter().map(|seen| seen.header("soapaction").is_some()).collect();
    assert_eq!(soap, [true, true, true, false, false, false]);
    assert!(server.seen().iter().all(|seen| seen.method == "POST" && seen.header("authorization").is_some()));
}

/// Puts the server's own authority in place of `HOST`, which has as many letters to spare.
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
async fn no_credential_goes_to_another_host_without_consent() {
    let other = Server::start(vec![ok(PLAIN)]).await;
    let target = other.url("/autodiscover/autodiscover.xml?key=hush").to_string();
    let soap_target = format!("<r:RedirectTarget>{target}</r:RedirectTarget>");
    let answers = [
        found("301 Moved Permanently", &target),
        found("302 Found", &target),
        found("307 Temporary Redirect", &target),
        found("308 Permanent Redirect", &target),
        plain_redirect("redirectUrl", "RedirectUrl", &target),
        soap_code("RedirectUrl", &soap_target),
    ];
    for answer in answers {
        let first = Server::start(vec![answer.clone()]).await;
        let place = if matches!(&answer, Answer::Bytes(bytes) if String::from_utf8_lossy(bytes).contains("Envelope"))
        {
            Candidate::Soap(first.url("/a.svc"))
        } else {
            Candidate::Plain(first.url("/a.xml"))
        };
        let error = locate(vec![place.clone()]).await.expect_err("refused");
        assert_eq!(error.kind(), ErrorKind::Http(Http::UntrustedHost), "{error}");
        let line = error.to_string();
        assert!(line.contains(&other.authority) && line.contains("`Autodiscover::on_redirect`"), "{line}");
        assert!(!line.contains("hush"), "{line}");
        assert!(other.seen().is_empty(), "nothing at all went there");

        let asked: Arc<Mutex<Vec<Url>>> = Arc::default();
        let kept = asked.clone();
        let search = search().candidates(move |_| vec![place.clone()]).on_redirect(move |url| {
            kept.lock().expect("nobody panics").push(url.clone());
            false
        });
        search.locate().await.expect_err("refused");
        assert_eq!(asked.lock().expect("nobody panics").as_slice(), [url(&target)]);
        assert!(other.seen().is_empty());
    }
    let first = Server::start(vec![found("302 Found", &target)]).await;
    let search =
        search().url(first.url("/a.xml")).on_redirect(|url| url.path().ends_with("autodiscover.xml"));
    let settings = search.locate().await.expect("settings");
    assert_eq!(settings.found_at.as_str(), target);
    assert!(!no_credential(&other), "it was allowed");
}

#[tokio::test]
async fn another_address_starts_again_and_its_hosts_need_consent_too() {
    for by_soap in [false, true] {
        let theirs = Server::start(vec![ok(SOAP)]).await;
        let answer = if by_soap {
            soap_code("RedirectAddress", "<r:RedirectTarget>rosa@cloud.example</r:RedirectTarget>")
        } else {
            plain_redirect("redirectAddr", "RedirectAddr", "rosa@cloud.example")
        };
        let ours = Server::start(vec![answer]).await;
        let (our_place, their_place) =
            (ours.url(if by_soap { "/a.svc" } else { "/a.xml" }), theirs.url("/b.svc"));
        let of_domain = move |domain: &str| match domain {
            "fabrikam.example" => vec![Candidate::at(our_place.clone())],
            "cloud.example" => vec![Candidate::at(their_place.clone())],
            other => panic!("{other}"),
        };
        let error = search().candidates(of_domain.clone()).locate().await.expect_err("refused");
        assert_eq!(error.kind(), ErrorKind::Http(Http::UntrustedHost), "{error}");
        assert!(theirs.seen().is_empty());

        let settings = search().candidates(of_domain).on_redirect(|_| true).locate().await.expect("settings");
        assert_eq!(settings.address, "rosa@cloud.example");
        let sent = String::from_utf8(theirs.seen()[0].body.clone()).expect("text");
        assert!(sent.contains("rosa@cloud.example"), "{sent}");
    }
}

#[tokio::test]
async fn the_last_place_is_asked_without_a_credential_and_for_a_redirect_only() {
    let service = Server::start(vec![ok(PLAIN)]).await;
    let signpost = Server::start(vec![found("302 Found", service.url("/autodiscover.xml").as_str())]).await;
    let places = vec![Candidate::Redirect(signpost.url("/autodiscover/autodiscover.xml"))];
    let error = locate(places.clone()).await.expect_err("refused");
    assert_eq!(error.kind(), ErrorKind::Http(Http::UntrustedHost), "{error}");
    assert!(service.seen().is_empty());

    let search = search().candidates(move |_| places.clone()).on_redirect(|_| true);
    search.locate().await.expect("settings");
    assert!(signpost.seen().iter().all(|seen| seen.method == "GET" && seen.body.is_empty()));
    assert!(no_credential(&signpost) && !no_credential(&service));

    // Whatever it says itself counts for nothing.
    let liar = Server::start(vec![ok(PLAIN)]).await;
    let error = locate(vec![Candidate::Redirect(liar.url("/a.xml"))]).await.expect_err("no settings");
    assert!(error.to_string().contains("redirects nowhere"), "{error}");
}

#[tokio::test]
async fn only_https_is_followed_to_other_machines() {
    let first =
        Server::start(vec![found("302 Found", "http://mail.fabrikam.example/autodiscover.xml")]).await;
    let search = search().url(first.url("/a.xml")).on_redirect(|_| true);
    let error = search.locate().await.expect_err("refused");
    assert_eq!(error.kind(), ErrorKind::Http(Http::UntrustedHost), "{error}");
    assert!(error.to_string().contains("http without TLS"), "{error}");
    for target in ["ftp://mail.fabrikam.example/", "https://u:p@mail.fabrikam.example/", "http://["] {
        let first = Server::start(vec![found("302 Found", target)]).await;
        let search = Autodiscover::with_options(ADDRESS, credential(), quick());
        search.url(first.url("/a.xml")).on_redirect(|_| true).locate().await.expect_err(target);
    }
}

#[tokio::test]
async fn circles_and_endless_ways_end() {
    let circle = Server::answering(|_, seen| match seen.target.as_str() {
        "/a.xml" => found("302 Found", "/b.xml"),
        _ => found("302 Found", "/a.xml"),
    })
    .await;
    let error = locate(vec![Candidate::Plain(circle.url("/a.xml"))]).await.expect_err("a circle");
    assert_eq!(error.kind(), ErrorKind::Http(Http::Redirect), "{error}");
    assert!(error.to_string().contains("in a circle"), "{error}");
    assert_eq!(circle.seen().len(), 2);

    let endless = Server::answering(|number, _| found("302 Found", &format!("/{number}.xml"))).await;
    let places = vec![Candidate::Plain(endless.url("/a.xml")), Candidate::Plain(endless.url("/z.xml"))];
    let error = locate(places).await.expect_err("endless");
    assert_eq!(error.kind(), ErrorKind::Http(Http::Redirect));
    assert!(error.to_string().contains("more than 10 times"), "{error}");
    assert_eq!(endless.seen().len(), 11);

    // To itself by the address.
    let same = Server::start(vec![plain_redirect("redirectAddr", "RedirectAddr", ADDRESS)]).await;
    let error = locate(vec![Candidate::Plain(same.url("/a.xml"))]).await.expect_err("a circle");
    assert!(error.to_string().contains("in a circle"), "{error}");
}

#[tokio::test]
async fn a_service_that_says_no_is_quoted() {
    let plain = Server::start(vec![ok(ERROR)]).await;
    let error = locate(vec![Candidate::Plain(plain.url("/a.xml"))]).await.expect_err("no settings");
    assert_eq!((error.kind(), error.code()), (ErrorKind::Autodiscover, Some("500")));
    assert_eq!(error.message(), Some("Nobody has this address."));
    assert_eq!(error.status().map(|status| status.as_u16()), Some(200));

    for code in ["InvalidUser", "InvalidRequest", "ServerBusy", "InternalServerError", "OfTomorrow"] {
        let soap = Server::start(vec![soap_code(code, "")]).await;
        let error = locate(vec![Candidate::Soap(soap.url("/a.svc"))]).await.expect_err("no settings");
        assert_eq!((error.kind(), error.code()), (ErrorKind::Autodiscover, Some(code)));
        assert!(error.to_string().contains("It says no."), "{error}");
    }
    let faulty = Server::start(vec![with_status("500 Oops", &fault("ErrorInvalidRequest"))]).await;
    let error = locate(vec![Candidate::Soap(faulty.url("/a.svc"))]).await.expect_err("no settings");
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert!(error.fault().is_some());
}

#[tokio::test]
async fn the_failure_that_says_most_comes_with_all_the_places() {
    let nobody = url(&format!("http://{}/n.svc", test_server::refusing_authority()));
    let website =
        Server::start(vec![Answer::new("404 Not Found", &[], "<html><title>Shop</title></html>")]).await;
    let denied =
        Server::start(vec![Answer::new("401 Unauthorized", &[("WWW-Authenticate", "Basic")], "")]).await;
    let places = vec![
        Candidate::Soap(nobody.clone()),
        Candidate::Soap(website.url("/w.svc")),
        Candidate::Soap(denied.url("/d.svc")),
        Candidate::Plain(website.url("/w.xml")),
    ];
    let error = locate(places.clone()).await.expect_err("no settings");
    assert_eq!(error.kind(), ErrorKind::Http(Http::Auth));
    assert_eq!(error.status().map(|status| status.as_u16()), Some(401));
    let line = error.to_string();
    let list = format!(
        "Autodiscover found nothing for {ADDRESS} ({nobody}: transport failure; {}: 404 Not Found; \
         {}: 401 Unauthorized; {}: 404 Not Found): POST",
        website.url("/w.svc"),
        denied.url("/d.svc"),
        website.url("/w.xml")
    );
    assert!(line.starts_with(&list) && !line.contains('\n'), "{line}\n{list}");
    assert_eq!(website.seen().len() + denied.seen().len(), 3, "a guess is asked once");

    let knows = Server::start(vec![soap_code("InvalidUser", "")]).await;
    let mut with_answer = places;
    with_answer.insert(0, Candidate::Soap(knows.url("/k.svc")));
    let error = locate(with_answer).await.expect_err("no settings");
    assert_eq!(error.code(), Some("InvalidUser"));
}

#[tokio::test]
async fn a_server_that_wants_ntlm_is_told_of() {
    let denied = Answer::new("401 Unauthorized", &[("WWW-Authenticate", "NTLM")], "");
    let server = Server::start(vec![denied]).await;
    let error = locate(vec![Candidate::Plain(server.url("/a.xml"))]).await.expect_err("denied");
    let line = error.to_string();
    assert!(
        line.starts_with("Autodiscover found nothing") && line.contains("the server asks for NTLM"),
        "{line}"
    );
}

#[tokio::test]
async fn odd_answers_are_errors_with_their_place() {
    let cut = &PLAIN[..PLAIN.len() / 2];
    let bad_url =
        PLAIN.replace("https://mail.fabrikam.example/EWS/UM2007Legacy.asmx", "mail.fabrikam.example");
    let cases = [
        (ok(""), ""),
        (ok(cut), "byte"),
        (ok("<Autodiscover/>"), "no Account"),
        (plain_redirect("redirectUrl", "Other", "x"), "no RedirectUrl"),
        (plain_redirect("redirectAddr", "RedirectAddr", "nobody"), "an address with a domain"),
        (plain_redirect("dance", "Other", "x"), "`dance`"),
        (ok(&bad_url), "UMUrl is not a valid URL"),
        (Answer::new("200 OK", &[("Content-Type", "text/html")], "<html><title>Shop</title>"), "HTML page"),
    ];
    for (answer, said) in cases {
        let server = Server::start(vec![answer]).await;
        let error = locate(vec![Candidate::Plain(server.url("/a.xml"))]).await.expect_err("odd");
        assert!(error.to_string().contains(said), "{said} in {error}");
    }
    for (answer, said) in [
        (ok(&soap("")), "no Response"),
        (soap_code("RedirectUrl", ""), "no RedirectTarget"),
        (ok(&SOAP.replace("UserResponse>", "Other>")), "no UserResponse"),
    ] {
        let server = Server::start(vec![answer]).await;
        let error = locate(vec![Candidate::Soap(server.url("/a.svc"))]).await.expect_err("odd");
        assert!(error.to_string().contains(said), "{said} in {error}");
    }
}

#[tokio::test]
async fn a_mailbox_without_unified_messaging_is_told() {
    let without = PLAIN.replace("UMUrl", "OtherUrl").replace("EwsUrl", "Other").replace("ASUrl", "Other");
    let server = Server::start(vec![ok(&without)]).await;
    let found = locate(vec![Candidate::Plain(server.url("/a.xml"))]).await.expect("settings");
    let error = found.um_url().expect_err("no URL");
    assert_eq!(error.kind(), ErrorKind::NoEndpoint);
    assert!(error.to_string().contains("the mailbox has no Unified Messaging"), "{error}");
    assert!(found.ews_url().expect_err("no URL").to_string().contains("without EwsUrl"));
}

#[tokio::test]
async fn an_address_without_a_domain_is_told_before_anything_is_sent() {
    for address in ["", "rosa", "rosa@", "rosa@evil.example/path", "rosa@evil.example:1"] {
        let search = Autodiscover::with_options(address, credential(), quick());
        let error = search.candidates(|domain| panic!("{domain}")).locate().await.expect_err(address);
        assert_eq!(error.kind(), ErrorKind::Http(Http::Configuration), "{error}");
    }
}

#[tokio::test]
async fn a_signpost_to_where_it_has_asked_hides_nothing() {
    // As http leads to https on most hosts.
    let service = Server::start(vec![Answer::new("401 Unauthorized", &[], "")]).await;
    let signpost = Server::start(vec![found("302 Found", service.url("/a.xml").as_str())]).await;
    let places = vec![Candidate::Plain(service.url("/a.xml")), Candidate::Redirect(signpost.url("/a.xml"))];
    let error = locate(places).await.expect_err("denied");
    assert_eq!(error.kind(), ErrorKind::Http(Http::Auth), "{error}");
    assert_eq!((service.seen().len(), signpost.seen().len()), (1, 1));
}
