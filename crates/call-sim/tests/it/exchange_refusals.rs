//! Refused requests: invalid credentials, malformed requests, unknown operations.

use call_http::reqwest;
use call_sim::MagicMailbox;
use ews_um::call_http::ErrorKind as Http;
use ews_um::call_wire::xml;
use ews_um::phone_call::PhoneCallId;
use ews_um::soap::{Envelope, Fault};
use ews_um::um::{GetCallInfo, UmGreeting};
use ews_um::{Credential, ErrorKind, um};

use crate::exchange::{Office, soap};

/// Returns the fault in a response.
fn fault((status, body): (u16, String)) -> Fault {
    assert_eq!(status, 500, "{body}");
    let envelope: Envelope<um::Response> = xml::decode(body.as_bytes()).expect("SOAP");
    *envelope.body.and_then(|body| body.fault).expect("a fault")
}

#[tokio::test]
async fn a_request_without_a_valid_credential_is_refused() {
    let office = Office::open().await;
    let exchange = office.sim.exchange();
    let wrong = [
        Credential::none(),
        Credential::basic(exchange.user(), "wrong").expect("a credential"),
        Credential::basic("nobody@contoso.example", exchange.password()).expect("a credential"),
        Credential::basic("user@fabrikam.example", exchange.password()).expect("a credential"),
        Credential::bearer("wrong").expect("a credential"),
        Credential::bearer(exchange.bearer_token_for("nobody@contoso.example")).expect("a credential"),
    ];
    for credential in wrong {
        let error = office.um_with(credential.clone()).is_um_enabled().await.expect_err("refused");
        assert_eq!(
            (error.kind(), error.status().map(|status| status.as_u16())),
            (ErrorKind::Http(Http::Auth), Some(401))
        );
        let schemes: Vec<_> = error.headers().get_all("www-authenticate").iter().collect();
        assert_eq!(schemes.len(), 4);
        assert_eq!(schemes[2], "Basic realm=\"127.0.0.1\"");
        assert!(error.fault().is_none(), "the body is not SOAP");
        let id = PhoneCallId::new("id");
        let error = office.phone_with(credential).get_phone_call_information(&id).await.expect_err("refused");
        assert_eq!(error.kind(), ErrorKind::Http(Http::Auth));
    }
    let journal = format!("{:?}", office.sim.journal());
    assert!(!journal.contains(&exchange.password()), "the journal has no password");
}

#[tokio::test]
async fn credentials_are_accepted_as_basic_and_bearer() {
    let office = Office::open().await;
    let upper = office.sim.exchange().user().to_uppercase();
    office.um_with(office.basic_of(&upper)).is_um_enabled().await.expect("names are not case-sensitive");
    let token = Credential::bearer(office.sim.exchange().bearer_token()).expect("a token");
    assert!(office.um_with(token).is_um_enabled().await.expect("a value").into_inner());
}

#[tokio::test]
async fn access_that_is_switched_off_has_status_403() {
    let office = Office::open().await;
    let application = Credential::bearer(office.sim.exchange().application_token()).expect("a token");
    for client in [office.um_of(MagicMailbox::WithoutEws), office.um_with(application)] {
        let error = client.is_um_enabled().await.expect_err("refused");
        assert_eq!(error.status().map(|status| status.as_u16()), Some(403));
        assert!(error.body().is_empty());
    }
}

#[tokio::test]
async fn the_exceptions_of_unified_messaging_are_faults() {
    let office = Office::open().await;
    let client = office.um();
    let item = office.sim.exchange().item_id();
    for entry in ["", "not base64!", office.sim.exchange().missing_item_id()] {
        let error = client.play_on_phone(entry, "12345").await.expect_err("an unknown item");
        assert_eq!(error.kind(), ErrorKind::InvalidObjectId, "{entry}");
    }
    for number in ["rosa", "", "+14255550403", "sip:rosa@contoso.example"] {
        let error = client.play_on_phone(item, number).await.expect_err("not dialable");
        assert_eq!(error.kind(), ErrorKind::DialingRules, "{number}");
        let error =
            client.play_on_phone_greeting(UmGreeting::NormalCustom, number).await.expect_err("not dialable");
        assert_eq!(error.kind(), ErrorKind::DialingRules, "{number}");
    }
    let fault =
        client.get_call_info("unknown").await.expect_err("unknown").fault().cloned().expect("a fault");
    assert_eq!(fault.message().as_deref(), Some("The call identifier isn't valid."));
    assert_eq!(client.disconnect("unknown").await.expect_err("unknown").kind(), ErrorKind::InvalidCallId);
    office.sim.exchange().refuse_next("UserConfigurationException");
    let error = office.um_with(office.basic()).reset_pin().await.expect_err("refused once");
    assert_eq!((error.kind(), error.code()), (ErrorKind::Service, Some("UserConfigurationException")));
    client.reset_pin().await.expect("only one operation is refused");
}

