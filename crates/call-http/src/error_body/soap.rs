//! Reads SOAP faults.

use quick_xml::Reader;
use quick_xml::escape::unescape;
use quick_xml::events::Event;

use super::types::ErrorBody;

/// Reads the code and the message of a SOAP fault, which may be incomplete.
pub(super) fn read_soap(xml: &str) -> Option<ErrorBody> {
    let mut reader = Reader::from_str(xml);
    let mut name = String::new();
    let (mut response_code, mut fault_code, mut fault_string, mut message) = (None, None, None, None);
    // An error of the reader ends the loop. The parts that were read before it are used.
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(element) => name = element.local_name().as_ref().to_owned(),
            Event::End(_) => name.clear(),
            Event::Text(text) => {
                let part = match name.as_str() {
                    "ResponseCode" => &mut response_code,
                    "faultcode" => &mut fault_code,
                    "faultstring" | "Text" => &mut fault_string,
                    "MessageText" | "Message" => &mut message,
                    _ => continue,
                };
                part.get_or_insert_with(String::new).push_str(&text);
            }
            Event::GeneralRef(entity) => {
                let part = match name.as_str() {
                    "faultstring" | "Text" => &mut fault_string,
                    "MessageText" | "Message" => &mut message,
                    _ => continue,
                };
                let entity = format!("&{};", &*entity);
                let text = unescape(&entity).map(|text| text.into_owned()).unwrap_or(entity.clone());
                part.get_or_insert_with(String::new).push_str(&text);
            }
            Event::Eof => break,
            _ => {}
        }
    }
    // The prefix of a code such as `a:ErrorServerBusy` has no meaning outside of its document.
    let bare = |code: String| code.rsplit(':').next().unwrap_or_default().trim().to_owned();
    let read = ErrorBody {
        code: response_code.or(fault_code).map(bare),
        message: fault_string.or(message),
        ..ErrorBody::default()
    };
    (read != ErrorBody::default()).then_some(read)
}
