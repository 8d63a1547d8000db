//! Responses that are errors: SOAP faults, response codes, error statuses, and bodies that cannot be decoded.

use std::error::Error as _;
use std::time::Duration;

use crate::support::*;
use ews_um::call_http::ErrorKind as Http;
use ews_um::call_http::reqwest::Url;
use ews_um::call_wire::xml::{self, DecodeError};
use ews_um::phone_call::{ItemId, PhoneCallId, ResponseCode};
use ews_um::soap::Envelope;
use ews_um::um::IsUmEnabledResponse;
use ews_um::{Error, ErrorKind, SoapResponse as _};

async fn um_error_of(answer: Answer) -> Error {
    let server = Server::start(vec![answer]).await;
    um_client(&server, without_retries()).get_call_info("call-1").await.expect_err("an error")
}

async fn ews_error_of(answer: Answer) -> Error {
    let server = Server::start(vec![answer]).await;
    let client = ews_client(&server, without_retries());
    client.get_phone_call_information(&PhoneCallId::new("call-1")).await.expect_err("an error")
}

#[tokio::test]
async fn a_fault_is_found_with_any_status_and_content_type() {
    let cases = [
        ("InvalidCallIdException", ErrorKind::InvalidCallId),
        ("InvalidObjectIdException", ErrorKind::InvalidObjectId),
        ("DialingRulesException", ErrorKind::DialingRules),
        ("ErrorInvalidRequest", ErrorKind::InvalidRequest),
        ("ErrorSchemaValidation", ErrorKind::SchemaValidation),
        ("ErrorServerBusy", ErrorKind::ServerBusy),
        ("UserConfigurationException", ErrorKind::Service),
    ];
    for (name, kind) in cases {
        for status in ["200 OK", "400 Bad Request", "500 Internal Server Error", "503 Service Unavailable"] {
            for content_type in ["text/xml", "application/soap+xml", "text/html"] {
                let headers = [("Content-Type", content_type), ("request-id", "r-7")];
                let error = um_error_of(Answer::new(status, &headers, fault(name))).await;
                assert_eq!(error.kind(), kind, "{error}");
                assert_eq!(error.code(), Some(name));
                assert_eq!(error.message(), Some("It isn't valid."));
                assert_eq!(error.status().map(|status| status.as_u16()), status[..3].parse().ok());
                assert_eq!(error.request_id(), Some("r-7"));
                assert!(error.client_request_id().is_some() && error.attempts() == 1);
                assert_eq!(error.fault().map(|fault| fault.name().into_owned()).as_deref(), Some(name));
                assert_eq!(error.body(), fault(name).as_bytes());
                let line = error.to_string();
                let shown = format!("{status}: {name}: It isn't valid. (request id r-7, client request id ");
                assert!(line.contains(&shown) && !line.contains('\n'), "{line}");
            }
        }
    }
}

#[tokio::test]
async fn a_fault_is_found_next_to_a_malformed_header() {
    let header = "<s:Header><t:ServerVersionInfo MajorVersion='fifteen'/></s:Header>";
    let body = soap_with_header(header, "<s:Fault><faultcode>x:ErrorServerBusy</faultcode></s:Fault>");
    let error = ews_error_of(with_status("500 Internal Server Error", &body)).await;
    assert_eq!(error.kind(), ErrorKind::ServerBusy, "{error}");
}

#[tokio::test]
async fn a_403_with_an_unknown_fault_is_an_authentication_error() {
    let error = um_error_of(with_status("403 Forbidden", &fault("AccessDeniedException"))).await;
    assert_eq!(error.kind(), ErrorKind::Http(Http::Auth));
    assert_eq!(error.code(), Some("AccessDeniedException"));
}

