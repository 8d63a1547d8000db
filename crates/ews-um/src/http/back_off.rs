//! Parses the back-off time in a response body.

use std::time::Duration;

use quick_xml::Reader;
use quick_xml::events::Event;

/// Returns the `BackOffMilliseconds` value in the `MessageXml` of a fault or response with `ErrorServerBusy`, or `None`
/// for any other body. Other EWS clients (ews-rs, exchangelib) obey the value too.
///
/// The body is searched as text, because this function runs on every response, before the type of the content is known.
/// A body without the name of the value is not parsed.
pub(super) fn back_off(body: &[u8]) -> Option<Duration> {
    const NAME: &str = "BackOffMilliseconds";
    let text = String::from_utf8_lossy(body);
    // With any other code, the service may have processed the request.
    if !text.contains(NAME) || !text.contains("ErrorServerBusy") {
        return None;
    }
    let mut reader = Reader::from_str(&text);
    let mut is_value = false;
    loop {
        match reader.read_event().ok()? {
            Event::Start(element) if element.local_name().as_ref() == "Value" => {
                is_value = element
                    .attributes()
                    .flatten()
                    .any(|attribute| attribute.key.as_ref() == "Name" && attribute.value == NAME);
            }
            Event::Text(text) if is_value => {
                return text.trim().parse().ok().map(Duration::from_millis);
            }
            Event::End(_) => is_value = false,
            Event::Eof => return None,
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_back_off_time_is_read_only_with_server_busy() {
        let fault = br#"<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault>
            <faultcode>a:ErrorServerBusy</faultcode><detail>
            <t:MessageXml xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types">
            <t:Value Name="Other">1</t:Value><t:Value Name="BackOffMilliseconds"> 2500 </t:Value>
            </t:MessageXml></detail></s:Fault></s:Body></s:Envelope>"#;
        assert_eq!(back_off(fault), Some(Duration::from_millis(2500)));
        for other in [
            &b"ErrorServerBusy <Value Name='BackOffMilliseconds'>soon</Value>"[..],
            b"ErrorServerBusy <Value Name='BackOffMilliseconds'/>",
            b"ErrorServerBusy <Value Name='BackOffMilliseconds",
            b"ErrorServerBusy BackOffMilliseconds",
            b"NoError <Value Name='BackOffMilliseconds'>1</Value>",
            b"",
            b"\xff\xfe",
        ] {
            assert_eq!(back_off(other), None);
        }
    }
}
