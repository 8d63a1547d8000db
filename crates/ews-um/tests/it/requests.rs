//! Requests on the wire, and the metadata of responses.

use crate::support::*;
use ews_um::call_http::{self, RequestIdHeader};
use ews_um::call_wire::xml::Element;
use ews_um::phone_call::{
    ConnectingSid, ExchangeVersion, ItemId, PhoneCallId, PlayOnPhone, PrimarySmtpAddress, ResponseCode,
};
use ews_um::soap::Header;
use ews_um::um::{GetCallInfo, UmCallState, UmGreeting};
use ews_um::{Error, ErrorKind, PollOptions, SoapResponse as _};

const VERSION: &str = "<s:Header><t:ServerVersionInfo MajorVersion='15' MinorVersion='1' Version='V2017_07_11'/>\
     <s:Other/></s:Header>";

fn placed(header: &str, class: &str) -> Answer {
    ok(&soap_with_header(
        header,
        &format!(
            "<m:PlayOnPhoneResponse ResponseClass='{class}'><m:MessageText>Be careful.</m:MessageText>\
             <m:ResponseCode>NoError</m:ResponseCode><m:PhoneCallId Id='call-1'/></m:PlayOnPhoneResponse>"
        ),
    ))
}

#[tokio::test]
async fn a_um_request_has_all_http_headers_and_no_soap_header() {
    let server = Server::start(vec![ok(&soap(&connected()))]).await;
    let call = um_client(&server, quick()).get_call_info("0Oz5mZ").await.expect("a call");
    assert_eq!(call.call_state, Some(UmCallState::Connected));
    assert_eq!(call.status(), 200);
    assert!(call.soap_header().is_none() && call.server_version().is_none() && call.warning().is_none());

    let seen = &server.seen()[0];
    assert_eq!((seen.method.as_str(), seen.target.as_str()), ("POST", "/EWS/UM2007Legacy.asmx"));
    assert_eq!(seen.need("content-type"), "text/xml; charset=utf-8");
    assert_eq!(seen.need("accept"), "text/xml");
    let action = "\"http://schemas.microsoft.com/exchange/services/2006/messages/GetCallInfo\"";
    assert_eq!(seen.need("soapaction"), action);
    assert_eq!(seen.need("authorization"), "Basic cm9zYTpjb3JyZWN0LWhvcnNlLWJhdHRlcnk=");
    assert_eq!(seen.need("return-client-request-id"), "true");
    assert_eq!(Some(seen.need("client-request-id")), call.raw().client_request_id());
    assert_eq!(seen.header("x-ms-client-request-id"), None);
    let body = String::from_utf8(seen.body.clone()).expect("text");
    assert!(body.contains("<m:GetCallInfo><m:CallId>0Oz5mZ</m:CallId></m:GetCallInfo>"), "{body}");
    assert!(!body.contains("Header"), "{body}");
}

#[tokio::test]
async fn an_ews_request_has_version_culture_and_impersonation_in_its_header() {
    let server = Server::start(vec![placed(VERSION, "Success")]).await;
    let plain = ews_client(&server, quick());
    let other = plain
        .clone()
        .version(ExchangeVersion::Exchange2013Sp1)
        .mailbox_culture("de-CH")
        .impersonate(ConnectingSid::new(PrimarySmtpAddress::new("priya@fabrikam.com")));
    let bare = plain.clone().header(Header::default());
    for client in [&plain, &other, &bare] {
        let id = client.play_on_phone(ItemId::new("item"), "5555551212").await.expect("a call");
        assert_eq!(id.id.as_deref(), Some("call-1"));
        let version = id.server_version().expect("a server version");
        assert_eq!((version.major_version, version.version.as_deref()), (Some(15), Some("V2017_07_11")));
        assert_eq!(id.soap_header().expect("a header").extra.elements().count(), 1);
    }
    let bodies: Vec<_> =
        server.seen().into_iter().map(|seen| String::from_utf8(seen.body).expect("text")).collect();
    assert!(
        bodies[0].contains("<t:RequestServerVersion Version=\"Exchange2010\"/></soap:Header>"),
        "{}",
        bodies[0]
    );
    assert!(bodies[1].contains("<t:RequestServerVersion Version=\"Exchange2013_SP1\"/>"), "{}", bodies[1]);
    assert!(bodies[1].contains("<t:MailboxCulture>de-CH</t:MailboxCulture>"), "{}", bodies[1]);
    assert!(
        bodies[1].contains("<t:PrimarySmtpAddress>priya@fabrikam.com</t:PrimarySmtpAddress>"),
        "{}",
        bodies[1]
    );
    assert!(!bodies[2].contains("RequestServerVersion"), "{}", bodies[2]);
}