#[tokio::test]
async fn an_error_code_is_an_error_with_any_status() {
    let cases = [
        ("ErrorInvalidPhoneCallId", ErrorKind::InvalidCallId),
        ("ErrorInvalidPhoneNumber", ErrorKind::DialingRules),
        ("ErrorPhoneNumberNotDialable", ErrorKind::DialingRules),
        ("ErrorUserNotUnifiedMessagingEnabled", ErrorKind::Service),
        ("ErrorAddedLater", ErrorKind::Service),
    ];
    for (code, kind) in cases {
        for status in ["200 OK", "500 Internal Server Error"] {
            let body = ews_error(
                "GetPhoneCallInformation",
                code,
                "<m:MessageXml><t:Value Name=\"Other\">1</t:Value></m:MessageXml>",
            );
            let error = ews_error_of(with_status(status, &body)).await;
            assert_eq!((error.kind(), error.code()), (kind, Some(code)), "{error}");
            assert_eq!(error.message(), Some("It went wrong."));
            assert_eq!(error.response_code(), Some(ResponseCode::from(code)));
            assert_eq!(error.message_xml().map(|xml| xml.any.len()), Some(1));
            assert!(error.fault().is_none());
        }
    }
}

#[tokio::test]
async fn without_a_response_class_the_response_code_decides() {
    let response = |attributes: &str, code: &str| {
        let call =
            "<m:PhoneCallInformation><t:PhoneCallState>Connected</t:PhoneCallState></m:PhoneCallInformation>";
        let body = format!(
            "<m:GetPhoneCallInformationResponse{attributes}>{code}{call}</m:GetPhoneCallInformationResponse>"
        );
        ok(&soap(&body))
    };
    let ask = async |answer| {
        let server = Server::start(vec![answer]).await;
        ews_client(&server, without_retries()).get_phone_call_information(&PhoneCallId::new("1")).await
    };
    assert!(ask(response("", "")).await.is_ok());
    assert!(
        ask(response("", "<m:ResponseCode>NoError</m:ResponseCode>"))
            .await
            .expect("a call")
            .warning()
            .is_none()
    );
    let odd = ask(response(" ResponseClass='Odd'", "<m:ResponseCode>ErrorOdd</m:ResponseCode>")).await;
    assert_eq!(odd.expect_err("an error").code(), Some("ErrorOdd"));
    let bare = ask(response(" ResponseClass='Error'", "")).await.expect_err("an error");
    assert_eq!((bare.kind(), bare.code()), (ErrorKind::Service, None));
}

#[tokio::test]
async fn a_success_that_is_not_soap_is_a_descriptive_error() {
    let whole = soap(&connected());
    let half = &whole[..whole.len() / 2];
    let html = ("Content-Type", "text/html; charset=utf-8");
    let cases = [
        (ok(half), "byte"),
        (ok(""), ""),
        (ok("busy"), ""),
        (ok(&soap("")), "the SOAP body is empty"),
        (ok(&soap("<m:GetUMPropertiesResponse/>")), "unexpected element: {http://schemas.microsoft.com"),
        (ok(&soap("<m:GetCallInfoResponse/>")), "no value in GetCallInfoResponse"),
        (ok("<Envelope/>"), "expected the root element of Envelope"),
        (
            Answer::new("200 OK", &[html], "<html><title>Sign in</title><body>Outlook Web App</body></html>"),
            "expected XML, but the response is an HTML page: Sign in",
        ),
        (Answer::new("200 OK", &[XML, ("Content-Encoding", "br")], "\u{1}"), "compressed (br)"),
    ];
    for (answer, expected) in cases {
        let error = um_error_of(answer).await;
        assert_eq!(error.kind(), ErrorKind::Http(Http::Decode), "{error}");
        assert_eq!(error.status().map(|status| status.as_u16()), Some(200));
        assert!(error.to_string().contains(expected), "{expected} in {error}");
    }
}