#[tokio::test]
async fn a_bare_fault_is_recognized() {
    let office = Office::open().await;
    office.sim.exchange().bare_faults(true);
    let error = office.um().disconnect("unknown").await.expect_err("unknown");
    assert_eq!(error.kind(), ErrorKind::InvalidCallId);
    let fault = error.fault().expect("a fault");
    let code = fault.code.as_ref().expect("a code");
    assert_eq!((&*code.prefix, &code.namespace, &*code.local), ("a", &None, "InvalidCallIdException"));
    let string = fault.string.as_ref().expect("a text");
    assert_eq!((&string.lang, string.value.as_deref()), (&None, Some("The call identifier isn't valid")));
}

#[tokio::test]
async fn a_mailbox_without_unified_messaging_supports_only_is_um_enabled() {
    let office = Office::open().await;
    let client = office.um_of(MagicMailbox::WithoutUm);
    assert!(!client.is_um_enabled().await.expect("a value").into_inner());
    let error = client.get_um_properties().await.expect_err("refused");
    assert_eq!(error.code(), Some("UserNotUmEnabledException"));
}

#[tokio::test]
async fn malformed_requests_of_unified_messaging_are_refused() {
    let office = Office::open().await;
    let url = office.sim.exchange().um_url();
    for body in [
        String::new(),
        "<html/>".to_owned(),
        "<s:Envelope".to_owned(),
        soap("", ""),
        soap("", "<m:PlayOnPhone2/>"),
        soap("", "<m:GetCallInfo/>"),
        soap("", "<m:GetCallInfo><m:CallId>1</m:CallId><m:CallIds>2</m:CallIds></m:GetCallInfo>"),
        soap("", "<m:GetCallInfo><m:CallId>1</m:CallId><m:CallId>2</m:CallId></m:GetCallInfo>"),
        soap("", "<m:IsUMEnabled><m:Other/></m:IsUMEnabled>"),
        soap("", "<m:SetOofStatus/>"),
        soap("", "<m:SetOofStatus><m:status>perhaps</m:status></m:SetOofStatus>"),
        soap("", "<m:PlayOnPhone><m:entryId>AAEC</m:entryId></m:PlayOnPhone>"),
        soap("", "<m:PlayOnPhone><m:DialString>1</m:DialString><m:entryId>AAEC</m:entryId></m:PlayOnPhone>"),
        soap("", "<m:PlayOnPhone><m:entryId>AAEC</m:entryId><m:dialString>1</m:dialString></m:PlayOnPhone>"),
        soap(
            "",
            "<m:PlayOnPhoneGreeting><m:GreetingType>Any</m:GreetingType><m:DialString>1</m:DialString>\
             </m:PlayOnPhoneGreeting>",
        ),
        soap(
            "",
            "<m:SetTelephoneAccessFolderEmail><m:base64FolderID>?</m:base64FolderID></m:SetTelephoneAccessFolderEmail>",
        ),
        soap("", "<m:IsUMEnabled/>").replace("http://schemas.microsoft", "https://schemas.microsoft"),
    ] {
        let fault = fault(office.post(&url, &body).await);
        assert_eq!(fault.name(), "ErrorInvalidRequest", "{body}");
    }
    let missing = fault(office.post(&url, &soap("", "<m:Disconnect/>")).await);
    assert_eq!(missing.name(), "InvalidCallIdException", "a missing CallId is reported like an unknown one");
    let folder = "<m:SetTelephoneAccessFolderEmail><m:base64FolderId>AAEC</m:base64FolderId>\
                  </m:SetTelephoneAccessFolderEmail>";
    assert_eq!(office.post(&url, &soap("", folder)).await.0, 200, "both spellings of the name are accepted");
    assert!(office.sim.calls().is_empty());
}