#[tokio::test]
async fn a_response_with_a_warning_is_a_success() {
    let server = Server::start(vec![placed("", "Warning"), placed("", "Success")]).await;
    let client = ews_client(&server, quick());
    let id = client.play_on_phone(ItemId::new("item"), "1").await.expect("a call");
    let warning = id.warning().expect("a warning");
    assert_eq!(warning.code, Some(ResponseCode::NoError));
    assert_eq!(warning.text.as_deref(), Some("Be careful."));
    let id = client.play_on_phone(ItemId::new("item"), "1").await.expect("a call");
    assert!(id.warning().is_none());
}

#[tokio::test]
async fn call_sends_custom_requests_and_returns_whole_responses() {
    let server = Server::start(vec![ok(&soap(&connected())), placed(VERSION, "Success")]).await;
    let mut request = GetCallInfo::new("1");
    request.extra.push(Element::new("urn:custom", "custom"));
    let response = um_client(&server, quick()).call(request).await.expect("a response");
    assert!(response.get_call_info_response.is_some());
    let sent = String::from_utf8(server.seen()[0].body.clone()).expect("text");
    assert!(sent.contains("custom"), "{sent}");

    let response =
        ews_client(&server, quick()).call(PlayOnPhone::new(ItemId::new("i"), "1")).await.expect("a response");
    assert_eq!(response.response_code, Some(ResponseCode::NoError));
    assert_eq!(response.into_inner().phone_call_id, Some(PhoneCallId::new("call-1")));
}

#[tokio::test]
async fn an_unknown_greeting_is_sent_unchanged() {
    let body = "<m:PlayOnPhoneGreetingResponse><m:PlayOnPhoneGreetingResponse>call-2\
                </m:PlayOnPhoneGreetingResponse></m:PlayOnPhoneGreetingResponse>";
    let server = Server::start(vec![ok(&soap(body))]).await;
    let client = um_client(&server, quick());
    for greeting in [UmGreeting::from("HolidayCustom"), UmGreeting::OofCustom] {
        let id = client.play_on_phone_greeting(greeting, "12345").await.expect("a call");
        assert_eq!(*id, "call-2");
    }
    let sent = String::from_utf8(server.seen()[0].body.clone()).expect("text");
    assert!(sent.contains("<m:GreetingType>HolidayCustom</m:GreetingType>"), "{sent}");
}

#[tokio::test]
async fn options_override_the_defaults_for_exchange() {
    let server = Server::start(vec![ok(&soap(&connected()))]).await;
    let options = quick().request_id_header(RequestIdHeader::None);
    um_client(&server, options).get_call_info("1").await.expect("a call");
    assert_eq!(server.seen()[0].header("client-request-id"), None);
}

/// Clients, watches and errors can be moved to other threads, and futures can be spawned.
#[tokio::test]
async fn requests_watches_and_searches_can_be_spawned() {
    let server = Server::start(vec![ok(&soap(&connected())), with_status("404 Not Found", "")]).await;
    let (um, ews) = (um_client(&server, quick()), ews_client(&server, quick()));
    let call = tokio::spawn(async move { um.get_call_info("1").await }).await.expect("no panic");
    assert!(call.is_ok());
    let watch = ews.watch_call(&PhoneCallId::new("1"), PollOptions::new());
    let ended = tokio::spawn(watch.until_disconnected()).await.expect("no panic");
    let boxed: Box<dyn std::error::Error + Send + Sync> = ended.expect_err("404").into();
    assert!(boxed.to_string().contains("404 Not Found"), "{boxed}");
    let url = server.url("/a.xml");
    let search = ews_um::Autodiscover::with_options("rosa@fabrikam.example", credential(), quick()).url(url);
    assert!(tokio::spawn(async move { search.locate().await }).await.expect("no panic").is_err());
}