#[tokio::test]
async fn the_error_of_an_invalid_value_has_its_path() {
    let body = soap(
        "<m:IsUMEnabledResponse><m:IsUMEnabledResponse>perhaps</m:IsUMEnabledResponse></m:IsUMEnabledResponse>",
    );
    let server = Server::start(vec![ok(&body)]).await;
    let error = um_client(&server, without_retries()).is_um_enabled().await.expect_err("an error");
    let path = "/Envelope/Body/IsUMEnabledResponse/IsUMEnabledResponse: expected";
    assert!(error.to_string().contains(path) && error.to_string().contains("\"perhaps\""), "{error}");
    assert!(error.source().is_some_and(|source| source.is::<DecodeError>()));
    assert_eq!(error.body(), body.as_bytes());
}

#[tokio::test]
async fn the_first_of_several_invalid_values_is_the_error_as_in_strict_decoding() {
    let body = soap_with_header(
        "<s:Header><t:ServerVersionInfo MajorVersion='fifteen'/></s:Header>",
        "<m:IsUMEnabledResponse><m:IsUMEnabledResponse>perhaps</m:IsUMEnabledResponse></m:IsUMEnabledResponse>",
    );
    let server = Server::start(vec![ok(&body)]).await;
    let error = um_client(&server, without_retries()).is_um_enabled().await.expect_err("an error");
    let source = error.source().and_then(|source| source.downcast_ref::<DecodeError>());
    let expected = xml::decode::<Envelope<IsUmEnabledResponse>>(body.as_bytes()).expect_err("an error");
    assert!(expected.path().ends_with("/@MajorVersion"), "{expected}");
    assert_eq!(source, Some(&expected));
}

#[tokio::test]
async fn an_error_status_without_a_fault_keeps_its_status_and_text() {
    let cut = fault("InvalidCallIdException");
    let cut = &cut[..cut.find("<detail>").expect("it is there")];
    let no_fault = connected();
    let page = "<html><head><title>Bad gateway</title></head><body>No server</body></html>";
    let cases = [
        ("500 Oops", page, Http::Status, Some("Bad gateway: No server"), None),
        ("502 Bad Gateway", "", Http::Status, None, None),
        ("401 Unauthorized", "", Http::Auth, None, None),
        ("500 Oops", cut, Http::Status, Some("It isn't valid."), Some("InvalidCallIdException")),
        ("500 Oops", &no_fault, Http::Status, None, None),
        ("307 Moved", "", Http::Status, None, None),
    ];
    for (status, body, kind, message, code) in cases {
        let error = um_error_of(Answer::new(status, &[("Content-Type", "text/html")], body)).await;
        assert_eq!(error.kind(), ErrorKind::Http(kind), "{error}");
        assert_eq!(error.status().map(|status| status.as_u16()), status[..3].parse().ok());
        assert_eq!(error.code(), code);
        if let Some(message) = message {
            assert_eq!(error.message(), Some(message));
        }
    }
    // The status determines the error, not the content.
    let error = um_error_of(with_status("500 Oops", &soap(&connected()))).await;
    assert_eq!(error.kind(), ErrorKind::Http(Http::Status), "{error}");
}

#[tokio::test]
async fn an_error_page_of_ten_megabytes_is_truncated() {
    let mut page = b"<html><head><title>Down</title></head><body>".to_vec();
    page.resize(10 << 20, b'x');
    let error =
        um_error_of(Answer::new("503 Service Unavailable", &[("Content-Type", "text/html")], page)).await;
    assert_eq!(error.kind(), ErrorKind::Http(Http::Status));
    assert!(error.http().is_body_truncated() && error.body().len() <= 64 << 10);
    assert!(error.to_string().contains("Down: xxx") && error.to_string().len() < 1500);
}

#[tokio::test]
async fn a_success_of_ten_megabytes_is_read_and_one_of_twenty_is_too_large() {
    let body = |size: usize| soap(&format!("{}<!--{}-->", connected(), "x".repeat(size)));
    let server = Server::start(vec![ok(&body(10 << 20)), ok(&body(20 << 20))]).await;
    let client = um_client(&server, without_retries());
    assert!(client.get_call_info("1").await.is_ok());
    let error = client.get_call_info("1").await.expect_err("an error");
    assert_eq!(error.kind(), ErrorKind::Http(Http::TooLarge), "{error}");
}