#[tokio::test]
async fn the_soap_action_must_be_that_of_the_operation() {
    let office = Office::open().await;
    let send = async |action: &str| {
        let http = reqwest::Client::builder().no_proxy().build().expect("a client");
        let exchange = office.sim.exchange();
        let request = http.post(exchange.um_url()).basic_auth(exchange.user(), Some(exchange.password()));
        let request = request.header("Content-Type", "text/xml").header("SOAPAction", action);
        request.body(soap("", "<m:IsUMEnabled/>")).send().await.expect("a response").status().as_u16()
    };
    let action = "\"http://schemas.microsoft.com/exchange/services/2006/messages/IsUMEnabled\"";
    assert_eq!((send(action).await, send("\"\"").await), (200, 200));
    assert_eq!(send(&action.replace("IsUMEnabled", "ResetPIN")).await, 500);
}

#[tokio::test]
async fn a_schema_violation_of_exchange_web_services_has_a_position() {
    let office = Office::open().await;
    let url = office.sim.exchange().ews_url();
    for (body, at, text) in [
        (
            "<m:PlayOnPhone>\n <m:DialString>1</m:DialString></m:PlayOnPhone>",
            (4, 2),
            "/PlayOnPhone/ItemId: ItemId is required (expected content of the type ItemIdType)",
        ),
        (
            "<m:PlayOnPhone><t:ItemId Id='AAEC'/><m:DialString>1</m:DialString></m:PlayOnPhone>",
            (4, 2),
            "/PlayOnPhone/ItemId: ItemId is required (expected content of the type ItemIdType)",
        ),
        (
            "<m:PlayOnPhone><m:DialString>1</m:DialString><m:ItemId Id='AAEC'/></m:PlayOnPhone>",
            (4, 47),
            "ItemId is not valid at this place in PlayOnPhone",
        ),
        (
            "<m:GetPhoneCallInformation>\n<m:PhoneCallId/></m:GetPhoneCallInformation>",
            (5, 2),
            "/GetPhoneCallInformation/PhoneCallId/@Id: Id is required (expected a string)",
        ),
    ] {
        let fault = fault(office.post(&url, &soap("", body)).await);
        assert_eq!(fault.name(), "ErrorSchemaValidation");
        let (line, position, found) = fault.violation().expect("a position");
        assert_eq!(((line, position), &*found), (at, text));
    }
    let malformed = fault(office.post(&url, "<s:Envelope").await);
    assert_eq!(malformed.name(), "ErrorSchemaValidation");
    for body in [String::new(), soap("", "<m:GetItem/>")] {
        assert_eq!(fault(office.post(&url, &body).await).name(), "ErrorInvalidRequest");
    }
}

#[tokio::test]
async fn only_posts_of_xml_are_accepted() {
    let office = Office::open().await;
    let http = reqwest::Client::builder().no_proxy().build().expect("a client");
    for url in [office.sim.exchange().um_url(), office.sim.exchange().ews_url()] {
        let status = |response: reqwest::Response| response.status().as_u16();
        assert_eq!(http.get(&url).send().await.map(status).expect("a response"), 405);
        let json = http.post(&url).header("Content-Type", "application/json").body("{}");
        assert_eq!(json.send().await.map(status).expect("a response"), 415);
    }
    let unknown = http.post(format!("{}/EWS/Other.asmx", office.sim.url())).send().await.expect("a response");
    assert_eq!(unknown.status().as_u16(), 404);
}

#[tokio::test]
async fn the_journal_names_the_operation_and_the_call() {
    let office = Office::open().await;
    let id = office.um().play_on_phone(office.sim.exchange().item_id(), "12345").await.expect("a call");
    office.um().call(GetCallInfo::new(&**id)).await.expect("the state");
    let entries = office.sim.journal();
    let named = |name: &str| entries.iter().filter(|entry| entry.name == name).collect::<Vec<_>>();
    assert_eq!(named("PlayOnPhone").len(), 2, "a request and a response");
    assert!(named("GetCallInfo").iter().all(|entry| entry.call.as_deref() == Some(&**id)));
}
