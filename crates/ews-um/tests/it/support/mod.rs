//! SOAP responses, and clients for a server on loopback.

use std::time::Duration;

use ews_um::call_http::RetryPolicy;
use ews_um::{ClientOptions, Credential, PhoneCallClient, UmClient};
pub use test_server::{Answer, FakeClock, Seen, Server, quick};

pub const XML: (&str, &str) = ("Content-Type", "text/xml; charset=utf-8");
pub const EMPTY_DISCONNECT: &str = "<m:DisconnectResponse/>";

/// A SOAP message with a body.
pub fn soap(body: &str) -> String {
    soap_with_header("", body)
}

/// A SOAP message with a header and a body.
pub fn soap_with_header(header: &str, body: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
         <s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\" \
         xmlns:m=\"http://schemas.microsoft.com/exchange/services/2006/messages\" \
         xmlns:t=\"http://schemas.microsoft.com/exchange/services/2006/types\">{header}\
         <s:Body>{body}</s:Body></s:Envelope>"
    )
}

/// A fault of the UM web service.
pub fn fault(exception: &str) -> String {
    soap(&format!(
        "<s:Fault><faultcode xmlns:a=\"http://schemas.microsoft.com/exchange/services/2006/errors\">a:{exception}\
         </faultcode><faultstring xml:lang=\"en-US\">It isn't valid.</faultstring><detail>\
         <m:ExceptionType>{exception}</m:ExceptionType></detail></s:Fault>"
    ))
}

/// A response to GetCallInfo.
pub fn call_info(state: &str, cause: &str) -> Answer {
    ok(&soap(&call_info_body(state, cause)))
}

/// The body of a response to GetCallInfo for a connected call.
pub fn connected() -> String {
    call_info_body("Connected", "None")
}

fn call_info_body(state: &str, cause: &str) -> String {
    format!(
        "<m:GetCallInfoResponse><m:GetCallInfoResponse><m:CallState>{state}</m:CallState>\
         <m:EventCause>{cause}</m:EventCause></m:GetCallInfoResponse></m:GetCallInfoResponse>"
    )
}

/// A response message of EWS with `ResponseClass="Error"`.
pub fn ews_error(operation: &str, code: &str, more: &str) -> String {
    soap(&format!(
        "<m:{operation}Response ResponseClass=\"Error\"><m:MessageText>It went wrong.</m:MessageText>\
         <m:ResponseCode>{code}</m:ResponseCode><m:DescriptiveLinkKey>0</m:DescriptiveLinkKey>{more}\
         </m:{operation}Response>"
    ))
}

/// A `MessageXml` with a back-off time.
pub fn back_off(milliseconds: u32) -> String {
    format!("<m:MessageXml><t:Value Name=\"BackOffMilliseconds\">{milliseconds}</t:Value></m:MessageXml>")
}

/// A response with the status 200 and XML.
pub fn ok(body: &str) -> Answer {
    with_status("200 OK", body)
}

/// A response with another status and XML.
pub fn with_status(status: &str, body: &str) -> Answer {
    Answer::new(status, &[XML], body)
}

pub fn credential() -> Credential {
    Credential::basic("rosa", "correct-horse-battery").expect("a credential")
}

pub fn um_client(server: &Server, options: ClientOptions) -> UmClient {
    UmClient::with_options(server.url("/EWS/UM2007Legacy.asmx"), credential(), options).expect("a client")
}

pub fn ews_client(server: &Server, options: ClientOptions) -> PhoneCallClient {
    PhoneCallClient::with_options(server.url("/EWS/Exchange.asmx"), credential(), options).expect("a client")
}

/// Options with a clock that records the waits instead of sleeping.
pub fn with_clock(clock: &std::sync::Arc<FakeClock>) -> ClientOptions {
    quick().clock(clock.clone())
}

/// Options without retries.
pub fn without_retries() -> ClientOptions {
    quick().retry(RetryPolicy::none())
}

pub const SECOND: Duration = Duration::from_secs(1);