#[test]
fn an_invalid_url_is_refused_when_the_client_is_created() {
    for url in ["", "mail.contoso.com", "ftp://mail.contoso.com/", "https://u:hunter2@mail.contoso.com/"] {
        let error = ews_um::UmClient::new(url, credential()).expect_err(url);
        let configuration = ErrorKind::Http(call_http::ErrorKind::Configuration);
        assert_eq!(error.kind(), configuration, "{error}");
        assert!(!format!("{error} {error:?}").contains("hunter2"));
    }
}

/// The errors of all operations that require the identifier of a call.
async fn errors_with_call_id(server: &Server, id: &str) -> Vec<Error> {
    let (um, ews, phone_call) =
        (um_client(server, quick()), ews_client(server, quick()), PhoneCallId::new(id));
    vec![
        um.get_call_info(id).await.expect_err("GetCallInfo"),
        um.disconnect(id).await.expect_err("Disconnect"),
        um.wait_until_disconnected(id, PollOptions::new()).await.expect_err("a watch"),
        ews.get_phone_call_information(&phone_call).await.expect_err("GetPhoneCallInformation"),
        ews.disconnect_phone_call(&phone_call).await.expect_err("DisconnectPhoneCall"),
    ]
}

#[tokio::test]
async fn an_empty_call_id_is_refused_before_anything_is_sent() {
    let server = Server::start(vec![ok(&soap(&connected()))]).await;
    for error in errors_with_call_id(&server, "").await {
        assert_eq!(error.kind(), ErrorKind::Http(call_http::ErrorKind::Configuration));
        assert_eq!(error.attempts(), 0);
        let message = error.message().expect("a message");
        assert!(message.contains("PlayOnPhone"), "{message}");
        assert!(message.contains("is empty") || message.contains("has no Id"), "{message}");
    }
    let no_id = PhoneCallId::default();
    let error = ews_client(&server, quick()).get_phone_call_information(&no_id).await.expect_err("no Id");
    assert_eq!(error.kind(), ErrorKind::Http(call_http::ErrorKind::Configuration));
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn a_call_id_has_512_characters_at_most() {
    let server = Server::start(vec![ok(&soap(&connected()))]).await;
    let client = um_client(&server, quick());
    // Characters, not bytes.
    client.get_call_info(&"é".repeat(512)).await.expect("a call");
    for error in [
        client.get_call_info(&"é".repeat(513)).await.expect_err("too long"),
        client.disconnect(&"é".repeat(513)).await.expect_err("too long"),
    ] {
        assert_eq!(error.kind(), ErrorKind::Http(call_http::ErrorKind::Configuration));
        let message = "the call id has 513 characters, more than the maximum of 512 \
            (expected the text that PlayOnPhone or PlayOnPhoneGreeting returned)";
        assert_eq!(error.message(), Some(message));
    }
    assert_eq!(server.seen().len(), 1);
}

#[tokio::test]
async fn the_call_id_of_play_on_phone_is_sent_unchanged_to_get_call_info_and_disconnect() {
    let id = "MDlkZjllZGM+&<Q==";
    let written = "<m:CallId>MDlkZjllZGM+&amp;&lt;Q==</m:CallId>";
    for operation in ["PlayOnPhone", "PlayOnPhoneGreeting"] {
        let placed = format!(
            "<m:{operation}Response><m:{operation}Response>MDlkZjllZGM+&amp;&lt;Q==</m:{operation}Response>\
             </m:{operation}Response>"
        );
        let answers = [ok(&soap(&placed)), ok(&soap(&connected())), ok(&soap(EMPTY_DISCONNECT))];
        let server = Server::start(answers.to_vec()).await;
        let client = um_client(&server, quick());
        let call_id = match operation {
            "PlayOnPhone" => client.play_on_phone("AAAA", "12345").await,
            _ => client.play_on_phone_greeting(UmGreeting::NormalCustom, "12345").await,
        };
        let call_id = call_id.expect("a call");
        assert_eq!(*call_id, id);
        client.get_call_info(&call_id).await.expect("a state");
        client.disconnect(&call_id).await.expect("a success");
        for (seen, operation) in server.seen()[1..].iter().zip(["GetCallInfo", "Disconnect"]) {
            let body = String::from_utf8(seen.body.clone()).expect("text").replace("&gt;", ">");
            assert!(body.contains(&format!("<m:{operation}>{written}</m:{operation}>")), "{body}");
        }
    }
}