#[tokio::test]
async fn refused_connections_broken_connections_and_timeouts_are_errors() {
    let url = Url::parse(&format!("http://{}/", test_server::refusing_authority())).expect("a URL");
    let client = ews_um::UmClient::with_options(url, credential(), without_retries()).expect("a client");
    let error = client.get_call_info("1").await.expect_err("an error");
    assert_eq!((error.kind(), error.status()), (ErrorKind::Http(Http::Transport), None), "{error}");
    assert!(error.source().is_some());

    let mut start = b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: 4000\r\n\r\n".to_vec();
    start.extend_from_slice(soap(&connected()).as_bytes());
    let error = um_error_of(Answer::Reset(start)).await;
    assert_eq!(error.kind(), ErrorKind::Http(Http::Transport), "{error}");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(200));
    assert!(!error.body().is_empty());

    let server = Server::start(vec![Answer::Slow(Vec::new(), Duration::from_secs(5), Vec::new())]).await;
    let options = without_retries().attempt_timeout(Duration::from_millis(50));
    let error = um_client(&server, options).get_call_info("1").await.expect_err("an error");
    assert_eq!(error.kind(), ErrorKind::Http(Http::Timeout), "{error}");
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let other = Server::start(vec![ok(&soap(&connected()))]).await;
    let location = other.url("/elsewhere?sig=hush").to_string();
    let error = um_error_of(Answer::new("302 Found", &[("Location", &location)], "")).await;
    assert_eq!(error.kind(), ErrorKind::Http(Http::Redirect));
    assert_eq!(error.http().location(), Some(location.as_str()));
    assert!(error.to_string().contains("/elsewhere") && !error.to_string().contains("hush"), "{error}");
    assert!(other.seen().is_empty(), "nothing was sent there");
}

#[tokio::test]
async fn an_unsupported_authentication_scheme_is_named() {
    let denied = |schemes: &[&str]| {
        let headers: Vec<_> = schemes.iter().map(|scheme| ("WWW-Authenticate", *scheme)).collect();
        Answer::new("401 Unauthorized", &headers, "")
    };
    let error = um_error_of(denied(&["Negotiate", "NTLM"])).await;
    assert_eq!(error.kind(), ErrorKind::Http(Http::Auth));
    assert!(
        error.to_string().starts_with("the server requires Negotiate or NTLM authentication, which"),
        "{error}"
    );
    let error = um_error_of(denied(&["Negotiate, Digest realm=\"x\", qop=\"auth\""])).await;
    assert!(
        error.to_string().starts_with("the server requires Negotiate or Digest authentication, which"),
        "{error}"
    );
    let one_header = "NTLM, Basic realm=\"mail\"";
    for schemes in [&["NTLM", "Basic realm=\"mail\""][..], &[one_header], &["Bearer"], &[], &["Odd"]] {
        let error = um_error_of(denied(schemes)).await;
        assert!(error.to_string().starts_with("POST http://"), "{error}");
    }
}

#[tokio::test]
async fn a_schema_violation_has_its_position() {
    let body = soap(
        "<s:Fault><faultcode xmlns:a='http://schemas.microsoft.com/exchange/services/2006/types'>\
         a:ErrorSchemaValidation</faultcode><faultstring>No.</faultstring><detail><t:MessageXml>\
         <t:LineNumber>3</t:LineNumber><t:LinePosition>9</t:LinePosition><t:Violation>No such attribute</t:Violation>\
         </t:MessageXml></detail></s:Fault>",
    );
    let server = Server::start(vec![with_status("500 Internal Server Error", &body)]).await;
    let client = ews_client(&server, without_retries());
    let error = client.play_on_phone(ItemId::new("item"), "1").await.expect_err("an error");
    assert_eq!(error.kind(), ErrorKind::SchemaValidation);
    let violation = error.fault().and_then(|fault| fault.violation()).expect("a position");
    assert_eq!((violation.0, violation.1, &*violation.2), (3, 9, "No such attribute"));
}
